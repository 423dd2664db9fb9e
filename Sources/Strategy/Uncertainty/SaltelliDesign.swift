/// The points at which a model is evaluated for its Sobol indices (Saltelli 2002; Saltelli et al. 2010).
///
/// Each base point has two independent halves A and B, one coordinate of each for every input. Rows of a base point,
/// in order: A; A with input 1 of B, …, A with input D of B; with second order, B with input 1 of A, …, B with
/// input D of A; B. This is the order of SALib's sample files. The rows of all base points follow one another.
public struct SaltelliDesign: Sendable {
  /// The number of inputs D.
  public let inputs: Int
  /// The number of base points N; a power of 2 keeps the balance of a Sobol sequence.
  public let count: Int
  /// Whether the rows that second-order indices need are there.
  public let hasSecondOrder: Bool
  private let base: any SamplingDesign

  /// D + 2, or 2 D + 2 with second order.
  public var rowsPerPoint: Int { hasSecondOrder ? 2 * inputs + 2 : inputs + 2 }

  /// A design from points whose first half of coordinates is A and whose second half is B.
  /// - Throws: `UncertaintyProblem` where the coordinates have no two equal halves or there are less than two points.
  public init(
    base: some SamplingDesign, count: Int, hasSecondOrder: Bool = false
  ) throws(UncertaintyProblem) {
    guard base.dimensions >= 2, base.dimensions.isMultiple(of: 2) else {
      throw UncertaintyProblem("Saltelli's design needs two coordinates for each of at least one input")
    }
    guard count >= 2 else { throw UncertaintyProblem("Saltelli's design needs at least 2 base points") }
    inputs = base.dimensions / 2
    self.count = count
    self.hasSecondOrder = hasSecondOrder
    self.base = base
  }

  /// A design from a scrambled Sobol sequence.
  /// - Throws: `UncertaintyProblem` where a name stands twice, there are more than 555 inputs or less than two points.
  public init(
    names: [String], count: Int, seed: UInt64, hasSecondOrder: Bool = false
  ) throws(UncertaintyProblem) {
    guard 2 * names.count <= SobolSequence.maximumDimensions else {
      throw UncertaintyProblem(
        "Sobol indices take at most \(SobolSequence.maximumDimensions / 2) inputs, not \(names.count)")
    }
    // No name of an input has a line break, so that the halves never share a stream.
    let sequence = try SobolSequence(names: names + names.map { $0 + "\n" }, seed: seed)
    try self.init(base: sequence, count: count, hasSecondOrder: hasSecondOrder)
  }

  /// Writes the rows of a base point, `rowsPerPoint` × `inputs` numbers, row by row.
  /// - Parameters:
  ///   - distributions: one for each input, whose quantiles are written; coordinates of the unit cube where empty.
  public func fill(
    point: Int, distributions: [Distribution] = [], into rows: UnsafeMutableBufferPointer<Double>
  ) {
    guard let first = rows.baseAddress, rows.count >= rowsPerPoint * inputs else { return }
    let d = inputs
    base.fill(point: point, into: UnsafeMutableBufferPointer(start: first, count: 2 * d))
    if !distributions.isEmpty {
      for j in 0..<2 * d { first[j] = distributions[j % d].quantile(first[j]) }
    }
    let last = first + (rowsPerPoint - 1) * d
    if last != first + d { last.update(from: first + d, count: d) }
    for j in 0..<d {
      let row = first + (1 + j) * d
      row.update(from: first, count: d)
      row[j] = last[j]
    }
    guard hasSecondOrder else { return }
    for j in 0..<d {
      let row = first + (1 + d + j) * d
      row.update(from: last, count: d)
      row[j] = first[j]
    }
  }
}
