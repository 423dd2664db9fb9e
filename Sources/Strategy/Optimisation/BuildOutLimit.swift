/// What a constraint of a build-out is about.
public struct BuildOutLimit: Sendable, Hashable {
  /// The kinds of limits that are stated (not those that only define quantities).
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A target of nameplate capacity, at least.
    case target
    /// A target of production at home, at least; the limit is the share times demand.
    case homeShare
    /// Demand that has to be met.
    case demand
    /// A mineral that can be bought in a year.
    case mineral
    /// People at hand in a year.
    case people
    /// Investment in a year.
    case money
    /// Public support in a year.
    case publicMoney
    /// Additions of all options in a year.
    case buildRate
    /// Additions of one option over all years.
    case optionTotal
    /// Additions of one option in a year.
    case optionYear
    /// Imports in a year.
    case imports
    /// What an existing plant can make in a year.
    case existingOutput
    /// Emissions over all years.
    case emissions
    /// Concentration over all years.
    case concentration
  }

  /// What it is about.
  public let kind: Kind
  /// The name of the target, mineral, option or plant; empty where the kind says it all.
  public let name: String
  /// The year, if it is for one year.
  public let year: Int?
  /// The limit, in `unit`.
  public let limit: Double

  /// A limit.
  public init(kind: Kind, name: String, year: Int?, limit: Double) {
    self.kind = kind
    self.name = name
    self.year = year
    self.limit = limit
  }

  /// The unit of the limit.
  public var unit: String {
    switch kind {
    case .target, .buildRate, .optionTotal, .optionYear: "GWh/yr"
    case .homeShare, .demand, .imports, .existingOutput: "GWh"
    case .mineral: "t"
    case .people: "people"
    case .money, .publicMoney: "billion JPY"
    case .emissions: "t CO2e"
    case .concentration: "weighted t"
    }
  }

  /// Whether it is a bound from below.
  public var isAtLeast: Bool { kind == .target || kind == .homeShare || kind == .demand }
}
