import Values

extension PactJournal {
  /// Publishes a part's footprint as it is now: the first, or a new version that takes the place of the last.
  /// Partners who may read it are told, and their requests that it answers are fulfilled.
  /// - Parameter base: the node's public URL.
  /// - Throws: `Refusal.notFound`, `Refusal.invalid` naming what has to be filled first.
  @discardableResult
  public mutating func publish(by company: Identifier, part traceID: Identifier, base: String) throws
    -> Identifier
  {
    guard let part = space.parts[traceID], part.operatorID == company else {
      throw Refusal.notFound("traceId")
    }
    guard let profile = pact.profiles[company] else {
      throw Refusal.invalid(field: "profile", "is missing: what every footprint of the company states")
    }
    guard let totals = space.totals[traceID] else {
      throw Refusal.invalid(field: "totals", "are not known: the part has no footprint yet")
    }
    let id = Identifier()
    let document = try FootprintBuilder(
      profile: profile, part: part, product: pact.products[traceID] ?? PactProduct(traceID: traceID),
      totals: totals, preceding: pact.activeFootprint(of: traceID)?.footprintID, base: base, now: now
    ).document(id: id)
    try publish(
      PactEvent.Publication(
        footprintID: id, operatorID: company, traceID: traceID, totals: totals, document: document),
      base: base)
    return id
  }

  /// Publishes a ProductFootprint that was made elsewhere. `precedingPfIds` may name footprints of the company.
  /// - Throws: `Refusal.invalid` with all that is wrong in it, `Refusal.taken` for an id that is there.
  @discardableResult
  public mutating func publish(by company: Identifier, document: JSONValue, base: String) throws -> Identifier
  {
    let problems = PactCheck.footprint(document).filter { $0.level != .advice }
    guard problems.isEmpty, let id = document["id"]?.string.flatMap({ Identifier($0) }) else {
      throw Refusal.invalid(field: problems.first?.pointer ?? "/id", problems.summary)
    }
    guard pact.published[id] == nil else {
      throw Refusal.taken(field: "id", "there is a footprint of this id: a correction needs a new one")
    }
    var members = document.object ?? [:]
    members["id"] = .string(id.description)
    try publish(
      PactEvent.Publication(
        footprintID: id, operatorID: company, traceID: nil, totals: nil, document: .object(members)),
      base: base)
    return id
  }

  private mutating func publish(_ publication: PactEvent.Publication, base: String) throws {
    try record(.published(publication))
    guard let footprint = pact.published[publication.footprintID] else { return }
    for partner in pact.readers(of: footprint) {
      guard let target = partner.baseURL.flatMap({ PactAddress($0) }) else { continue }
      try send(
        .published, ["pfIds": [.string(footprint.footprintID.description)]], to: partner, at: target.text,
        base: base)
    }
    for request in pact.waitingRequests(of: publication.operatorID) { try fulfil(request, base: base) }
  }

  /// Publishes new versions of the parts whose totals are no longer what was published, for companies that have
  /// chose so.
  /// - Returns: the parts that could not be published, with what has to be done first.
  public mutating func republish(_ parts: [Identifier], base: String) throws -> [Identifier: Refusal] {
    var failures: [Identifier: Refusal] = [:]
    for traceID in parts {
      guard let old = pact.activeFootprint(of: traceID), pact.profiles[old.operatorID]?.republishes == true,
        let totals = space.totals[traceID], totals != old.totals
      else { continue }
      do {
        try publish(by: old.operatorID, part: traceID, base: base)
      } catch let refusal as Refusal {
        failures[traceID] = refusal
      }
    }
    return failures
  }

  /// Queues an event.
  /// - Parameters:
  ///   - target: the base URL it goes to.
  ///   - base: the node's public URL: the event's source.
  mutating func send(
    _ kind: PactEventKind, id: Identifier = Identifier(), _ data: JSONValue, to partner: PactPartner,
    at target: String, base: String
  ) throws {
    let event: JSONValue = [
      "type": .string(kind.rawValue), "specversion": "1.0", "id": .string(id.description),
      "source": .string(base), "time": .string(now.secondsText), "data": data,
    ]
    try record(
      .messageQueued(
        PactMessage(
          messageID: Identifier(), partnerID: partner.partnerID, operatorID: partner.operatorID,
          target: target, task: .send(event: event), created: now)))
  }

  /// Notes how a message ended.
  public mutating func endMessage(_ id: Identifier, _ state: PactMessage.State, outcome: String) throws {
    guard pact.messages[id]?.state == .waiting else { return }
    try record(.messageEnded(messageID: id, state, outcome: String(outcome.prefix(2000))))
  }

  /// Takes a lane for a process until a time, unless another has it.
  /// - Returns: whether it has it.
  public mutating func claimLane(_ lane: String, process: Identifier, for duration: Duration) throws -> Bool {
    if let claim = pact.claims[lane], claim.process != process, claim.until > now { return false }
    try record(.laneClaimed(PactClaim(lane: lane, process: process, until: now + duration)))
    return true
  }
}
