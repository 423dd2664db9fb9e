/// Units of measure: what can be converted into what, and by how much.
///
/// Units of one dimension convert into each other. A unit that is not in the table is a dimension of its own.
public enum Units {
  /// The dimension of a unit, such as "mass"; nil where the unit is not in the table.
  public static func dimension(of unit: String) -> String? { definitions[unit]?.dimension }

  /// An amount in another unit of the same dimension; nil where it cannot be converted.
  ///
  /// - Parameters:
  ///   - amount: an amount in `unit`.
  ///   - unit: a unit, such as "kWh".
  ///   - other: the unit that is wanted, such as "MJ".
  public static func convert(_ amount: Double, from unit: String, to other: String) -> Double? {
    if unit == other { return amount }
    guard let a = definitions[unit], let b = definitions[other], a.dimension == b.dimension else {
      return nil
    }
    return Conversion(from: a, to: b).apply(amount)
  }

  /// The units of a dimension that can be converted into each other, in the order of the table.
  public static func units(of dimension: String) -> [String] {
    table.filter { $0.dimension == dimension }.flatMap(\.names)
  }

  /// The dimensions of the table.
  public static var dimensions: [String] {
    var seen: [String] = []
    for entry in table where !seen.contains(entry.dimension) { seen.append(entry.dimension) }
    return seen
  }

  static let definitions: [String: UnitDefinition] = {
    var found: [String: UnitDefinition] = [:]
    for entry in table {
      for name in entry.names { found[name] = entry }
    }
    return found
  }()
}

/// A unit: `numerator / denominator` of the base unit of its dimension, both whole numbers below 2^53.
struct UnitDefinition: Sendable {
  let dimension: String
  let names: [String]
  let numerator: Int
  let denominator: Int
}

/// A factor between two units, as a quotient of whole numbers so that 7 g are 0.007 kg to the last digit.
struct Conversion: Sendable {
  let multiplier: Double
  let divisor: Double

  static let identity = Conversion(multiplier: 1, divisor: 1)

  init(multiplier: Double, divisor: Double) {
    self.multiplier = multiplier
    self.divisor = divisor
  }

  init(from a: UnitDefinition, to b: UnitDefinition) {
    let (p, q) = (
      a.numerator.multipliedReportingOverflow(by: b.denominator),
      a.denominator.multipliedReportingOverflow(by: b.numerator)
    )
    if p.overflow || q.overflow {
      multiplier = Double(a.numerator) / Double(a.denominator)
      divisor = Double(b.numerator) / Double(b.denominator)
    } else {
      let common = Self.commonDivisor(p.partialValue, q.partialValue)
      multiplier = Double(p.partialValue / common)
      divisor = Double(q.partialValue / common)
    }
  }

  @inline(__always)
  func apply(_ amount: Double) -> Double { amount * multiplier / divisor }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }
}

/// The units that a chain uses, numbered as they come.
struct ChainUnits: Sendable {
  private(set) var names = IdTable()
  private var definitions: [UnitDefinition?] = []
  /// What one of each unit weighs in kg; 0 for what is not a mass.
  private(set) var kilograms: [Double] = []
  let kilogram: Int32

  init() {
    kilogram = names.intern("kg")
    add("kg")
  }

  var count: Int { definitions.count }

  /// The number of a unit, and whether it came for the first time and is not in the table.
  @inline(__always)
  mutating func number(_ field: Field) -> (number: Int32, isUnknown: Bool) {
    let (number, isNew) = names.intern(field)
    if !isNew { return (number, false) }
    let name = names.texts[Int(number)]
    add(name)
    return (number, Units.definitions[name] == nil)
  }

  private mutating func add(_ name: String) {
    let definition = Units.definitions[name]
    definitions.append(definition)
    let mass = definition?.dimension == "mass"
    kilograms.append(mass ? Units.convert(1, from: name, to: "kg") ?? 0 : 0)
  }

  func name(_ unit: Int32) -> String { unit < 0 ? "" : names.texts[Int(unit)] }

  /// "energy", or nil for a unit that is not in the table.
  func dimension(_ unit: Int32) -> String? { unit < 0 ? nil : definitions[Int(unit)]?.dimension }

  func isMass(_ unit: Int32) -> Bool { unit >= 0 && kilograms[Int(unit)] != 0 }

  /// From one unit to another; nil where their dimensions differ.
  func conversion(from unit: Int32, to other: Int32) -> Conversion? {
    if unit == other { return .identity }
    guard unit >= 0, other >= 0, let a = definitions[Int(unit)], let b = definitions[Int(other)],
      a.dimension == b.dimension
    else { return nil }
    return Conversion(from: a, to: b)
  }

  /// "kWh (energy)", as messages name a unit.
  func described(_ unit: Int32) -> String {
    "'\(name(unit))' (\(dimension(unit) ?? "not in the table of units"))"
  }
}
