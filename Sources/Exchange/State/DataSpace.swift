import HashTreeCollections
import Values

/// Everything the companies of a node have told it: who they are, their parts and how these are made up, who
/// buys what from whom, footprints, and who may see what. A value: copies are cheap and never change.
///
/// It changes by `apply` alone, so that the log gives it back.
public struct DataSpace: Sendable {
  public internal(set) var operators = Table<Identifier, Operator>("operators")
  public internal(set) var plants = Table<Identifier, Plant>("plants")
  public internal(set) var parts = Table<Identifier, Part>("parts")
  public internal(set) var structures = Table<Identifier, PartsStructure>("structures")
  public internal(set) var trades = Table<Identifier, Trade>("trades")
  public internal(set) var requests = Table<Identifier, FootprintRequest>("requests")
  public internal(set) var declarations = Table<Identifier, FootprintDeclaration>("declarations")
  public internal(set) var supplies = Table<Identifier, Supply>("supplies")
  /// By owner, reader and part.
  public internal(set) var disclosures = Table<CompositeKey, Disclosure>("disclosures")
  public internal(set) var certifications = Table<Identifier, Certification>("certifications")
  public internal(set) var files = Table<Identifier, StoredFile>("files")
  public internal(set) var notifications = Table<Identifier, Notification>("notifications")
  public internal(set) var changes = Table<Identifier, FootprintChange>("changes")

  // Indexes: derived from the tables above, never stored.
  var operatorByOpenID: TreeDictionary<String, Identifier> = [:]
  var operatorByGlobalID: TreeDictionary<String, Identifier> = [:]
  var plantsByOperator: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  var partsByOperator: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  /// The parts a part is a component of.
  var parents: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  /// The trade of a buyer's component: the latest request for it.
  var tradeByDownstream: TreeDictionary<Identifier, Identifier> = [:]
  var tradesByUpstreamPart: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  var tradesByBuyer: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  var tradesBySupplier: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  var disclosuresByOwner: TreeDictionary<Identifier, TreeSet<CompositeKey>> = [:]
  var certificationsByPart: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  /// Newest last: identifiers of notifications grow with their record.
  var notificationsByOperator: TreeDictionary<Identifier, [Identifier]> = [:]
  var changesByOperator: TreeDictionary<Identifier, [Identifier]> = [:]
  /// The footprint of every part that has one, with everything upstream in it.
  public internal(set) var totals: TreeDictionary<Identifier, Totals> = [:]

  public init() {}
}

// MARK: Lookups
extension DataSpace {
  public func operatorID(openID: String) -> Identifier? { operatorByOpenID[openID] }
  public func operatorID(globalID: String) -> Identifier? { operatorByGlobalID[globalID] }

  /// A company's plants, by their public number.
  public func plants(of company: Identifier) -> [Plant] {
    (plantsByOperator[company] ?? []).compactMap { plants[$0] }.sorted { $0.openPlantID < $1.openPlantID }
  }

  /// A company's parts, by name, then identifier.
  public func parts(of company: Identifier) -> [Part] {
    (partsByOperator[company] ?? []).compactMap { parts[$0] }
      .sorted { ($0.name, $0.traceID) < ($1.name, $1.traceID) }
  }

  /// The parts that `part` is a component of.
  public func parents(of part: Identifier) -> [Identifier] { (parents[part] ?? []).sorted() }

  /// The trade by which a component is bought: the latest asked for.
  public func trade(downstream part: Identifier) -> Trade? {
    tradeByDownstream[part].flatMap { trades[$0] }
  }

  /// The trades in which a part is what the supplier sells.
  public func trades(upstream part: Identifier) -> [Trade] {
    (tradesByUpstreamPart[part] ?? []).compactMap { trades[$0] }.sorted { $0.tradeID < $1.tradeID }
  }

  /// The trades in which a company buys, by the component's identifier.
  public func trades(buyer: Identifier) -> [Trade] {
    (tradesByBuyer[buyer] ?? []).compactMap { trades[$0] }
      .sorted { ($0.downstreamTraceID, $0.tradeID) < ($1.downstreamTraceID, $1.tradeID) }
  }

  /// The trades in which a company supplies, newest change first.
  public func trades(supplier: Identifier) -> [Trade] {
    (tradesBySupplier[supplier] ?? []).compactMap { trades[$0] }
      .sorted { ($1.updated, $1.tradeID) < ($0.updated, $0.tradeID) }
  }

  public func certifications(of part: Identifier) -> [Certification] {
    (certificationsByPart[part] ?? []).compactMap { certifications[$0] }
      .sorted { $0.certificationID < $1.certificationID }
  }

  /// The rules a company has set, by reader, then part.
  public func disclosures(from company: Identifier) -> [Disclosure] {
    (disclosuresByOwner[company] ?? []).compactMap { disclosures[$0] }
      .sorted { ($0.to, $0.traceID) < ($1.to, $1.traceID) }
  }

  /// What a company was told, newest first.
  public func notifications(to company: Identifier) -> [Notification] {
    (notificationsByOperator[company] ?? []).reversed().compactMap { notifications[$0] }
  }

  /// What changed in a company's footprints, newest first.
  public func changes(of company: Identifier) -> [FootprintChange] {
    (changesByOperator[company] ?? []).reversed().compactMap { changes[$0] }
  }
}
