import CLAPACK

/// The system of the torn activities as a dense matrix S = I - G, its inverse R, and the proof that R is good.
///
/// Works for entries of any sign: nothing has to converge. The proof is Rump's (Verification methods, Acta
/// Numerica 2010, section 10): where |I - R S̃| v + |R| |S̃ - S| v ≤ δ v for some v > 0 and δ < 1, S is not singular
/// and |S⁻¹ z| ≤ |R| |z| + v · δ/(1-δ) · max(|R||z| / v).
final class TornFactorisation {
  /// Rows and columns of S.
  let size: Int
  /// R, column by column.
  let inverse: [Double]
  /// The proofs are only made where they are needed: they cost more than the inverse.
  private lazy var proofs = Proofs(
    matrix, magnitudes: magnitudes, system: system, inverse: inverse, scales: scales)
  private let matrix: TornMatrix
  private let magnitudes: [Double]
  private let system: [Double]
  private let scales: [Double]

  /// Nil where S is singular to working precision.
  init?(_ matrix: TornMatrix, magnitudes: [Double]) {
    let size = matrix.torn
    let untorn = matrix.untorn
    self.size = size
    guard size > 0 else { return nil }
    openblas_set_num_threads(1)
    var system = [Double](repeating: 0, count: size * size)
    var p = [SIMD8<Double>](repeating: .zero, count: matrix.count)
    var x = [SIMD8<Double>](repeating: .zero, count: size)
    for first in stride(from: 0, to: size, by: 8) {
      let lanes = min(8, size - first)
      for lane in 0..<lanes { x[first + lane][lane] = 1 }
      p.withUnsafeMutableBufferPointer { $0.update(repeating: .zero) }
      matrix.forward(matrix.value, torn: x, into: &p)
      for lane in 0..<lanes {
        let column = (first + lane) * size
        for h in 0..<size { system[column + h] = -p[untorn + h][lane] }
        system[column + first + lane] += 1
        x[first + lane] = .zero
      }
    }
    guard system.allSatisfy(\.isFinite) else { return nil }

    // Products have units of any size: S = D M D⁻¹ with a balanced M. The scales are powers of two.
    var inverse = system
    var scales = [Double](repeating: 1, count: size)
    var pivots = [Int32](repeating: 0, count: size)
    var (low, high) = (Int32(0), Int32(0))
    let n = Int32(size)
    guard
      LAPACKE_dgebal(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), n, &inverse, n, &low, &high, &scales) == 0,
      LAPACKE_dgetrf(LAPACK_COL_MAJOR, n, n, &inverse, n, &pivots) == 0,
      LAPACKE_dgetri(LAPACK_COL_MAJOR, n, &inverse, n, pivots) == 0
    else { return nil }
    for column in 0..<size {
      for h in 0..<size { inverse[column * size + h] *= scales[h] / scales[column] }
    }
    guard inverse.allSatisfy(\.isFinite), scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    self.scales = scales
    self.inverse = inverse
    self.matrix = matrix
    self.magnitudes = magnitudes
    self.system = system
  }

  /// R z, or Rᵀ z.
  func solve(_ z: [Double], transposed: Bool = false) -> [Double] {
    var x = [Double](repeating: 0, count: size)
    let n = Int32(size)
    cblas_dgemv(CblasColMajor, transposed ? CblasTrans : CblasNoTrans, n, n, 1, inverse, n, z, 1, 0, &x, 1)
    return x
  }

  /// A bound on |S⁻¹ z| (or |S⁻ᵀ z|) for all |z| ≤ `defect`, nil without a proof.
  func bound(_ defect: [Double], transposed: Bool = false) -> [Double]? {
    guard let proof = transposed ? proofs.adjoint : proofs.forward else { return nil }
    var sums = [Double](repeating: 0, count: size)
    for column in 0..<size {
      for h in 0..<size {
        let r = inverse[column * size + h].magnitude
        if transposed { sums[column] += r * defect[h] } else { sums[h] += r * defect[column] }
      }
    }
    var largest = 0.0
    for h in 0..<size {
      sums[h] *= 1 + 1e-9
      largest = largest.greater(sums[h] / proof.v[h])
    }
    let rest = proof.delta / (1 - proof.delta) * largest
    return (0..<size).map { sums[$0] + proof.v[$0] * rest }
  }
}

/// v and δ for R S, the forward system, and for (S R)ᵀ, the adjoint one; nil where no proof was found.
private final class Proofs {
  lazy var forward = proof(.forward)
  lazy var adjoint = proof(.adjoint)

  private enum System { case forward, adjoint }
  private let matrix: TornMatrix
  private let magnitudes: [Double]
  private let system: [Double]
  private let inverse: [Double]
  private let scales: [Double]

  init(
    _ matrix: TornMatrix, magnitudes: [Double], system: [Double], inverse: [Double], scales: [Double]
  ) {
    self.matrix = matrix
    self.magnitudes = magnitudes
    self.system = system
    self.inverse = inverse
    self.scales = scales
  }

  private func proof(_ which: System) -> (v: [Double], delta: Double)? {
    let isAdjoint = which == .adjoint
    let size = matrix.torn
    let n = Int32(size)
    let transposition = isAdjoint ? CblasTrans : CblasNoTrans
    let absoluteInverse = inverse.map(\.magnitude)
    func times(_ matrix: [Double], _ v: [Double]) -> [Double] {
      var w = [Double](repeating: 0, count: size)
      cblas_dgemv(CblasColMajor, transposition, n, n, 1, matrix, n, v, 1, 0, &w, 1)
      return w
    }

    // v: the size of a solution.
    let v = times(absoluteInverse, isAdjoint ? scales.map { 1 / $0 } : scales)
    var defect = [Double](repeating: 0, count: size * size)
    let (left, right) = isAdjoint ? (system, inverse) : (inverse, system)
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, n, n, n, -1, left, n, right, n, 0, &defect, n)
    for h in 0..<size { defect[h * size + h] += 1 }
    for k in defect.indices { defect[k] = defect[k].magnitude }
    let gamma = Rounding.gamma(n + 2)
    let parts = [
      times(defect, v),
      times(absoluteInverse, times(system.map(\.magnitude), v)).map { $0 * gamma },
      times(absoluteInverse, matrix.systemError(v, magnitudes: magnitudes, transposed: isAdjoint)),
    ]
    var delta = 0.0
    for h in 0..<size {
      delta = delta.greater((gamma * v[h] + parts[0][h] + parts[1][h] + parts[2][h]) * (1 + 1e-6) / v[h])
    }
    return delta < 0.5 ? (v, delta) : nil
  }
}

extension TornMatrix {
  /// A bound on |S̃ - S| v, where S̃ was computed by sweeps: two sweeps with magnitudes.
  fileprivate func systemError(_ v: [Double], magnitudes: [Double], transposed: Bool) -> [Double] {
    // Row i of every sweep is summed with relative error gamma(i) =: Γ. With the loop-free part N and
    // Q = (I - |N|)⁻¹ |B_UH|, |S̃ - S| ≤ Γ_H (I + |B_HH| + |B_HU| Q) + |B_HU| (I - |N|)⁻¹ Γ_U Q.
    var q = [Double](repeating: 0, count: count)
    if transposed {
      adjoint(magnitudes, torn: v, into: &q)
      for j in 0..<untorn { q[j] *= rowRounding[j] }
      for h in 0..<torn { q[untorn + h] = 0 }
      let w = (0..<torn).map { rowRounding[untorn + $0] * v[$0] }
      adjoint(magnitudes, torn: w, into: &q)
      return (0..<torn).map { (q[untorn + $0] + w[$0]) * (1 + 1e-6) }
    }
    forward(magnitudes, torn: v, into: &q)
    for h in 0..<torn { q[untorn + h] += v[h] }
    for j in 0..<count { q[j] *= rowRounding[j] }
    forward(magnitudes, torn: [Double](repeating: 0, count: torn), into: &q)
    return (0..<torn).map { q[untorn + $0] * (1 + 1e-6) }
  }
}
