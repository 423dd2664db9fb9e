import Inventory

/// Points of Saltelli's design with the outputs of a model, read from a table: `denchi strategy sample` or SALib
/// made the points, the model of an analyst the outputs.
///
/// The rows of a base point are checked: each must differ from A or B in the one input it exchanges, so that a
/// file that was sorted, cut or sampled otherwise is refused.
public struct EvaluatedPoints: Sendable {
  /// Names of the inputs: every column that is no output.
  public let inputs: [String]
  /// For each output, the values of all rows.
  public let values: [[Double]]
  /// Whether the rows for second-order indices are there.
  public let hasSecondOrder: Bool

  /// Coordinates that differ by less than this part of themselves are the same number, written otherwise.
  private static let sameShare = 1e-9

  /// Reads a CSV file with a header.
  /// - Parameters:
  ///   - outputs: the columns that the model has written.
  ///   - hasSecondOrder: nil where the rows shall tell.
  /// - Throws: every line that is wrong.
  public init(path: String, outputs: [String], hasSecondOrder: Bool? = nil) throws(ScenarioProblems) {
    var problems = ScenarioProblems()
    let sheet = try UncertainInputs.sheet(path)
    for name in outputs where !sheet.header.contains(name) {
      let near = nearestWord(to: name, in: sheet.header).map { "; did you mean '\($0)'?" } ?? ""
      problems.add(path, 1, "there is no column '\(name)'\(near)")
    }
    let places = outputs.compactMap { sheet.header.firstIndex(of: $0) }
    let inputPlaces = sheet.header.indices.filter { !places.contains($0) }
    if inputPlaces.isEmpty { problems.add(path, 1, "there is no column of an input beside the outputs") }
    guard problems.problems.isEmpty else { throw problems }

    func numbers(_ column: Int, _ what: String) -> [Double] {
      sheet.rows.map { row in
        if let value = Sheet.number(row.fields[column]) { return value }
        problems.add(
          path, row.line,
          "\(what) '\(sheet.header[column])' is '\(row.fields[column])', which is no finite number")
        return .nan
      }
    }
    let points = inputPlaces.map { numbers($0, "input") }
    values = places.map { numbers($0, "output") }
    guard problems.problems.isEmpty else { throw problems }

    inputs = inputPlaces.map { sheet.header[$0] }
    let candidates = hasSecondOrder.map { [$0] } ?? [true, false]
    var found: Bool?
    for isSecondOrder in candidates where found == nil {
      switch Self.check(points, hasSecondOrder: isSecondOrder) {
      case nil: found = isSecondOrder
      case (let row?, let message)?: problems.add(path, sheet.rows[row].line, message)
      case (nil, let message)?: problems.add(path, 0, message)
      }
    }
    guard let found else {
      if candidates.count > 1, let first = problems.problems.last { problems.problems = [first] }
      throw problems
    }
    self.hasSecondOrder = found
  }

  /// The first row that does not fit Saltelli's design, and why; nil where all do.
  private static func check(_ points: [[Double]], hasSecondOrder: Bool) -> (row: Int?, message: String)? {
    let (d, count) = (points.count, points[0].count)
    let rows = hasSecondOrder ? 2 * d + 2 : d + 2
    let order = hasSecondOrder ? "with" : "without"
    guard count.isMultiple(of: rows), count >= 2 * rows else {
      return (
        nil,
        "\(count) rows are not at least two whole base points: with \(d) inputs, \(order) second order, each has \(rows)"
      )
    }
    func isSame(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= sameShare * max(abs(a), abs(b)) }
    for start in stride(from: 0, to: count, by: rows) {
      for k in 1..<rows - 1 {
        let exchanged = (k - 1) % d
        let isFromB = k > d
        for j in 0..<d {
          let fromB = isFromB != (j == exchanged)
          guard !isSame(points[j][start + k], points[j][fromB ? start + rows - 1 : start]) else { continue }
          return (
            start + k,
            "this is not row \(k + 1) of \(rows) of a base point (\(order) second order): input \(j + 1) should be "
              + "that of the \(fromB ? "last" : "first") row. Rows must stand in the order of the sample."
          )
        }
      }
    }
    return nil
  }
}
