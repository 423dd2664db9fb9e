import Values

/// What can happen in PACT: each becomes one record, its payload the record's body.
public enum PactEvent: Sendable {
  case partnerPut(PactPartner)
  case profilePut(PactProfile)
  case productPut(PactProduct)
  /// A company publishes a footprint; what its `precedingPfIds` name becomes deprecated.
  case published(Publication)
  case received(ReceivedFootprint)
  /// A component takes its footprint from a partner; nil: no longer.
  case linked(traceID: Identifier, PactLink?)
  case eventTaken(TakenEvent)
  case requestPut(PactRequest)
  case messageQueued(PactMessage)
  case messageEnded(messageID: Identifier, PactMessage.State, outcome: String)
  case laneClaimed(PactClaim)

  /// A footprint that is published.
  public struct Publication: Codable, Sendable, Hashable {
    /// Its identifier.
    public var footprintID: Identifier
    /// The company that publishes it.
    public var operatorID: Identifier
    /// The part it was made from, if it was.
    public var traceID: Identifier?
    /// The part's totals that it states.
    public var totals: Totals?
    /// The ProductFootprint.
    public var document: JSONValue
  }
}

extension PactEvent {
  private struct Linked: Codable {
    var traceID: Identifier
    var link: PactLink?
  }
  private struct Ended: Codable {
    var messageID: Identifier
    var state: PactMessage.State
    var outcome: String
  }

  /// The record's type.
  public var type: String {
    switch self {
    case .partnerPut: "pact.partner.put"
    case .profilePut: "pact.profile.put"
    case .productPut: "pact.product.put"
    case .published: "pact.published"
    case .received: "pact.received"
    case .linked: "pact.linked"
    case .eventTaken: "pact.event.taken"
    case .requestPut: "pact.request.put"
    case .messageQueued: "pact.message.queued"
    case .messageEnded: "pact.message.ended"
    case .laneClaimed: "pact.lane.claimed"
    }
  }

  /// The record's body.
  public var body: JSONValue {
    get throws {
      switch self {
      case .partnerPut(let value): try JSONValue(encoding: value)
      case .profilePut(let value): try JSONValue(encoding: value)
      case .productPut(let value): try JSONValue(encoding: value)
      case .published(let value): try JSONValue(encoding: value)
      case .received(let value): try JSONValue(encoding: value)
      case .linked(let id, let link): try JSONValue(encoding: Linked(traceID: id, link: link))
      case .eventTaken(let value): try JSONValue(encoding: value)
      case .requestPut(let value): try JSONValue(encoding: value)
      case .messageQueued(let value): try JSONValue(encoding: value)
      case .messageEnded(let id, let state, let outcome):
        try JSONValue(encoding: Ended(messageID: id, state: state, outcome: outcome))
      case .laneClaimed(let value): try JSONValue(encoding: value)
      }
    }
  }

  /// The event of a record; nil for a type that is none of PACT's.
  /// - Throws: where the body is not what the type says.
  public init?(type: String, body: JSONValue) throws {
    switch type {
    case "pact.partner.put": self = .partnerPut(try body.decoded())
    case "pact.profile.put": self = .profilePut(try body.decoded())
    case "pact.product.put": self = .productPut(try body.decoded())
    case "pact.published": self = .published(try body.decoded())
    case "pact.received": self = .received(try body.decoded())
    case "pact.linked":
      let value = try body.decoded(as: Linked.self)
      self = .linked(traceID: value.traceID, value.link)
    case "pact.event.taken": self = .eventTaken(try body.decoded())
    case "pact.request.put": self = .requestPut(try body.decoded())
    case "pact.message.queued": self = .messageQueued(try body.decoded())
    case "pact.message.ended":
      let value = try body.decoded(as: Ended.self)
      self = .messageEnded(messageID: value.messageID, value.state, outcome: value.outcome)
    case "pact.lane.claimed": self = .laneClaimed(try body.decoded())
    default: return nil
    }
  }
}
