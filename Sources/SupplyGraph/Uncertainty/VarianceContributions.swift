/// An uncertain row of a chain.
public enum UncertainRow: Sendable, Hashable {
  /// An input of an activity: its position in column order (`SupplyGraph.inputs`).
  case input(Int)
  /// A row of the flow table.
  case flow(Int)
}

/// How much one uncertain row drives the spread of a score.
public struct Influence: Sendable, Hashable {
  /// The row.
  public let row: UncertainRow
  /// Its share of the variance of the score, 0 to 1: the squared correlation, less what chance alone would give.
  public let share: Double
  /// The correlation (Pearson) of the row's amount with the score over the samples, -1 to 1.
  public let correlation: Double
  /// What the score moves for one standard deviation of the row, to first order at the nominal amounts.
  public let effect: Double
}

/// Which uncertain rows drive the spread of a score.
public struct VarianceContributions: Sendable, Hashable {
  /// Rows whose correlation with the score is more than three standard errors from zero, largest share first.
  public let influences: [Influence]
  /// 1 less all shares: interactions, rows below the threshold, and sampling error (which can make it negative).
  public let unexplained: Double
  /// The number of rows whose samples were looked at.
  public let examined: Int
  /// The number of uncertain rows with any first-order effect on the score.
  public let uncertainRows: Int
}

/// First-order effect of an uncertain row.
package struct RowEffect: Sendable {
  package var row: UncertainRow
  package var effect: Double
  package var key: UInt64
}

extension SupplyGraph {
  /// Which uncertain amounts drive the spread of a score: rows are ranked by their first-order effect, then those
  /// with the largest have their samples correlated with the score's.
  ///
  /// - Parameters:
  ///   - samples: of this chain.
  ///   - demand: one of `samples.demands`, by number.
  ///   - examined: how many rows to look at.
  /// - Throws: `SupplyGraphError` where the chain has no solution at its nominal amounts.
  public func varianceContributions(
    in samples: Samples, demand: Int, indicator: Int, examined: Int = 100
  ) throws -> VarianceContributions {
    let wanted = samples.demands[demand]
    let solver = try Solver(self, roots: wanted.amounts.map { Int32($0.activity) })
    let solution = try solver.solve(wanted)
    let intensities = try solver.intensities()
    var factor = [Double](repeating: 0, count: flows.flowCount)
    for row in factors.flow.indices where Int(factors.indicator[row]) == indicator {
      factor[Int(factors.flow[row])] += factors.factor[row]
    }
    let effects = rowEffects(
      runs: solution.runs, intensity: (0..<activityCount).map { intensities[$0, indicator] }, factor: factor)
    return varianceContributions(
      scores: samples.scores(demand: demand, indicator: indicator), failed: samples.failedSamples,
      seed: samples.options.seed, effects: effects, examined: examined)
  }

  /// The uncertain rows that move a score most, to first order: derivative × standard deviation, largest first.
  ///
  /// d score / d amount(i, j) = intensity of i × runs of j for an input, factor × runs of j for a flow.
  /// - Parameters:
  ///   - runs: runs of each activity at the nominal amounts; rows of activities with 0 are left out.
  ///   - intensity: the indicator for one unit of each activity's product.
  ///   - factor: the indicator per unit of each flow.
  package func rowEffects(runs: [Double], intensity: [Double], factor: [Double]) -> [RowEffect] {
    let active = (0..<Int32(activityCount)).filter { runs[Int($0)] != 0 }
    var effects: [RowEffect] = []
    func add(_ row: UncertainRow, _ effect: Double, _ key: UInt64) {
      if effect != 0, effect.isFinite { effects.append(RowEffect(row: row, effect: effect, key: key)) }
    }
    if let distributions = inputDistributions {
      forEachUncertainInput(of: active) { k, j, key in
        let deviation = distributions.standardDeviation(k, amount: amounts[k])
        add(.input(k), intensity[Int(inputs[k])] * runs[Int(j)] * deviation, key)
      }
    }
    if let distributions = flows.distributions {
      forEachUncertainFlow(of: active) { row, j, key in
        let weight = factor[Int(flows.flow[row])]
        guard weight != 0 else { return }
        let deviation = distributions.standardDeviation(row, amount: flows.amount[row])
        add(.flow(row), weight * runs[Int(j)] * deviation, key)
      }
    }
    return effects.sorted { abs($0.effect) > abs($1.effect) }
  }

  /// Correlates the samples of the rows with the largest effects with the scores of the same samples.
  ///
  /// - Parameters:
  ///   - scores: a score for each sample that is not in `failed`, in order.
  ///   - failed: samples without a score, rising.
  ///   - effects: uncertain rows, largest first.
  ///   - examined: how many of them to look at.
  package func varianceContributions(
    scores: [Double], failed: [Int], seed: UInt64, effects: [RowEffect], examined: Int
  ) -> VarianceContributions {
    let chosen = Array(effects.prefix(examined))
    guard scores.count > 2, let firstScore = scores.first, !chosen.isEmpty else {
      return VarianceContributions(
        influences: [], unexplained: 1, examined: 0, uncertainRows: effects.count)
    }
    var plan = DrawPlan()
    for (slot, candidate) in chosen.enumerated() {
      let place = Int32(truncatingIfNeeded: slot)
      switch candidate.row {
      case .input(let k):
        guard let distributions = inputDistributions else { continue }
        plan.append(k, of: distributions, amount: amounts[k], key: candidate.key, slot: place)
      case .flow(let row):
        guard let distributions = flows.distributions else { continue }
        plan.append(row, of: distributions, amount: flows.amount[row], key: candidate.key, slot: place)
      }
    }
    let moments = Moments(scores, near: firstScore)
    var sums = [CrossMoments](repeating: CrossMoments(), count: chosen.count)
    var lanes = [Double](repeating: 0, count: chosen.count * DrawPlan.width)
    var next = 0
    var failedLeft = failed[...]
    for first in stride(from: 0, to: scores.count + failed.count, by: DrawPlan.width) {
      lanes.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        plan.fill(base, seed: seed, firstSample: UInt64(first))
      }
      for lane in 0..<min(DrawPlan.width, scores.count + failed.count - first) {
        if failedLeft.first == first + lane {
          failedLeft.removeFirst()
          continue
        }
        let deviation = scores[next] - moments.mean
        for row in chosen.indices { sums[row].add(lanes[row * DrawPlan.width + lane], deviation) }
        next += 1
      }
    }
    let degrees = Double(scores.count - 2)
    let influences = zip(chosen, sums).compactMap { candidate, sum -> Influence? in
      let correlation = sum.correlation(squares: moments.squares, count: Double(scores.count))
      let square = correlation * correlation
      guard square * degrees > 9 * (1 - square) else { return nil }
      let share = 1 - (1 - square) * (degrees + 1) / degrees
      return Influence(
        row: candidate.row, share: share, correlation: correlation, effect: candidate.effect)
    }
    return VarianceContributions(
      influences: influences.sorted { $0.share > $1.share },
      unexplained: 1 - influences.reduce(0) { $0 + $1.share },
      examined: chosen.count, uncertainRows: effects.count)
  }
}

/// Sums for the correlation of one row with scores whose mean has been taken off.
private struct CrossMoments {
  private var origin = Double.nan
  private var sum = 0.0
  private var squares = 0.0
  private var cross = 0.0

  mutating func add(_ value: Double, _ deviation: Double) {
    if origin.isNaN { origin = value }
    let x = value - origin
    sum += x
    squares += x * x
    cross += x * deviation
  }

  func correlation(squares scoreSquares: Double, count: Double) -> Double {
    let own = squares - sum * sum / count
    let product = own * scoreSquares
    return product > 0 ? max(-1, min(1, cross / product.squareRoot())) : 0
  }
}
