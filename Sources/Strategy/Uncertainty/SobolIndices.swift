import Foundation

/// Sobol indices: how much of the variance of an output each uncertain input explains.
///
/// With outputs y of the rows A, B and AB_j (A with input j of B), centred on the mean of all rows, and V the
/// population variance of A and B together:
/// - first order, alone: S_j = mean(B (AB_j − A)) / V (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018),
/// - total, with every interaction: ST_j = mean((A − AB_j)²) / (2 V) (Jansen 1999),
/// - second order, a pair beyond its two inputs: S_jk = mean(BA_j AB_k − A B) / V − S_j − S_k (Saltelli 2002).
///
/// These are the definitions of SALib 1.5, so that the same rows give the same numbers. A confidence is the
/// half-width of an interval: the normal quantile times the standard deviation of bootstrap resamples of base points.
public struct SobolIndices: Sendable {
  /// Indices of one output, by input.
  public struct Indices: Sendable, Hashable {
    /// First-order indices; an estimate near 0 may be slightly negative.
    public let firstOrder: [Double]
    /// Half-widths of their confidence intervals.
    public let firstOrderConfidence: [Double]
    /// Total indices.
    public let total: [Double]
    /// Half-widths of their confidence intervals.
    public let totalConfidence: [Double]
    /// Second-order indices of the pairs j < k at `[j][k - j - 1]`; nil without the rows for them.
    public let secondOrder: [[Double]]?
  }

  /// What was found for one output.
  public struct Output: Sendable, Hashable {
    /// Mean of the rows A and B.
    public let mean: Double
    /// Population variance of the rows A and B, in the square of the output's unit.
    public let variance: Double
    /// Base points that were used: those of which every row has a finite output.
    public let points: Int
    /// The indices; nil where they are not defined.
    public let indices: Indices?
    /// Why the indices are not defined.
    public let reason: String?
  }

  /// How confidence intervals are made.
  public struct Options: Sendable, Hashable {
    /// Bootstrap resamples; 0 for no confidence (then NaN).
    public var resamples: Int
    /// The probability that an interval is meant to hold the true index, in (0, 1).
    public var confidence: Double
    /// The seed of the resamples.
    public var seed: UInt64

    /// Options for confidence intervals.
    public init(resamples: Int = 100, confidence: Double = 0.95, seed: UInt64 = 1) {
      self.resamples = resamples
      self.confidence = confidence
      self.seed = seed
    }
  }

  /// One for each output.
  public let outputs: [Output]

  /// Indices of outputs that have been computed elsewhere.
  /// - Parameters:
  ///   - values: outputs, each with the values of all rows in the order of `SaltelliDesign`.
  ///   - inputs: the number of inputs D.
  ///   - hasSecondOrder: whether each base point has 2 D + 2 rows instead of D + 2.
  /// - Throws: `UncertaintyProblem` where the rows do not make at least two whole base points, or an option is out
  ///   of range.
  public init(
    values: [[Double]], inputs: Int, hasSecondOrder: Bool, options: Options = Options(), threads: Int = 1
  ) throws(UncertaintyProblem) {
    let rows = hasSecondOrder ? 2 * inputs + 2 : inputs + 2
    guard inputs >= 1, let length = values.first?.count, length.isMultiple(of: rows), length >= 2 * rows,
      values.allSatisfy({ $0.count == length })
    else {
      throw UncertaintyProblem(
        "\(values.first?.count ?? 0) rows are not at least two whole base points of \(rows) rows (\(inputs) inputs)"
      )
    }
    let points = length / rows
    let table = OutputTable(outputs: values.count, rows: rows, points: points)
    for (o, column) in values.enumerated() {
      for (k, value) in column.enumerated() { table.column(o, k % rows)[k / rows] = value }
    }
    try self.init(table, inputs: inputs, options: options, threads: threads)
  }

  init(
    _ table: OutputTable, inputs: Int, options: Options, threads: Int
  ) throws(UncertaintyProblem) {
    guard options.resamples == 0 || options.resamples >= 2, options.confidence > 0, options.confidence < 1
    else {
      throw UncertaintyProblem("resamples must be 0 or at least 2, the confidence between 0 and 1")
    }
    let whole = Resamples(points: table.points, options: options)
    let results = Results(table.outputs)
    inParallel(threads, over: table.outputs) { o in
      results.outputs[o] = Self.analyse(table, o, inputs: inputs, options: options, whole: whole)
    }
    outputs = results.outputs.compactMap(\.self)
  }

  /// Each thread writes to places of its own.
  private final class Results: @unchecked Sendable {
    let outputs: UnsafeMutableBufferPointer<Output?>
    init(_ count: Int) {
      outputs = .allocate(capacity: count)
      outputs.initialize(repeating: nil)
    }
    deinit {
      outputs.deinitialize()
      outputs.deallocate()
    }
  }
}

/// Runs `body` for every index below `count`, each on one of so many threads.
func inParallel(_ threads: Int, over count: Int, _ body: @Sendable (Int) -> Void) {
  let threads = max(1, min(threads, count))
  guard threads > 1 else { return (0..<count).forEach(body) }
  DispatchQueue.concurrentPerform(iterations: threads) { thread in
    for index in stride(from: thread, to: count, by: threads) { body(index) }
  }
}

/// Outputs of all rows of a design: for each output and row of a base point, the values of all base points.
/// Threads write different base points at once.
final class OutputTable: @unchecked Sendable {
  let outputs: Int
  let rows: Int
  let points: Int
  private let values: UnsafeMutablePointer<Double>

  init(outputs: Int, rows: Int, points: Int) {
    self.outputs = outputs
    self.rows = rows
    self.points = points
    values = .allocate(capacity: max(1, outputs * rows * points))
    values.initialize(repeating: .nan, count: outputs * rows * points)
  }

  deinit { values.deallocate() }

  /// The values of one row of each base point.
  func column(_ output: Int, _ row: Int) -> UnsafeMutablePointer<Double> {
    values + (output * rows + row) * points
  }
}
