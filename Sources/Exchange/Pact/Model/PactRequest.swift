import Values

/// A request for footprints: a partner's to us, or ours to a partner.
public struct PactRequest: Codable, Sendable, Hashable {
  /// What became of it.
  public enum State: String, Codable, Sendable, CaseIterable { case waiting, fulfilled, rejected }

  /// Its identifier here.
  public var requestID: Identifier
  /// The id of its RequestCreatedEvent, chosen by who asks.
  public var eventID: String
  /// The partner.
  public var partnerID: Identifier
  /// The company that is asked, or asks.
  public var operatorID: Identifier
  /// Whether a partner asks us.
  public var isIncoming: Bool
  /// The `source` of the event.
  public var source: String
  /// Its `data`: productId, geography, validOn ..., comment.
  public var criteria: JSONValue
  /// What became of it.
  public var state: State
  /// The footprints it was answered with.
  public var footprints: [Identifier]
  /// Why it was rejected.
  public var error: PactError?
  /// When it was asked.
  public var created: Timestamp
  /// When it last changed.
  public var updated: Timestamp

  /// One as it is recorded.
  public init(
    requestID: Identifier, eventID: String, partnerID: Identifier, operatorID: Identifier, isIncoming: Bool,
    source: String, criteria: JSONValue, state: State = .waiting, footprints: [Identifier] = [],
    error: PactError? = nil, created: Timestamp, updated: Timestamp
  ) {
    self.requestID = requestID
    self.eventID = eventID
    self.partnerID = partnerID
    self.operatorID = operatorID
    self.isIncoming = isIncoming
    self.source = source
    self.criteria = criteria
    self.state = state
    self.footprints = footprints
    self.error = error
    self.created = created
    self.updated = updated
  }
}

/// An error as PACT writes it.
public struct PactError: Codable, Sendable, Hashable, Error {
  /// PACT's error codes.
  public enum Code: String, Codable, Sendable, CaseIterable {
    case badRequest = "BadRequest"
    case accessDenied = "AccessDenied"
    case tokenExpired = "TokenExpired"
    case notFound = "NotFound"
    case internalError = "InternalError"
    case notImplemented = "NotImplemented"
  }

  /// What kind of error.
  public var code: Code
  /// A sentence for who asked.
  public var message: String

  /// One as it is recorded.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// As it is sent.
  public var json: JSONValue { ["code": .string(code.rawValue), "message": .string(message)] }
}
