/// Bounds on the error of a candidate's scores.
extension Solver {
  /// Σ over positions of |weight| · error, relative, for the worst indicator, by a majorant of all weights.
  func prove(_ attempt: Attempt) -> Attempt? {
    if let proof {
      let reused = applying(proof.g, scale: proof.scale, to: attempt)
      if reused.bound <= Self.wantedBound { return reused }
    }
    guard findMajorant(levels: attempt.p, scales: attempt.scales), let proof else { return nil }
    return applying(proof.g, scale: proof.scale, to: attempt)
  }

  /// Finds g for the weights of all indicators, each relative to its scale; false where there is none.
  func findMajorant(levels p: [Double], scales: [Double]) -> Bool {
    guard !hasNoMajorant, scales.allSatisfy(\.isFinite) else { return false }
    let floor = 1e-3 / Double(max(1, matrix.count))
    var w = weights.largest(relativeTo: scales)
    for j in w.indices {
      let level = p[j].magnitude
      w[j] = max(w[j], level > 0 ? min(floor / level, 1e200) : 1e-30)
    }
    guard let g = matrix.majorant(of: w, magnitudes: magnitudes) else {
      hasNoMajorant = true
      return false
    }
    proof = (g, scales)
    return true
  }

  func applying(_ g: [Double], scale: [Double], to attempt: Attempt) -> Attempt {
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
  func bound(_ attempt: Attempt, _ factorisation: TornFactorisation) -> Attempt? {
    var reach = attempt.defect
    matrix.forward(magnitudes, torn: [Double](repeating: 0, count: matrix.torn), into: &reach)
    guard let torn = factorisation.bound(Array(reach[matrix.untorn...])) else { return nil }
    var error = attempt.defect
    matrix.forward(magnitudes, torn: torn, into: &error)
    for h in 0..<matrix.torn { error[matrix.untorn + h] = torn[h] }
    return withErrors(error, attempt)
  }

  /// An estimate: the adjoint of each indicator weighs the defect exactly up to second order. Not a proof.
  func estimate(_ attempt: Attempt, _ sparse: SparseFactorisation) -> Attempt? {
    var result = attempt
    result.bound = 0
    for k in 0..<graph.indicatorCount where attempt.scales[k] > 0 {
      let y = sparse.solve(weights.column(k), transposed: true)
      var error = 0.0
      for j in 0..<matrix.count { error += y[j].magnitude * attempt.defect[j] }
      result.bound = result.bound.greater((4 * error + attempt.scoreErrors[k]) / attempt.scales[k])
    }
    if result.bound.isNaN { result.bound = .infinity }
    return result
  }

  func withErrors(_ error: [Double], _ attempt: Attempt) -> Attempt {
    let sums = weights.magnitudeSums(error)
    var result = attempt
    result.bound = 0
    for k in 0..<graph.indicatorCount where attempt.scales[k] > 0 {
      result.bound = result.bound.greater((sums[k] + attempt.scoreErrors[k]) * (1 + 1e-6) / attempt.scales[k])
    }
    if result.bound.isNaN { result.bound = .infinity }
    return result
  }
}
