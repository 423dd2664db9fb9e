import Inventory

/// The uncertain inputs of a model of one's own, as a table.
///
/// Columns: `name`, `distribution` and, where wanted, `unit`, `source`, `note`. A distribution is written in full
/// (`uniform:min=1,max=2`), or as a family whose parameters stand in columns of their own (`min`, `max`, `mode`,
/// `mean`, `sd`, `median`, `sigma`, `values`, `probabilities`).
public struct UncertainInputs: Sendable {
  /// One uncertain input.
  public struct Input: Sendable, Hashable {
    /// Its name, which keys its draws.
    public let name: String
    /// The unit of its values; may be empty.
    public let unit: String
    /// What is known of it.
    public let distribution: Distribution
  }

  /// The inputs in the order of the file.
  public let inputs: [Input]

  private static let parameters = [
    "min", "max", "mode", "mean", "sd", "median", "sigma", "values", "probabilities",
  ]

  /// Reads a CSV file.
  /// - Throws: every line that is wrong.
  public init(path: String) throws(ScenarioProblems) {
    var problems = ScenarioProblems()
    let sheet = try Self.sheet(path)
    let words = ["name", "distribution", "unit", "source", "note"] + Self.parameters
    for column in sheet.header where !words.contains(column) {
      let near = nearestWord(to: column, in: words).map { "; did you mean '\($0)'?" } ?? ""
      problems.add(path, 1, "'\(column)' is not a column of uncertain inputs\(near)")
    }
    for needed in ["name", "distribution"] where !sheet.header.contains(needed) {
      problems.add(path, 1, "there is no column '\(needed)'")
    }
    guard problems.problems.isEmpty else { throw problems }
    var inputs: [Input] = []
    var lines: [String: Int] = [:]
    for row in sheet.rows {
      let cells = Dictionary(zip(sheet.header, row.fields)) { first, _ in first }
      let name = cells["name"] ?? ""
      if name.isEmpty {
        problems.add(path, row.line, "the input has no name")
      } else if let first = lines.updateValue(row.line, forKey: name) {
        problems.add(path, row.line, "'\(name)' stands in line \(first) already")
      }
      let given = Self.parameters.compactMap { key in
        cells[key].flatMap { $0.isEmpty ? nil : (key: key, value: $0) }
      }
      let text = cells["distribution"] ?? ""
      do {
        if text.contains(":"), !given.isEmpty {
          throw UncertaintyProblem("parameters stand in the distribution and in columns of their own")
        }
        let distribution = try text.contains(":") ? Distribution.parse(text) : Distribution.make(text, given)
        inputs.append(Input(name: name, unit: cells["unit"] ?? "", distribution: distribution))
      } catch {
        problems.add(path, row.line, "\(error)")
      }
    }
    if inputs.isEmpty, problems.problems.isEmpty { problems.add(path, 0, "there is no uncertain input") }
    guard problems.problems.isEmpty else { throw problems }
    self.inputs = inputs
  }

  static func sheet(_ path: String) throws(ScenarioProblems) -> Sheet {
    do {
      return try Sheet.read(path: path, as: path)
    } catch {
      var problems = ScenarioProblems()
      problems.add(error)
      throw problems
    }
  }
}
