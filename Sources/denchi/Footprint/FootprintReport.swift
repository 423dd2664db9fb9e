import SupplyGraph

/// The footprint of an amount of one product, with everything that was asked for beside it.
struct FootprintReport {
  struct Part {
    var key: String
    var value: Double
    var spread: Summary?
  }

  struct Contribution {
    var activity: Int
    var value: Double
    var share: Double
    var spread: Summary?
  }

  struct Result {
    var indicator: LoadedChain.Indicator
    var value: Double
    var relativeErrorBound: Double
    /// By stage, those that occur in the chain, in life-cycle order. They add up to the value.
    var stages: [Part]
    /// The largest, by activity.
    var contributions: [Contribution]
    /// What all other activities contribute.
    var remainder: Double
    /// By flow, those that are not zero, largest first. They add up to the value.
    var emissions: [Part]
    var uncertainty: Summary?
    var drivers: VarianceContributions?
    var tree: SupplierTree?
  }

  var product: Int
  var amount: Double
  /// What was asked for.
  var results: [Result]
  /// What is not counted, whether asked for or not.
  var cutoffs: [(indicator: LoadedChain.Indicator, value: Double)]
  var method: String
  var relativeErrorBound: Double
  var boundIsProven: Bool
  var sampling: SamplingRun?
}

/// How samples were taken.
struct SamplingRun: Sendable {
  var samples: Int
  var seed: UInt64
  /// Samples that have no solution, by number.
  var failed: [Int]
}

/// What a footprint is asked for.
struct FootprintRequest {
  var indicators: [LoadedChain.Indicator]
  /// How many activities are listed for each indicator.
  var contributions: Int
  /// The share of the total down to which the supplier tree goes; nil for no tree.
  var treeShare: Double?
  var samples: Int
  var seed: UInt64
  var threads: Int
}

extension FootprintReport {
  /// Computes a report.
  init(_ chain: LoadedChain, product: Int, amount: Double, request: FootprintRequest) throws {
    let graph = chain.graph
    let demand = Demand(of: product, amount: amount)
    let solution = try chain.naming { try graph.solve(demand) }
    let stages = StageTable(chain.chain)
    let needsTree = request.treeShare != nil
    let intensities = needsTree ? try chain.naming { try graph.intensities() } : nil

    self.product = product
    self.amount = amount
    results = request.indicators.map { indicator in
      let k = indicator.index
      let byActivity = graph.contributions(to: k, in: solution)
      let value = solution.scores[k]
      let top = Self.largest(byActivity, count: request.contributions)
      let byFlow = graph.contributionsByFlow(to: k, in: solution)
      let byStage = graph.contributions(to: k, in: solution, by: stages.group, groups: stages.names.count)
      return Result(
        indicator: indicator, value: value, relativeErrorBound: solution.relativeErrorBound,
        stages: zip(stages.names, byStage).map { Part(key: $0, value: $1) },
        contributions: top.map {
          Contribution(activity: $0, value: byActivity[$0], share: value == 0 ? 0 : byActivity[$0] / value)
        },
        remainder: Self.remainder(byActivity, without: top),
        emissions: Self.largest(byFlow, count: byFlow.count).map {
          Part(key: chain.chain.flowName($0), value: byFlow[$0])
        },
        tree: intensities.map {
          graph.supplierTree(
            of: product, amount: amount, indicator: k, intensities: $0, cutAt: request.treeShare ?? 1)
        })
    }
    cutoffs = chain.indicators.filter(\.isCutoff).map { ($0, solution.scores[$0.index]) }
    method = solution.method.rawValue
    relativeErrorBound = solution.relativeErrorBound
    boundIsProven = solution.boundIsProven
    if request.samples > 0 { try addSamples(chain, demand, request, stages) }
  }

  /// Positions of the values that are furthest from zero, largest first; of equal ones the earlier comes first.
  static func largest(_ values: [Double], count: Int) -> [Int] {
    guard count > 0 else { return [] }
    let found = values.indices.filter { values[$0] != 0 }
    return Array(found.sorted { (-abs(values[$0]), $0) < (-abs(values[$1]), $1) }.prefix(count))
  }

  private static func remainder(_ values: [Double], without listed: [Int]) -> Double {
    var values = values
    for i in listed { values[i] = 0 }
    return values.reduce(0, +)
  }
}
