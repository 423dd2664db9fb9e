import Values

/// How a partner's event reached us.
public struct PactDelivery: Sendable {
  /// The node's public URL.
  public var base: String
  /// A sentence: how it was signed and carried.
  public var assurance: String
  /// Whether answers may be sent to a host.
  public var allowsHost: @Sendable (String) -> Bool

  /// How an event came.
  public init(base: String, assurance: String, allowsHost: @escaping @Sendable (String) -> Bool) {
    self.base = base
    self.assurance = assurance
    self.allowsHost = allowsHost
  }
}

extension PactJournal {
  /// Takes an event of a partner in; the same source and id again is taken once.
  /// - Returns: whether it was new.
  /// - Throws: `PactError` that the partner is to be answered with.
  @discardableResult
  public mutating func take(_ event: JSONValue, from partnerID: Identifier, _ delivery: PactDelivery) throws
    -> Bool
  {
    guard let partner = pact.partners[partnerID], !partner.removed else {
      throw PactError(.accessDenied, "Events are taken from partners only.")
    }
    let problems = PactCheck.event(event).filter { $0.level != .advice }
    guard problems.isEmpty, let kind = event["type"]?.string.flatMap({ PactEventKind(rawValue: $0) }),
      let source = event["source"]?.string, let id = event["id"]?.string, let data = event["data"]
    else { throw PactError(.badRequest, problems.summary) }
    guard source.utf8.count <= 2000, id.utf8.count <= 2000 else {
      throw PactError(.badRequest, "/id and /source must not be longer than 2000 bytes.")
    }
    if pact.hasTaken(partner: partnerID, source: source, id: id) { return false }
    switch kind {
    case .requestCreated: try takeRequest(id, source, data, partner, delivery)
    case .requestFulfilled, .requestRejected: try takeAnswer(kind, data, partner, delivery)
    case .published: try takePublication(source, data, partner, delivery)
    }
    try record(
      .eventTaken(
        TakenEvent(partnerID: partnerID, source: source, eventID: id, type: kind.rawValue, received: now)))
    return true
  }

  private mutating func takeRequest(
    _ id: String, _ source: String, _ criteria: JSONValue, _ partner: PactPartner, _ delivery: PactDelivery
  ) throws {
    _ = try target(of: source, partner, delivery)
    do {
      _ = try FootprintFilter(data: criteria)
    } catch Refusal.invalid(let field, let message) {
      throw PactError(.badRequest, "/data/\(field): \(message)")
    }
    let request = PactRequest(
      requestID: Identifier(), eventID: id, partnerID: partner.partnerID, operatorID: partner.operatorID,
      isIncoming: true, source: source, criteria: criteria, created: now, updated: now)
    try record(.requestPut(request))
    if try fulfil(request, base: delivery.base) { return }
    if !knows(criteria, of: partner.operatorID) {
      try finish(
        request, rejectedBecause: PactError(.notFound, "No product of ours has one of these identifiers."),
        base: delivery.base)
    }
  }

  /// Whether a request names a product of the company, or none at all: then a person can answer it.
  private func knows(_ criteria: JSONValue, of company: Identifier) -> Bool {
    guard let products = criteria["productId"]?.array?.compactMap({ $0.string }), !products.isEmpty else {
      return true
    }
    if products.contains(where: { pact.hasPublished(product: $0, by: company) }) { return true }
    let wanted = Set(products.map { $0.lowercased() })
    let domain = pact.profiles[company]?.domain ?? ""
    return space.parts(of: company).contains { part in
      part.productIDs(domain: domain).contains { wanted.contains($0.lowercased()) }
        || pact.products[part.traceID]?.productIDs.contains { wanted.contains($0.lowercased()) } == true
    }
  }

  private mutating func takeAnswer(
    _ kind: PactEventKind, _ data: JSONValue, _ partner: PactPartner, _ delivery: PactDelivery
  ) throws {
    guard
      var request = data["requestEventId"]?.string
        .flatMap({ pact.outgoingRequest(event: $0, to: partner.partnerID) })
    else { throw PactError(.badRequest, "/data/requestEventId: names no request of ours to you.") }
    guard request.state == .waiting else { return }
    request.updated = now
    if kind == .requestFulfilled {
      for document in data["pfs"]?.array ?? [] {
        if let id = try receive(document, from: partner, way: .event, assurance: delivery.assurance) {
          request.footprints.append(id)
        }
      }
      request.state = .fulfilled
    } else {
      request.state = .rejected
      request.error = PactError(
        data["error"]?["code"]?.string.flatMap { PactError.Code(rawValue: $0) } ?? .internalError,
        String((data["error"]?["message"]?.string ?? "").prefix(2000)))
    }
    try record(.requestPut(request))
  }

  private mutating func takePublication(
    _ source: String, _ data: JSONValue, _ partner: PactPartner, _ delivery: PactDelivery
  ) throws {
    let ids = (data["pfIds"]?.array ?? []).compactMap { $0.string }
    guard !ids.isEmpty else { return }
    guard ids.count <= 10_000 else { throw PactError(.badRequest, "/data/pfIds: more than 10000 at once.") }
    let target = try target(of: source, partner, delivery)
    try record(
      .messageQueued(
        PactMessage(
          messageID: Identifier(), partnerID: partner.partnerID, operatorID: partner.operatorID,
          target: target, task: .fetch(footprints: ids), created: now)))
  }

  /// Where a partner is to be reached after an event.
  private func target(of source: String, _ partner: PactPartner, _ delivery: PactDelivery) throws -> String {
    if partner.answers == .baseURL, let address = partner.baseURL.flatMap({ PactAddress($0) }) {
      return address.text
    }
    guard let address = PactAddress(source) else {
      throw PactError(
        .badRequest, "/source: must be the https:// address of your interface, to be answered at.")
    }
    guard delivery.allowsHost(address.host) else {
      throw PactError(.badRequest, "/source: answers are not sent to \(address.host).")
    }
    return address.text
  }
}

extension PactBook {
  /// Whether a company has published a footprint of a product, whoever may read it.
  func hasPublished(product: String, by company: Identifier) -> Bool {
    positionsByProduct[ProductKey(company: company, product: product.lowercased())]?.isEmpty == false
  }
}
