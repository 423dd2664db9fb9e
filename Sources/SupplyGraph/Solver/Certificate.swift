/// Proofs about a chain that use no property of the method that solved it.
extension TornMatrix {
  /// A vector h with h - |B|ᵀ h ≥ w, checked entry by entry, for a weight w > 0; nil where none was found.
  ///
  /// That h > 0 exists makes I - |B|ᵀ an M-matrix (Berman and Plemmons 1994, theorem 6.2.3, I27), so the chain can
  /// supply itself, and h bounds |(I - B)⁻ᵀ| w from above. Lanes are independent.
  func majorant<L: Lanes>(of weight: [L], magnitudes: [Double]) -> [L]? {
    var y = weight
    var sums: [L] = []
    let surplus = 0.1
    let found = solveFixedPoint(
      start: [L](repeating: .zero, count: torn),
      tolerance: 0.7 * surplus / Double(max(torn, 1)).squareRoot(), surplus: surplus, limit: 90
    ) { x, isLinear in
      if isLinear {
        y.withUnsafeMutableBufferPointer { $0.update(repeating: .zero) }
      } else {
        y.assign(weight)
      }
      adjoint(magnitudes, torn: x, inflation: inflation, into: &y)
      sums = Array(y[untorn...])
      return sums
    }
    guard found.converged else { return nil }
    let one = L(repeating: 1)
    for h in 0..<torn {
      guard sums[h].atMost(found.x[h]) == one else { return nil }
      y[untorn + h] = found.x[h]
    }
    let limit = L(repeating: Double.greatestFiniteMagnitude)
    for value in y {
      guard value.atMost(limit) == one, L.zero.atMost(value) == one else { return nil }
    }
    return y
  }

  /// |d| + |B| |p|, position by position: what the rounding of each row's sum is relative to.
  func rowMagnitudes(of p: [Double], demand: [Double], magnitudes: [Double]) -> [Double] {
    var sums = demand.map(\.magnitude)
    for j in 0..<count {
      let level = p[j].magnitude
      if level == 0 { continue }
      for k in Int(start[j])..<Int(start[j + 1]) { sums[Int(row[k])] += magnitudes[k] * level }
    }
    return sums
  }

  /// |c| + |B|ᵀ |y|, position by position.
  func columnMagnitudes<L: Lanes>(of y: [L], weight: [L], magnitudes: [Double]) -> [L] {
    var sums = weight
    for j in 0..<count {
      var sum = weight[j].magnitude
      for k in Int(start[j])..<Int(start[j + 1]) { sum += y[Int(row[k])].magnitude * magnitudes[k] }
      sums[j] = sum
    }
    return sums
  }
}
