import Exchange
import Testing
import Values

@Suite struct LoopTests {
  private func named(_ id: Identifier, _ name: String) -> NamedPart { NamedPart(traceID: id, name: name) }

  @Test func aPartIsNoComponentOfItself() throws {
    var journal = MemoryJournal()
    let a = try journal.company("1")
    let (pack, module, cell) = (
      try journal.part(a, "pack"), try journal.part(a, "module"), try journal.part(a, "cell")
    )
    try journal.structure(a, pack, [(module, 2)])
    try journal.structure(a, module, [(cell, 2)])
    expectRefusal(
      .loop([named(cell, "cell"), named(pack, "pack"), named(module, "module"), named(cell, "cell")]), journal
    ) { try $0.structure(a, cell, [(pack, 1)]) }
    expectRefusal(.loop([named(cell, "cell"), named(cell, "cell")]), journal) {
      try $0.structure(a, cell, [(cell, 1)])
    }
    let plant = try #require(journal.space.plants(of: a).first?.plantID)
    expectRefusal(.loop([named(cell, "cell"), named(module, "module"), named(cell, "cell")]), journal) {
      _ = try $0.putStructure(
        by: a, parent: PartDraft(plantID: plant, name: "cell"),
        children: [PartDraft(plantID: plant, name: "module", amountRequired: 1)])
    }
  }

  /// A's cell is bought as B's cell, whose foil is bought as C's foil, whose scrap would be bought as A's car.
  @Test func loopsAreFoundThroughThreeCompanies() throws {
    var journal = MemoryJournal()
    let (a, b, c) = (try journal.company("1"), try journal.company("2"), try journal.company("3"))
    let (car, cell) = (try journal.part(a, "car"), try journal.part(a, "cell"))
    let (soldCell, foil) = (try journal.part(b, "sold cell"), try journal.part(b, "foil"))
    let (soldFoil, scrap) = (try journal.part(c, "sold foil"), try journal.part(c, "scrap"))
    try journal.structure(a, car, [(cell, 1)])
    try journal.structure(b, soldCell, [(foil, 1)])
    try journal.structure(c, soldFoil, [(scrap, 1)])
    try journal.trade(a, cell, b, soldCell)
    try journal.trade(b, foil, c, soldFoil)
    let asked = try journal.requestFootprint(
      by: c, component: scrap, supplier: a, responseDueDate: "2026-12-31")
    expectRefusal(.loop([named(car, "car"), named(cell, "cell"), nil, named(car, "car")]), journal) {
      _ = try $0.linkAnswer(by: a, tradeID: asked.trade.tradeID, traceID: car)
    }
    // The same loop, closed by a structure: A's bare part is linked first and then gets its component.
    let scrapSold = try journal.part(a, "scrap sold")
    _ = try journal.linkAnswer(by: a, tradeID: asked.trade.tradeID, traceID: scrapSold)
    expectRefusal(
      .loop([named(scrapSold, "scrap sold"), named(cell, "cell"), nil, named(scrapSold, "scrap sold")]),
      journal
    ) { try $0.structure(a, scrapSold, [(cell, 1)]) }
    // A request that was cancelled closes no loop.
    try journal.cancelRequest(by: c, requestID: asked.request.requestID)
    try journal.structure(a, scrapSold, [(cell, 1)])
    let again = try journal.requestFootprint(
      by: c, component: scrap, supplier: a, responseDueDate: "2026-12-31", tradeID: asked.trade.tradeID,
      requestID: asked.request.requestID)
    #expect(again.trade.upstreamTraceID == nil)
    expectRefusal(
      .loop([named(scrapSold, "scrap sold"), named(cell, "cell"), nil, named(scrapSold, "scrap sold")]),
      journal
    ) { _ = try $0.linkAnswer(by: a, tradeID: asked.trade.tradeID, traceID: scrapSold) }
  }
}
