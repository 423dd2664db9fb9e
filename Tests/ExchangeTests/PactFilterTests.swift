import Exchange
import Testing
import Values

@Suite struct PactFilterTests {
  @Test(.needsPactPeer) func filtersFindWhatAnIndependentFilterFinds() throws {
    let given = try #require(try PactPeer.run("filters", "7", "300").first)
    var story = try PactStory()
    for document in given["footprints"]?.array ?? [] {
      try story.journal.publish(by: story.company, document: document, base: story.base)
    }
    var found = 0
    for query in given["queries"]?.array ?? [] {
      let criteria = (query["criteria"]?.array ?? []).compactMap { pair in
        pair.array.flatMap { ($0.first?.string ?? "", $0.last?.string ?? "") }
      }
      let page = story.journal.pact.footprints(
        for: .owner(story.company), matching: try FootprintFilter(criteria), limit: 10_000)
      let ids = try #require(page).footprints.map(\.footprintID.description)
      #expect(ids == query["ids"]?.array?.compactMap(\.string), "\(criteria)")
      found += ids.count
    }
    #expect(found > 3000)
  }

  @Test func aTimeMayComeWithAnUnencodedPlus() throws {
    let filter = try FootprintFilter([("validOn", "2025-12-01T09:00:00 09:00")])
    #expect(filter.validOn?.map(\.description) == ["2025-12-01T00:00:00Z"])
    #expect(throws: Refusal.self) { try FootprintFilter([("VALIDBEFORE", "2025-12-01T09:00:00")]) }
  }

  /// Random grants and random footprints: a partner reads exactly what its grant covers, however it asks.
  @Test(arguments: 1...40) func aPartnerReadsExactlyWhatItsGrantCovers(seed: Int) throws {
    var random = SeededRandom(state: UInt64(seed))
    var story = try PactStory()
    let sample = try sampleDocument()
    var all: [PublishedFootprint] = []
    for index in 0..<60 {
      var document = try #require(sample.object)
      let id = Identifier()
      document["id"] = .string(id.description)
      document["productIds"] = .array(
        (0..<Int.random(in: 1...2, using: &random)).map { _ in
          .string("urn:example:Product-\(Int.random(in: 0..<12, using: &random))")
        }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
      if index > 20, Bool.random(using: &random), let old = all.randomElement(using: &random) {
        document["precedingPfIds"] = [.string(old.footprintID.description)]
      }
      try story.journal.publish(by: story.company, document: .object(document), base: story.base)
      all.append(try #require(story.journal.pact.published[id]))
    }
    let products = Set((0..<3).map { _ in "urn:example:product-\(Int.random(in: 0..<12, using: &random))" })
    let listed = Set(all.shuffled(using: &random).prefix(3).map(\.footprintID))
    let isEverything = seed % 10 == 0
    let partner = try story.addPartner(
      PactGrant(all: isEverything, products: Array(products), footprints: Array(listed)))
    let book = story.journal.pact
    let reader = PactReader.partner(partner)
    let covered = all.filter { footprint in
      isEverything || listed.contains(footprint.footprintID)
        || footprint.facets.productIDs.contains { products.contains($0) }
    }.map(\.footprintID)
    for footprint in all {
      #expect(
        (book.footprint(footprint.footprintID, for: reader) != nil) == covered.contains(footprint.footprintID)
      )
    }
    var (pages, last): ([Identifier], Identifier?) = ([], nil)
    repeat {
      let page = try #require(
        book.footprints(for: reader, matching: FootprintFilter(), after: last, limit: 3))
      pages += page.footprints.map(\.footprintID)
      // Whether there is another page tells of readable footprints alone.
      #expect(page.hasMore == (pages.count < covered.count))
      last = page.hasMore ? page.footprints.last?.footprintID : nil
    } while last != nil
    #expect(pages == covered)
    for number in 0..<12 {
      let filter = try FootprintFilter([("productId", "urn:example:product-\(number)")])
      let page = try #require(book.footprints(for: reader, matching: filter, limit: 100))
      #expect(page.footprints.allSatisfy { covered.contains($0.footprintID) })
    }
    // A page after a footprint that is not for the reader looks like one after none.
    for footprint in all where !covered.contains(footprint.footprintID) {
      #expect(
        book.footprints(for: reader, matching: FootprintFilter(), after: footprint.footprintID, limit: 3)
          == nil)
    }
    let stranger = try story.addPartner(.nothing)
    #expect(
      story.journal.pact.footprints(for: .partner(stranger), matching: FootprintFilter(), limit: 9)?
        .footprints.isEmpty == true)
    // Requests are answered with what the grant covers, and nothing else.
    let request = story.event(.requestCreated, ["productId": .array(products.map { .string($0) })])
    try story.journal.take(request, from: partner.partnerID, story.delivery)
    for event in story.sent {
      for document in event["data"]?["pfs"]?.array ?? [] {
        let id = try #require(document["id"]?.string.flatMap { Identifier($0) })
        #expect(covered.contains(id))
      }
      for id in event["data"]?["pfIds"]?.array ?? [] {
        #expect(id.string.flatMap { Identifier($0) }.map { covered.contains($0) } == true)
      }
    }
  }

  private func sampleDocument() throws -> JSONValue {
    var story = try PactStory()
    let id = try story.journal.publish(by: story.company, part: story.part, base: story.base)
    return try #require(try story.journal.pact.published[id]?.document())
  }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
