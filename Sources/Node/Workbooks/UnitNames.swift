import Exchange
import Spreadsheet

/// Units as people write them.
enum UnitNames {
  private static let names: [(unit: DeclaredUnit, japanese: String, others: [String])] = [
    (.kilogram, "キログラム", ["kg", "kgs", "キロ"]),
    (.unit, "個", ["piece", "pieces", "pcs", "pc", "ea", "each", "本", "枚", "台", "units"]),
    (.kilowattHour, "キロワット時", ["kWh", "キロワットアワー"]),
    (.liter, "リットル", ["l", "litre", "liters", "litres"]),
    (.cubicMeter, "立方メートル", ["m3", "立米", "cubic metre"]),
    (.squareMeter, "平方メートル", ["m2", "平米", "square metre"]),
    (.megajoule, "メガジュール", ["MJ"]),
    (.tonKilometer, "トンキロメートル", ["tkm", "トンキロ", "tonne-kilometre"]),
  ]

  private static let byName: [String: DeclaredUnit] = {
    var result: [String: DeclaredUnit] = [:]
    for entry in names {
      for name in [entry.unit.rawValue, entry.japanese] + entry.others {
        result[ColumnName.folded(name)] = entry.unit
      }
    }
    return result
  }()

  static func unit(_ text: String) -> DeclaredUnit? { byName[ColumnName.folded(text)] }

  static func name(_ unit: DeclaredUnit, _ language: WorkbookLanguage) -> String {
    guard language == .japanese else { return unit.rawValue }
    return names.first { $0.unit == unit }?.japanese ?? unit.rawValue
  }

  static func choices(_ language: WorkbookLanguage) -> [String] { names.map { name($0.unit, language) } }
}
