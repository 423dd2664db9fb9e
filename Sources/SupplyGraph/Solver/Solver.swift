/// Solves demands on one chain. The order of the chain is found once; the first demand is iterated, from the second
/// on the system of the torn activities is factorised and a demand costs two sweeps.
public final class Solver {
  let graph: SupplyGraph
  private let roots: [Int32]?
  let matrix: TornMatrix
  let magnitudes: [Double]
  /// Indicators of each position for one unit of its level.
  let weights: [Double]
  private var proof: (g: [Double], scale: [Double])?
  /// Set once no majorant was found: iterating would prove nothing.
  private var hasNoMajorant = false
  private(set) lazy var factorisation: TornFactorisation? =
    (1...Self.largestDenseSystem).contains(matrix.torn)
    ? TornFactorisation(matrix, magnitudes: magnitudes) : nil
  private(set) lazy var sparse: SparseFactorisation? = SparseFactorisation(matrix)
  /// The same chain with every activity of its loops torn: partial pivoting then keeps the error small where the
  /// elimination of the loop-free part would let it grow.
  private(set) lazy var wholeLoops: Solver? =
    (1...Self.largestWholeLoops).contains(matrix.loops.reduce(0) { $0 + $1.count })
    ? try? Solver(graph, roots: roots, tearsWholeLoops: true) : nil
  private var demandsSolved = 0

  /// The accuracy to reach: a bound above it sends the demand to the next method.
  static let wantedBound = 1e-9
  /// Above this many torn activities a dense system is not tried.
  static let largestDenseSystem = 4000
  /// Up to this many activities in loops, all of them may be torn for a better proof.
  static let largestWholeLoops = 1500

  /// Prepares the whole chain.
  ///
  /// - Throws: `SupplyGraphError.cannotSupplyItself` where an activity takes as much of its product as it makes.
  public convenience init(_ graph: SupplyGraph) throws { try self.init(graph, roots: nil) }

  init(_ graph: SupplyGraph, roots: [Int32]?, tearsWholeLoops: Bool = false) throws {
    self.graph = graph
    self.roots = roots
    matrix = try TornMatrix(graph, roots: roots, tearsWholeLoops: tearsWholeLoops)
    magnitudes = matrix.absoluteValue()
    let indicators = graph.indicatorCount
    var weights = [Double](repeating: 0, count: matrix.count * indicators)
    for j in 0..<matrix.count {
      let scale = 1 / matrix.net[j].magnitude
      let base = Int(matrix.activity[j]) * indicators
      for k in 0..<indicators { weights[j * indicators + k] = graph.characterised[base + k] * scale }
    }
    self.weights = weights
  }

  /// The runs that supply a demand, and what they score.
  ///
  /// - Throws: `SupplyGraphError.cannotSupplyItself` with the activities of the loop.
  public func solve(_ demand: Demand) throws -> Solution {
    demandsSolved += 1
    let d = try levels(of: demand)
    var best: (attempt: Attempt, solver: Solver)?
    var isRegular = false
    func consider(_ attempt: Attempt?, of solver: Solver? = nil) -> Bool {
      guard let attempt else { return false }
      if best.map({ attempt.bound < $0.attempt.bound }) ?? true { best = (attempt, solver ?? self) }
      return attempt.bound <= Self.wantedBound
    }
    func answer() throws -> Solution {
      guard let best, best.attempt.scores.allSatisfy(\.isFinite) else { throw SupplyGraphError.notFinite }
      return best.solver.solution(best.attempt, demand)
    }

    if demandsSolved > 1, proof != nil, let factorisation {
      if consider(prove(byFactorisation(d, factorisation), d)) { return try answer() }
    }
    let proven = byIteration(d).flatMap { prove($0, d) }
    isRegular = proven != nil
    if consider(proven) { return try answer() }
    guard isRegular || isProductive else { throw refusal() }
    if matrix.torn > 0 {
      for solver in [self, wholeLoops].compactMap({ $0 }) {
        guard let factorisation = solver.factorisation else { continue }
        let d = try solver.levels(of: demand)
        let factorised = solver.byFactorisation(d, factorisation)
        guard let attempt = solver.bound(factorised, d, factorisation) else { continue }
        isRegular = true
        if consider(attempt, of: solver) { return try answer() }
        let refined = solver.refined(factorised, d) { solver.levels($0, factorisation).p }
        if consider(solver.bound(refined, d, factorisation), of: solver) { return try answer() }
      }
    }
    if let sparse {
      _ = consider(estimate(bySparseFactors(d, sparse), d, sparse))
    }
    if !isRegular, best.map({ !($0.attempt.bound < 0.5) }) ?? true { throw refusal() }
    return try answer()
  }

  /// Whether a positive g with g - |B|ᵀ g > 0 is known: then no loop eats all it makes, and iterations are proven.
  lazy var hasCertificate: Bool =
    matrix.torn == 0 || proof != nil
    || (!hasNoMajorant
      && matrix.majorant(of: [Double](repeating: 1, count: matrix.count), magnitudes: magnitudes) != nil)

  /// Whether every loop without negative entries makes more than it eats.
  private(set) lazy var isProductive: Bool =
    hasCertificate || matrix.loopsThatCannotSupplyThemselves(includingMixedSigns: false).isEmpty

  func refusal() -> SupplyGraphError {
    let loops = matrix.loopsThatCannotSupplyThemselves(includingMixedSigns: true)
    return .cannotSupplyItself(
      activities: loops.isEmpty ? matrix.loops.flatMap { $0.map { Int($0) } } : loops)
  }

  /// The demand in levels, by position.
  private func levels(of demand: Demand) throws -> [Double] {
    var d = [Double](repeating: 0, count: matrix.count)
    for (activity, amount) in demand.amounts {
      guard amount.isFinite else { throw SupplyGraphError.notFinite }
      let j = Int(matrix.position[activity])
      d[j] += matrix.net[j] < 0 ? -amount : amount
    }
    return d
  }

  private func solution(_ attempt: Attempt, _ demand: Demand) -> Solution {
    var runs = [Double](repeating: 0, count: graph.activityCount)
    for j in 0..<matrix.count {
      runs[Int(matrix.activity[j])] = attempt.p[j] / matrix.net[j].magnitude
    }
    return Solution(
      demand: demand, runs: runs, scores: attempt.scores, relativeErrorBound: attempt.bound + Rounding.data,
      boundIsProven: attempt.isProven, method: attempt.method)
  }

  // MARK: Methods

  /// A candidate: levels, what each row of p = d + B p misses at most, and the scores.
  private struct Attempt {
    var p: [Double]
    var defect: [Double]
    var scores: [Double]
    /// Rounding of each score's sum.
    var scoreErrors: [Double]
    /// What each score is compared with: its size, or what rounding leaves of it where it cancels to zero.
    var scales: [Double]
    var method: SolutionMethod
    var bound = Double.infinity
    var isProven = true
  }

  /// Nil where the iteration could prove nothing.
  private func byIteration(_ d: [Double]) -> Attempt? {
    if hasNoMajorant { return nil }
    var p = d
    func apply(_ x: [Double], _ isLinear: Bool) -> [Double] {
      if isLinear {
        p.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
      } else {
        p = d
      }
      matrix.forward(matrix.value, torn: x, into: &p)
      return Array(p[matrix.untorn...])
    }
    var x = [Double](repeating: 0, count: matrix.torn)
    if matrix.torn > 0 {
      for _ in 0..<3 { x = apply(x, false) }
      if proof == nil { _ = prove(attempt(p, torn: x, d, .tornIteration), d) }
      if proof == nil { return nil }
    }
    // With a proof at hand a residual is worth what it does to the scores.
    let share = 1 / Double(max(1, matrix.torn))
    let weights = proof.map { proof in (0..<matrix.torn).map { share / proof.g[matrix.untorn + $0] } }
    let torn = solveFixedPoint(start: x, weights: weights, tolerance: 1e-12, limit: 250, apply: apply)
    return attempt(p, torn: torn.x, d, matrix.torn == 0 ? .sweep : .tornIteration)
  }

  /// p = d + B p by the dense inverse, without refinement; the torn activities' levels apart.
  private func levels(_ d: [Double], _ factorisation: TornFactorisation) -> (p: [Double], torn: [Double]) {
    var p = d
    matrix.forward(matrix.value, torn: [Double](repeating: 0, count: matrix.torn), into: &p)
    let x = factorisation.solve(Array(p[matrix.untorn...]))
    p = d
    matrix.forward(matrix.value, torn: x, into: &p)
    let asked = Array(p[matrix.untorn...])
    for h in 0..<matrix.torn { p[matrix.untorn + h] = x[h] }
    return (p, asked)
  }

  private func byFactorisation(_ d: [Double], _ factorisation: TornFactorisation) -> Attempt {
    var (p, asked) = levels(d, factorisation)
    var previous = Double.infinity
    while true {
      var residual = [Double](repeating: 0, count: matrix.torn)
      var worst = 0.0
      for h in 0..<matrix.torn {
        let x = p[matrix.untorn + h]
        residual[h] = asked[h] - x
        worst = worst.greater(residual[h].magnitude.quotient(x.magnitude))
      }
      if !(worst > 1e-13) || !(worst < 0.1 * previous) { break }
      previous = worst
      let step = factorisation.solve(residual)
      let x = (0..<matrix.torn).map { p[matrix.untorn + $0] + step[$0] }
      p = d
      matrix.forward(matrix.value, torn: x, into: &p)
      for h in 0..<matrix.torn {
        asked[h] = p[matrix.untorn + h]
        p[matrix.untorn + h] = x[h]
      }
    }
    let x = Array(p[matrix.untorn...])
    for h in 0..<matrix.torn { p[matrix.untorn + h] = asked[h] }
    return attempt(p, torn: x, d, .tornFactorisation)
  }

  private func bySparseFactors(_ d: [Double], _ sparse: SparseFactorisation) -> Attempt {
    let p = sparse.solve(d)
    var result = refined(attempt(p, torn: Array(p[matrix.untorn...]), d, .klu), d) { sparse.solve($0) }
    result.isProven = false
    return result
  }

  /// Refines with residuals in extended precision, so that rounding of a sweep no longer limits the bound.
  private func refined(_ attempt: Attempt, _ d: [Double], correct: ([Double]) -> [Double]) -> Attempt {
    let residual = ExtendedResidual(graph: graph, matrix: matrix)
    let demand = (0..<matrix.count).map { matrix.net[$0] < 0 ? -d[$0] : d[$0] }
    var runs = Extended((0..<matrix.count).map { attempt.p[$0] / matrix.net[$0].magnitude })
    var left = residual.forward(runs, demand: demand)
    for _ in 0..<3 {
      let step = correct(left)
      runs.add((0..<matrix.count).map { step[$0] / matrix.net[$0].magnitude })
      left = residual.forward(runs, demand: demand)
    }
    var result = attempt
    result.p = (0..<matrix.count).map { runs.high[$0] * matrix.net[$0].magnitude }
    let sums = matrix.rowMagnitudes(of: result.p, demand: d, magnitudes: magnitudes)
    for j in 0..<matrix.count {
      result.defect[j] =
        left[j].magnitude * (1 + 1e-6)
        + ExtendedResidual.rounding(matrix.rowRounding[j]) * (sums[j] + result.p[j].magnitude)
    }
    let indicators = graph.indicatorCount
    for k in 0..<indicators where attempt.scales[k] > 0 {
      var sum = Extended([0])
      var size = 0.0
      for j in 0..<matrix.count {
        let c = graph.characterised[Int(matrix.activity[j]) * indicators + k]
        let product = c * runs.high[j]
        sum.add([product])
        sum.low[0] += (-product).addingProduct(c, runs.high[j]) + c * runs.low[j]
        size += product.magnitude
      }
      result.scores[k] = sum.high[0] + sum.low[0]
      result.scoreErrors[k] =
        result.scores[k].magnitude * Rounding.unit + size * ExtendedResidual.rounding(Rounding.gamma(1 << 20))
      result.scales[k] = max(result.scores[k].magnitude, size * Rounding.unit)
    }
    return result
  }

  /// Completes a sweep's outcome: `p` holds what the torn activities would have to make, `torn` what they do.
  private func attempt(_ swept: [Double], torn: [Double], _ d: [Double], _ method: SolutionMethod) -> Attempt {
    var p = swept
    var gaps: [Double] = []
    for h in 0..<matrix.torn {
      let j = matrix.untorn + h
      gaps.append((p[j] - torn[h]).magnitude * (1 + 1e-6))
      p[j] = torn[h]
    }
    let isPlain = matrix.isNonnegative && p.allSatisfy { $0 >= 0 } && d.allSatisfy { $0 >= 0 }
    var defect = isPlain ? p : matrix.rowMagnitudes(of: p, demand: d, magnitudes: magnitudes)
    for j in 0..<p.count { defect[j] *= matrix.rowRounding[j] }
    for h in 0..<matrix.torn {
      let j = matrix.untorn + h
      defect[j] = (defect[j] + gaps[h] * (1 + matrix.rowRounding[j])) * (1 + 1e-6)
    }

    let indicators = graph.indicatorCount
    var sums = [BlockSum](repeating: BlockSum(), count: indicators)
    for j in 0..<p.count where p[j] != 0 {
      for k in 0..<indicators {
        let weight = weights[j * indicators + k]
        if weight != 0 { sums[k].add(weight * p[j]) }
      }
    }
    for k in 0..<indicators { sums[k].close() }
    return Attempt(
      p: p, defect: defect, scores: sums.map(\.total), scoreErrors: sums.map(\.errorBound),
      scales: sums.map { max($0.total.magnitude, $0.magnitude * Rounding.unit) }, method: method)
  }

  // MARK: Bounds

  /// Σ over positions of |weight| · error, relative, for the worst indicator, by a majorant of all weights.
  private func prove(_ attempt: Attempt, _ d: [Double]) -> Attempt? {
    if let proof {
      let reused = applying(proof.g, scale: proof.scale, to: attempt)
      if reused.bound <= Self.wantedBound { return reused }
    }
    guard attempt.scores.allSatisfy(\.isFinite) else { return nil }
    let indicators = graph.indicatorCount
    let floor = 1e-3 / Double(max(1, attempt.p.count))
    var w = [Double](repeating: 0, count: matrix.count)
    for j in 0..<matrix.count {
      var largest = 0.0
      for k in 0..<indicators where attempt.scales[k] > 0 {
        largest = max(largest, weights[j * indicators + k].magnitude / attempt.scales[k])
      }
      let level = attempt.p[j].magnitude
      w[j] = max(largest, level > 0 ? min(floor / level, 1e200) : 1e-30)
    }
    guard !hasNoMajorant, let g = matrix.majorant(of: w, magnitudes: magnitudes) else {
      hasNoMajorant = true
      return nil
    }
    proof = (g, attempt.scales)
    return applying(g, scale: attempt.scales, to: attempt)
  }

  private func applying(_ g: [Double], scale: [Double], to attempt: Attempt) -> Attempt {
    var sum = 0.0
    for j in 0..<matrix.count { sum += g[j] * attempt.defect[j] }
    var result = attempt
    result.bound = 0
    for k in 0..<graph.indicatorCount where attempt.scales[k] > 0 {
      let error = scale[k] > 0 ? sum * scale[k] : .infinity
      result.bound = result.bound.greater((error + attempt.scoreErrors[k]) / attempt.scales[k])
    }
    result.bound *= 1 + 1e-6
    if result.bound.isNaN { result.bound = .infinity }
    return result
  }

  /// The bound by the proven inverse of the torn system; nil where there is no proof.
  private func bound(_ attempt: Attempt, _ d: [Double], _ factorisation: TornFactorisation) -> Attempt? {
    var reach = attempt.defect
    matrix.forward(magnitudes, torn: [Double](repeating: 0, count: matrix.torn), into: &reach)
    guard let torn = factorisation.bound(Array(reach[matrix.untorn...])) else { return nil }
    var error = attempt.defect
    matrix.forward(magnitudes, torn: torn, into: &error)
    for h in 0..<matrix.torn { error[matrix.untorn + h] = torn[h] }
    return withErrors(error, attempt)
  }

  /// An estimate: the adjoint of each indicator weighs the defect exactly up to second order. Not a proof.
  private func estimate(_ attempt: Attempt, _ d: [Double], _ sparse: SparseFactorisation) -> Attempt? {
    let indicators = graph.indicatorCount
    var result = attempt
    result.bound = 0
    for k in 0..<indicators where attempt.scales[k] > 0 {
      let c = (0..<matrix.count).map { weights[$0 * indicators + k] }
      let y = sparse.solve(c, transposed: true)
      var error = 0.0
      for j in 0..<matrix.count { error += y[j].magnitude * attempt.defect[j] }
      result.bound = result.bound.greater((4 * error + attempt.scoreErrors[k]) / attempt.scales[k])
    }
    if result.bound.isNaN { result.bound = .infinity }
    return result
  }

  private func withErrors(_ error: [Double], _ attempt: Attempt) -> Attempt {
    let indicators = graph.indicatorCount
    var sums = attempt.scoreErrors
    for j in 0..<matrix.count where error[j] != 0 {
      for k in 0..<indicators { sums[k] += weights[j * indicators + k].magnitude * error[j] }
    }
    var result = attempt
    result.bound = 0
    for k in 0..<indicators where attempt.scales[k] > 0 {
      result.bound = result.bound.greater(sums[k] * (1 + 1e-6) / attempt.scales[k])
    }
    if result.bound.isNaN { result.bound = .infinity }
    return result
  }
}

extension SupplyGraph {
  /// Solves one demand, ordering only what is upstream of it.
  ///
  /// - Throws: `SupplyGraphError.cannotSupplyItself` with the activities of a loop that eats all it makes.
  public func solve(_ demand: Demand) throws -> Solution {
    try Solver(self, roots: demand.amounts.map { Int32($0.activity) }).solve(demand)
  }
}
