import Values

/// What a part is counted in, and its footprint stated for one of: the Ouranos interface's eight units.
public enum DeclaredUnit: String, Codable, Sendable, Hashable, CaseIterable {
  case liter, kilogram
  case cubicMeter = "cubic-meter"
  case kilowattHour = "kilowatt-hour"
  case megajoule
  case tonKilometer = "ton-kilometer"
  case squareMeter = "square-meter"
  case unit
}

/// A product or component of one company (部品), named by its trace identifier.
public struct Part: Codable, Sendable, Hashable {
  /// The part.
  public var traceID: Identifier
  /// The company it belongs to.
  public var operatorID: Identifier
  /// The plant.
  public var plantID: Identifier
  /// 部品項目: what the company calls it, e.g. a part number.
  public var name: String
  /// 補助項目.
  public var supportName: String?
  /// 部品名称.
  public var label: String?
  /// 部品補足情報1.
  public var info1: String?
  /// 部品補足情報2.
  public var info2: String?
  /// 部品補足情報3.
  public var info3: String?
  /// 終端フラグ: no supplier of this part takes part in the system.
  public var terminated: Bool
  /// 活動量: how much of it one unit of its parent needs; nil for a product that is not a component.
  public var amountRequired: Double?
  /// 活動量単位: what it is counted in.
  public var unit: DeclaredUnit?

  /// All of its fields.
  public init(
    traceID: Identifier, operatorID: Identifier, plantID: Identifier, name: String,
    supportName: String? = nil, label: String? = nil, info1: String? = nil, info2: String? = nil,
    info3: String? = nil, terminated: Bool, amountRequired: Double? = nil, unit: DeclaredUnit? = nil
  ) {
    self.traceID = traceID
    self.operatorID = operatorID
    self.plantID = plantID
    self.name = name
    self.supportName = supportName
    self.label = label
    self.info1 = info1
    self.info2 = info2
    self.info3 = info3
    self.terminated = terminated
    self.amountRequired = amountRequired
    self.unit = unit
  }
}

/// What one unit of a part is made of (部品構成), one level deep.
public struct PartsStructure: Codable, Sendable, Hashable {
  /// A component and how much of it is needed.
  public struct Component: Codable, Sendable, Hashable {
    /// The part.
    public var traceID: Identifier
    /// How much of it one unit of the parent needs, in the component's own unit.
    public var amount: Double

    /// All of its fields.
    public init(traceID: Identifier, amount: Double) {
      self.traceID = traceID
      self.amount = amount
    }
  }

  /// The part that is made.
  public var parent: Identifier
  /// What one unit of it needs, in the order given.
  public var components: [Component]

  /// All of its fields.
  public init(parent: Identifier, components: [Component]) {
    self.parent = parent
    self.components = components
  }
}
