import HashTreeCollections
import Values

/// Everything the companies of a node have told it: who they are, their parts and how these are made up, who
/// buys what from whom, footprints, and who may see what. A value: copies are cheap and never change.
///
/// It changes by `apply` alone, so that the log gives it back.
public struct DataSpace: Sendable, Equatable {
  /// Companies, by internal identifier.
  public internal(set) var operators = Table<Identifier, Operator>("operators")
  /// Sites, by internal identifier.
  public internal(set) var plants = Table<Identifier, Plant>("plants")
  /// Parts, by trace identifier.
  public internal(set) var parts = Table<Identifier, Part>("parts")
  /// What parts are made of, by parent.
  public internal(set) var structures = Table<Identifier, PartsStructure>("structures")
  /// Trades, by identifier.
  public internal(set) var trades = Table<Identifier, Trade>("trades")
  /// Requests, by identifier (`statusId`).
  public internal(set) var requests = Table<Identifier, FootprintRequest>("requests")
  /// Companies' own footprints, by part.
  public internal(set) var declarations = Table<Identifier, FootprintDeclaration>("declarations")
  /// Footprints of components from outside, by component.
  public internal(set) var supplies = Table<Identifier, Supply>("supplies")
  /// By owner, reader and part.
  public internal(set) var disclosures = Table<CompositeKey, Disclosure>("disclosures")
  /// Certificates, by identifier.
  public internal(set) var certifications = Table<Identifier, Certification>("certifications")
  /// Files, by identifier.
  public internal(set) var files = Table<Identifier, StoredFile>("files")
  /// What companies were told, by identifier.
  public internal(set) var notifications = Table<Identifier, Notification>("notifications")
  /// What changed in footprints, by identifier.
  public internal(set) var changes = Table<Identifier, FootprintChange>("changes")

  // Indexes: derived from the tables above, never stored.
  var operatorByOpenID: TreeDictionary<String, Identifier> = [:]
  var operatorByGlobalID: TreeDictionary<String, Identifier> = [:]
  var partByKey: TreeDictionary<PartKey, Identifier> = [:]
  var plantsByOperator = Index<Identifier, Identifier>()
  var partsByOperator = Index<Identifier, Identifier>()
  /// The parts a part is a component of.
  var parentsByPart = Index<Identifier, Identifier>()
  /// The trade of a buyer's component: the latest request for it.
  var tradeByDownstream: TreeDictionary<Identifier, Identifier> = [:]
  var tradesByUpstreamPart = Index<Identifier, Identifier>()
  var tradesBySale = Index<Sale, Identifier>()
  var tradesByBuyer = Index<Identifier, Identifier>()
  var tradesBySupplier = Index<Identifier, Identifier>()
  var disclosuresByOwner = Index<Identifier, CompositeKey>()
  var certificationsByPart = Index<Identifier, Identifier>()
  var certificationsByFile = Index<Identifier, Identifier>()
  var notificationsByOperator: TreeDictionary<Identifier, Timeline> = [:]
  var changesByOperator: TreeDictionary<Identifier, Timeline> = [:]
  /// The footprint of every part that has one, with everything upstream in it: for its company's eyes only.
  public internal(set) var totals: TreeDictionary<Identifier, Totals> = [:]
  /// What every component of known footprint brings to its parents.
  public internal(set) var contributions: TreeDictionary<Identifier, Contribution> = [:]

  /// A data space that nobody has told anything.
  public init() {}
}
