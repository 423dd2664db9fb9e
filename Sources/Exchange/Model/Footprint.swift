import Values

/// Data quality ratings of a value: technological, geographical and temporal representativeness,
/// 1 best ... 5 worst; nil where not known.
public struct DataQuality: Codable, Sendable, Hashable {
  /// TeR.
  public var technological: Double?
  /// GeR.
  public var geographical: Double?
  /// TiR.
  public var temporal: Double?

  /// All of its fields.
  public init(technological: Double? = nil, geographical: Double? = nil, temporal: Double? = nil) {
    self.technological = technological
    self.geographical = geographical
    self.temporal = temporal
  }
}

/// A value for each of the two stages the Ouranos interface knows: acquiring raw materials (前処理, `pre`) and
/// main production (製造, `main`).
public struct Stages<Value> {
  /// Acquiring and processing raw materials.
  public var pre: Value
  /// Main production.
  public var main: Value

  /// All of its fields.
  public init(pre: Value, main: Value) {
    self.pre = pre
    self.main = main
  }
}
extension Stages: Sendable where Value: Sendable {}
extension Stages: Equatable where Value: Equatable {}
extension Stages: Hashable where Value: Hashable {}
extension Stages: Codable where Value: Codable {}

/// Where a declared or received footprint comes from.
public enum FootprintSource: Codable, Sendable, Hashable {
  /// Entered by a person or sent by an application.
  case entered
  /// A row of a spreadsheet: file and row.
  case spreadsheet(file: String, row: Int)
  /// Computed from a chain of one's own: the attachment that holds it, and the product in it.
  case chain(attachment: String, product: String)
  /// A footprint received by PACT.
  case pact(footprint: Identifier, company: String)
  /// An answer fetched from another Ouranos platform.
  case ouranos(partner: Identifier, traceID: Identifier)
  /// Answered by a supplier through a one-time link.
  case link(Identifier)
}

/// A company's own footprint of a part (CFP): kg CO2e for one declared unit of it.
public struct FootprintDeclaration: Codable, Sendable, Hashable {
  /// The declaration's identifier: the same for all its versions.
  public var cfpID: Identifier
  /// The part.
  public var traceID: Identifier
  /// What the values are for one of.
  public var unit: DeclaredUnit
  /// 自社由来: what the company's own work emits.
  public var production: Stages<Double>
  /// 部品由来: what its components bring, as the company sent it; counts where the parts structure cannot
  /// give it (no component, or one without a known value).
  public var component: Stages<Double>
  /// Its ratings.
  public var quality: Stages<DataQuality>
  /// Where it comes from.
  public var source: FootprintSource
  /// When it was declared.
  public var declared: Timestamp

  /// All of its fields.
  public init(
    cfpID: Identifier, traceID: Identifier, unit: DeclaredUnit, production: Stages<Double>,
    component: Stages<Double>, quality: Stages<DataQuality>, source: FootprintSource, declared: Timestamp
  ) {
    self.cfpID = cfpID
    self.traceID = traceID
    self.unit = unit
    self.production = production
    self.component = component
    self.quality = quality
    self.source = source
    self.declared = declared
  }
}

/// A footprint of a component that came from outside this node (PACT, another platform, a one-time link).
public struct Supply: Codable, Sendable, Hashable {
  /// The buyer's component.
  public var traceID: Identifier
  /// What the values are for one of.
  public var unit: DeclaredUnit
  /// kg CO2e for one unit, all of the supplier's upstream in it.
  public var total: Stages<Double>
  /// Its ratings.
  public var quality: Stages<DataQuality>
  /// Where it comes from.
  public var source: FootprintSource
  /// When it came in.
  public var received: Timestamp

  /// All of its fields.
  public init(
    traceID: Identifier, unit: DeclaredUnit, total: Stages<Double>, quality: Stages<DataQuality>,
    source: FootprintSource, received: Timestamp
  ) {
    self.traceID = traceID
    self.unit = unit
    self.total = total
    self.quality = quality
    self.source = source
    self.received = received
  }
}
