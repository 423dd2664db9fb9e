import HashTreeCollections
import Values

/// What a node knows of PACT: partners, footprints published and received, requests, events, and what is still
/// to be sent. A value: copies are cheap and never change.
public struct PactBook: Sendable {
  /// Partners, also those that are none any more.
  public internal(set) var partners = Table<Identifier, PactPartner>("pact.partners")
  /// By company.
  public internal(set) var profiles = Table<Identifier, PactProfile>("pact.profiles")
  /// By part.
  public internal(set) var products = Table<Identifier, PactProduct>("pact.products")
  /// Footprints of the companies of this node.
  public internal(set) var published = Table<Identifier, PublishedFootprint>("pact.published")
  /// By partner and footprint.
  public internal(set) var received = Table<CompositeKey, ReceivedFootprint>("pact.received")
  /// By component.
  public internal(set) var links = Table<Identifier, PactLink>("pact.links")
  /// By partner, source and id.
  public internal(set) var events = Table<String, TakenEvent>("pact.events")
  /// Partners' requests to us, and ours to them.
  public internal(set) var requests = Table<Identifier, PactRequest>("pact.requests")
  /// What is or was to be sent or fetched.
  public internal(set) var messages = Table<Identifier, PactMessage>("pact.messages")
  /// By lane.
  public internal(set) var claims = Table<String, PactClaim>("pact.claims")

  // Indexes: derived from the tables above, never stored.
  var footprintsByOperator: TreeDictionary<Identifier, AppendList<Identifier>> = [:]
  var positionsByProduct: TreeDictionary<ProductKey, [Int]> = [:]
  /// The active footprint made from a part.
  var activeByPart: TreeDictionary<Identifier, Identifier> = [:]
  var partnersByOperator: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  var requestsByOperator: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  var outgoingByEvent: TreeDictionary<CompositeKey, Identifier> = [:]
  var waitingRequests: TreeSet<Identifier> = []
  /// Messages still to be sent, by lane, in order.
  var waitingByLane: TreeDictionary<String, [Identifier]> = [:]
  var linksByPartner: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  var receivedByOperator: TreeDictionary<Identifier, TreeSet<CompositeKey>> = [:]

  /// Nothing known.
  public init() {}

  /// A company and a product identifier in lower case.
  struct ProductKey: Hashable, Sendable {
    var company: Identifier
    var product: String
  }
}

// MARK: Lookups
extension PactBook {
  /// A company's partners, by name.
  public func partners(of company: Identifier) -> [PactPartner] {
    (partnersByOperator[company] ?? []).compactMap { partners[$0] }.filter { !$0.removed }
      .sorted { ($0.name, $0.partnerID) < ($1.name, $1.partnerID) }
  }

  /// The footprint of a part that partners should use now.
  public func activeFootprint(of part: Identifier) -> PublishedFootprint? {
    activeByPart[part].flatMap { published[$0] }
  }

  /// A company's requests in both directions, newest first.
  public func requests(of company: Identifier) -> [PactRequest] {
    (requestsByOperator[company] ?? []).compactMap { requests[$0] }
      .sorted { ($1.created, $1.requestID) < ($0.created, $0.requestID) }
  }

  /// Partners' requests that wait for a person, oldest first.
  public func waitingRequests(of company: Identifier) -> [PactRequest] {
    waitingRequests.compactMap { requests[$0] }.filter { $0.isIncoming && $0.operatorID == company }
      .sorted { ($0.created, $0.requestID) < ($1.created, $1.requestID) }
  }

  /// What a company's partners sent, newest first.
  public func received(by company: Identifier) -> [ReceivedFootprint] {
    (receivedByOperator[company] ?? []).compactMap { received[$0] }
      .sorted { ($1.received, $1.footprintID) < ($0.received, $0.footprintID) }
  }

  /// The lanes in which something is still to be sent or fetched.
  public var waitingLanes: some Collection<String> { waitingByLane.keys }

  /// What is to be done next in a lane.
  public func nextMessage(lane: String) -> PactMessage? {
    waitingByLane[lane]?.first.flatMap { messages[$0] }
  }

  /// A company's messages still to be sent or fetched, oldest first.
  public func waitingMessages(of company: Identifier) -> [PactMessage] {
    waitingByLane.values.joined().compactMap { messages[$0] }.filter { $0.operatorID == company }
      .sorted { $0.order < $1.order }
  }

  /// Parts whose totals are no longer those their published footprint states.
  public func outdatedParts(in space: DataSpace) -> [Identifier] {
    activeByPart.compactMap { part, id in
      guard let footprint = published[id], let totals = space.totals[part] else { return nil }
      return footprint.totals == totals ? nil : part
    }.sorted()
  }

  /// Our request that an event of a partner answers.
  public func outgoingRequest(event: String, to partner: Identifier) -> PactRequest? {
    guard let id = Identifier(event) else { return nil }
    return outgoingByEvent[CompositeKey(partner, id)].flatMap { requests[$0] }
  }

  static func eventKey(partner: Identifier, source: String, id: String) -> String {
    "\(partner)\u{1F}\(source)\u{1F}\(id)"
  }

  /// Whether an event of a partner was taken before.
  public func hasTaken(partner: Identifier, source: String, id: String) -> Bool {
    events[PactBook.eventKey(partner: partner, source: source, id: id)] != nil
  }
}
