import CKernels
import SupplyGraph

/// A chain in rows with the uncertainty of each, before it becomes a `SupplyGraph`.
struct UncertainChain {
  struct Row {
    var activity: Int
    var partner: Int
    var amount: Double
    var kind = Distributions.Kind.none
    var first = 0.0
    var second = 0.0
  }

  var outputs: [Double]
  var exchanges: [Row] = []
  var flows: [Row] = []
  /// `[flow][indicator]`
  var factors: [[Double]]
  var names: [UInt64]

  init(outputs: [Double], factors: [[Double]] = [[1]]) {
    self.outputs = outputs
    self.factors = factors
    names = outputs.indices.map { dk_mix(UInt64($0) &+ 1) }
  }

  var graph: SupplyGraph {
    graph(exchanges: exchanges.map(\.amount), flows: flows.map(\.amount), isUncertain: true)
  }

  /// The chain with other amounts.
  func graph(exchanges amounts: [Double], flows flowAmounts: [Double], isUncertain: Bool = false)
    -> SupplyGraph
  {
    func distributions(_ rows: [Row]) -> Distributions? {
      isUncertain
        ? Distributions(kind: rows.map(\.kind), first: rows.map(\.first), second: rows.map(\.second)) : nil
    }
    let indicators = factors.first?.count ?? 0
    let cells = factors.indices.flatMap { flow in (0..<indicators).map { (flow, $0) } }
    return SupplyGraph(
      outputs: outputs,
      exchanges: ExchangeTable(
        activity: exchanges.map { Int32($0.activity) }, input: exchanges.map { Int32($0.partner) },
        amount: amounts, distributions: distributions(exchanges)),
      flows: FlowTable(
        activity: flows.map { Int32($0.activity) }, flow: flows.map { Int32($0.partner) },
        amount: flowAmounts,
        distributions: distributions(flows), flowCount: factors.count),
      factors: FactorTable(
        indicator: cells.map { Int32($0.1) }, flow: cells.map { Int32($0.0) },
        factor: cells.map { factors[$0.0][$0.1] }),
      indicatorCount: indicators, activityKeys: names,
      flowKeys: factors.indices.map { dk_mix(UInt64($0) &+ 1_000_000) })
  }

  /// The amounts of one sample, by row.
  func amounts(sample: Int, seed: UInt64) -> (exchanges: [Double], flows: [Double]) {
    let graph = self.graph
    let everyone = 0..<Int32(outputs.count)
    var exchangeAmounts = exchanges.map(\.amount)
    var flowAmounts = flows.map(\.amount)
    var lanes = [Double](repeating: 0, count: 8)
    func draw(_ row: Int, _ distributions: Distributions, _ amount: Double, _ key: UInt64) -> Double {
      var plan = DrawPlan()
      plan.append(row, of: distributions, amount: amount, key: key, slot: 0)
      lanes.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { plan.fill(base, seed: seed, firstSample: UInt64(sample)) }
      }
      return lanes[0]
    }
    if let distributions = graph.inputDistributions {
      graph.forEachUncertainInput(of: everyone) { k, _, key in
        exchangeAmounts[graph.exchangeRow(ofInput: k)] = draw(k, distributions, graph.amounts[k], key)
      }
    }
    if let distributions = graph.flows.distributions {
      graph.forEachUncertainFlow(of: everyone) { row, _, key in
        flowAmounts[row] = draw(row, distributions, graph.flows.amount[row], key)
      }
    }
    return (exchangeAmounts, flowAmounts)
  }

  /// A chain with loops, own uses, waste treatments, inputs that occur twice and every family of distributions.
  static func mixed(activities n: Int, seed: UInt64, scale: Double = 0.2) -> UncertainChain {
    var state = seed
    func next() -> UInt64 {
      state &+= 1
      return dk_mix(dk_mix(state))
    }
    func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
    func below(_ n: Int) -> Int { Int(next() % UInt64(n)) }
    let outputs: [Double] = (0..<n).map { (j: Int) -> Double in
      (j % 9 == 8 ? -1.0 : 1.0) * (Double(j % 5) + 0.5)
    }
    var chain = UncertainChain(
      outputs: outputs, factors: (0..<6).map { f in (0..<3).map { k in Double(f + k * k + 1) } })
    func row(_ activity: Int, _ partner: Int, _ amount: Double) -> Row {
      var row = Row(activity: activity, partner: partner, amount: amount)
      switch below(6) {
      case 0: break
      case 1:
        row.kind = .normal
        row.first = scale / 2 * abs(amount)
      case 2:
        row.kind = .uniform
        row.first = amount - scale * abs(amount)
        row.second = amount + 2 * scale * abs(amount)
      case 3:
        row.kind = .triangular
        row.first = amount - scale * abs(amount)
        row.second = amount + 2 * scale * abs(amount)
      default:
        row.kind = .lognormal
        row.first = scale
      }
      return row
    }
    for j in 0..<n {
      for k in 0..<5 {
        let input = k < 4 ? min(n - 1, j + 1 + below(max(1, n / 4))) : below(n)
        if input == j { continue }
        let perUnit: Double = 0.18 * uniform() * abs(outputs[j])
        let sign: Double = outputs[input] < 0 ? -1.0 : 1.0
        chain.exchanges.append(row(j, input, sign * perUnit))
        if below(10) == 0 { chain.exchanges.append(row(j, input, sign * 0.05 * abs(outputs[j]))) }
      }
      if j % 7 == 3 {
        chain.exchanges.append(row(j, j, 0.1 * outputs[j]))
        chain.exchanges.append(row(j, j, 0.05 * outputs[j]))
      }
      for _ in 0..<3 { chain.flows.append(row(j, below(6), uniform())) }
    }
    return chain
  }
}
