import Exchange
import Testing
import Values

@Suite struct RequestTests {
  /// A asks B for a cell; B's cell has a foil and a can from C, both of C's made of one sheet from D.
  private struct Tree {
    var journal = MemoryJournal(now: Timestamp(milliseconds: 1_700_000_000_000))
    let a, b, c, d: Identifier
    let cell, soldCell, foil, can, soldFoil, soldCan, sheet, soldSheet: Identifier
    let asked: (trade: Trade, request: FootprintRequest)

    init() throws {
      (a, b) = (try journal.company("1"), try journal.company("2"))
      (c, d) = (try journal.company("3"), try journal.company("4"))
      cell = try journal.part(a, "cell")
      (soldCell, foil, can) = (
        try journal.part(b, "cell"), try journal.part(b, "foil"), try journal.part(b, "can")
      )
      (soldFoil, soldCan, sheet) = (
        try journal.part(c, "foil"), try journal.part(c, "can"), try journal.part(c, "sheet")
      )
      soldSheet = try journal.part(d, "sheet", terminated: true)
      try journal.structure(b, soldCell, [(foil, 1), (can, 1)])
      try journal.structure(c, soldFoil, [(sheet, 1)])
      try journal.structure(c, soldCan, [(sheet, 2)])
      asked = try journal.requestFootprint(
        by: a, component: cell, supplier: b, message: "for the 2027 model", responseDueDate: "2026-12-31")
    }

    var progress: RequestProgress? { journal.space.requestProgress(of: asked.request.requestID) }

    mutating func later() { journal.now = Timestamp(milliseconds: journal.now.milliseconds + 1000) }
  }

  @Test func progressCountsEveryTradeOnce() throws {
    var tree = try Tree()
    #expect(tree.progress?.tradesCount == 1)
    #expect(tree.progress?.completedCount == 0)
    #expect(tree.progress?.completedCountModified == nil)
    #expect(tree.progress?.terminated == false)
    _ = try tree.journal.linkAnswer(by: tree.b, tradeID: tree.asked.trade.tradeID, traceID: tree.soldCell)
    tree.later()
    let forwarded = try tree.journal.forwardRequest(
      by: tree.b, requestID: tree.asked.request.requestID, to: [(tree.foil, tree.c), (tree.can, tree.c)])
    #expect(forwarded.map(\.request.message) == ["for the 2027 model", "for the 2027 model"])
    #expect(forwarded.map(\.request.responseDueDate) == ["2026-12-31", "2026-12-31"])
    #expect(tree.progress?.tradesCount == 3)
    #expect(tree.progress?.tradesCountModified == tree.journal.now)
    _ = try tree.journal.linkAnswer(by: tree.c, tradeID: forwarded[0].trade.tradeID, traceID: tree.soldFoil)
    _ = try tree.journal.linkAnswer(by: tree.c, tradeID: forwarded[1].trade.tradeID, traceID: tree.soldCan)
    try tree.journal.trade(tree.c, tree.sheet, tree.d, tree.soldSheet)
    #expect(tree.progress?.tradesCount == 4)
    #expect(tree.progress?.terminated == true)
    #expect(tree.progress?.completedCount == 0)
    tree.later()
    try tree.journal.declare(tree.d, tree.soldSheet, pre: 1, main: 1)
    // The sheet, and with it foil, can and cell: their totals are those of their components.
    #expect(tree.progress?.completedCount == 4)
    #expect(tree.progress?.answered == true)
    #expect(tree.progress?.completedCountModified == tree.journal.now)
    try tree.journal.setDisclosure(
      by: tree.b, to: tree.a, traceID: tree.soldCell, totalCFP: false, totalDQR: false)
    #expect(tree.progress?.completedCount == 3)
    #expect(tree.progress?.answered == false)
  }

  @Test func treesNameOnlyDirectPartners() throws {
    var tree = try Tree()
    let request = tree.asked.request.requestID
    _ = try tree.journal.linkAnswer(by: tree.b, tradeID: tree.asked.trade.tradeID, traceID: tree.soldCell)
    let forwarded = try tree.journal.forwardRequest(
      by: tree.b, requestID: request, to: [(tree.foil, tree.c)], message: "foil please",
      responseDueDate: "2026-12-01")
    _ = try tree.journal.linkAnswer(by: tree.c, tradeID: forwarded[0].trade.tradeID, traceID: tree.soldFoil)
    try tree.journal.declare(tree.c, tree.soldFoil, pre: 1, main: 1)
    let seen = try #require(tree.journal.space.requestTree(of: request, for: tree.a))
    #expect(seen.tiers.map(\.requests) == [1])
    #expect(seen.tiers.map(\.answered) == [1])
    #expect(seen.asked.isEmpty)
    #expect(seen.trade.upstreamOperatorID == tree.b)
    #expect(!"\(seen)".contains("\(tree.c)"))
    #expect(!"\(seen)".contains("foil"))
    let own = try #require(tree.journal.space.requestTree(of: request, for: tree.b))
    #expect(own.asked.map(\.trade.upstreamOperatorID) == [tree.c])
    #expect(own.asked.first?.request.responseDueDate == "2026-12-01")
    #expect(tree.journal.space.requestTree(of: request, for: tree.c) == nil)
    #expect(tree.journal.space.requestTree(of: Identifier(), for: tree.a) == nil)
  }

  @Test func forwardingAsksAllOrNone() throws {
    var tree = try Tree()
    let request = tree.asked.request.requestID
    #expect(throws: Refusal.self) {
      try tree.journal.forwardRequest(by: tree.b, requestID: request, to: [(tree.foil, tree.c)])
    }
    _ = try tree.journal.linkAnswer(by: tree.b, tradeID: tree.asked.trade.tradeID, traceID: tree.soldCell)
    expectRefusal(.notFound("upstreamOperatorId"), tree.journal) {
      _ = try $0.forwardRequest(
        by: tree.b, requestID: request, to: [(tree.foil, tree.c), (tree.can, Identifier())])
    }
    expectRefusal(.notFound("downstreamTraceId"), tree.journal) {
      _ = try $0.forwardRequest(by: tree.b, requestID: request, to: [(tree.soldCell, tree.c)])
    }
    expectRefusal(.notFound("statusId"), tree.journal) {
      _ = try $0.forwardRequest(by: tree.c, requestID: request, to: [(tree.foil, tree.c)])
    }
  }

  @Test func aRequestRunsItsCourse() throws {
    var tree = try Tree()
    let (a, b) = (tree.a, tree.b)
    let (tradeID, requestID) = (tree.asked.trade.tradeID, tree.asked.request.requestID)
    #expect(tree.journal.space.notifications(to: b).map(\.kind) == [.requestNew])
    #expect(tree.journal.space.receivedRequests(of: b).map(\.part.name) == ["cell"])
    #expect(throws: Refusal.self) {
      try tree.journal.requestFootprint(
        by: a, component: tree.cell, supplier: tree.c, responseDueDate: "2026-12-31")
    }
    try tree.journal.reply(by: b, requestID: requestID, replyMessage: "in a week")
    #expect(tree.journal.space.requests[requestID]?.replyMessage == "in a week")
    #expect(tree.journal.space.notifications(to: a).map(\.kind) == [.replyMessage])
    try tree.journal.rejectRequest(by: b, requestID: requestID, replyMessage: "which cell?")
    #expect(tree.journal.space.requests[requestID]?.state == .rejected)
    #expect(tree.journal.space.notifications(to: a).first?.kind == .requestRejected)
    #expect(throws: Refusal.self) { try tree.journal.cancelRequest(by: a, requestID: requestID) }
    #expect(throws: Refusal.self) { try tree.journal.reply(by: b, requestID: requestID, replyMessage: "x") }
    let again = try tree.journal.requestFootprint(
      by: a, component: tree.cell, supplier: b, message: "the 21700", responseDueDate: "2027-01-31",
      tradeID: tradeID, requestID: requestID)
    #expect(again.trade.tradeID == tradeID)
    #expect(tree.journal.space.requests[requestID]?.state == .open)
    #expect(tree.journal.space.requests[requestID]?.replyMessage == nil)
    _ = try tree.journal.linkAnswer(by: b, tradeID: tradeID, traceID: tree.soldCell)
    try tree.journal.declare(b, tree.soldCell, pre: 1, main: 2)
    #expect(tree.journal.space.answer(to: tree.cell)?.view.total == Stages(pre: 1, main: 2))
    try tree.journal.cancelRequest(by: a, requestID: requestID)
    #expect(tree.journal.space.answer(to: tree.cell) == nil)
    #expect(tree.journal.space.notifications(to: b).first?.kind == .requestCancelled)
    let other = try tree.journal.requestFootprint(
      by: a, component: tree.cell, supplier: tree.c, responseDueDate: "2026-12-31")
    #expect(tree.journal.space.trade(downstream: tree.cell)?.tradeID == other.trade.tradeID)
    expectRefusal(.immutable(field: "upstreamOperatorId"), tree.journal) {
      _ = try $0.requestFootprint(
        by: a, component: tree.cell, supplier: b, responseDueDate: "2026-12-31",
        tradeID: other.trade.tradeID, requestID: other.request.requestID)
    }
  }
}
