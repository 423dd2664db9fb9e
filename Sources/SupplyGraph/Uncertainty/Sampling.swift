import CKernels
import Dispatch

extension SupplyGraph {
  /// Draws samples of every uncertain amount upstream of the demands and solves each.
  ///
  /// - Parameters:
  ///   - progress: called now and then with the number of samples done, from any thread, never twice at once.
  /// - Throws: `SupplyGraphError` where the chain has no solution at its nominal amounts.
  public func sample(
    _ demands: [Demand], options: SamplingOptions, progress: (@Sendable (Int) -> Void)? = nil
  ) throws -> Samples {
    precondition(options.samples >= 1 && (options.groups == 0 || options.group.count == activityCount))
    let roots = demands.flatMap { $0.amounts.map { Int32($0.activity) } }
    let solver = try Solver(self, roots: roots)
    let matrix = solver.matrix
    let groups = max(1, options.groups)
    let group = options.groups == 0 ? [Int32](repeating: 0, count: activityCount) : options.group
    let plan = SamplePlan(self, matrix, group: group, groups: groups)
    let intensities = try solver.intensities()
    let nominal = try demands.map { NominalDemand($0, matrix, try solver.solve($0), intensities) }

    let batches = (options.samples + 7) / 8
    let threads = max(1, min(options.threads, batches))
    let inverse = SampleFactors.nominalInverse(plan)
    let tracked = options.trackedActivities.map { Int(matrix.position[$0]) }
    let results = SampleResults(plan, demands: demands, tracked: tracked, options: options)

    @Sendable func run(_ thread: Int) {
      let worker = SampleWorker(plan)
      for batch in stride(from: thread, to: batches, by: threads) {
        worker.draw(seed: options.seed, first: UInt64(batch * 8))
        for (d, demand) in nominal.enumerated() {
          let outcome = worker.solve(demand, inverse: inverse)
          results.store(worker, demand: d, batch: batch, solved: outcome.solved, error: outcome.error)
        }
        if thread == 0 { progress?(min(options.samples, (batch + 1) * 8)) }
      }
    }
    if threads == 1 { run(0) } else { DispatchQueue.concurrentPerform(iterations: threads, execute: run) }
    progress?(options.samples)
    return results.samples
  }
}

/// Where threads put the results of their batches: each writes to places of its own.
private final class SampleResults: @unchecked Sendable {
  private let plan: SamplePlan
  private let options: SamplingOptions
  private let tracked: [Int]
  private let demands: [Demand]
  /// Indicators × (1 + groups + tracked activities).
  private let valuesPerDemand: Int
  private let batches: Int
  /// `[(demand * valuesPerDemand + value) * batches + batch]`, eight samples each.
  private let values: LaneBuffer
  /// `[demand * batches + batch]`: estimated errors, infinite where a sample failed.
  private let errors: LaneBuffer
  /// The place of each position among those with uncertain flows; -1 for the others.
  private let flowPlace: [Int]

  init(_ plan: SamplePlan, demands: [Demand], tracked: [Int], options: SamplingOptions) {
    self.plan = plan
    self.options = options
    self.tracked = tracked
    self.demands = demands
    batches = (options.samples + 7) / 8
    valuesPerDemand = plan.indicators * (1 + options.groups + tracked.count)
    values = LaneBuffer(demands.count * valuesPerDemand * batches)
    errors = LaneBuffer(demands.count * batches)
    var place = [Int](repeating: -1, count: plan.matrix.count)
    for (m, position) in plan.flows.positions.enumerated() { place[Int(position)] = m }
    flowPlace = place
  }

  func store(_ worker: SampleWorker, demand: Int, batch: Int, solved: [Bool], error: Double) {
    let indicators = plan.indicators
    let sums = LaneBuffer(plan.groups * indicators)
    sums.fill(.zero)
    dk_weigh8(
      Int32(plan.matrix.count), Int32(indicators), plan.weights, plan.group, worker.levels.numbers,
      sums.numbers)
    dk_weigh8_lanes(
      Int32(plan.flows.positions.count), Int32(indicators), worker.flowWeights.numbers, plan.flows.positions,
      plan.group, worker.levels.numbers, sums.numbers)
    func put(_ value: Int, _ lanes: SIMD8<Double>) {
      values.lanes[(demand * valuesPerDemand + value) * batches + batch] = lanes
    }
    var isFinite = SIMDMask<SIMD8<Int64>>(repeating: true)
    for k in 0..<indicators {
      var total = SIMD8<Double>.zero
      for g in 0..<plan.groups { total += sums.lanes[g * indicators + k] }
      isFinite = isFinite .& (total.magnitude .<= SIMD8(repeating: .greatestFiniteMagnitude))
      put(k, total)
      for g in 0..<options.groups { put((1 + g) * indicators + k, sums.lanes[g * indicators + k]) }
    }
    for (t, position) in tracked.enumerated() {
      for k in 0..<indicators {
        var part = SIMD8<Double>.zero
        if position >= 0 {
          part = SIMD8(repeating: plan.weights[position * indicators + k])
          let m = flowPlace[position]
          if m >= 0 { part += worker.flowWeights.lanes[m * indicators + k] }
          part *= worker.levels.lanes[position]
        }
        put((1 + options.groups + t) * indicators + k, part)
      }
    }
    var outcome = SIMD8<Double>(repeating: error)
    for lane in 0..<8 where !solved[lane] || !isFinite[lane] { outcome[lane] = .infinity }
    errors.lanes[demand * batches + batch] = outcome
  }

  /// The results without the samples in which any demand failed.
  var samples: Samples {
    var failed: [Int] = []
    var largest = 0.0
    for sample in 0..<options.samples {
      var worst = 0.0
      for d in 0..<demands.count { worst = max(worst, errors.numbers[(d * batches + sample / 8) * 8 + sample % 8]) }
      if worst.isFinite { largest = max(largest, worst) } else { failed.append(sample) }
    }
    let isFailed = Set(failed)
    let columns = (0..<demands.count * valuesPerDemand).map { value in
      let start = values.numbers(from: value * batches)
      return (0..<options.samples).compactMap { isFailed.contains($0) ? nil : start[$0] }
    }
    return Samples(
      demands: demands, options: options, indicators: plan.indicators, failedSamples: failed, relativeErrorEstimate: largest,
      values: columns, valuesPerDemand: valuesPerDemand)
  }
}
