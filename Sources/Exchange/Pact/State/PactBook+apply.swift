import HashTreeCollections
import Values

extension PactBook: StatePart {
  /// Takes a record of PACT in.
  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    guard let event = try PactEvent(type: type, body: body) else { return false }
    try apply(event, sequence: sequence, time: time)
    return true
  }

  mutating func apply(_ event: PactEvent, sequence: Int64, time: Timestamp) throws {
    switch event {
    case .partnerPut(let partner):
      partners[partner.partnerID] = partner
      index(partner)
    case .profilePut(let profile): profiles[profile.operatorID] = profile
    case .productPut(let product): products[product.traceID] = product
    case .published(let publication): try publish(publication, at: time)
    case .received(let footprint):
      let key = CompositeKey(footprint.partnerID, footprint.footprintID)
      received[key] = footprint
      index(footprint)
    case .linked(let part, let link):
      if let old = links[part] { linksByPartner[old.partnerID]?.remove(part) }
      links[part] = link
      if let link { index(link) }
    case .eventTaken(let event):
      events[PactBook.eventKey(partner: event.partnerID, source: event.source, id: event.eventID)] = event
    case .requestPut(let request):
      requests[request.requestID] = request
      index(request)
    case .messageQueued(var message):
      message.order = sequence
      messages[message.messageID] = message
      index(message)
    case .messageEnded(let id, let state, let outcome):
      guard var message = messages[id] else { return }
      message.state = state
      message.ended = time
      message.outcome = outcome
      messages[id] = message
      index(message)
    case .laneClaimed(let claim): claims[claim.lane] = claim
    }
  }

  private mutating func publish(_ publication: PactEvent.Publication, at time: Timestamp) throws {
    var document = publication.document.object ?? [:]
    document["status"] = "Active"
    let footprint = PublishedFootprint(
      footprintID: publication.footprintID, operatorID: publication.operatorID,
      traceID: publication.traceID, totals: publication.totals,
      text: String(decoding: JSONValue.object(document).canonical, as: UTF8.self),
      facets: FootprintFacets(of: .object(document)),
      position: footprintsByOperator[publication.operatorID]?.count ?? 0, published: time)
    for preceding in document["precedingPfIds"]?.array ?? [] {
      guard let id = preceding.string.flatMap({ Identifier($0) }), var old = published[id],
        old.operatorID == footprint.operatorID, old.isActive
      else { continue }
      old.successor = footprint.footprintID
      var text = try old.document().object ?? [:]
      text["status"] = "Deprecated"
      old.text = String(decoding: JSONValue.object(text).canonical, as: UTF8.self)
      published[id] = old
      if let part = old.traceID, activeByPart[part] == id { activeByPart[part] = nil }
    }
    published[footprint.footprintID] = footprint
    index(footprint)
  }

  private mutating func index(_ partner: PactPartner) {
    partnersByOperator[partner.operatorID, default: []].insert(partner.partnerID)
  }

  private mutating func index(_ footprint: PublishedFootprint) {
    footprintsByOperator[footprint.operatorID, default: AppendList()].append(footprint.footprintID)
    for product in footprint.facets.productIDs {
      positionsByProduct[ProductKey(company: footprint.operatorID, product: product), default: []]
        .append(footprint.position)
    }
    if let part = footprint.traceID, footprint.isActive { activeByPart[part] = footprint.footprintID }
  }

  private mutating func index(_ footprint: ReceivedFootprint) {
    receivedByOperator[footprint.operatorID, default: []]
      .insert(CompositeKey(footprint.partnerID, footprint.footprintID))
  }

  private mutating func index(_ link: PactLink) {
    linksByPartner[link.partnerID, default: []].insert(link.traceID)
  }

  private mutating func index(_ request: PactRequest) {
    requestsByOperator[request.operatorID, default: []].insert(request.requestID)
    if request.state == .waiting {
      waitingRequests.insert(request.requestID)
    } else {
      waitingRequests.remove(request.requestID)
    }
    if !request.isIncoming, let event = Identifier(request.eventID) {
      outgoingByEvent[CompositeKey(request.partnerID, event)] = request.requestID
    }
  }

  private mutating func index(_ message: PactMessage) {
    if message.state == .waiting {
      waitingByLane[message.lane, default: []].append(message.messageID)
    } else {
      waitingByLane[message.lane]?.removeAll { $0 == message.messageID }
      if waitingByLane[message.lane]?.isEmpty == true { waitingByLane[message.lane] = nil }
    }
  }

  // MARK: Rows

  /// The rows that records have changed since this was last asked.
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] {
    partners.takeChanges() + profiles.takeChanges() + products.takeChanges() + published.takeChanges()
      + received.takeChanges() + links.takeChanges() + events.takeChanges() + requests.takeChanges()
      + messages.takeChanges() + claims.takeChanges()
  }

  /// Every row.
  public var allRows: [(kind: String, key: String, body: [UInt8])] {
    partners.all + profiles.all + products.all + published.all + received.all + links.all + events.all
      + requests.all + messages.all + claims.all
  }

  /// Takes a stored row in.
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool {
    switch kind {
    case partners.kind: try partners.load(key: key, body: body)
    case profiles.kind: try profiles.load(key: key, body: body)
    case products.kind: try products.load(key: key, body: body)
    case published.kind: try published.load(key: key, body: body)
    case received.kind: try received.load(key: key, body: body)
    case links.kind: try links.load(key: key, body: body)
    case events.kind: try events.load(key: key, body: body)
    case requests.kind: try requests.load(key: key, body: body)
    case messages.kind: try messages.load(key: key, body: body)
    case claims.kind: try claims.load(key: key, body: body)
    default: return false
    }
    return true
  }

  /// Makes the indexes after all rows are loaded.
  public mutating func finishLoading() {
    for partner in partners.values { index(partner) }
    for footprint in published.values.sorted(by: { $0.position < $1.position }) { index(footprint) }
    for footprint in received.values { index(footprint) }
    for link in links.values { index(link) }
    for request in requests.values { index(request) }
    for message in messages.values.sorted(by: { $0.order < $1.order }) where message.state == .waiting {
      index(message)
    }
  }
}
