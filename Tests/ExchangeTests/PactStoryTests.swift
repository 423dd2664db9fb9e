import Exchange
import Testing
import Values

@Suite struct PactStoryTests {
  @Test func aNewVersionTakesThePlaceOfTheLastAndPartnersAreTold() throws {
    var story = try PactStory()
    let reader = try story.addPartner(.everything)
    _ = try story.addPartner(.nothing, baseURL: "https://other.example")
    let first = try story.journal.publish(by: story.company, part: story.part, base: story.base)
    let text = try #require(story.journal.pact.published[first]).text
    #expect(text.contains("\"pcfExcludingBiogenicUptake\":\"13\""))
    #expect(text.contains("urn:pact:maker.example:product-id:Cell%2072%2FA"))
    #expect(story.journal.pact.outdatedParts(in: story.journal.space) == [])
    try story.declare(pre: 3, main: 9.5)
    #expect(story.journal.pact.outdatedParts(in: story.journal.space) == [story.part])
    let base = story.base
    #expect(try story.journal.republish([story.part], base: base) == [:])
    #expect(story.journal.pact.activeFootprint(of: story.part)?.footprintID == first, "it was not chosen")
    let second = try story.journal.publish(by: story.company, part: story.part, base: story.base)
    let (old, new) = (story.journal.pact.published[first], story.journal.pact.published[second])
    #expect(old?.successor == second)
    #expect(old?.text == text.replacing("\"status\":\"Active\"", with: "\"status\":\"Deprecated\""))
    #expect(try new?.document()["precedingPfIds"] == [.string(first.description)])
    let told = story.sent.map { $0["data"]?["pfIds"]?.array?.first?.string }
    #expect(told == [first.description, second.description])
    #expect(story.journal.pact.canRead(try #require(old), .partner(reader)))
  }

  @Test func whatNobodyHasSaidIsNotMadeUp() throws {
    var story = try PactStory()
    try story.journal.putProduct(by: story.company, PactProduct(traceID: story.part, mass: 1))
    #expect { try story.journal.publish(by: story.company, part: story.part, base: story.base) } throws: {
      if case Refusal.invalid(field: "fossilCarbon", _)? = $0 as? Refusal { true } else { false }
    }
    var profile = try #require(story.journal.pact.profiles[story.company])
    profile.confirmed = false
    try story.journal.putProfile(by: story.company, profile)
    #expect { try story.journal.publish(by: story.company, part: story.part, base: story.base) } throws: {
      if case Refusal.invalid(field: "profile", _)? = $0 as? Refusal { true } else { false }
    }
  }

  @Test func aRequestIsFulfilledRejectedOrWaits() throws {
    var story = try PactStory()
    let partner = try story.addPartner(.everything)
    let known = "urn:pact:maker.example:product-id:cell%2072%2Fa"
    let unknown = story.event(.requestCreated, ["productId": ["urn:pact:null"]])
    try story.journal.take(unknown, from: partner.partnerID, story.delivery)
    #expect(story.sent.last?["data"]?["error"]?["code"] == "NotFound")
    let waiting = story.event(.requestCreated, ["productId": [.string(known)]])
    try story.journal.take(waiting, from: partner.partnerID, story.delivery)
    #expect(story.sent.count == 1 && story.journal.pact.waitingRequests(of: story.company).count == 1)
    let id = try story.journal.publish(by: story.company, part: story.part, base: story.base)
    let answer = try #require(story.sent.last)
    #expect(answer["data"]?["requestEventId"] == waiting["id"])
    #expect(answer["data"]?["pfs"]?.array?.first?["id"] == .string(id.description))
    #expect(PactCheck.event(answer) == [])
    #expect(story.journal.pact.waitingRequests(of: story.company).isEmpty)
    let count = story.sent.count
    #expect(try !story.journal.take(waiting, from: partner.partnerID, story.delivery), "taken once")
    #expect(story.sent.count == count)
    let request = try #require(
      story.journal.pact.requests(of: story.company).first { $0.state == .fulfilled })
    #expect {
      try story.journal.reject(
        by: story.company, request: request.requestID, because: PactError(.notFound, "no"), base: story.base)
    } throws: { if case Refusal.wrongState? = $0 as? Refusal { true } else { false } }
  }

  @Test func aPersonAnswersWhatThePartnerMayNotReadOtherwise() throws {
    var story = try PactStory()
    let partner = try story.addPartner(.nothing)
    let id = try story.journal.publish(by: story.company, part: story.part, base: story.base)
    try story.journal.take(
      story.event(.requestCreated, [:]), from: partner.partnerID, story.delivery)
    let request = try #require(story.journal.pact.waitingRequests(of: story.company).first)
    #expect(story.sent == [])
    try story.journal.answer(by: story.company, request: request.requestID, with: [id], base: story.base)
    #expect(story.sent.last?["data"]?["pfs"]?.array?.count == 1)
    #expect(!story.journal.pact.canRead(try #require(story.journal.pact.published[id]), .partner(partner)))
  }

  @Test func aPartnersFootprintTakesTheComponentsPlace() throws {
    var story = try PactStory()
    let partner = try story.addPartner(.nothing)
    let (product, component) = (Identifier(), story.part)
    story.journal.record(
      .partPut(
        Part(
          traceID: product, operatorID: story.company, plantID: Identifier(), name: "Pack", terminated: false,
          unit: .unit)))
    story.journal.record(
      .structurePut(
        PartsStructure(parent: product, components: [.init(traceID: component, amount: 4)])))
    try story.journal.link(
      by: story.company, component: component, to: partner.partnerID, product: "urn:example:cell")
    #expect(story.journal.space.totals[product]?.sum.pre == 12)

    var maker = try PactStory()
    let made = try maker.journal.publish(by: maker.company, part: maker.part, base: maker.base)
    var document = try #require(try maker.journal.pact.published[made]?.document().object)
    document["productIds"] = ["urn:example:CELL"]
    var pcf = try #require(document["pcf"]?.object)
    pcf["pcfExcludingBiogenicUptake"] = "20"
    pcf["declaredUnitAmount"] = "2"
    document["pcf"] = .object(pcf)
    document["extensions"] = nil
    let assurance = "unsigned, received over TLS from maker.example, certificate checked"
    let id = try story.journal.receive(
      .object(document), from: partner, way: .fetched, assurance: assurance)
    #expect(story.journal.space.totals[product]?.sum == Stages(pre: 40, main: 0))
    #expect(story.journal.pact.received(by: story.company).first?.assurance == assurance)

    // The same id with another content is not taken; a footprint that breaks a rule is kept but not used.
    pcf["pcfExcludingBiogenicUptake"] = "1"
    document["pcf"] = .object(pcf)
    try story.journal.receive(.object(document), from: partner, way: .fetched, assurance: assurance)
    #expect(story.journal.space.totals[product]?.sum.pre == 40)
    document["id"] = .string(Identifier().description)
    pcf["fossilGhgEmissions"] = "-1"
    document["pcf"] = .object(pcf)
    try story.journal.receive(.object(document), from: partner, way: .fetched, assurance: assurance)
    #expect(story.journal.space.totals[product]?.sum.pre == 40)
    #expect(story.journal.pact.received(by: story.company).filter { !$0.isUsable }.count == 1)

    // A later version takes the place of the first; with the extension the stages are told apart.
    pcf["fossilGhgEmissions"] = "1"
    document["pcf"] = .object(pcf)
    document["id"] = .string(Identifier().description)
    document["precedingPfIds"] = id.map { [.string($0.description)] }
    try story.journal.receive(.object(document), from: partner, way: .fetched, assurance: assurance)
    #expect(story.journal.space.totals[product]?.sum.pre == 2)
    #expect(story.journal.pact.received(by: story.company).contains { $0.footprintID == id })
  }

  @Test func anotherCompanysPartnerIsRefused() throws {
    var story = try PactStory()
    let partner = try story.addPartner(.everything)
    #expect {
      try story.journal.answer(
        by: Identifier(), request: Identifier(), with: [], base: story.base)
    } throws: { $0 as? Refusal == .notFound("request") }
    #expect { try story.journal.grant(by: Identifier(), partner: partner.partnerID, .everything) } throws: {
      $0 as? Refusal == .notFound("partner")
    }
    var stolen = partner
    stolen.operatorID = Identifier()
    #expect { try story.journal.putPartner(by: stolen.operatorID, stolen) } throws: {
      $0 as? Refusal == .notFound("partner")
    }
  }

  @Test func rowsGiveTheBookBack() throws {
    var story = try PactStory()
    let partner = try story.addPartner(.everything)
    try story.journal.publish(by: story.company, part: story.part, base: story.base)
    try story.declare(pre: 1, main: 1)
    try story.journal.publish(by: story.company, part: story.part, base: story.base)
    try story.journal.take(
      story.event(.requestCreated, [:]), from: partner.partnerID, story.delivery)
    var loaded = PactBook()
    for row in story.journal.pact.allRows {
      #expect(try loaded.load(kind: row.kind, key: row.key, body: row.body))
    }
    loaded.finishLoading()
    let book = story.journal.pact
    func ids(_ book: PactBook) -> [Identifier]? {
      book.footprints(for: .partner(partner), matching: FootprintFilter(), limit: 9)?.footprints
        .map(\.footprintID)
    }
    #expect(ids(loaded) == ids(book))
    #expect(loaded.waitingMessages(of: story.company) == book.waitingMessages(of: story.company))
    #expect(loaded.activeFootprint(of: story.part) == book.activeFootprint(of: story.part))
  }
}
