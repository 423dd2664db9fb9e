import CKernels

/// Draws and solves eight samples at a time; each thread has one.
final class SampleWorker {
  typealias Eight = SIMD8<Double>

  let plan: SamplePlan
  /// Drawn entries and own uses, by slot.
  let values: LaneBuffer
  /// Nominal net output over drawn net output, one for each own use.
  let ownRatios: LaneBuffer
  /// Levels by position; torn positions hold the iterate.
  let levels: LaneBuffer
  /// What the torn activities would have to make.
  private let image: LaneBuffer
  private let step: LaneBuffer
  private let flowDraws = LaneBuffer(FlowDraws.pieceRows)
  /// Weights of activities with uncertain flows: `[m * indicators + indicator]`.
  let flowWeights: LaneBuffer
  private var demand: [Double]
  private let acceleration: LaneAcceleration
  /// Whether no entry of the system is negative, by lane.
  private var isNonnegative = SIMDMask<SIMD8<Int64>>(repeating: true)
  private var isFeasible = SIMDMask<SIMD8<Int64>>(repeating: true)
  /// Where a single sample is solved by factorisation, the lane it holds, and the factors of lanes so far.
  private lazy var alone = SampleWorker(plan)
  private var laneAlone: Int?
  private var factors: [Int: SampleFactors] = [:]

  /// Passes before a lane is left to a factorisation of its own.
  private static let passLimit = 20
  /// Where the estimated relative error of every score is to get before the last sweep improves it once more.
  static let tolerance = 1e-6
  /// An estimate above this after all attempts makes the sample fail.
  private static let failure = 1e-5

  init(_ plan: SamplePlan) {
    self.plan = plan
    let matrix = plan.matrix
    values = LaneBuffer(plan.slots)
    ownRatios = LaneBuffer(plan.ownUses.count)
    levels = LaneBuffer(matrix.count)
    image = LaneBuffer(matrix.torn)
    step = LaneBuffer(matrix.torn)
    flowWeights = LaneBuffer(plan.flows.positions.count * plan.indicators)
    demand = [Double](repeating: 0, count: matrix.count)
    acceleration = LaneAcceleration(size: matrix.torn)
  }

  // MARK: Drawing

  /// Samples `first ..< first + 8`.
  func draw(seed: UInt64, first: UInt64) {
    plan.draws.fill(values.numbers, seed: seed, firstSample: first)
    setOwnRatios()
    isNonnegative = SIMDMask(repeating: plan.isNonnegative)
    for slot in plan.signRisks { isNonnegative = isNonnegative .& (values.lanes[slot] .>= 0) }
    flowWeights.fill(.zero)
    for piece in plan.flows.pieces {
      piece.draws.fill(flowDraws.numbers, seed: seed, firstSample: first)
      dk_add8(
        Int64(piece.source.count), piece.source, piece.target, piece.factor, flowDraws.numbers,
        flowWeights.numbers)
    }
    factors = [:]
    laneAlone = nil
  }

  /// One lane in all lanes.
  func copyLane(_ lane: Int, from other: SampleWorker) {
    for slot in 0..<plan.slots { values.lanes[slot] = Eight(repeating: other.values.lanes[slot][lane]) }
    for use in 0..<plan.ownUses.count {
      ownRatios.lanes[use] = Eight(repeating: other.ownRatios.lanes[use][lane])
    }
  }

  private func setOwnRatios() {
    isFeasible = SIMDMask(repeating: true)
    for (index, use) in plan.ownUses.enumerated() {
      var net = Eight(repeating: use.net)
      for slot in use.firstSlot..<use.firstSlot + use.count { net -= values.lanes[slot] }
      let ratio = Eight(repeating: plan.matrix.net[use.position]) / net
      isFeasible = isFeasible .& (ratio .> 0) .& (ratio .< Eight(repeating: .infinity))
      ownRatios.lanes[index] = ratio
    }
  }

  // MARK: Solving

  /// One sweep: levels of the untorn activities for the torn levels in `levels`; what the torn ones would have to
  /// make goes into `target`.
  func sweep(_ demand: [Double], into target: LaneBuffer) {
    let matrix = plan.matrix
    let untorn = matrix.untorn
    func rows(_ first: Int, _ last: Int, _ y: UnsafeMutablePointer<Double>) {
      dk_rows8(
        Int32(first), Int32(last), demand, plan.certainStart, plan.certainColumn, plan.certain,
        plan.uncertainStart, plan.uncertainColumn, values.numbers, levels.numbers, y)
    }
    var next = 0
    for (index, use) in plan.ownUses.enumerated() where use.position < untorn {
      rows(next, use.position + 1, levels.numbers(from: next))
      levels.lanes[use.position] *= ownRatios.lanes[index]
      next = use.position + 1
    }
    rows(next, untorn, levels.numbers(from: next))
    rows(untorn, matrix.count, target.numbers)
    for (index, use) in plan.ownUses.enumerated() where use.position >= untorn {
      target.lanes[use.position - untorn] *= ownRatios.lanes[index]
    }
  }

  /// Solves a demand for the samples drawn last; `levels` holds the outcome.
  ///
  /// Returns which lanes have a solution, and the largest estimated relative error of a score among them.
  func solve(_ nominal: NominalDemand, inverse: [Double]?) -> (solved: [Bool], error: Double) {
    for (position, amount) in nominal.demand { demand[position] += amount }
    defer { for (position, _) in nominal.demand { demand[position] = 0 } }
    var error = Eight.zero
    let torn = levels.lanes + plan.matrix.untorn
    for h in nominal.torn.indices { torn[h] = Eight(repeating: nominal.torn[h]) }
    if nominal.torn.isEmpty {
      sweep(demand, into: image)
    } else {
      error = iterate(nominal, inverse)
      for lane in 0..<8 where isFeasible[lane] && !(error[lane] <= Self.tolerance) {
        error[lane] = solveAlone(lane, nominal)
      }
    }
    var solved = isFeasible .& (error .<= Self.failure)
    if nominal.isNonnegative {
      for h in nominal.torn.indices {
        let isNegative = torn[h] .< Eight(repeating: -nominal.negligible[h])
        solved = solved .& .!(isNegative .& isNonnegative)
      }
    }
    let largest = error.replacing(with: 0, where: .!solved).max()
    return ((0..<8).map { solved[$0] }, largest)
  }

  /// Accelerated iteration from the nominal levels of the torn activities. Returns the estimated relative error.
  private func iterate(_ nominal: NominalDemand, _ inverse: [Double]?) -> Eight {
    let torn = levels.lanes + plan.matrix.untorn
    acceleration.restart()
    for _ in 0..<Self.passLimit {
      let error = residual(nominal, inverse)
      let isDone = (error .<= Self.tolerance) .| .!isFeasible
      acceleration.step(x: torn, f: step.lanes, weights: nominal.squaredWeights)
      if all(isDone) { break }
    }
    return residual(nominal, inverse)
  }

  /// Sweeps, and leaves in `step` what the torn levels miss, to first order. Returns its size in terms of scores.
  private func residual(_ nominal: NominalDemand, _ inverse: [Double]?) -> Eight {
    let torn = levels.lanes + plan.matrix.untorn
    let size = plan.matrix.torn
    sweep(demand, into: image)
    for h in 0..<size { image.lanes[h] -= torn[h] }
    if let inverse {
      dk_dense8(Int32(size), inverse, image.numbers, step.numbers)
    } else {
      step.lanes.update(from: image.lanes, count: size)
    }
    var error = Eight.zero
    for h in 0..<size { error += step.lanes[h].magnitude * nominal.weights[h] }
    return error
  }

  // MARK: One sample

  /// Solves one lane by a factorisation of its own system. Returns the estimated relative error.
  private func solveAlone(_ lane: Int, _ nominal: NominalDemand) -> Double {
    if laneAlone != lane {
      alone.copyLane(lane, from: self)
      laneAlone = lane
    }
    guard let factors = factors[lane] ?? SampleFactors(alone) else { return .infinity }
    self.factors[lane] = factors
    let error = alone.solve(demand, factors, nominal)
    for j in 0..<levels.count { levels.lanes[j][lane] = alone.levels.lanes[j][0] }
    return error
  }

  private func solve(_ demand: [Double], _ factors: SampleFactors, _ nominal: NominalDemand) -> Double {
    let torn = levels.lanes + plan.matrix.untorn
    let size = plan.matrix.torn
    torn.update(repeating: .zero, count: size)
    var error = Double.infinity
    for _ in 0..<6 {
      sweep(demand, into: image)
      let correction = factors.solve((0..<size).map { (image.lanes[$0] - torn[$0])[0] })
      error = 0
      for h in 0..<size {
        error += correction[h].magnitude * nominal.weights[h]
        torn[h] += Eight(repeating: correction[h])
      }
      if !(error > 1e-12) { break }
    }
    sweep(demand, into: image)
    return error
  }
}

/// What a sample starts from: a demand in levels, and its solution at the nominal amounts.
struct NominalDemand: Sendable {
  /// Wanted levels by position.
  var demand: [(position: Int, amount: Double)]
  /// Levels of the torn activities.
  var torn: [Double]
  /// What one unit of each torn level adds to the indicators, relative to each score: the largest.
  var weights: [Double]
  var squaredWeights: [Double]
  /// How far below zero a torn level may lie by rounding.
  var negligible: [Double]
  /// Whether no wanted level is negative.
  var isNonnegative: Bool { demand.allSatisfy { $0.amount >= 0 } }

  init(_ demand: Demand, _ matrix: TornMatrix, _ solution: Solution, _ intensities: Intensities) {
    self.demand = demand.amounts.map { activity, amount in
      let position = Int(matrix.position[activity])
      return (position, matrix.net[position] < 0 ? -amount : amount)
    }
    let isReached = matrix.reached(from: self.demand.map(\.position))
    // Levels count by what they add to scores, and a little by themselves; only by themselves without scores.
    let share = solution.scores.contains { $0 != 0 } ? 1e-6 : 1
    torn = []
    weights = []
    negligible = []
    for j in matrix.untorn..<matrix.count {
      let activity = Int(matrix.activity[j])
      let level = isReached[j] ? solution.runs[activity] * matrix.net[j].magnitude : 0
      var weight = level == 0 ? 0 : share / level.magnitude
      for k in 0..<intensities.indicatorCount where solution.scores[k] != 0 {
        weight = max(weight, (intensities[activity, k] / solution.scores[k]).magnitude)
      }
      weight = min(max(weight, 1e-100), 1e100)
      torn.append(level)
      weights.append(weight)
      negligible.append(isReached[j] ? max(1e-6 * level.magnitude, 1e-12 / weight) : .infinity)
    }
    squaredWeights = weights.map { $0 * $0 }
  }
}

extension TornMatrix {
  /// Which positions are upstream of these.
  fileprivate func reached(from positions: [Int]) -> [Bool] {
    var isReached = [Bool](repeating: false, count: count)
    var open = positions
    for j in positions { isReached[j] = true }
    while let j = open.popLast() {
      for k in Int(start[j])..<Int(start[j + 1]) where !isReached[Int(row[k])] {
        isReached[Int(row[k])] = true
        open.append(Int(row[k]))
      }
    }
    return isReached
  }
}
