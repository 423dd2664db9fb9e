extension Solver {
  /// Every indicator for one unit of every product, by the adjoint system: as many solves as there are indicators,
  /// eight at a time, whatever the number of products.
  ///
  /// - Throws: `SupplyGraphError.cannotSupplyItself` with the activities of the loop.
  public func intensities() throws -> Intensities {
    let result = try adjoint(factorisationOnly: false)
    if result.relativeErrorBound > Self.wantedBound,
      let whole = try? wholeLoops?.adjoint(factorisationOnly: true),
      whole.relativeErrorBound < result.relativeErrorBound
    {
      return whole
    }
    return result
  }

  private func adjoint(factorisationOnly: Bool) throws -> Intensities {
    let indicators = graph.indicatorCount
    var values = [Double](repeating: 0, count: graph.activityCount * indicators)
    var bound = 0.0
    var isProven = true
    var method = SolutionMethod.sweep
    for first in stride(from: 0, to: indicators, by: 8) {
      let lanes = min(8, indicators - first)
      let weight = weights.blocks[first / 8]
      let block = try solveAdjoint(weight, first: first, factorisationOnly: factorisationOnly)
      for j in 0..<matrix.count {
        let base = Int(matrix.activity[j]) * indicators + first
        for lane in 0..<lanes {
          values[base + lane] = matrix.net[j] < 0 ? -block.y[j][lane] : block.y[j][lane]
        }
      }
      bound = bound.greater(block.bound)
      isProven = isProven && block.isProven
      method = max(method, block.method)
    }
    return Intensities(
      values: values, indicatorCount: indicators, relativeErrorBound: bound + Rounding.data,
      boundIsProven: isProven, method: method)
  }

  private struct AdjointBlock {
    var y: [SIMD8<Double>]
    /// What each column of y = c + Bᵀ y misses at most.
    var defect: [SIMD8<Double>]
    var method: SolutionMethod
    var bound = Double.infinity
    var isProven = true
  }

  private func solveAdjoint(
    _ weight: [SIMD8<Double>], first: Int, factorisationOnly: Bool
  ) throws -> AdjointBlock {
    var best: AdjointBlock?
    func isEnough(_ block: AdjointBlock?) -> Bool {
      guard let block else { return false }
      if best.map({ block.bound < $0.bound }) ?? true { best = block }
      return block.bound <= Self.wantedBound
    }
    func answer() throws -> AdjointBlock {
      guard let best else { throw factorisationOnly ? SupplyGraphError.notFinite : refusal() }
      guard best.y.allSatisfy({ $0.isFinite }) else { throw SupplyGraphError.notFinite }
      if !best.isProven && !hasCertificate && !(best.bound < 0.5) { throw refusal() }
      return best
    }
    if !(!factorisationOnly && isEnough(proveAdjoint(iterateAdjoint(weight)))) {
      guard isProductive else { throw refusal() }
      if matrix.torn > 0, let factorisation {
        let factorised = factoriseAdjoint(weight, factorisation)
        if isEnough(boundAdjoint(factorised, factorisation)) { return try answer() }
        let refined = refinedAdjoint(factorised, weight, first: first) { adjointLevels($0, factorisation) }
        if isEnough(boundAdjoint(refined, factorisation)) { return try answer() }
      }
      if !factorisationOnly, let sparse { _ = isEnough(estimateAdjoint(weight, first: first, sparse)) }
    }
    return try answer()
  }

  // MARK: Methods

  private func iterateAdjoint(_ weight: [SIMD8<Double>]) -> AdjointBlock {
    var y = weight
    let torn = solveFixedPoint(
      start: [SIMD8<Double>](repeating: .zero, count: matrix.torn), tolerance: 1e-11, limit: 250
    ) { x, isLinear in
      if isLinear {
        y.withUnsafeMutableBufferPointer { $0.update(repeating: .zero) }
      } else {
        y.assign(weight)
      }
      matrix.adjoint(matrix.value, torn: x, into: &y)
      return Array(y[matrix.untorn...])
    }
    return block(y, torn: torn.x, weight, matrix.torn == 0 ? .sweep : .tornIteration)
  }

  private func factoriseAdjoint(
    _ weight: [SIMD8<Double>], _ factorisation: TornFactorisation
  ) -> AdjointBlock {
    var x = [SIMD8<Double>](repeating: .zero, count: matrix.torn)
    var y = weight
    for _ in 0..<3 {
      y = weight
      matrix.adjoint(matrix.value, torn: x, into: &y)
      for lane in 0..<8 {
        let residual = (0..<matrix.torn).map { y[matrix.untorn + $0][lane] - x[$0][lane] }
        let step = factorisation.solve(residual, transposed: true)
        for h in 0..<matrix.torn { x[h][lane] += step[h] }
      }
    }
    y = weight
    matrix.adjoint(matrix.value, torn: x, into: &y)
    return block(y, torn: x, weight, .tornFactorisation)
  }

  /// y = c + Bᵀ y by the dense inverse, without refinement.
  private func adjointLevels(_ c: [Double], _ factorisation: TornFactorisation) -> [Double] {
    var y = c
    matrix.adjoint(matrix.value, torn: [Double](repeating: 0, count: matrix.torn), into: &y)
    let x = factorisation.solve(Array(y[matrix.untorn...]), transposed: true)
    y = c
    matrix.adjoint(matrix.value, torn: x, into: &y)
    for h in 0..<matrix.torn { y[matrix.untorn + h] = x[h] }
    return y
  }

  /// Refines with residuals in extended precision, lane by lane, from the chain's own numbers.
  private func refinedAdjoint(
    _ block: AdjointBlock, _ weight: [SIMD8<Double>], first: Int, correct: ([Double]) -> [Double]
  ) -> AdjointBlock {
    let residual = ExtendedResidual(graph: graph, matrix: matrix)
    let sign = matrix.net.map { $0 < 0 ? -1.0 : 1.0 }
    var result = block
    for lane in 0..<8 where weight.contains(where: { $0[lane] != 0 }) {
      let perRun = (0..<matrix.count).map {
        graph.characterised[Int(matrix.activity[$0]) * graph.indicatorCount + first + lane]
      }
      var values = Extended((0..<matrix.count).map { sign[$0] * block.y[$0][lane] })
      var left = residual.adjoint(values, weight: perRun)
      for _ in 0..<2 {
        let step = correct(left)
        values.add((0..<matrix.count).map { sign[$0] * step[$0] })
        left = residual.adjoint(values, weight: perRun)
      }
      for j in 0..<matrix.count {
        result.y[j][lane] = sign[j] * values.high[j]
        result.defect[j][lane] = left[j].magnitude * (1 + 1e-6)
      }
    }
    let sums = matrix.columnMagnitudes(of: result.y, weight: weight, magnitudes: magnitudes)
    for j in 0..<matrix.count {
      result.defect[j] +=
        (sums[j] + result.y[j].magnitude) * ExtendedResidual.rounding(matrix.columnRounding(j))
    }
    return result
  }

  private func block(
    _ swept: [SIMD8<Double>], torn: [SIMD8<Double>], _ weight: [SIMD8<Double>], _ method: SolutionMethod
  ) -> AdjointBlock {
    var y = swept
    var gaps: [SIMD8<Double>] = []
    for h in 0..<matrix.torn {
      let j = matrix.untorn + h
      gaps.append((y[j] - torn[h]).magnitude * (1 + 1e-6))
      y[j] = torn[h]
    }
    var defect =
      matrix.isNonnegative && y.allSatisfy({ SIMD8<Double>.zero.atMost($0) == .one })
        && weight.allSatisfy({ SIMD8<Double>.zero.atMost($0) == .one })
      ? y : matrix.columnMagnitudes(of: y, weight: weight, magnitudes: magnitudes)
    for j in 0..<matrix.count {
      defect[j] *= matrix.columnRounding(j)
    }
    for h in 0..<matrix.torn {
      defect[matrix.untorn + h] = (defect[matrix.untorn + h] + gaps[h] * (1 + 1e-9)) * (1 + 1e-6)
    }
    return AdjointBlock(y: y, defect: defect, method: method)
  }

  // MARK: Bounds

  private func proveAdjoint(_ block: AdjointBlock) -> AdjointBlock? {
    // A lane without an indicator proves on the side that no loop eats all it makes; else that is proven first.
    var defect = block.defect
    let hasSpareLane = block.y.allSatisfy { $0[7] == 0 }
    if hasSpareLane {
      for j in 0..<matrix.count { defect[j][7] = 1 }
    } else if !hasCertificate {
      return nil
    }
    guard let error = matrix.majorant(of: defect, magnitudes: magnitudes) else { return nil }
    hasCertificate = true
    return withErrors(error, block)
  }

  private func boundAdjoint(_ block: AdjointBlock, _ factorisation: TornFactorisation) -> AdjointBlock? {
    let zero = [SIMD8<Double>](repeating: .zero, count: matrix.torn)
    var reach = block.defect
    matrix.adjoint(magnitudes, torn: zero, into: &reach)
    var torn = zero
    for lane in 0..<8 {
      let defect = (0..<matrix.torn).map { reach[matrix.untorn + $0][lane] }
      guard let bound = factorisation.bound(defect, transposed: true) else { return nil }
      for h in 0..<matrix.torn { torn[h][lane] = bound[h] }
    }
    var error = block.defect
    matrix.adjoint(magnitudes, torn: torn, into: &error)
    for h in 0..<matrix.torn { error[matrix.untorn + h] = torn[h] }
    return withErrors(error, block)
  }

  private func withErrors(_ error: [SIMD8<Double>], _ block: AdjointBlock) -> AdjointBlock {
    var largest = SIMD8<Double>.zero
    for j in 0..<matrix.count {
      // Where y is zero by cancellation, rounding of what cancelled is what the error is relative to.
      let size = block.y[j].magnitude.greater(block.defect[j] * 0x1p-10)
      largest = largest.greater(error[j].quotient(size))
    }
    var result = block
    result.bound = largest.largest * (1 + 1e-6) + 2 * Rounding.unit
    if result.bound.isNaN { result.bound = .infinity }
    return result
  }

  /// By KLU. The error is estimated, not proven: (I - B)⁻ᵀ applied to the defect with three choices of signs, the first
  /// of which is exact for chains without negative entries, times four.
  private func estimateAdjoint(
    _ weight: [SIMD8<Double>], first: Int, _ sparse: SparseFactorisation
  ) -> AdjointBlock {
    var y = [SIMD8<Double>](repeating: .zero, count: matrix.count)
    for lane in 0..<8 where weight.contains(where: { $0[lane] != 0 }) {
      let solution = sparse.solve(weight.map { $0[lane] }, transposed: true)
      for j in 0..<matrix.count { y[j][lane] = solution[j] }
    }
    let refined = refinedAdjoint(AdjointBlock(y: y, defect: y, method: .klu), weight, first: first) {
      sparse.solve($0, transposed: true)
    }
    var error = [SIMD8<Double>](repeating: .zero, count: matrix.count)
    for lane in 0..<8 where weight.contains(where: { $0[lane] != 0 }) {
      for period in [0, 2, 3] {
        let f = (0..<matrix.count).map {
          period > 0 && $0 % period == 0 ? -refined.defect[$0][lane] : refined.defect[$0][lane]
        }
        let step = sparse.solve(f, transposed: true)
        for j in 0..<matrix.count { error[j][lane] = error[j][lane].greater(4 * step[j].magnitude) }
      }
    }
    var result = withErrors(error, refined)
    result.isProven = false
    return result
  }
}

extension SIMD8<Double> {
  static var one: Self { Self(repeating: 1) }
  var isFinite: Bool { magnitude.atMost(Self(repeating: .greatestFiniteMagnitude)) == .one }
}

extension SupplyGraph {
  /// Every indicator for one unit of every product.
  ///
  /// - Throws: `SupplyGraphError.cannotSupplyItself` with the activities of a loop that eats all it makes.
  public func intensities() throws -> Intensities { try Solver(self).intensities() }
}
