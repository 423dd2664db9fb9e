import Exchange
import Records
import Values

/// What is done with one-time links.
enum LinkCommands {
  /// How long a link holds after the day its answer is due.
  static let grace: Duration = .seconds(14 * 86400)
  /// How many links a supplier may pass on from one, and how deep.
  static let largestFan = 20
  static let largestDepth = 8

  /// Makes a link and gives its token, which is not kept.
  static func create(_ link: AnswerLink, _ node: Node, by actor: String) async throws -> String {
    let token = SignIn.randomText()
    let name = secret(token)
    try node.ledger.store.putSecret(name, Array(link.linkID.description.utf8))
    do {
      try await node.ledger.commit(actor: actor) { transaction in
        if let parent = link.parent {
          guard let above = transaction.state.links.links[parent], above.isOpen(at: transaction.time) else {
            throw Refusal.wrongState("the link is closed")
          }
          guard transaction.state.links.forwarded(from: parent).count < largestFan,
            depth(of: above, transaction.state.links) < largestDepth
          else { throw Refusal.forbidden("too many links from one") }
        } else if transaction.space.parts[link.traceID]?.operatorID != link.operatorID {
          throw Refusal.notFound("traceId")
        }
        var link = link
        link.created = transaction.time
        try transaction.record("link.created", JSONValue(encoding: link))
      }
    } catch {
      try? node.ledger.store.putSecret(name, nil)
      throw error
    }
    return token
  }

  private static func depth(of link: AnswerLink, _ links: AnswerLinks) -> Int {
    var depth = 1
    var next = link
    while let parent = next.parent.flatMap({ links.links[$0] }) {
      depth += 1
      next = parent
    }
    return depth
  }

  /// The link of a token; nil where there is none such.
  static func link(_ token: String, _ node: Node) -> AnswerLink? {
    guard (20...100).contains(token.utf8.count), let id = try? node.ledger.store.secret(secret(token)) else {
      return nil
    }
    return Identifier(String(decoding: id, as: UTF8.self)).flatMap { node.world.links.links[$0] }
  }

  private static func secret(_ token: String) -> String { "link/\(Digest.content(Array(token.utf8)))" }

  /// Keeps a supplier's answer; the link is used up, and those it had passed on are closed.
  /// - Returns: the number of the record that holds it.
  static func answer(
    _ linkID: Identifier, _ node: Node, company: String, person: String, production: Stages<Double>,
    component: Stages<Double>, quality: Stages<DataQuality>, note: String?
  ) async throws -> Int64 {
    try await node.ledger.commit(actor: "link:\(linkID)") { transaction in
      guard let link = transaction.state.links.links[linkID], link.isOpen(at: transaction.time) else {
        throw Refusal.wrongState("the link is closed")
      }
      let sequence = transaction.nextSequence
      let answer = AnswerLink.Answer(
        company: company, person: person, production: production, component: component, quality: quality,
        note: note,
        time: transaction.time, sequence: sequence)
      try transaction.record("link.used", AnswerLinks.used(link, answer))
      try close(linkID, &transaction)
      if link.parent == nil {
        try transaction.supply(
          by: link.operatorID, traceID: link.traceID,
          Supply(
            traceID: link.traceID, unit: link.unit, total: answer.total, quality: quality,
            source: .link(linkID),
            received: transaction.time))
      }
      return sequence
    }
  }

  /// Takes a link back, and those that were passed on from it.
  static func revoke(_ linkID: Identifier, _ node: Node, by actor: String) async throws {
    try await node.ledger.commit(actor: actor) { transaction in
      guard let link = transaction.state.links.links[linkID], link.state == .open else {
        throw Refusal.wrongState("the link is closed")
      }
      try revoke(link, &transaction)
      try close(linkID, &transaction)
    }
  }

  private static func revoke(_ link: AnswerLink, _ transaction: inout Transaction<World>) throws {
    var body: [String: JSONValue] = ["linkID": .string(link.linkID.description)]
    if link.parent == nil { body["operatorID"] = .string(link.operatorID.description) }
    try transaction.record("link.revoked", .object(body))
  }

  /// Revokes what is still open below a link.
  private static func close(_ linkID: Identifier, _ transaction: inout Transaction<World>) throws {
    for link in transaction.state.links.forwarded(from: linkID) {
      if link.state == .open { try revoke(link, &transaction) }
      try close(link.linkID, &transaction)
    }
  }
}
