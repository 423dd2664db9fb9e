import CKernels
import Foundation
import SupplyGraph
import Testing

@Suite("Sampling") struct UncertaintySamplingTests {
  private func worstDifference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count, !a.isEmpty else { return .infinity }
    let size = b.reduce(0) { max($0, abs($1)) }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } / size
  }

  private func wholeScores(_ samples: Samples) -> [[Double]] {
    samples.demands.indices.flatMap { d in (0..<3).map { samples.scores(demand: d, indicator: $0) } }
  }

  @Test("Every sample is the solution of the chain with the drawn amounts", arguments: [0.0, 0.2, 0.5])
  func samplesAreSolutions(scale: Double) throws {
    let chain = UncertainChain.mixed(activities: 90, seed: 3, scale: scale)
    let demands = [Demand(of: 0), Demand([(1, 2.5), (40, 0.1)]), Demand(of: 8, amount: -3)]
    var options = SamplingOptions(samples: 43, seed: 11, trackedActivities: [0, 2, 8, 50])
    options.group = (0..<90).map { Int32($0 % 4) }
    options.groups = 4
    let samples = try chain.graph.sample(demands, options: options)
    #expect(samples.failedSamples.isEmpty)
    #expect(samples.relativeErrorEstimate < 1e-6)
    for sample in 0..<43 {
      let amounts = chain.amounts(sample: sample, seed: 11)
      let graph = chain.graph(exchanges: amounts.exchanges, flows: amounts.flows)
      let solver = try Solver(graph)
      for (d, demand) in demands.enumerated() {
        let solution = try solver.solve(demand)
        for k in 0..<3 {
          let expected = solution.scores[k]
          #expect(abs(samples.scores(demand: d, indicator: k)[sample] / expected - 1) < 1e-6)
          let byActivity = graph.contributions(to: k, in: solution)
          for (t, activity) in options.trackedActivities.enumerated() {
            let part = samples.activityContributions(demand: d, indicator: k, tracked: t)[sample]
            #expect(abs(part - byActivity[activity]) < 1e-6 * abs(expected))
          }
          let byGroup = graph.contributions(to: k, in: solution, by: options.group, groups: 4)
          for g in 0..<4 {
            let part = samples.groupContributions(demand: d, indicator: k, group: g)[sample]
            #expect(abs(part - byGroup[g]) < 1e-6 * abs(expected))
          }
        }
      }
    }
    for d in demands.indices {
      for k in 0..<3 {
        let groups = (0..<4).map { samples.groupContributions(demand: d, indicator: k, group: $0) }
        for (s, score) in samples.scores(demand: d, indicator: k).enumerated() {
          #expect(abs(groups.reduce(0) { $0 + $1[s] } - score) <= 1e-14 * abs(score))
        }
      }
    }
  }

  @Test("Results do not depend on the number of threads nor on the number of samples")
  func threads() throws {
    let graph = UncertainChain.mixed(activities: 120, seed: 8).graph
    let demands = [Demand(of: 0), Demand(of: 5)]
    let one = try graph.sample(demands, options: SamplingOptions(samples: 203, seed: 4, threads: 1))
    let two = try graph.sample(demands, options: SamplingOptions(samples: 203, seed: 4, threads: 2))
    let many = try graph.sample(demands, options: SamplingOptions(samples: 203, seed: 4, threads: 7))
    let fewer = try graph.sample(demands, options: SamplingOptions(samples: 51, seed: 4, threads: 3))
    #expect(wholeScores(one) == wholeScores(two))
    #expect(wholeScores(one) == wholeScores(many))
    #expect(wholeScores(one).map { Array($0.prefix(51)) } == wholeScores(fewer))
    let other = try graph.sample(demands, options: SamplingOptions(samples: 203, seed: 5))
    #expect(wholeScores(one) != wholeScores(other))
  }

  @Test("A product has the same samples alone, in company, and in a chain with other rows beside it")
  func sharedSamples() throws {
    let chain = UncertainChain.mixed(activities: 100, seed: 21)
    let options = SamplingOptions(samples: 64, seed: 2)
    let alone = try chain.graph.sample([Demand(of: 3)], options: options)
    let together = try chain.graph.sample([Demand(of: 0), Demand(of: 3), Demand(of: 9)], options: options)
    for k in 0..<3 {
      let difference = worstDifference(
        together.scores(demand: 1, indicator: k), alone.scores(demand: 0, indicator: k))
      #expect(difference < 1e-6)
    }

    // The same activities in reverse order with rows shuffled between activities, and one more at the front.
    var other = UncertainChain(outputs: chain.outputs.reversed() + [1], factors: chain.factors)
    other.names = chain.names.reversed() + [42]
    other.exchanges = [UncertainChain.Row(activity: 100, partner: 0, amount: 0.1, kind: .lognormal, first: 1)]
    let byActivity = chain.exchanges.enumerated().sorted {
      (-$0.element.activity, $0.offset) < (-$1.element.activity, $1.offset)
    }
    for (_, row) in byActivity {
      var moved = row
      moved.activity = 99 - row.activity
      moved.partner = 99 - row.partner
      other.exchanges.append(moved)
    }
    for row in chain.flows {
      var moved = row
      moved.activity = 99 - row.activity
      other.flows.append(moved)
    }
    let moved = try other.graph.sample([Demand(of: 96)], options: options)
    for k in 0..<3 {
      let difference = worstDifference(
        moved.scores(demand: 0, indicator: k), alone.scores(demand: 0, indicator: k))
      #expect(difference < 1e-6)
    }
  }

  /// 0 makes the product from 1; 1 and 2 take from each other with the uncertain amount from 2 to 1.
  private func loop(_ row: UncertainChain.Row, isOwnUse: Bool = false) -> UncertainChain {
    var chain = UncertainChain(outputs: [1, 1, 1, 1])
    chain.exchanges = [.init(activity: 0, partner: 1, amount: 1), .init(activity: 3, partner: 0, amount: 1)]
    if !isOwnUse {
      chain.exchanges.append(.init(activity: 1, partner: 2, amount: 1))
      chain.exchanges.append(.init(activity: 2, partner: 0, amount: 1e-3))
    }
    chain.exchanges.append(row)
    chain.flows = (0..<4).map { .init(activity: $0, partner: 0, amount: 1, kind: .normal, first: 0.1) }
    return chain
  }

  @Test("Samples in which a loop eats all it makes are counted and left out", arguments: [false, true])
  func failures(isOwnUse: Bool) throws {
    let row = UncertainChain.Row(
      activity: isOwnUse ? 1 : 2, partner: 1, amount: 0.8, kind: .uniform, first: 0.5, second: 1.25)
    let chain = loop(row, isOwnUse: isOwnUse)
    let samples = try chain.graph.sample(
      [Demand(of: 0), Demand(of: 3)], options: SamplingOptions(samples: 2000, seed: 9, threads: 2))
    let expected = (0..<2000).filter { sample in
      let amounts = chain.amounts(sample: sample, seed: 9).exchanges
      // Gain of the loop 1 → 2 → 1 with the way over 0; of the own use.
      return isOwnUse ? amounts[2] >= 1 : amounts[4] + 1e-3 >= 1
    }
    #expect(samples.failedSamples == expected)
    #expect(expected.count > 500)
    for d in 0..<2 { #expect(samples.scores(demand: d, indicator: 0).count == 2000 - expected.count) }
    #expect(samples.scores(demand: 0, indicator: 0).allSatisfy { $0.isFinite && $0 > 0 })
    let succeeded = (0..<2000).filter { !expected.contains($0) }
    for (place, sample) in succeeded.enumerated() where place % 97 == 0 {
      let amounts = chain.amounts(sample: sample, seed: 9)
      let solution = try chain.graph(exchanges: amounts.exchanges, flows: amounts.flows).solve(Demand(of: 0))
      #expect(abs(samples.scores(demand: 0, indicator: 0)[place] / solution.scores[0] - 1) < 1e-6)
    }
  }

  @Test("A chain whose nominal score is zero is solved in every sample all the same")
  func zeroScore() throws {
    var chain = UncertainChain.mixed(activities: 50, seed: 31)
    chain.flows = [
      .init(activity: 7, partner: 0, amount: 0, kind: .uniform, first: -1, second: 2),
      .init(activity: 20, partner: 0, amount: 0, kind: .normal, first: 1),
    ]
    let graph = chain.graph
    #expect(try graph.solve(Demand(of: 0)).scores.allSatisfy { $0 == 0 })
    let samples = try graph.sample([Demand(of: 0)], options: SamplingOptions(samples: 24, seed: 4))
    #expect(samples.failedSamples.isEmpty)
    for sample in 0..<24 {
      let amounts = chain.amounts(sample: sample, seed: 4)
      let solution = try chain.graph(exchanges: amounts.exchanges, flows: amounts.flows).solve(Demand(of: 0))
      #expect(abs(samples.scores(demand: 0, indicator: 2)[sample] / solution.scores[2] - 1) < 1e-5)
    }
  }

  @Test("A loop that feeds no indicator fails a sample too")
  func failureWithoutScore() throws {
    var chain = loop(.init(activity: 2, partner: 1, amount: 0.8, kind: .uniform, first: 0.5, second: 1.25))
    chain.flows = [.init(activity: 0, partner: 0, amount: 1)]
    chain.exchanges[3].amount = 0
    let samples = try chain.graph.sample([Demand(of: 0)], options: SamplingOptions(samples: 200, seed: 9))
    let expected = (0..<200).filter { chain.amounts(sample: $0, seed: 9).exchanges[4] >= 1 }
    #expect(samples.failedSamples == expected)
    #expect(!expected.isEmpty)
  }

  @Test("Samples far from the nominal chain are solved by a factorisation of their own")
  func farSamples() throws {
    let chain = UncertainChain.mixed(activities: 60, seed: 5, scale: 0.9)
    let samples = try chain.graph.sample([Demand(of: 0)], options: SamplingOptions(samples: 300, seed: 1))
    var next = 0
    for sample in 0..<300 {
      if samples.failedSamples.contains(sample) { continue }
      let score = samples.scores(demand: 0, indicator: 1)[next]
      next += 1
      if sample % 5 != 0 { continue }
      let amounts = chain.amounts(sample: sample, seed: 1)
      let solution = try chain.graph(exchanges: amounts.exchanges, flows: amounts.flows).solve(Demand(of: 0))
      #expect(abs(score / solution.scores[1] - 1) < 1e-5)
    }
    #expect(next == samples.scores(demand: 0, indicator: 1).count)
  }

  @Test("Thousands of loops: no dense system, iteration and sparse factors")
  func manyLoops() throws {
    let pairs = 2600
    var chain = UncertainChain(outputs: [Double](repeating: 1, count: 2 * pairs + 1))
    for pair in 0..<pairs {
      let (a, b) = (2 * pair + 1, 2 * pair + 2)
      chain.exchanges.append(.init(activity: 0, partner: a, amount: 1, kind: .lognormal, first: 0.1))
      chain.exchanges.append(.init(activity: a, partner: b, amount: 0.95, kind: .lognormal, first: 0.02))
      chain.exchanges.append(
        .init(activity: b, partner: a, amount: 0.9, kind: .uniform, first: 0.85, second: 0.93))
      chain.flows.append(.init(activity: b, partner: 0, amount: 1))
    }
    let samples = try chain.graph.sample([Demand(of: 0)], options: SamplingOptions(samples: 8, seed: 3))
    var next = 0
    for sample in 0..<8 {
      let amounts = chain.amounts(sample: sample, seed: 3).exchanges
      var isProductive = true
      var expected = 0.0
      for pair in 0..<pairs {
        let (root, ab, ba) = (amounts[3 * pair], amounts[3 * pair + 1], amounts[3 * pair + 2])
        if ab * ba >= 1 { isProductive = false }
        expected += root * ab / (1 - ab * ba)
      }
      #expect(isProductive != samples.failedSamples.contains(sample))
      if isProductive {
        #expect(abs(samples.scores(demand: 0, indicator: 0)[next] / expected - 1) < 1e-5)
        next += 1
      }
    }
  }

  @Test("A sum of independent inputs: moments, and each input's share of the variance")
  func linearChain() throws {
    let count = 20_000
    let weights = [1.0, 2, 3, 0.5, 0.05]
    var chain = UncertainChain(outputs: [Double](repeating: 1, count: 7))
    let rows: [(Distributions.Kind, Double, Double, Double)] = [
      (.lognormal, 1, 0.3, 0), (.normal, 2, 0.2, 0), (.uniform, 1, 0.5, 2), (.triangular, 1, 0, 3),
      (.normal, 1, 0.1, 0),
    ]
    for (i, row) in rows.enumerated() {
      chain.exchanges.append(
        .init(activity: 0, partner: i + 1, amount: row.1, kind: row.0, first: row.2, second: row.3))
      chain.flows.append(.init(activity: i + 1, partner: 0, amount: weights[i]))
    }
    chain.exchanges.append(.init(activity: 0, partner: 6, amount: 1))
    chain.flows.append(.init(activity: 6, partner: 0, amount: 1.5, kind: .lognormal, first: 0.25))
    let graph = chain.graph
    let samples = try graph.sample([Demand(of: 0)], options: SamplingOptions(samples: count, seed: 6))
    let summary = Summary(samples.scores(demand: 0, indicator: 0))

    let means = [exp(0.045), 2, 1.25, 4.0 / 3, 1]
    let variances = [exp(0.09) * expm1(0.09), 0.04, 1.5 * 1.5 / 12, (1.0 + 2 + 4) / 18, 0.01]
    let flowMean = 1.5 * exp(0.03125)
    let flowVariance = 2.25 * exp(0.0625) * expm1(0.0625)
    let parts = zip(weights, variances).map { $0 * $0 * $1 } + [flowVariance]
    let variance = parts.reduce(0, +)
    let mean = zip(weights, means).reduce(flowMean) { $0 + $1.0 * $1.1 }
    #expect(abs(summary.mean - mean) < 4 * (variance / Double(count)).squareRoot())
    #expect(abs(summary.standardDeviation / variance.squareRoot() - 1) < 0.03)

    let contributions = try graph.varianceContributions(in: samples, demand: 0, indicator: 0)
    #expect(contributions.examined == 6 && contributions.uncertainRows == 6)
    #expect(abs(contributions.unexplained) < 0.03)
    for influence in contributions.influences {
      let part: Double
      switch influence.row {
      case .input(let k): part = parts[graph.exchangeRow(ofInput: k)]
      case .flow(let row):
        #expect(row == 5)
        part = parts[5]
      }
      #expect(abs(influence.share - part / variance) < 0.03)
      #expect(influence.correlation > 0)
      #expect(abs(influence.effect - part.squareRoot()) < 1e-9 * part.squareRoot())
    }
    #expect(
      zip(contributions.influences, contributions.influences.dropFirst()).allSatisfy { $0.share >= $1.share })
    // The smallest share, 2e-5, is far below what 20,000 samples can tell from zero.
    #expect(contributions.influences.count == 5)

    let fewer = try graph.varianceContributions(in: samples, demand: 0, indicator: 0, examined: 2)
    #expect(fewer.examined == 2 && fewer.influences.count == 2)
    #expect(abs(fewer.unexplained - (1 - fewer.influences.reduce(0) { $0 + $1.share })) < 1e-12)
  }

  @Test("A product of lognormals along a chain is lognormal")
  func productChain() throws {
    let sigmas = [0.1, 0.2, 0.3, 0.15]
    var chain = UncertainChain(outputs: [Double](repeating: 2, count: 5))
    for (i, sigma) in sigmas.enumerated() {
      chain.exchanges.append(.init(activity: i, partner: i + 1, amount: 3, kind: .lognormal, first: sigma))
    }
    chain.flows = [.init(activity: 4, partner: 0, amount: -2, kind: .lognormal, first: 0.2)]
    let count = 40_000
    let samples = try chain.graph.sample([Demand(of: 0)], options: SamplingOptions(samples: count, seed: 1))
    let summary = Summary(samples.scores(demand: 0, indicator: 0))
    let sigma = (sigmas.reduce(0) { $0 + $1 * $1 } + 0.04).squareRoot()
    let median = -81.0 / 16
    #expect(abs(summary.median / median - 1) < 4 * 1.2533 * sigma / Double(count).squareRoot())
    #expect(
      abs(summary.mean / (median * exp(sigma * sigma / 2)) - 1) < 4 * sigma * 1.1 / Double(count).squareRoot()
    )
    #expect(abs(summary.p2_5 / (median * exp(1.959964 * sigma)) - 1) < 0.03)
    #expect(abs(summary.p97_5 / (median * exp(-1.959964 * sigma)) - 1) < 0.03)
  }

  @Test(
    "A chain with loops has the statistics that numpy finds with draws of its own",
    .enabled(if: Numpy.isThere, "needs numpy and scipy"))
  func numpyMonteCarlo() throws {
    let chain = UncertainChain.mixed(activities: 25, seed: 12, scale: 0.25)
    let count = 10_000
    let samples = try chain.graph.sample([Demand(of: 0)], options: SamplingOptions(samples: count, seed: 77))
    #expect(samples.failedSamples.isEmpty)
    func columns(_ rows: [UncertainChain.Row]) -> [[Double]] {
      [
        rows.map { Double($0.activity) }, rows.map { Double($0.partner) }, rows.map(\.amount),
        rows.map { Double($0.kind.rawValue) }, rows.map(\.first), rows.map(\.second),
      ]
    }
    let scores = try Numpy.call(
      "monte_carlo",
      [chain.outputs, chain.factors.map { $0[1] }, [Double(count)]]
        + columns(chain.exchanges) + columns(chain.flows))[0]
    let ours = Summary(samples.scores(demand: 0, indicator: 1))
    let theirs = Summary(scores)
    let error = theirs.standardDeviation * (2 / Double(count)).squareRoot()
    #expect(abs(ours.mean - theirs.mean) < 4 * error)
    #expect(abs(ours.median - theirs.median) < 4 * 1.26 * error)
    #expect(abs(ours.standardDeviation / theirs.standardDeviation - 1) < 0.05)
    // The standard error of a 2.5 % quantile is √(0.025 · 0.975) / density = 2.7 standard errors of the mean.
    #expect(abs(ours.p2_5 - theirs.p2_5) < 4 * 2.7 * error)
    #expect(abs(ours.p97_5 - theirs.p97_5) < 4 * 3.5 * error)
    let p = try Numpy.call("same", [samples.scores(demand: 0, indicator: 1), scores])[0][0]
    #expect(p > 1e-3)
  }

  @Test("A chain without uncertainty gives its score in every sample; progress reaches the end")
  func certain() throws {
    var chain = UncertainChain.mixed(activities: 30, seed: 2)
    for r in chain.exchanges.indices { chain.exchanges[r].kind = .none }
    for r in chain.flows.indices { chain.flows[r].kind = .none }
    let graph = chain.graph
    let counter = Counter()
    let samples = try graph.sample([Demand(of: 0)], options: SamplingOptions(samples: 20)) {
      counter.done = $0
    }
    let expected = try graph.solve(Demand(of: 0)).scores
    for k in 0..<3 {
      #expect(samples.scores(demand: 0, indicator: k).allSatisfy { abs($0 / expected[k] - 1) < 1e-9 })
    }
    #expect(counter.done == 20)
    let nothing = try graph.varianceContributions(in: samples, demand: 0, indicator: 0)
    #expect(nothing.influences.isEmpty && nothing.uncertainRows == 0)
  }

  @Test("A chain that cannot supply itself at its nominal amounts is refused")
  func refusal() throws {
    let chain = loop(.init(activity: 2, partner: 1, amount: 1.2, kind: .uniform, first: 0.5, second: 1.25))
    #expect(throws: SupplyGraphError.self) {
      try chain.graph.sample([Demand(of: 0)], options: SamplingOptions())
    }
  }
}

private final class Counter: @unchecked Sendable { var done = 0 }
