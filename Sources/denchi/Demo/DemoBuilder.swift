import Foundation
import SupplyGraph

/// Computes what `denchi packs` shows.
struct DemoBuilder {
  private let chain: LoadedChain
  private let selection: DemoSelection
  private let main: Int
  private var graph: SupplyGraph { chain.graph }

  init(_ chain: LoadedChain) throws {
    self.chain = chain
    selection = DemoSelection(chain)
    guard let first = chain.indicators.first, !selection.products.isEmpty else {
      throw Failure.data(["\(chain.folder): a demo needs an indicator and a product that nothing else uses"])
    }
    main = chain.indicators.first { $0.id == "climate_change" }?.index ?? first.index
  }

  /// - Parameters:
  ///   - samples: Monte Carlo samples; none are taken where nothing is uncertain.
  func report(samples: Int = 1_000, seed: UInt64 = 1) throws -> DemoReport {
    let start = Date()
    let intensities = try chain.naming { try graph.intensities() }
    let stages = StageTable(chain.chain)
    let steps = StepBreakdown(chain, indicator: main, intensities: intensities)
    let solver = try chain.naming { try Solver(graph) }
    var packs: [DemoReport.Pack] = []
    var bySteps: [[Double]?] = []
    var bound = intensities.relativeErrorBound
    var isProven = intensities.boundIsProven
    for product in selection.products {
      let solution = try chain.naming {
        try solver.solve(Demand(of: product.activity, amount: product.amount))
      }
      bound = max(bound, solution.relativeErrorBound)
      isProven = isProven && solution.boundIsProven
      packs.append(
        DemoReport.Pack(
          id: chain.id(product.activity), name: chain.name(product.activity), label: product.label,
          mix: product.mix, unit: chain.unit(product.activity), isTreatment: product.amount < 0,
          values: solution.scores,
          stages: graph.contributions(to: main, in: solution, by: stages.group, groups: stages.names.count),
          steps: nil, samples: [], spread: nil))
      bySteps.append(steps.parts(of: product.activity, amount: product.amount, total: solution.scores[main]))
    }
    let usedSteps = ProductionStep.allCases.indices.filter { i in bySteps.contains { ($0?[i] ?? 0) != 0 } }
    let hasSteps =
      bySteps.allSatisfy { $0 != nil } && usedSteps.contains { ProductionStep.allCases[$0] != .other }
    if hasSteps {
      for (i, parts) in bySteps.enumerated() { packs[i].steps = usedSteps.map { parts?[$0] ?? 0 } }
    }

    let detail = selection.detail
    let (activity, amount) = (selection.products[detail].activity, selection.products[detail].amount)
    let solution = try chain.naming { try solver.solve(Demand(of: activity, amount: amount)) }
    let total = solution.scores[main]
    let contributions = graph.contributions(to: main, in: solution)
    let top = contributions.indices.filter { contributions[$0] != 0 }
      .sorted { abs(contributions[$0]) > abs(contributions[$1]) }.prefix(12)
    let byFlow = graph.contributionsByFlow(to: main, in: solution)
    let flows = byFlow.indices.filter { byFlow[$0] != 0 }.sorted { abs(byFlow[$0]) > abs(byFlow[$1]) }
    let tree = graph.supplierTree(
      of: activity, amount: amount, indicator: main, intensities: intensities, cutAt: DemoReport.treeCut,
      maximumDepth: 9)

    let spread = try sampled(samples, seed, stages, tracked: Array(top), into: &packs)
    return DemoReport(
      chain: chain.folder, activityCount: graph.activityCount, exchangeCount: graph.inputs.count,
      flowCount: graph.flows.count, uncertainRows: chain.uncertainRowCount,
      indicators: chain.indicators.map {
        .init(
          id: $0.id, name: Bilingual(en: $0.name, ja: $0.nameJapanese.isEmpty ? $0.name : $0.nameJapanese),
          unit: $0.unit)
      },
      main: main, stages: stages.names, steps: hasSteps ? usedSteps.map { ProductionStep.allCases[$0] } : [],
      packs: packs, detail: detail,
      top: top.enumerated().map { place, activity in
        .init(
          id: chain.id(activity), name: chain.name(activity), stage: Int(stages.group[activity]),
          source: chain.chain.source(ofActivity: activity), value: contributions[activity],
          share: contributions[activity] / total, spread: spread?.top[place])
      },
      emissions: flows.prefix(3).map { (chain.chain.flowName($0), byFlow[$0]) },
      tree: SupplierDiagram(tree, id: chain.id, name: chain.name) { Int(stages.group[$0]) },
      drivers: spread?.drivers ?? [], below: spread?.below ?? [], pairs: spread == nil ? [] : selection.pairs,
      samples: spread == nil ? 0 : samples, seed: seed, failedSamples: spread?.failed ?? 0,
      method: solution.method.rawValue, relativeErrorBound: bound, boundIsProven: isProven,
      seconds: Date().timeIntervalSince(start), sources: DemoSelection.sources(of: chain),
      sourced: DemoSelection.sourced(chain.chain),
      isPublishedChain: selection.isPublishedChain)
  }
}

extension DemoBuilder {
  private struct Spread {
    var top: [Summary]
    var below: [[Double]]
    var drivers: [DemoReport.Driver]
    var failed: Int
  }

  /// Samples every product and puts its results into the packs; nil where nothing is to be sampled.
  private func sampled(
    _ count: Int, _ seed: UInt64, _ stages: StageTable, tracked: [Int], into packs: inout [DemoReport.Pack]
  ) throws -> Spread? {
    guard count > 0, graph.isUncertain else { return nil }
    let taken = try chain.sample(
      selection.products.map { Demand(of: $0.activity, amount: $0.amount) }, count: count, seed: seed,
      threads: ProcessInfo.processInfo.activeProcessorCount, tracked: tracked)
    for i in packs.indices {
      packs[i].samples = taken.samples.scores(demand: i, indicator: main)
      packs[i].spread = Summary(packs[i].samples)
    }
    let drivers = try chain.naming {
      try graph.varianceContributions(in: taken.samples, demand: selection.detail, indicator: main)
    }
    return Spread(
      top: tracked.indices.map {
        Summary(taken.samples.activityContributions(demand: selection.detail, indicator: main, tracked: $0))
      },
      below: selection.pairs.map { a in
        selection.pairs.map { b in
          a == b ? 0 : taken.samples.comparison(of: a, with: b, indicator: main).probabilityBelow
        }
      },
      drivers: drivers.influences.prefix(8).map {
        DemoReport.Driver(name: chain.describe($0.row), share: $0.share)
      }, failed: taken.run.failed.count)
  }
}

extension DemoReport {
  /// The supplier tree is drawn down to this share of the total.
  static let treeCut = 0.035
}
