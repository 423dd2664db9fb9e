import Values

extension PactJournal {
  /// Asks a partner for footprints; the answer comes as an event.
  /// - Parameters:
  ///   - criteria: productId, geography, validOn ... as the RequestCreatedEvent's data has them.
  ///   - base: the node's public URL.
  /// - Throws: `Refusal.notFound`, `Refusal.invalid`.
  @discardableResult
  public mutating func request(
    by company: Identifier, from partnerID: Identifier, criteria: JSONValue, base: String
  ) throws -> PactRequest {
    let partner = try partner(partnerID, of: company)
    guard let target = partner.baseURL.flatMap({ PactAddress($0) }) else {
      throw Refusal.invalid(field: "baseURL", "is missing: the partner's address must be known to ask it")
    }
    var problems: [PactProblem] = []
    Shape.data(of: .requestCreated).check(criteria, at: "/data", into: &problems)
    if let first = problems.first { throw Refusal.invalid(field: first.pointer, problems.summary) }
    let event = Identifier()
    let request = PactRequest(
      requestID: Identifier(), eventID: event.description, partnerID: partnerID, operatorID: company,
      isIncoming: false, source: base, criteria: criteria, created: now, updated: now)
    try record(.requestPut(request))
    try send(.requestCreated, id: event, criteria, to: partner, at: target.text, base: base)
    return request
  }

  /// Answers a partner's request with footprints, whatever it may read otherwise.
  /// - Throws: `Refusal.notFound`, `Refusal.wrongState` for one that was answered, `Refusal.invalid` for none.
  public mutating func answer(
    by company: Identifier, request id: Identifier, with footprints: [Identifier], base: String
  ) throws {
    let request = try waitingRequest(id, of: company)
    guard !footprints.isEmpty else {
      throw Refusal.invalid(field: "footprints", "must be one or more: reject the request if there is none")
    }
    let found = footprints.compactMap { pact.published[$0] }.filter { $0.operatorID == company }
    guard found.count == footprints.count else { throw Refusal.notFound("footprints") }
    try finish(request, fulfilledWith: found, base: base)
  }

  /// Rejects a partner's request.
  public mutating func reject(
    by company: Identifier, request id: Identifier, because error: PactError, base: String
  ) throws {
    try finish(waitingRequest(id, of: company), rejectedBecause: error, base: base)
  }

  /// Fulfils a request by itself where there are footprints that match and that the partner may read.
  /// - Returns: whether it did.
  @discardableResult
  mutating func fulfil(_ request: PactRequest, base: String) throws -> Bool {
    guard let partner = pact.partners[request.partnerID],
      var filter = try? FootprintFilter(data: request.criteria)
    else { return false }
    if filter.statuses == nil { filter.statuses = ["active"] }
    let found = pact.footprints(for: .partner(partner), matching: filter, limit: 1000)?.footprints ?? []
    guard !found.isEmpty else { return false }
    try finish(request, fulfilledWith: found, base: base)
    return true
  }

  mutating func finish(
    _ request: PactRequest, fulfilledWith footprints: [PublishedFootprint], base: String
  ) throws {
    let documents = try footprints.map { try $0.document() }
    try finish(
      request, .requestFulfilled,
      ["requestEventId": .string(request.eventID), "pfs": .array(documents)], base: base
    ) {
      $0.state = .fulfilled
      $0.footprints = footprints.map(\.footprintID)
    }
  }

  mutating func finish(_ request: PactRequest, rejectedBecause error: PactError, base: String) throws {
    try finish(
      request, .requestRejected, ["requestEventId": .string(request.eventID), "error": error.json], base: base
    ) {
      $0.state = .rejected
      $0.error = error
    }
  }

  private mutating func finish(
    _ request: PactRequest, _ kind: PactEventKind, _ data: JSONValue, base: String,
    _ change: (inout PactRequest) -> Void
  ) throws {
    guard let partner = pact.partners[request.partnerID] else { throw Refusal.notFound("partner") }
    var request = request
    change(&request)
    request.updated = now
    try record(.requestPut(request))
    let own = partner.answers == .baseURL ? partner.baseURL.flatMap { PactAddress($0) } : nil
    guard let target = own ?? PactAddress(request.source) else {
      throw Refusal.invalid(field: "source", "gives no address to answer at")
    }
    try send(kind, data, to: partner, at: target.text, base: base)
  }

  private func waitingRequest(_ id: Identifier, of company: Identifier) throws -> PactRequest {
    guard let request = pact.requests[id], request.operatorID == company, request.isIncoming else {
      throw Refusal.notFound("request")
    }
    guard request.state == .waiting else {
      throw Refusal.wrongState("the request is \(request.state.rawValue) already")
    }
    return request
  }

  func partner(_ id: Identifier, of company: Identifier) throws -> PactPartner {
    guard let partner = pact.partners[id], partner.operatorID == company, !partner.removed else {
      throw Refusal.notFound("partner")
    }
    return partner
  }
}
