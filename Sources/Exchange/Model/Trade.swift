import Values

/// A buyer's component and the supplier's part it is bought as (取引関係).
public struct Trade: Codable, Sendable, Hashable {
  public var tradeID: Identifier
  public var downstreamOperatorID: Identifier
  public var downstreamTraceID: Identifier
  public var upstreamOperatorID: Identifier
  /// Nil until the supplier has said which of its parts this is.
  public var upstreamTraceID: Identifier?
  /// The request that goes with it.
  public var requestID: Identifier
  public var created: Timestamp
  public var updated: Timestamp
  /// The record by which it was last asked for: a component's trade is the one last asked for.
  public internal(set) var sequence: Int64 = 0
  /// Since when the buyer sees the supplier's totals; nil while it does not.
  public internal(set) var answered: Timestamp?

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
  public enum State: String, Codable, Sendable { case open, cancelled, rejected }

  public var requestID: Identifier
  public var tradeID: Identifier
  public var message: String?
  /// Why the supplier sent it back, or what it replied.
  public var replyMessage: String?
  /// `2024-12-31`.
  public var responseDueDate: String?
  public var state: State
  public var created: Timestamp
  public var updated: Timestamp

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
