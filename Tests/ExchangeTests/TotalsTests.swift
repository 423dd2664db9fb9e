import Exchange
import Testing
import Values

@Suite struct TotalsTests {
  @Test func aSuppliersAnswerReachesTheBuyersTotal() throws {
    var journal = MemoryJournal()
    let (a, b) = (Identifier(), Identifier())
    for (id, number) in [(a, "1"), (b, "2")] {
      journal.record(.operatorPut(Operator(operatorID: id, openOperatorID: number, name: "N", address: "X")))
    }
    func part(_ company: Identifier, amount: Double? = nil) -> Part {
      Part(
        traceID: Identifier(), operatorID: company, plantID: Identifier(), name: "P", terminated: false,
        amountRequired: amount, unit: .kilogram)
    }
    let (product, component, sold) = (part(a), part(a, amount: 2), part(b))
    for part in [product, component, sold] { journal.record(.partPut(part)) }
    journal.record(
      .structurePut(
        PartsStructure(parent: product.traceID, components: [.init(traceID: component.traceID, amount: 2)])))
    let trade = Trade(
      tradeID: Identifier(), downstreamOperatorID: a, downstreamTraceID: component.traceID,
      upstreamOperatorID: b, requestID: Identifier(), created: journal.now, updated: journal.now)
    journal.record(
      .requested(
        trade,
        FootprintRequest(
          requestID: trade.requestID, tradeID: trade.tradeID, created: journal.now, updated: journal.now)))
    journal.record(.linked(tradeID: trade.tradeID, upstreamTraceID: sold.traceID))
    journal.record(
      .footprintDeclared(
        FootprintDeclaration(
          cfpID: Identifier(), traceID: sold.traceID, unit: .kilogram,
          production: Stages(pre: 1.5, main: 10), component: Stages(pre: 0, main: 0),
          quality: Stages(pre: DataQuality(technological: 1), main: DataQuality(technological: 2)),
          source: .entered, declared: journal.now)))
    #expect(journal.space.totals[product.traceID]?.sum == Stages(pre: 3, main: 20))
    #expect(journal.space.notifications(to: a).first?.kind == .footprintAnswered)
    journal.record(
      .disclosurePut(Disclosure(from: b, to: a, traceID: sold.traceID, totalCFP: false)))
    #expect(journal.space.totals[product.traceID] == nil)
  }
}
