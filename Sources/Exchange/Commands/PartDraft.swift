import Values

/// A part as its company describes it to `putPart` and `putStructure`.
public struct PartDraft: Sendable, Hashable {
  /// Nil: the company's part of this plant, name and support name; a new one if there is none.
  public var traceID: Identifier?
  /// A plant of the company; fixed once the part is there.
  public var plantID: Identifier
  /// 部品項目: 1 to 50 characters.
  public var name: String
  /// 補助項目: at most 50 characters.
  public var supportName: String?
  /// 部品名称: at most 50 characters.
  public var label: String?
  /// 部品補足情報1: at most 50 characters.
  public var info1: String?
  /// 部品補足情報2: at most 50 characters.
  public var info2: String?
  /// 部品補足情報3: at most 50 characters.
  public var info3: String?
  /// 終端フラグ: no supplier of this part takes part in the system.
  public var terminated: Bool
  /// 活動量: for a component how much of it one unit of the parent needs, 0 to 99999.99999 with at most five
  /// decimals; nil for a product.
  public var amountRequired: Double?
  /// 活動量単位.
  public var unit: DeclaredUnit?

  /// A part as its company describes it.
  public init(
    traceID: Identifier? = nil, plantID: Identifier, name: String, supportName: String? = nil,
    label: String? = nil, info1: String? = nil, info2: String? = nil, info3: String? = nil,
    terminated: Bool = false, amountRequired: Double? = nil, unit: DeclaredUnit? = nil
  ) {
    self.traceID = traceID
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

  /// A stored part as a draft of itself, to be changed.
  public init(_ part: Part) {
    self.init(
      traceID: part.traceID, plantID: part.plantID, name: part.name, supportName: part.supportName,
      label: part.label, info1: part.info1, info2: part.info2, info3: part.info3,
      terminated: part.terminated, amountRequired: part.amountRequired, unit: part.unit)
  }
}
