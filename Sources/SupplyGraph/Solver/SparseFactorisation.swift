import CKLU

/// I - B factorised by KLU (Davis and Natarajan 2010), the last resort for large systems with entries of both signs.
final class SparseFactorisation {
  private var common = klu_common()
  private var symbolic: UnsafeMutablePointer<klu_symbolic>?
  private var numeric: UnsafeMutablePointer<klu_numeric>?
  private let size: Int32

  /// Nil where the matrix is singular.
  init?(start: [Int32], row: [Int32], value: [Double]) {
    size = Int32(start.count - 1)
    klu_defaults(&common)
    var (start, row, value) = Self.identityMinus(start: start, row: row, value: value)
    symbolic = klu_analyze(size, &start, &row, &common)
    guard symbolic != nil else { return nil }
    numeric = klu_factor(&start, &row, &value, symbolic, &common)
    guard numeric != nil, common.status == KLU_OK else {
      release()
      return nil
    }
    klu_rcond(symbolic, numeric, &common)
  }

  convenience init?(_ matrix: TornMatrix) {
    self.init(start: matrix.start, row: matrix.row, value: matrix.value)
  }

  deinit { release() }

  private func release() {
    if numeric != nil { klu_free_numeric(&numeric, &common) }
    if symbolic != nil { klu_free_symbolic(&symbolic, &common) }
  }

  /// A cheap estimate of the reciprocal condition: the smallest pivot over the largest.
  var reciprocalCondition: Double { common.rcond }

  /// (I - B)⁻¹ rhs, or with the transpose.
  func solve(_ rhs: [Double], transposed: Bool = false) -> [Double] {
    var x = rhs
    if transposed {
      klu_tsolve(symbolic, numeric, size, 1, &x, &common)
    } else {
      klu_solve(symbolic, numeric, size, 1, &x, &common)
    }
    return x
  }

  /// I - B in compressed columns with each entry once, rows ascending.
  private static func identityMinus(
    start: [Int32], row: [Int32], value: [Double]
  ) -> ([Int32], [Int32], [Double]) {
    let n = start.count - 1
    var newStart: [Int32] = [0]
    var newRow: [Int32] = []
    var newValue: [Double] = []
    newRow.reserveCapacity(row.count + n)
    newValue.reserveCapacity(row.count + n)
    for j in 0..<n {
      var column: [(row: Int32, value: Double)] = [(Int32(j), 1)]
      for k in Int(start[j])..<Int(start[j + 1]) { column.append((row[k], -value[k])) }
      column.sort { $0.row < $1.row }
      for (k, entry) in column.enumerated() {
        if k > 0 && column[k - 1].row == entry.row {
          newValue[newValue.count - 1] += entry.value
        } else {
          newRow.append(entry.row)
          newValue.append(entry.value)
        }
      }
      newStart.append(Int32(newRow.count))
    }
    return (newStart, newRow, newValue)
  }
}
