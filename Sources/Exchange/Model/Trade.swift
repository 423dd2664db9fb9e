import Values

/// A buyer's component and the supplier's part it is bought as (取引関係).
public struct Trade: Codable, Sendable, Hashable {
  /// The trade it is about.
  public var tradeID: Identifier
  /// The buyer (納品先).
  public var downstreamOperatorID: Identifier
  /// The buyer's component.
  public var downstreamTraceID: Identifier
  /// The supplier (仕入先).
  public var upstreamOperatorID: Identifier
  /// Nil until the supplier has said which of its parts this is.
  public var upstreamTraceID: Identifier?
  /// The request that goes with it.
  public var requestID: Identifier
  /// When it was made.
  public var created: Timestamp
  /// When it last changed.
  public var updated: Timestamp
  /// The record by which it was last asked for: a component's trade is the one last asked for.
  public internal(set) var sequence: Int64 = 0
  /// Since when the buyer sees the supplier's totals; nil while it does not.
  public internal(set) var answered: Timestamp?

  /// All of its fields.
  public init(
    tradeID: Identifier, downstreamOperatorID: Identifier, downstreamTraceID: Identifier,
    upstreamOperatorID: Identifier, upstreamTraceID: Identifier? = nil, requestID: Identifier,
    created: Timestamp, updated: Timestamp
  ) {
    self.tradeID = tradeID
    self.downstreamOperatorID = downstreamOperatorID
    self.downstreamTraceID = downstreamTraceID
    self.upstreamOperatorID = upstreamOperatorID
    self.upstreamTraceID = upstreamTraceID
    self.requestID = requestID
    self.created = created
    self.updated = updated
  }
}

/// A buyer's request for a footprint (依頼).
public struct FootprintRequest: Codable, Sendable, Hashable {
  /// Whether a request stands.
  public enum State: String, Codable, Sendable { case open, cancelled, rejected }

  /// The request's identifier (`statusId`).
  public var requestID: Identifier
  /// The trade it is about.
  public var tradeID: Identifier
  /// The buyer's message: at most 1000 characters.
  public var message: String?
  /// Why the supplier sent it back, or what it replied.
  public var replyMessage: String?
  /// `2024-12-31`.
  public var responseDueDate: String?
  /// Whether it stands.
  public var state: State
  /// When it was made.
  public var created: Timestamp
  /// When it last changed.
  public var updated: Timestamp

  /// All of its fields.
  public init(
    requestID: Identifier, tradeID: Identifier, message: String? = nil, replyMessage: String? = nil,
    responseDueDate: String? = nil, state: State = .open, created: Timestamp, updated: Timestamp
  ) {
    self.requestID = requestID
    self.tradeID = tradeID
    self.message = message
    self.replyMessage = replyMessage
    self.responseDueDate = responseDueDate
    self.state = state
    self.created = created
    self.updated = updated
  }
}
