import Foundation
import Values

extension PactJournal {
  /// Takes a partner's footprint in and, where a component is linked to its product, puts it in that component's
  /// place.
  /// - Parameters:
  ///   - assurance: a sentence: how it was signed and carried.
  ///   - isForged: whether its signature is wrong, so that it is kept but not used.
  /// - Returns: its identifier; nil where it has none, so that it cannot be kept.
  @discardableResult
  public mutating func receive(
    _ document: JSONValue, from partner: PactPartner, way: ReceivedFootprint.Way, assurance: String,
    isForged: Bool = false
  ) throws -> Identifier? {
    guard let id = document["id"]?.string.flatMap({ Identifier($0) }) else { return nil }
    let text = String(decoding: document.canonical, as: UTF8.self)
    var problems = PactCheck.footprint(document)
    let companies = Set(partner.companyIDs.map { $0.lowercased() })
    if !companies.isEmpty, companies.isDisjoint(with: FootprintFacets(of: document).companyIDs) {
      problems.append(PactProblem("/companyIds", "none of them is this partner's", .text))
    }
    if isForged { problems.append(PactProblem("", "the signature is wrong", .text)) }
    if var old = pact.received[CompositeKey(partner.partnerID, id)] {
      if old.text == text { return id }
      guard try sameButForStatus(old.document(), document) else {
        let note = PactProblem(
          "/id", "another document came under this id on \(now.dayText): it was not taken", .advice)
        if !old.problems.contains(note) {
          old.problems.append(note)
          try record(.received(old))
        }
        return id
      }
    }
    let footprint = ReceivedFootprint(
      footprintID: id, partnerID: partner.partnerID, operatorID: partner.operatorID, text: text, way: way,
      received: now, problems: problems, assurance: assurance)
    try record(.received(footprint))
    for link in pact.links(to: partner.partnerID) { try supply(link, from: footprint, document) }
    return id
  }

  private func sameButForStatus(_ a: JSONValue, _ b: JSONValue) -> Bool {
    var (first, second) = (a.object, b.object)
    first?["status"] = nil
    second?["status"] = nil
    return first == second
  }

  /// Makes a component take its footprint from a partner's product, from now on and from what has come already.
  /// - Throws: `Refusal.notFound`, `Refusal.invalid`.
  public mutating func link(
    by company: Identifier, component traceID: Identifier, to partnerID: Identifier, product: String
  ) throws {
    guard space.parts[traceID]?.operatorID == company else { throw Refusal.notFound("traceId") }
    _ = try partner(partnerID, of: company)
    guard product.lowercased().hasPrefix("urn:") else {
      throw Refusal.invalid(field: "product", "'\(product)' is no URN")
    }
    let link = PactLink(traceID: traceID, partnerID: partnerID, productID: product)
    try record(.linked(traceID: traceID, link))
    for footprint in pact.received(by: company).filter({ $0.partnerID == partnerID }).reversed() {
      try supply(link, from: footprint, footprint.document())
    }
  }

  /// Ends a link; the component's footprint stays as it is.
  public mutating func unlink(by company: Identifier, component traceID: Identifier) throws {
    guard space.parts[traceID]?.operatorID == company, pact.links[traceID] != nil else {
      throw Refusal.notFound("traceId")
    }
    try record(.linked(traceID: traceID, nil))
  }

  private mutating func supply(
    _ link: PactLink, from footprint: ReceivedFootprint, _ document: JSONValue
  ) throws {
    guard footprint.isUsable, document["status"] == "Active",
      FootprintFacets(of: document).productIDs.contains(link.productID.lowercased()),
      !isOlder(document, than: space.supplies[link.traceID]?.source, from: link.partnerID),
      let total = PactEmissions(of: document).flatMap({ LifeCycleMapping.ouranos($0) })?.value
    else { return }
    let supply = Supply(
      traceID: link.traceID, unit: total.unit,
      total: Stages(pre: DecimalText.double(total.total.pre), main: DecimalText.double(total.total.main)),
      quality: total.quality,
      source: .pact(
        footprint: footprint.footprintID, company: document["companyName"]?.string ?? ""),
      received: now)
    do {
      try self.supply(by: footprint.operatorID, traceID: link.traceID, supply)
    } catch let refusal as Refusal {
      var noted = footprint
      let note = PactProblem(
        "/pcf", "does not fit the component \(link.traceID): \(refusal)", .advice)
      if noted.problems.contains(note) { return }
      noted.problems.append(note)
      try record(.received(noted))
    }
  }

  /// Whether the component has a later footprint of the partner.
  private func isOlder(_ document: JSONValue, than source: FootprintSource?, from partner: Identifier) -> Bool
  {
    guard case .pact(let id, _)? = source,
      let present = try? pact.received[CompositeKey(partner, id)]?.document()
    else { return false }
    func created(_ document: JSONValue) -> Timestamp? {
      document["created"]?.string.flatMap { Timestamp($0) }
    }
    let preceding = (document["precedingPfIds"]?.array ?? []).compactMap {
      $0.string.flatMap { Identifier($0) }
    }
    if preceding.contains(id) { return false }
    guard let old = created(present), let new = created(document) else { return false }
    return new < old
  }
}

extension PactBook {
  /// The components that take their footprints from a partner.
  public func links(to partner: Identifier) -> [PactLink] {
    (linksByPartner[partner] ?? []).sorted().compactMap { links[$0] }
  }
}
