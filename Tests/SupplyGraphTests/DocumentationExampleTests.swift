import SupplyGraph
import Testing

/// The example of SupplyGraph.docc.
@Suite struct DocumentationExampleTests {
  @Test func loopOfPlantAndMine() throws {
    // Activities: 0 makes electricity in kWh, 1 makes coal in kg. Flows: 0 is CO2, 1 is methane, in kg.
    let graph = SupplyGraph(
      outputs: [1, 1],
      exchanges: ExchangeTable(activity: [0, 1], input: [1, 0], amount: [0.4, 0.1]),
      flows: FlowTable(activity: [0, 1], flow: [0, 1], amount: [0.9, 0.005], flowCount: 2),
      factors: FactorTable(indicator: [0, 0], flow: [0, 1], factor: [1, 29.8]),
      indicatorCount: 1, activityKeys: [1, 2], flowKeys: [1, 2])

    let solution = try graph.solve(Demand(of: 0))
    let runs = [1 / 0.96, 0.4 / 0.96]
    #expect(zip(solution.runs, runs).allSatisfy { abs($0 - $1) < 1e-12 })
    let score = 0.9 / 0.96 + 0.005 * 29.8 * 0.4 / 0.96
    #expect(abs(score - 0.9996) < 5e-5)
    #expect(solution.boundIsProven && solution.relativeErrorBound < 1e-9)
    #expect(abs(solution.scores[0] - score) <= solution.relativeErrorBound * score)

    let parts = graph.contributions(to: 0, in: solution)
    #expect(abs(parts[0] - 0.9375) < 1e-12 && abs(parts[1] - 0.0621) < 5e-5)
    #expect(abs(parts[0] + parts[1] - solution.scores[0]) < 1e-15)

    let intensities = try graph.intensities()
    #expect(abs(intensities[0, 0] - score) < 1e-12)
    #expect(abs(intensities[1, 0] - 0.2490) < 5e-5)
    #expect(abs(intensities[1, 0] - (0.005 * 29.8 + 0.1 * score)) < 1e-12)
  }
}
