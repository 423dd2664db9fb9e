import CLAPACK

/// Factors of the system of one sample, whose values fill all lanes of a worker.
final class SampleFactors {
  private let untorn: Int
  private var factors: [Double] = []
  private var pivots: [Int32] = []
  private var sparse: SparseFactorisation?

  /// Above this many torn activities the whole system is factorised by KLU.
  private static let largestDense = 2500

  /// Nil where the system is singular to working precision.
  init?(_ worker: SampleWorker) {
    untorn = worker.plan.matrix.untorn
    if worker.plan.matrix.torn > Self.largestDense {
      guard let sparse = Self.sparse(worker) else { return nil }
      self.sparse = sparse
      return
    }
    let matrix = worker.plan.matrix
    let none = [Double](repeating: 0, count: matrix.count)
    let image = LaneBuffer(matrix.torn)
    let torn = worker.levels.lanes + matrix.untorn
    let system = Self.tornSystem(matrix.torn) { units in
      for h in 0..<matrix.torn { torn[h] = units[h] }
      worker.sweep(none, into: image)
      return (0..<matrix.torn).map { image.lanes[$0] }
    }
    guard let system else { return nil }
    factors = system
    let size = Int32(worker.plan.matrix.torn)
    pivots = [Int32](repeating: 0, count: Int(size))
    guard LAPACKE_dgetrf(LAPACK_COL_MAJOR, size, size, &factors, size, &pivots) == 0 else { return nil }
  }

  /// The torn levels that make up for `missing`, what each torn activity lacks.
  func solve(_ missing: [Double]) -> [Double] {
    if let sparse {
      let x = sparse.solve([Double](repeating: 0, count: untorn) + missing, transposed: true)
      return Array(x[untorn...])
    }
    var x = missing
    let size = Int32(missing.count)
    LAPACKE_dgetrs(LAPACK_COL_MAJOR, 84 /* T */, size, 1, factors, size, pivots, &x, size)
    return x
  }

  /// The inverse of the nominal system of the torn activities, row by row; nil where it is singular or too large
  /// to pay.
  static func nominalInverse(_ plan: SamplePlan) -> [Double]? {
    let size = Int32(plan.matrix.torn)
    guard size > 0, size <= largestDense else { return nil }
    let matrix = plan.matrix
    var levels = [SIMD8<Double>](repeating: .zero, count: matrix.count)
    let nominal = tornSystem(matrix.torn) { units in
      levels.withUnsafeMutableBufferPointer { $0.update(repeating: .zero) }
      matrix.forward(matrix.value, torn: units, into: &levels)
      return Array(levels[matrix.untorn...])
    }
    guard var system = nominal else { return nil }
    var pivots = [Int32](repeating: 0, count: Int(size))
    guard LAPACKE_dgetrf(LAPACK_COL_MAJOR, size, size, &system, size, &pivots) == 0,
      LAPACKE_dgetri(LAPACK_COL_MAJOR, size, &system, size, pivots) == 0, system.allSatisfy(\.isFinite)
    else { return nil }
    return system
  }

  /// I - G row by row, where G says what the torn activities have to make for one unit of each: `apply` is G for
  /// eight columns at a time.
  private static func tornSystem(_ size: Int, apply: ([SIMD8<Double>]) -> [SIMD8<Double>]) -> [Double]? {
    openblas_set_num_threads(1)
    var units = [SIMD8<Double>](repeating: .zero, count: size)
    var system = [Double](repeating: 0, count: size * size)
    for first in stride(from: 0, to: size, by: 8) {
      let lanes = min(8, size - first)
      for lane in 0..<lanes { units[first + lane][lane] = 1 }
      let image = apply(units)
      for h in 0..<size {
        for lane in 0..<lanes { system[h * size + first + lane] = -image[h][lane] }
      }
      for lane in 0..<lanes {
        system[(first + lane) * size + first + lane] += 1
        units[first + lane] = .zero
      }
    }
    return system.allSatisfy(\.isFinite) ? system : nil
  }

  /// The whole system by KLU, transposed: its rows are given as columns.
  private static func sparse(_ worker: SampleWorker) -> SparseFactorisation? {
    let plan = worker.plan
    var ratio = [Double](repeating: 1, count: plan.matrix.count)
    for (index, use) in plan.ownUses.enumerated() { ratio[use.position] = worker.ownRatios.lanes[index][0] }
    var start: [Int32] = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for j in 0..<plan.matrix.count {
      for k in Int(plan.certainStart[j])..<Int(plan.certainStart[j + 1]) {
        columns.append(plan.certainColumn[k])
        values.append(plan.certain[k] * ratio[j])
      }
      for k in Int(plan.uncertainStart[j])..<Int(plan.uncertainStart[j + 1]) {
        columns.append(plan.uncertainColumn[k])
        values.append(worker.values.lanes[k][0] * ratio[j])
      }
      start.append(Int32(truncatingIfNeeded: columns.count))
    }
    return SparseFactorisation(start: start, row: columns, value: values)
  }
}
