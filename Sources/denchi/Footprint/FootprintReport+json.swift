import Inventory
import SupplyGraph

extension Summary {
  /// All of it, after the keys given.
  func json(_ leading: [(String, JSON)] = []) -> JSON {
    .object(
      leading + [
        ("mean", .number(mean)), ("median", .number(median)),
        ("standardDeviation", .number(standardDeviation)),
        ("p2_5", .number(p2_5)), ("p97_5", .number(p97_5)),
      ])
  }
}

extension LoadedChain {
  func json(product: Int, amount: Double?) -> JSON {
    .object(
      leavingOut: [
        ("id", .string(id(product))), ("name", .string(name(product))),
        ("product", .string(self.chain.product(of: product))), ("unit", .string(unit(product))),
        ("amount", amount.map(JSON.number)), ("treatsWaste", treatsWaste(product) ? .bool(true) : nil),
      ])
  }

  func json(_ indicator: Indicator) -> [(String, JSON)] {
    [("id", .string(indicator.id)), ("name", .string(indicator.name)), ("unit", .string(indicator.unit))]
  }

  func json(_ tree: SupplierTree) -> JSON {
    .object([
      ("activity", .string(id(tree.activity))), ("name", .string(name(tree.activity))),
      ("amount", .number(tree.amount)), ("unit", .string(unit(tree.activity))),
      ("total", .number(tree.total)),
      ("direct", .number(tree.direct)), ("rest", .number(tree.rest)),
      ("suppliers", .array(tree.suppliers.map(json))),
    ])
  }

  func json(_ drivers: VarianceContributions) -> JSON {
    .array(
      drivers.influences.map { influence in
        var pairs = json(influence.row)
        pairs.append(("share", .number(influence.share)))
        pairs.append(("correlation", .number(influence.correlation)))
        return .object(pairs)
      })
  }

  private func json(_ row: UncertainRow) -> [(String, JSON)] {
    switch row {
    case .input(let k):
      let exchange = graph.exchangeRow(ofInput: k)
      return [
        ("file", .string(ChainFile.exchanges.fileName)), ("line", .integer(chain.line(ofExchange: exchange))),
        ("activity", .string(id(Int(chain.exchanges.activity[exchange])))),
        ("input", .string(id(Int(graph.inputs[k])))),
      ]
    case .flow(let row):
      return [
        ("file", .string(ChainFile.flows.fileName)), ("line", .integer(chain.line(ofFlowRow: row))),
        ("activity", .string(id(Int(chain.flows.activity[row])))),
        ("flow", .string(chain.flowName(Int(chain.flows.flow[row])))),
      ]
    }
  }

  func json(cutoffs: [(indicator: Indicator, value: Double)]) -> JSON {
    .array(cutoffs.map { .object(json($0.indicator) + [("value", .number($0.value))]) })
  }
}

/// How a result was reached, as JSON.
func solverJSON(method: String, relativeErrorBound: Double, boundIsProven: Bool) -> JSON {
  .object([
    ("method", .string(method)), ("relativeErrorBound", .number(relativeErrorBound)),
    ("boundIsProven", .bool(boundIsProven)),
  ])
}

extension FootprintReport {
  /// The report as `footprint --json` prints it.
  func json(_ chain: LoadedChain) -> JSON {
    .object(
      leavingOut: [
        ("product", chain.json(product: product, amount: amount)),
        ("indicators", .array(results.map { json($0, chain) })),
        ("cutoffs", chain.json(cutoffs: cutoffs)),
        (
          "solver",
          solverJSON(method: method, relativeErrorBound: relativeErrorBound, boundIsProven: boundIsProven)
        ),
        ("failedSamples", sampling.map { .array($0.failed.map(JSON.integer)) }),
      ])
  }

  private func json(_ result: Result, _ chain: LoadedChain) -> JSON {
    let emissions = result.emissions.map { emission -> JSON in
      .object([("flow", .string(emission.key)), ("value", .number(emission.value))])
    }
    var pairs = chain.json(result.indicator)
    pairs.append(("value", .number(result.value)))
    pairs.append(("stages", .object(result.stages.map { ($0.key, .number($0.value)) })))
    pairs.append(("contributions", .array(result.contributions.map { json($0, chain) })))
    pairs.append(("remainder", .number(result.remainder)))
    pairs.append(("emissions", .array(emissions)))
    func add(_ key: String, _ value: JSON?) { if let value { pairs.append((key, value)) } }
    add("uncertainty", uncertainty(result))
    add("stageUncertainty", stageUncertainty(result))
    add("contributionToVariance", result.drivers.map { chain.json($0) })
    add("unexplainedVariance", result.drivers.map { .number($0.unexplained) })
    add("tree", result.tree.map { chain.json($0) })
    return .object(pairs)
  }

  private func uncertainty(_ result: Result) -> JSON? {
    guard let sampling, let spread = result.uncertainty else { return nil }
    return spread.json([
      ("samples", .integer(spread.samples)), ("seed", .unsigned(sampling.seed)),
    ])
  }

  private func stageUncertainty(_ result: Result) -> JSON? {
    guard sampling != nil else { return nil }
    return .object(result.stages.compactMap { stage in stage.spread.map { (stage.key, $0.json()) } })
  }

  private func json(_ contribution: Contribution, _ chain: LoadedChain) -> JSON {
    .object(
      leavingOut: [
        ("activity", .string(chain.id(contribution.activity))),
        ("name", .string(chain.name(contribution.activity))), ("value", .number(contribution.value)),
        ("share", .number(contribution.share)),
        ("source", .string(chain.chain.source(ofActivity: contribution.activity))),
        ("uncertainty", contribution.spread.map { $0.json() }),
      ])
  }
}
