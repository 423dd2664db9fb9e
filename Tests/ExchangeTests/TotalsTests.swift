import Exchange
import Testing
import Values

/// What `totals.py` reads.
private struct Input: Encodable {
  struct PartRow: Encodable {
    var id: String
    var unit: String?
  }
  struct DeclarationRow: Encodable {
    var id: String
    var unit: String
    var production: [Double]
    var component: [Double]
    var quality: [DataQuality]
  }
  struct ComponentRow: Encodable {
    var id: String
    var amount: Double
  }
  struct StructureRow: Encodable {
    var id: String
    var components: [ComponentRow]
  }
  struct AnswerRow: Encodable {
    var component: String
    var part: String
    var shown: Bool
    var rated: Bool
  }
  struct SupplyRow: Encodable {
    var id: String
    var unit: String
    var total: [Double]
    var quality: [DataQuality]
  }
  var parts: [PartRow]
  var declarations: [DeclarationRow]
  var structures: [StructureRow]
  var answers: [AnswerRow]
  var supplies: [SupplyRow]

  init(_ world: WorldOfChance) {
    let space = world.journal.space
    let naive = Naive(world.journal.events)
    parts = space.parts.values.map { PartRow(id: "\($0.traceID)", unit: $0.unit?.rawValue) }
    declarations = space.declarations.values.map {
      DeclarationRow(
        id: "\($0.traceID)", unit: $0.unit.rawValue, production: [$0.production.pre, $0.production.main],
        component: [$0.component.pre, $0.component.main], quality: [$0.quality.pre, $0.quality.main])
    }
    structures = space.structures.values.map {
      StructureRow(
        id: "\($0.parent)",
        components: $0.components.map { ComponentRow(id: "\($0.traceID)", amount: $0.amount) })
    }
    answers = naive.answers.map {
      AnswerRow(
        component: "\($0.component)", part: "\($0.part)", shown: naive.sees($0.buyer, .totalCFP, of: $0.part),
        rated: naive.sees($0.buyer, .totalDQR, of: $0.part))
    }
    supplies = space.supplies.values.map {
      SupplyRow(
        id: "\($0.traceID)", unit: $0.unit.rawValue, total: [$0.total.pre, $0.total.main],
        quality: [$0.quality.pre, $0.quality.main])
    }
  }
}

private struct Output: Decodable {
  var production: [Double]
  var component: [Double]
  var ratings: [[Double?]]
  var missing: [String]
}

@Suite struct TotalsTests {
  @Test(arguments: 300...311) func totalsAreTheSolutionOfTheLinearSystem(seed: UInt64) throws {
    var world = try WorldOfChance(seed: seed)
    for _ in 0..<600 { try world.step() }
    let space = world.journal.space
    let expected: [String: Output] = try Project.python("totals.py", input: Input(world))
    #expect(Set(space.totals.keys.map { "\($0)" }) == Set(expected.keys))
    var deepest = 0.0
    for (part, totals) in space.totals {
      let peer = try #require(expected["\(part)"])
      #expect([totals.production.pre, totals.production.main] == peer.production)
      #expect(close(totals.component.pre, peer.component[0]))
      #expect(close(totals.component.main, peer.component[1]))
      #expect(totals.missing.map { "\($0)" } == peer.missing)
      for (own, theirs) in zip([totals.quality.pre, totals.quality.main], peer.ratings) {
        let ratings = [own.technological, own.geographical, own.temporal]
        for (own, theirs) in zip(ratings, theirs) {
          #expect((own == nil) == (theirs == nil))
          if let own, let theirs { #expect(close(own, theirs)) }
        }
      }
      deepest = max(deepest, totals.component.pre)
    }
    #expect(deepest > 0)
  }

  private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)) }

  /// A buys from B, who buys from C.
  private struct Tiers {
    var journal = MemoryJournal(now: Timestamp(milliseconds: 1_700_000_000_000))
    let a, b, c: Identifier
    let car, cell, soldCell, foil, soldFoil: Identifier

    init() throws {
      (a, b, c) = (try journal.company("1"), try journal.company("2"), try journal.company("3"))
      (car, cell) = (try journal.part(a, "car"), try journal.part(a, "cell"))
      (soldCell, foil) = (try journal.part(b, "cell"), try journal.part(b, "foil"))
      soldFoil = try journal.part(c, "foil", terminated: true)
      try journal.structure(a, car, [(cell, 100)])
      try journal.structure(b, soldCell, [(foil, 0.5)])
      try journal.trade(a, cell, b, soldCell)
      try journal.trade(b, foil, c, soldFoil)
      try journal.declare(a, car, pre: 0, main: 1000)
      try journal.declare(b, soldCell, pre: 1, main: 2)
      try journal.declare(c, soldFoil, pre: 4, main: 8)
    }
  }

  @Test func aChangeAtTheBottomReachesTheTop() throws {
    var tiers = try Tiers()
    var space: DataSpace { tiers.journal.space }
    #expect(space.totals[tiers.car]?.sum == Stages(pre: 300, main: 1600))
    let told = space.notifications(to: tiers.a).count
    try tiers.journal.declare(tiers.c, tiers.soldFoil, pre: 6, main: 8)
    #expect(space.totals[tiers.soldCell]?.sum == Stages(pre: 4, main: 6))
    #expect(space.totals[tiers.car]?.sum == Stages(pre: 400, main: 1600))
    for (company, from) in [(tiers.a, tiers.b), (tiers.b, tiers.c)] {
      let newest = try #require(space.notifications(to: company).first)
      #expect(newest.kind == .footprintUpdated)
      #expect(newest.from == from)
      #expect(newest.sequence == tiers.journal.sequence)
    }
    #expect(space.notifications(to: tiers.a).count == told + 1)
    #expect(!space.notifications(to: tiers.c).contains { $0.kind == .footprintUpdated })
    let top = try #require(space.changes(of: tiers.a).first)
    #expect(top.origin == tiers.cell)
    #expect(top.cause == FootprintChange.answerChanged)
    #expect(top.items.map(\.traceID) == [tiers.car])
    #expect(top.items.first?.before == Stages(pre: 300, main: 1600))
    #expect(top.items.first?.after == Stages(pre: 400, main: 1600))
    #expect(space.changes(of: tiers.b).first?.items.map(\.traceID) == [tiers.soldCell])
    #expect(space.changes(of: tiers.c).first?.cause == "cfp.put")
    #expect(space.changes(of: tiers.c).first?.origin == tiers.soldFoil)
  }

  @Test func nothingIsToldOfWhatIsNotDisclosed() throws {
    var tiers = try Tiers()
    try tiers.journal.setDisclosure(
      by: tiers.b, to: tiers.a, traceID: tiers.soldCell, totalCFP: false, totalDQR: false)
    #expect(tiers.journal.space.notifications(to: tiers.a).first?.kind == .footprintUpdated)
    #expect(tiers.journal.space.totals[tiers.car]?.missing == [tiers.cell])
    let (told, changes) = (
      tiers.journal.space.notifications(to: tiers.a), tiers.journal.space.changes(of: tiers.a)
    )
    try tiers.journal.declare(tiers.c, tiers.soldFoil, pre: 6, main: 8)
    try tiers.journal.declare(tiers.b, tiers.soldCell, pre: 9, main: 9)
    #expect(tiers.journal.space.notifications(to: tiers.a) == told)
    #expect(tiers.journal.space.changes(of: tiers.a) == changes)
    try tiers.journal.setDisclosure(
      by: tiers.b, to: tiers.a, traceID: tiers.soldCell, totalCFP: true, totalDQR: false)
    #expect(tiers.journal.space.notifications(to: tiers.a).first?.kind == .footprintAnswered)
    #expect(tiers.journal.space.totals[tiers.car]?.sum == Stages(pre: 1200, main: 2300))
  }

  @Test func answersCanBeKeptBackAltogether() throws {
    var tiers = try Tiers()
    let b = try #require(tiers.journal.space.operators[tiers.b])
    _ = try tiers.journal.updateOperator(
      by: tiers.b, openOperatorID: b.openOperatorID, globalOperatorID: nil, name: b.name, address: b.address,
      answersDisclose: false)
    #expect(tiers.journal.space.totals[tiers.car]?.missing == [tiers.cell])
    #expect(tiers.journal.space.answer(to: tiers.cell) == nil)
    let request = try #require(tiers.journal.space.trade(downstream: tiers.cell)?.requestID)
    #expect(tiers.journal.space.requestProgress(of: request)?.answered == false)
  }

  /// A company's own sum over its components stands only where the structure cannot say it.
  @Test func componentsNeverCountTwice() throws {
    var journal = MemoryJournal()
    let a = try journal.company("1")
    let (pack, cell, case_) = (
      try journal.part(a, "pack"), try journal.part(a, "cell"), try journal.part(a, "case")
    )
    try journal.declare(a, pack, pre: 1, main: 2, component: Stages(pre: 30, main: 40))
    #expect(journal.space.totals[pack]?.sum == Stages(pre: 31, main: 42))
    try journal.structure(a, pack, [(cell, 10), (case_, 1)])
    try journal.declare(a, cell, pre: 2, main: 3)
    #expect(journal.space.totals[pack]?.sum == Stages(pre: 31, main: 42))
    try journal.declare(a, case_, pre: 5, main: 6)
    #expect(journal.space.totals[pack]?.sum == Stages(pre: 26.0, main: 38.0))
    try journal.supply(
      by: a, traceID: cell,
      Supply(
        traceID: cell, unit: .kilogram, total: Stages(pre: 1, main: 1),
        quality: Stages(pre: DataQuality(), main: DataQuality()), source: .link(Identifier()),
        received: journal.now))
    #expect(journal.space.totals[pack]?.sum == Stages(pre: 16.0, main: 18.0))
    try journal.supply(by: a, traceID: cell, nil)
    #expect(journal.space.totals[pack]?.sum == Stages(pre: 26.0, main: 38.0))
  }

  @Test func aDeepStructureIsNoProblem() throws {
    let depth = 100_000
    var journal = MemoryJournal()
    let a = try journal.company("1")
    let plant = try #require(journal.space.plants(of: a).first)
    let ids = (0...depth).map { Identifier(high: 7, low: UInt64($0)) }
    for (level, id) in ids.enumerated() {
      journal.record(
        .partPut(
          Part(
            traceID: id, operatorID: a, plantID: plant.plantID, name: "L\(level)", terminated: false,
            unit: .unit)))
      if level > 0 {
        journal.record(
          .structurePut(PartsStructure(parent: id, components: [.init(traceID: ids[level - 1], amount: 1)])))
      }
    }
    try journal.declare(a, ids[0], pre: 1, main: 2)
    #expect(journal.space.totals[ids[depth]]?.sum == Stages(pre: 1, main: 2))
    #expect(throws: Refusal.self) { try journal.structure(a, ids[0], [(ids[depth], 1)]) }
    #expect(journal.space.ownComponents(of: ids[depth]).count == depth)
  }

  /// Amounts that multiply beyond what a number can say make a total unknown, not infinite.
  @Test func noTotalIsInfinite() throws {
    var journal = MemoryJournal()
    let a = try journal.company("1")
    var below = try journal.part(a, "0")
    try journal.declare(a, below, pre: 1, main: 1)
    for level in 1...70 {
      let part = try journal.part(a, "\(level)")
      try journal.structure(a, part, [(below, 99_999)])
      below = part
    }
    #expect(journal.space.totals[below] == nil)
    for row in journal.space.allRows { #expect(!row.body.isEmpty) }
  }
}
