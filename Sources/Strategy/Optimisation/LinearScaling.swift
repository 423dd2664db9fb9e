/// Factors that bring a programme's coefficients, bounds and costs near 1, so that the solver's tolerances mean the
/// same whether money is counted in yen or in billions. All are powers of two: scaling does not round.
struct LinearScaling {
  /// By constraint.
  let row: [Double]
  /// By variable: it is `column * size` times the scaled one.
  let column: [Double]
  /// Common to all variables.
  let size: Double
  /// The scaled costs are `cost * column * price`.
  let price: Double

  /// Geometric means of the smallest and largest entry, alternating between constraints and variables.
  init(_ programme: LinearProgramme) {
    let (n, m) = (programme.variableCount, programme.constraintCount)
    var row = [Double](repeating: 1, count: m)
    var column = [Double](repeating: 1, count: n)
    for _ in 0..<4 {
      Self.balance(&row, column, programme.entryRow, programme.entryColumn, programme.entryValue)
      Self.balance(&column, row, programme.entryColumn, programme.entryRow, programme.entryValue)
    }
    row = row.map(Self.powerOfTwo)
    column = column.map(Self.powerOfTwo)
    var bounds = GeometricMean()
    for j in 0..<n {
      bounds.add(programme.lower[j] / column[j])
      bounds.add(programme.upper[j] / column[j])
    }
    for i in 0..<m {
      bounds.add(programme.rowLower[i] * row[i])
      bounds.add(programme.rowUpper[i] * row[i])
    }
    var costs = GeometricMean()
    for j in 0..<n { costs.add(programme.cost[j] * column[j]) }
    self.row = row
    self.column = column
    size = Self.powerOfTwo(bounds.value)
    price = Self.powerOfTwo(1 / costs.value)
  }

  private static func balance(
    _ factor: inout [Double], _ other: [Double], _ place: [Int32], _ across: [Int32], _ value: [Double]
  ) {
    var smallest = [Double](repeating: .infinity, count: factor.count)
    var largest = [Double](repeating: 0, count: factor.count)
    for k in value.indices {
      let entry = abs(value[k]) * other[Int(across[k])]
      let i = Int(place[k])
      if entry < smallest[i] { smallest[i] = entry }
      if entry > largest[i] { largest[i] = entry }
    }
    for i in factor.indices where largest[i] > 0 {
      let mean = (smallest[i] * largest[i]).squareRoot()
      factor[i] = mean > 0 && mean.isFinite ? 1 / mean : 1
    }
  }

  private static func powerOfTwo(_ x: Double) -> Double {
    x > 0 && x.isFinite ? Double(sign: .plus, exponent: x.exponent, significand: 1) : 1
  }

  private struct GeometricMean {
    private var exponents = 0
    private var count = 0
    /// Adds the size of a number that is neither 0 nor infinite.
    mutating func add(_ x: Double) {
      if x == 0 || !x.isFinite { return }
      exponents += Int(x.exponent)
      count += 1
    }
    var value: Double { count == 0 ? 1 : Double(sign: .plus, exponent: exponents / count, significand: 1) }
  }
}
