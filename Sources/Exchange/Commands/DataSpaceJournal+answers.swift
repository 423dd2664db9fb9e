import Values

extension DataSpaceJournal {
  /// Says which of the supplier's parts a buyer asks for, or that it is another one.
  /// - Throws: `Refusal.notFound` for a trade or part that is not the company's, `Refusal.wrongState` where the
  ///   request is not open, `Refusal.loop` where the part has the buyer's component in it.
  public mutating func linkAnswer(
    by company: Identifier, tradeID: Identifier, traceID: Identifier
  ) throws -> Trade {
    guard let trade = space.trades[tradeID], trade.upstreamOperatorID == company,
      let request = space.requests[trade.requestID]
    else { throw Refusal.notFound("tradeId") }
    guard space.parts[traceID]?.operatorID == company else { throw Refusal.notFound("traceId") }
    try open(request)
    if let way = space.way(from: [traceID], upstreamTo: trade.downstreamTraceID) {
      throw Refusal.loop(space.told(way: way + [traceID], to: company))
    }
    if trade.upstreamTraceID != traceID {
      try record(.linked(tradeID: tradeID, upstreamTraceID: traceID))
    }
    return space.trades[tradeID] ?? trade
  }

  /// Sends a request back to the buyer.
  /// - Throws: `Refusal.notFound` for a request that was not made to the company, `Refusal.wrongState` if it is
  ///   not open, `Refusal.invalid` for a message over 1000 characters.
  public mutating func rejectRequest(
    by company: Identifier, requestID: Identifier, replyMessage: String? = nil
  ) throws {
    _ = try received(requestID, by: company)
    try Check.text(replyMessage, 0...1000, field: "replyMessage")
    try record(.requestChanged(requestID: requestID, state: .rejected, replyMessage: replyMessage ?? ""))
  }

  /// Writes to the buyer without changing the request's state.
  /// - Parameter replyMessage: in place of the message before; nil takes that away.
  /// - Throws: as `rejectRequest`.
  public mutating func reply(
    by company: Identifier, requestID: Identifier, replyMessage: String?
  ) throws {
    _ = try received(requestID, by: company)
    try Check.text(replyMessage, 0...1000, field: "replyMessage")
    try record(.requestChanged(requestID: requestID, state: .open, replyMessage: replyMessage ?? ""))
  }
}
