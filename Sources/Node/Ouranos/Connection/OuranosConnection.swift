import Exchange
import Records
import Values

/// A node's companies as users of other Ouranos platforms: requests go there, answers come back as footprints of
/// components.
public struct OuranosConnection: Sendable {
  private let node: Node
  private let http: OutgoingHTTP

  /// - Parameter http: what calls are made with.
  public init(_ node: Node, http: OutgoingHTTP) {
    self.node = node
    self.http = http
  }

  /// Adds an account, or changes one.
  /// - Parameters:
  ///   - apiKey: the key the platform gave; nil leaves it, with the password, as it is.
  ///   - password: the account's.
  /// - Throws: `Refusal.invalid` for an address that is none, `Refusal.notFound` for another company's account.
  public func put(_ link: OuranosLink, apiKey: String?, password: String?, by actor: String) async throws {
    var link = link
    for (field, path) in [("authURL", \OuranosLink.authURL), ("dataURL", \.dataURL)] {
      while link[keyPath: path].hasSuffix("/") { link[keyPath: path].removeLast() }
      guard link[keyPath: path].hasPrefix("https://") || link[keyPath: path].hasPrefix("http://") else {
        throw Refusal.invalid(field: field, "must be an address that starts with https://")
      }
    }
    if let old = node.world.platforms.links[link.linkID], old.operatorID != link.operatorID {
      throw Refusal.notFound("linkId")
    }
    if let apiKey, let password {
      try LinkSecrets(apiKey: apiKey, password: password).keep(for: link.linkID, in: node.ledger.store)
    }
    let body = try JSONValue(encoding: link)
    try await node.ledger.commit(actor: actor) { try $0.record(OuranosLinks.linkType, body) }
  }

  /// Asks a supplier on another platform for a component's footprint, as soon as the platform can be reached.
  /// - Throws: `Refusal.notFound` for a component or account that is not the company's.
  public func order(
    by company: Identifier, link linkID: Identifier, component: Identifier, supplier: String,
    message: String? = nil, responseDueDate: String, actor: String
  ) async throws -> OuranosOrder {
    try await node.ledger.commit(actor: actor) { transaction in
      guard let link = transaction.state.platforms.links[linkID], link.operatorID == company else {
        throw Refusal.notFound("linkId")
      }
      guard transaction.space.parts[component]?.operatorID == company else {
        throw Refusal.notFound("downstreamTraceId")
      }
      guard responseDueDate.utf8.count == 10, Timestamp(responseDueDate + "T00:00Z") != nil else {
        throw Refusal.invalid(field: "responseDueDate", "must be a day like 2024-12-31")
      }
      let order = OuranosOrder(
        link: link, component: component, supplier: supplier, message: message,
        responseDueDate: responseDueDate, due: transaction.time)
      try transaction.record(OuranosLinks.orderType, JSONValue(encoding: order))
      return order
    }
  }

  /// Ends an order: nothing more is looked for. What came stays.
  public func end(_ orderID: Identifier, by company: Identifier, actor: String) async throws {
    try await node.ledger.commit(actor: actor) { transaction in
      guard var order = transaction.state.platforms.orders[orderID], order.operatorID == company else {
        throw Refusal.notFound("orderId")
      }
      order.state = .ended
      try transaction.record(OuranosLinks.orderType, JSONValue(encoding: order))
    }
  }

  /// Sees to what is due, until it is cancelled.
  public func run() async {
    while !Task.isCancelled {
      await seeToDue(at: .now)
      try? await Task.sleep(for: .seconds(5))
    }
  }

  /// Sees to what is due at a moment: once each, the longest due first; not to what is seen to already.
  public func seeToDue(at now: Timestamp) async {
    for order in node.world.platforms.due(at: now) where !Task.isCancelled {
      guard node.ouranos.ordersAtWork.withLock({ $0.insert(order.orderID).inserted }) else { continue }
      defer { node.ouranos.ordersAtWork.withLock { _ = $0.remove(order.orderID) } }
      // It may have been seen to between the list and now.
      guard node.world.platforms.orders[order.orderID] == order else { continue }
      var next = order
      do {
        try await advance(&next)
        next.failures = 0
        next.problem = nil
        // A first answer is looked for soon, a newer one once an hour.
        next.due = now + (next.state == .answered ? .seconds(3600) : .seconds(60))
      } catch {
        next.failures += 1
        next.problem = "\(error)"
        next.due = now + OuranosConnection.wait(after: next.failures)
        node.logger.warning("\(order.linkID): asking for \(order.component) failed: \(error)")
      }
      await keep(next, replacing: order)
    }
  }

  /// 30 s after the first failure, twice as long after each more, an hour at most.
  static func wait(after failures: Int) -> Duration { .seconds(min(30 << min(failures - 1, 10), 3600)) }

  private func keep(_ order: OuranosOrder, replacing old: OuranosOrder) async {
    guard order != old else { return }
    do {
      try await node.ledger.commit(actor: "node") { transaction in
        // It may have been ended, or seen to by another process, in the meantime.
        guard transaction.state.platforms.orders[order.orderID] == old else { return }
        try transaction.record(OuranosLinks.orderType, JSONValue(encoding: order))
      }
    } catch {
      node.logger.error("the state of request \(order.orderID) could not be kept: \(error)")
    }
  }

  /// One step on: ask, or look for the answer.
  private func advance(_ order: inout OuranosOrder) async throws {
    let world = node.world
    guard let link = world.platforms.links[order.linkID], let part = world.space.parts[order.component],
      let secrets = try LinkSecrets.kept(for: order.linkID, in: node.ledger.store)
    else { throw OuranosClient.Failure(description: "the account, its password or the component is gone") }
    let client = try await OuranosClient(link, secrets, http)
    if order.traceID == nil {
      let number = world.space.operators[order.operatorID]?.openOperatorID ?? "1"
      let plant = try await client.plant(
        openID: String(number.prefix(20)) + "000001", name: link.name,
        address: world.space.operators[order.operatorID]?.address ?? "-")
      order.traceID = try await client.part(
        plant: plant, name: part.name, supportName: part.supportName, unit: part.unit?.rawValue)
    }
    guard let traceID = order.traceID else { return }
    guard let status = try await client.status(component: traceID) else {
      let supplier = try await client.company(openID: order.supplier)
      order.statusID = try await client.ask(
        component: traceID, supplier: supplier, message: order.message, due: order.responseDueDate)
      order.state = .asked
      return
    }
    order.statusID = status.request
    order.replyMessage = status.reply
    switch status.state {
    case "REJECT": order.state = .rejected
    case "COMPLETED":
      let rows = try await client.footprint(component: traceID)
      guard let supply = OuranosConnection.supply(of: rows, order: order, unit: part.unit) else { return }
      let company = order.operatorID
      try await node.ledger.commit(actor: "node") { transaction in
        let old = transaction.space.supplies[supply.traceID]
        guard old?.total != supply.total || old?.quality != supply.quality else { return }
        try transaction.supply(by: company, traceID: supply.traceID, supply)
      }
      order.state = .answered
    default: order.state = .asked
    }
  }

  /// The footprint in the rows that a platform gives of a component; nil where a value is missing.
  private static func supply(of rows: [JSONValue], order: OuranosOrder, unit: DeclaredUnit?) -> Supply? {
    func row(_ kind: FootprintKind) -> JSONValue? { rows.first { $0["cfpType"]?.string == kind.rawValue } }
    guard let pre = row(.preProductionResponse), let main = row(.mainProductionResponse),
      let preValue = pre["ghgEmission"]?.number, let mainValue = main["ghgEmission"]?.number,
      let unitText = pre["ghgDeclaredUnit"]?.string, unitText.hasPrefix("kgCO2e/"),
      let declared = DeclaredUnit(rawValue: String(unitText.dropFirst(7))), let traceID = order.traceID
    else { return nil }
    func quality(_ row: JSONValue) -> DataQuality {
      let values = row["dqrValue"]
      return DataQuality(
        technological: values?["TeR"]?.number, geographical: values?["GeR"]?.number,
        temporal: values?["TiR"]?.number)
    }
    return Supply(
      traceID: order.component, unit: declared, total: Stages(pre: preValue, main: mainValue),
      quality: Stages(pre: quality(pre), main: quality(main)),
      source: .ouranos(partner: order.linkID, traceID: traceID), received: .now)
  }

  /// What a person sees of a test: the exact address called, and what came back.
  public struct Test: Sendable, Hashable {
    /// The exact address called.
    public var url: String
    /// Nil where no answer came.
    public var status: Int?
    /// The first 500 bytes of what came back, or why nothing did; no secret in it.
    public var answer: String
    /// Whether the account could sign in.
    public var isGood: Bool
  }

  /// Signs in with an account, and says what came back.
  public func test(_ link: OuranosLink) async -> Test {
    let url = link.authURL + "/auth/login"
    do {
      guard let secrets = try LinkSecrets.kept(for: link.linkID, in: node.ledger.store) else {
        return Test(url: url, status: nil, answer: "the account has no key and password yet", isGood: false)
      }
      let body: JSONValue = [
        "operatorAccountId": .string(link.account), "accountPassword": .string(secrets.password),
      ]
      let answer = try await http.call(
        .POST, url, headers: [("apiKey", secrets.apiKey)], body: ("application/json", body.canonical))
      let isGood = answer.status == 201
      // A platform may send back what it was sent.
      let text = answer.text(upTo: 500).replacing(secrets.password, with: "***")
        .replacing(secrets.apiKey, with: "***")
      return Test(url: url, status: answer.status, answer: isGood ? "signed in" : text, isGood: isGood)
    } catch {
      return Test(url: url, status: nil, answer: "\(error)", isGood: false)
    }
  }
}
