import SupplyGraph

/// Splits an indicator by what the battery's own makers do: each activity of a later stage than raw material
/// acquisition, with everything it buys from outside these.
struct StepBreakdown {
  private let chain: LoadedChain
  private let indicator: Int
  private let intensities: Intensities
  private let isMaker: [Bool]

  init(_ chain: LoadedChain, indicator: Int, intensities: Intensities) {
    self.chain = chain
    self.indicator = indicator
    self.intensities = intensities
    isMaker = (0..<chain.graph.activityCount).map {
      ["main_production", "distribution"].contains(chain.chain.stage(of: $0))
    }
  }

  /// The parts of an amount of a product by `ProductionStep.allCases`; they add up to the total. Nil where the
  /// product is not made by such makers, or they depend on each other through others.
  func parts(of product: Int, amount: Double = 1, total: Double) -> [Double]? {
    guard isMaker[product], total != 0 else { return nil }
    let graph = chain.graph
    let steps = ProductionStep.allCases
    var parts = [Double](repeating: 0, count: steps.count)
    var open: [(activity: Int, amount: Double)] = [(product, amount)]
    var visits = 0
    while let (activity, amount) = open.popLast() {
      visits += 1
      guard visits < 10_000 else { return nil }
      let runs = amount / graph.outputs[activity]
      var sum = graph.characterised[activity * graph.indicatorCount + indicator]
      for k in Int(graph.inputStart[activity])..<Int(graph.inputStart[activity + 1]) {
        let input = Int(graph.inputs[k])
        if isMaker[input] {
          open.append((input, graph.amounts[k] * runs))
        } else {
          sum += graph.amounts[k] * intensities[input, indicator]
        }
      }
      let step = ProductionStep(name: chain.name(activity), stage: chain.chain.stage(of: activity))
      if let index = steps.firstIndex(of: step) { parts[index] += sum * runs }
    }
    let missing = total - parts.reduce(0, +)
    return abs(missing) <= 1e-9 * abs(total) ? parts : nil
  }
}
