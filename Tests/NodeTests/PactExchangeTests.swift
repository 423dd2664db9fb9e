import Exchange
import Node
import Records
import Testing
import Values

/// Two nodes that exchange with each other over TLS: a maker, and a buyer whose pack has four of its cells.
@Suite(.needsPactDocument) struct PactExchangeTests {
  @Test func twoNodesAskAnswerRejectAndUpdate() async throws {
    try await PactScript.withAuthority { folder in
      let settings = PactScript.configuration(folder)
      try await RunningNode.run(configuration: settings) { maker in
        try await RunningNode.run(configuration: settings) { buyer in
          let pair = try await Pair(maker, buyer)
          try await pair.story()
        }
      }
    }
  }
}

private struct Pair {
  let maker: RunningNode
  let buyer: RunningNode
  let makerCompany = SampleCompany.all[1].company.operatorID
  let buyerCompany = SampleCompany.all[0].company.operatorID
  let atMaker: PactPartner
  let atBuyer: PactPartner
  let cell = Identifier()
  let component = Identifier()
  let pack = Identifier()

  init(_ maker: RunningNode, _ buyer: RunningNode) async throws {
    self.maker = maker
    self.buyer = buyer
    atMaker = PactPartner(
      partnerID: Identifier(), operatorID: makerCompany, name: "Buyer", baseURL: buyer.base,
      clientID: "maker",
      grant: .everything)
    atBuyer = PactPartner(
      partnerID: Identifier(), operatorID: buyerCompany, name: "Maker", baseURL: maker.base, clientID: "buyer"
    )
    try await Pair.register(atMaker, at: maker.node, client: "buyer", ourSecret: "maker's")
    try await Pair.register(atBuyer, at: buyer.node, client: "maker", ourSecret: "buyer's")
    _ = try await Pair.client("buyer", "buyer's", atMaker, maker.node)
    _ = try await Pair.client("maker", "maker's", atBuyer, buyer.node)
  }

  private static func register(_ partner: PactPartner, at node: Node, client: String, ourSecret: String)
    async throws
  {
    try await node.ledger.commit(actor: "test") { try $0.putPartner(by: partner.operatorID, partner) }
    try PactClient.putSecret(ourSecret, of: partner.partnerID, in: node.ledger.store)
  }

  private static func client(_ name: String, _ secret: String, _ partner: PactPartner, _ node: Node)
    async throws -> String
  {
    try await node.signIn.makeClient(
      OAuthClient(
        clientID: Identifier(), name: name, operatorID: partner.operatorID, partnerID: partner.partnerID,
        role: .viewer), secret: secret, by: "test")
  }

  func story() async throws {
    let (cell, component, pack) = (cell, component, pack)
    let (makerCompany, buyerCompany) = (makerCompany, buyerCompany)
    let product = "urn:pact:maker.example:product-id:cell"
    try await maker.node.ledger.commit(actor: "test") { [self] transaction in
      try transaction.record(.partPut(part(cell, makerCompany, "cell", ends: true)))
      try declare(&transaction, 10)
      var profile = PactProfile.suggested(
        for: SampleCompany.all[1].company, host: "maker.example", now: transaction.now)
      (profile.confirmed, profile.republishes) = (true, true)
      try transaction.putProfile(by: makerCompany, profile)
      try transaction.putProduct(
        by: makerCompany, PactProduct(traceID: cell, mass: 1, fossilCarbon: 0.1))
    }
    try await buyer.node.ledger.commit(actor: "test") { [self] transaction in
      try transaction.record(.partPut(part(component, buyerCompany, "component", ends: false)))
      try transaction.record(.partPut(part(pack, buyerCompany, "pack", ends: false)))
      try transaction.record(
        .structurePut(PartsStructure(parent: pack, components: [.init(traceID: component, amount: 4)])))
      try transaction.link(by: buyerCompany, component: component, to: atBuyer.partnerID, product: product)
    }

    // The connection is tested step by step; no secret is shown.
    let http = OutgoingHTTP(buyer.node.configuration)
    let steps = await PactClient(http: http, store: buyer.node.ledger.store).testConnection(to: atBuyer)
    #expect(steps.map(\.status) == [200, 200, 200] && steps.allSatisfy { $0.isGood })
    #expect(steps[1].answer.contains("\"access_token\":\"***\""))
    await http.close()

    // Asked for a product that there is not: rejected by itself.
    let base = buyer.base
    let bogus = try await buyer.node.ledger.commit(actor: "test") { [self] in
      try $0.request(
        by: buyerCompany, from: atBuyer.partnerID, criteria: ["productId": ["urn:pact:null"]], base: base)
    }
    try await buyer.eventually("the rejection") { $0.pact.requests[bogus.requestID]?.state == .rejected }
    #expect(buyer.node.world.pact.requests[bogus.requestID]?.error?.code == .notFound)

    // Asked for the cell before it is published: waits, then is fulfilled by its publication.
    let asked = try await buyer.node.ledger.commit(actor: "test") { [self] in
      try $0.request(
        by: buyerCompany, from: atBuyer.partnerID, criteria: ["productId": [.string(product)]], base: base)
    }
    try await maker.eventually("the request") { !$0.pact.waitingRequests(of: makerCompany).isEmpty }
    let makerBase = maker.base
    try await maker.node.ledger.commit(actor: "test") {
      try $0.publish(by: makerCompany, part: cell, base: makerBase)
    }
    try await buyer.eventually("the answer") { $0.pact.requests[asked.requestID]?.state == .fulfilled }
    try await buyer.eventually("the total") { $0.space.totals[pack]?.sum.main == 40 }

    // The maker's figure changes: a new version is published by itself, and the buyer's total follows.
    try await maker.node.ledger.commit(actor: "test") { [self] in try declare(&$0, 7.5) }
    try await buyer.eventually("the update") { $0.space.totals[pack]?.sum.main == 30 }
    let received = buyer.node.world.pact.received(by: buyerCompany)
    #expect(Set(received.map(\.footprintID)).count == 2)
    #expect(
      received.contains {
        $0.assurance == "unsigned, received over TLS from 127.0.0.1, certificate checked"
      })
    #expect(buyer.node.world.space.changes(of: buyerCompany).contains { $0.cause == "cfp.supplied" })
  }

  private func part(_ id: Identifier, _ company: Identifier, _ name: String, ends: Bool) -> Part {
    Part(
      traceID: id, operatorID: company, plantID: Identifier(), name: name, terminated: ends, unit: .unit)
  }

  private func declare(_ transaction: inout Transaction<World>, _ main: Double) throws {
    try transaction.record(
      .footprintDeclared(
        FootprintDeclaration(
          cfpID: Identifier(), traceID: cell, unit: .unit, production: Stages(pre: 0, main: main),
          component: Stages(pre: 0, main: 0), quality: Stages(pre: DataQuality(), main: DataQuality()),
          source: .entered, declared: transaction.now)))
  }
}
