import Values

extension DataSpaceJournal {
  /// Asks a supplier for the footprint of a component, or asks again.
  /// - Parameters:
  ///   - component: a part of the company.
  ///   - responseDueDate: a day like `2024-12-31`.
  ///   - tradeID: nil for a new request; else the company's trade that is asked for again, with a new message
  ///     and due date, also after it was cancelled or sent back.
  ///   - requestID: the request of that trade.
  /// - Throws: `Refusal.notFound` for a component that is not the company's or a supplier that is not there,
  ///   `Refusal.invalid`, `Refusal.immutable`, `Refusal.wrongState` while another request for the component is open.
  public mutating func requestFootprint(
    by company: Identifier, component: Identifier, supplier: Identifier, message: String? = nil,
    responseDueDate: String, tradeID: Identifier? = nil, requestID: Identifier? = nil
  ) throws -> (trade: Trade, request: FootprintRequest) {
    let (trade, request) = try checkedRequest(
      by: company, component: component, supplier: supplier, message: message,
      responseDueDate: responseDueDate, tradeID: tradeID, requestID: requestID)
    try record(.requested(trade, request))
    return (space.trades[trade.tradeID] ?? trade, request)
  }

  /// Asks suppliers further upstream for what a buyer asks of this company, for components of the part linked
  /// to the buyer's request. All are asked or none.
  /// - Parameters:
  ///   - requestID: the buyer's open request, its part linked.
  ///   - suppliers: who to ask for which of the part's components, at any depth of the company's own structure.
  ///   - message: nil passes the buyer's message on.
  ///   - responseDueDate: nil passes the buyer's on.
  /// - Throws: as `requestFootprint`; `Refusal.wrongState` where the request is not open or no part is linked.
  public mutating func forwardRequest(
    by company: Identifier, requestID: Identifier,
    to suppliers: [(component: Identifier, supplier: Identifier)], message: String? = nil,
    responseDueDate: String? = nil
  ) throws -> [(trade: Trade, request: FootprintRequest)] {
    let (trade, request) = try received(requestID, by: company)
    guard let part = trade.upstreamTraceID else {
      throw Refusal.wrongState("say first which part is asked for: link it to the request")
    }
    guard let due = responseDueDate ?? request.responseDueDate else {
      throw Refusal.invalid(field: "responseDueDate", "must not be null")
    }
    guard !suppliers.isEmpty else { throw Refusal.invalid(field: "suppliers", "must not be empty") }
    let components = space.ownComponents(of: part)
    var asked: [(Trade, FootprintRequest)] = []
    for (component, supplier) in suppliers {
      guard components.contains(component) else { throw Refusal.notFound("downstreamTraceId") }
      guard !asked.contains(where: { $0.0.downstreamTraceID == component }) else {
        throw Refusal.invalid(field: "downstreamTraceId", "names a component twice")
      }
      asked.append(
        try checkedRequest(
          by: company, component: component, supplier: supplier, message: message ?? request.message,
          responseDueDate: due, tradeID: nil, requestID: nil))
    }
    for (trade, request) in asked { try record(.requested(trade, request)) }
    return asked.map { (space.trades[$0.0.tradeID] ?? $0.0, $0.1) }
  }

  /// Takes back a request of the company.
  /// - Throws: `Refusal.notFound` for a request that is not the company's, `Refusal.wrongState` if it is not open.
  public mutating func cancelRequest(by company: Identifier, requestID: Identifier) throws {
    guard let request = space.requests[requestID],
      space.trades[request.tradeID]?.downstreamOperatorID == company
    else { throw Refusal.notFound("statusId") }
    try open(request)
    try record(.requestChanged(requestID: requestID, state: .cancelled, replyMessage: nil))
  }

  private func checkedRequest(
    by company: Identifier, component: Identifier, supplier: Identifier, message: String?,
    responseDueDate: String, tradeID: Identifier?, requestID: Identifier?
  ) throws(Refusal) -> (Trade, FootprintRequest) {
    guard space.parts[component]?.operatorID == company else { throw .notFound("downstreamTraceId") }
    guard space.operators[supplier] != nil else { throw .notFound("upstreamOperatorId") }
    guard supplier != company else {
      throw .invalid(field: "upstreamOperatorId", "must be another company than the buyer")
    }
    try Check.text(message, 0...1000, field: "message")
    try Check.day(responseDueDate, field: "responseDueDate")
    if let current = space.trade(downstream: component), space.isLive(current), current.tradeID != tradeID {
      throw .wrongState("a request for this component is open: cancel it first")
    }
    guard let tradeID else {
      guard requestID == nil else { throw .invalid(field: "tradeId", "must be given with statusId") }
      let trade = Trade(
        tradeID: Identifier(), downstreamOperatorID: company, downstreamTraceID: component,
        upstreamOperatorID: supplier, requestID: Identifier(), created: now, updated: now)
      return (
        trade,
        FootprintRequest(
          requestID: trade.requestID, tradeID: trade.tradeID, message: message,
          responseDueDate: responseDueDate, created: now, updated: now)
      )
    }
    guard var trade = space.trades[tradeID], trade.downstreamOperatorID == company,
      var request = space.requests[trade.requestID]
    else { throw .notFound("tradeId") }
    guard requestID == request.requestID else { throw .notFound("statusId") }
    guard trade.downstreamTraceID == component else { throw .immutable(field: "downstreamTraceId") }
    guard trade.upstreamOperatorID == supplier else { throw .immutable(field: "upstreamOperatorId") }
    trade.updated = now
    request.message = message
    request.responseDueDate = responseDueDate
    if request.state != .open {
      request.state = .open
      request.created = now
      request.replyMessage = nil
    }
    request.updated = now
    return (trade, request)
  }
}

extension DataSpaceJournal {
  /// A request that was made to a company, and is open.
  func received(
    _ requestID: Identifier, by company: Identifier
  ) throws(Refusal) -> (trade: Trade, request: FootprintRequest) {
    guard let request = space.requests[requestID], let trade = space.trades[request.tradeID],
      trade.upstreamOperatorID == company
    else { throw .notFound("statusId") }
    try open(request)
    return (trade, request)
  }

  func open(_ request: FootprintRequest) throws(Refusal) {
    switch request.state {
    case .open: return
    case .cancelled: throw .wrongState("the request was cancelled: the buyer can ask again")
    case .rejected: throw .wrongState("the request was sent back: the buyer can ask again")
    }
  }
}
