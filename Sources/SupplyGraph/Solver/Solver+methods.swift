/// Ways to the levels of a demand, from the cheapest to the last resort.
extension Solver {
  /// A candidate: levels, what each row of p = d + B p misses at most, and the scores.
  struct Attempt {
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
  func byIteration(_ d: [Double]) -> Attempt? {
    if hasNoMajorant { return nil }
    var p = d
    func apply(_ x: [Double], _ isLinear: Bool) -> [Double] {
      if isLinear {
        p.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
      } else {
        p.assign(d)
      }
      matrix.forward(matrix.value, torn: x, into: &p)
      return Array(p[matrix.untorn...])
    }
    var x = [Double](repeating: 0, count: matrix.torn)
    if matrix.torn > 0 {
      for _ in 0..<3 { x = apply(x, false) }
      if proof == nil {
        let rough = weights.sums(p)
        guard findMajorant(levels: p, scales: scales(rough)) else { return nil }
      }
    }
    // With a proof at hand a residual is worth what it does to the scores.
    let share = 1 / Double(max(1, matrix.torn))
    let residualWeights = proof.map { proof in (0..<matrix.torn).map { share / proof.g[matrix.untorn + $0] } }
    let torn = solveFixedPoint(start: x, weights: residualWeights, tolerance: 1e-11, limit: 250, apply: apply)
    return attempt(p, torn: torn.x, d, matrix.torn == 0 ? .sweep : .tornIteration)
  }

  /// p = d + B p by the dense inverse, without refinement; the torn activities' levels apart.
  func levels(_ d: [Double], _ factorisation: TornFactorisation) -> (p: [Double], torn: [Double]) {
    var p = d
    matrix.forward(matrix.value, torn: [Double](repeating: 0, count: matrix.torn), into: &p)
    let x = factorisation.solve(Array(p[matrix.untorn...]))
    p.assign(d)
    matrix.forward(matrix.value, torn: x, into: &p)
    let asked = Array(p[matrix.untorn...])
    for h in 0..<matrix.torn { p[matrix.untorn + h] = x[h] }
    return (p, asked)
  }

  func byFactorisation(_ d: [Double], _ factorisation: TornFactorisation) -> Attempt {
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

  func bySparseFactors(_ d: [Double], _ sparse: SparseFactorisation) -> Attempt {
    let p = sparse.solve(d)
    var result = refined(attempt(p, torn: Array(p[matrix.untorn...]), d, .klu), d) { sparse.solve($0) }
    result.isProven = false
    return result
  }

  /// Refines with residuals in extended precision, so that rounding of a sweep no longer limits the bound.
  func refined(_ attempt: Attempt, _ d: [Double], correct: ([Double]) -> [Double]) -> Attempt {
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
  func attempt(_ swept: [Double], torn: [Double], _ d: [Double], _ method: SolutionMethod) -> Attempt {
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

    let sums = weights.sums(p)
    return Attempt(
      p: p, defect: defect, scores: sums.totals, scoreErrors: sums.errors,
      scales: scales(sums), method: method)
  }

  /// What the error of each score is relative to.
  private func scales(_ sums: BlockSums) -> [Double] {
    zip(sums.totals, sums.magnitudes).map { max($0.magnitude, $1 * Rounding.unit) }
  }
}
