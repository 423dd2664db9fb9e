import Values

/// A company that exchanges data here (事業者).
public struct Operator: Codable, Sendable, Hashable {
  /// The internal identifier (事業者識別子（内部）).
  public var operatorID: Identifier
  /// The number partners know it by, e.g. a corporate number (事業者識別子（ローカル）): 1 to 20 characters.
  public var openOperatorID: String
  /// A world-wide identifier, e.g. a DUNS or LEI (事業者識別子（グローバル）), one company each.
  public var globalOperatorID: String?
  /// What its company calls it.
  public var name: String
  /// Where it is.
  public var address: String
  /// Whether answering a request discloses the part's totals to who asked, unless a rule says otherwise.
  public var answersDisclose: Bool

  /// All of its fields.
  public init(
    operatorID: Identifier, openOperatorID: String, globalOperatorID: String? = nil, name: String,
    address: String, answersDisclose: Bool = true
  ) {
    self.operatorID = operatorID
    self.openOperatorID = openOperatorID
    self.globalOperatorID = globalOperatorID
    self.name = name
    self.address = address
    self.answersDisclose = answersDisclose
  }
}

/// A site of a company (事業所).
public struct Plant: Codable, Sendable, Hashable {
  /// The plant.
  public var plantID: Identifier
  /// The company it belongs to.
  public var operatorID: Identifier
  /// Ends in six digits; one plant each within a company.
  public var openPlantID: String
  /// A world-wide identifier, e.g. a GLN.
  public var globalPlantID: String?
  /// What its company calls it.
  public var name: String
  /// Where it is.
  public var address: String

  /// All of its fields.
  public init(
    plantID: Identifier, operatorID: Identifier, openPlantID: String, globalPlantID: String? = nil,
    name: String, address: String
  ) {
    self.plantID = plantID
    self.operatorID = operatorID
    self.openPlantID = openPlantID
    self.globalPlantID = globalPlantID
    self.name = name
    self.address = address
  }
}
