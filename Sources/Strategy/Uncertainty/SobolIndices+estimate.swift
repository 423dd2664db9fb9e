import Foundation

extension SobolIndices {
  /// Evaluates a model at the rows of a design and estimates the indices of all its outputs.
  ///
  /// Threads share the base points out among themselves; the result does not depend on their number. The outputs
  /// of all rows are kept: 8 bytes × outputs × rows.
  /// - Parameters:
  ///   - distributions: one for each input; empty where the model takes coordinates of the unit cube.
  ///   - outputs: the number of outputs of the model.
  ///   - workspace: makes what a thread needs for itself.
  ///   - evaluate: takes the rows of one base point (`rowsPerPoint` × inputs, row by row) and writes their outputs
  ///     (`rowsPerPoint` × outputs, row by row). An output that is not finite takes its base point out.
  /// - Throws: `UncertaintyProblem` for a count that does not fit; the first error of `workspace` or `evaluate`.
  public static func estimate<Workspace>(
    design: SaltelliDesign, distributions: [Distribution] = [], outputs: Int, threads: Int = 1,
    options: Options = Options(), workspace: @escaping @Sendable () throws -> Workspace,
    evaluate:
      @escaping @Sendable (
        inout Workspace, _ points: UnsafeBufferPointer<Double>, _ outputs: UnsafeMutableBufferPointer<Double>
      ) throws -> Void
  ) throws -> SobolIndices {
    guard distributions.isEmpty || distributions.count == design.inputs else {
      throw UncertaintyProblem("\(design.inputs) inputs have \(distributions.count) distributions")
    }
    guard outputs >= 1 else { throw UncertaintyProblem("a model needs at least one output") }
    let rows = design.rowsPerPoint
    let table = OutputTable(outputs: outputs, rows: rows, points: design.count)
    let failure = FirstError()
    let threads = max(1, min(threads, design.count))
    inParallel(threads, over: threads) { thread in
      let points = UnsafeMutableBufferPointer<Double>.allocate(capacity: rows * design.inputs)
      let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: rows * outputs)
      defer {
        points.deallocate()
        values.deallocate()
      }
      do {
        var space = try workspace()
        for point in stride(from: thread, to: design.count, by: threads) where !failure.isSet {
          design.fill(point: point, distributions: distributions, into: points)
          values.update(repeating: .nan)
          try evaluate(&space, UnsafeBufferPointer(points), values)
          for o in 0..<outputs {
            for row in 0..<rows { table.column(o, row)[point] = values[row * outputs + o] }
          }
        }
      } catch {
        failure.set(error)
      }
    }
    if let error = failure.error { throw error }
    return try SobolIndices(table, inputs: design.inputs, options: options, threads: threads)
  }

  /// Evaluates a model at points of the unit cube and estimates the indices of all its outputs.
  /// - Parameters:
  ///   - count: base points, best a power of 2; the model is evaluated count × (dimensions + 2) times.
  ///   - evaluate: takes one point and writes its outputs.
  /// - Throws: as the estimate of a design.
  public static func estimate(
    dimensions: Int, count: Int, seed: UInt64, outputs: Int, threads: Int = 1,
    evaluate:
      @escaping @Sendable (
        _ point: UnsafeBufferPointer<Double>, _ outputs: UnsafeMutableBufferPointer<Double>
      ) throws -> Void
  ) throws -> SobolIndices {
    let design = try SaltelliDesign(names: numberedNames(dimensions), count: count, seed: seed)
    return try estimate(
      design: design, outputs: outputs, threads: threads, options: Options(seed: seed), workspace: {}
    ) { _, points, values in
      for row in 0..<design.rowsPerPoint {
        try evaluate(
          UnsafeBufferPointer(rebasing: points[row * dimensions..<(row + 1) * dimensions]),
          UnsafeMutableBufferPointer(rebasing: values[row * outputs..<(row + 1) * outputs]))
      }
    }
  }
}

/// The first error of several threads.
private final class FirstError: @unchecked Sendable {
  private let lock = NSLock()
  private var first: (any Error)?

  var error: (any Error)? { lock.withLock { first } }
  var isSet: Bool { error != nil }

  func set(_ error: any Error) { lock.withLock { first = first ?? error } }
}
