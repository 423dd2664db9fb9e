/// Units of scenarios, and what they are in each other. Currencies are not converted: that takes a stated rate.
package enum Quantities {
  /// Unit to its dimension and its size in the dimension's first unit.
  private static let table: [String: (dimension: String, size: Double)] = {
    let groups: [[(String, Double)]] = [
      [("kt", 1), ("t", 1e-3), ("kg", 1e-6), ("Mt", 1e3)],
      [("kt/yr", 1), ("t/yr", 1e-3), ("Mt/yr", 1e3)],
      [("GWh", 1), ("MWh", 1e-3), ("kWh", 1e-6), ("TWh", 1e3)],
      [("GWh/yr", 1), ("MWh/yr", 1e-3), ("TWh/yr", 1e3)],
      [("fraction", 1), ("percent", 0.01), ("%", 0.01)],
      [("fraction/yr", 1), ("percent/yr", 0.01), ("%/yr", 0.01)],
      [("kg/kWh", 1), ("g/kWh", 1e-3), ("t/GWh", 1e-3), ("kt/GWh", 1)],
      [("kWh/vehicle", 1), ("MWh/vehicle", 1e3)],
      [("kWh/kWh", 1), ("MWh/MWh", 1)],
      [("billion JPY", 1), ("trillion JPY", 1e3), ("million JPY", 1e-3), ("JPY", 1e-9)],
      [("billion JPY/yr", 1), ("trillion JPY/yr", 1e3), ("million JPY/yr", 1e-3)],
      [("billion JPY per GWh/yr", 1), ("million JPY per GWh/yr", 1e-3), ("trillion JPY per GWh/yr", 1e3)],
      [("million USD per GWh/yr", 1), ("billion USD per GWh/yr", 1e3)],
      [("billion JPY/GWh", 1), ("million JPY/GWh", 1e-3), ("JPY/kWh", 1e-3)],
      [("USD/kWh", 1)],
      [("USD/kg", 1), ("USD/t", 1e-3)],
      [("JPY/USD", 1)],
      [("people", 1), ("thousand people", 1e3)],
      [("people/yr", 1), ("thousand people/yr", 1e3)],
      [("people per GWh/yr", 1), ("people per MWh/yr", 1e3)],
      [("years", 1), ("year", 1), ("months", 1.0 / 12)],
      [("vehicles", 1), ("thousand vehicles", 1e3), ("million vehicles", 1e6)],
      [("vehicles/yr", 1), ("thousand vehicles/yr", 1e3), ("million vehicles/yr", 1e6)],
      [("kg CO2e/kWh", 1), ("g CO2e/kWh", 1e-3), ("gCO2e/kWh", 1e-3)],
      [("Mt CO2e/yr", 1), ("kt CO2e/yr", 1e-3)],
      [("HHI points", 1)], [("ratio", 1)], [("Wh/L", 1)], [("months of use", 1)],
    ]
    var table: [String: (String, Double)] = [:]
    for group in groups {
      for (unit, size) in group { table[unit] = (group[0].0, size) }
    }
    return table
  }()

  /// Units that mean the same as the one asked for, largest first: for messages.
  static func units(like unit: String) -> [String] {
    guard let wanted = table[unit] else { return [unit] }
    return table.filter { $0.value.dimension == wanted.dimension }
      .sorted { ($1.value.size, $0.key) < ($0.value.size, $1.key) }.map(\.key)
  }

  /// What a number in `unit` is multiplied by to be in `wanted`; nil where the two are not of one dimension.
  package static func factor(from unit: String, to wanted: String) -> Double? {
    if unit == wanted { return 1 }
    guard let a = table[unit], let b = table[wanted], a.dimension == b.dimension else { return nil }
    return a.size / b.size
  }
}
