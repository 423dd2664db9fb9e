/// What the strategy planned beside what was reported later (`history.csv`).
public struct PlanAndActual: Sendable {
  /// What is compared, such as `ev_share_japan`.
  public let indicator: String
  /// The year of the report.
  public let year: Int
  /// The plan in ``unit``, if there is one.
  public let plan: Double?
  /// The year that the plan is for.
  public let planYear: Int?
  /// What was reported, in ``unit``.
  public let actual: Double?
  /// The bounds of what was reported, where a source gives a range or another source differs.
  public let low, high: Double?
  /// The unit of all values.
  public let unit: String
  /// Who stated the plan.
  public let planSource: String
  /// Who reported.
  public let actualSource: String
  /// How sure the report is: primary, statistics, press, secondary.
  public let confidence: String
  /// What else must be known.
  public let note: String
  /// The id of the target that it belongs to.
  public let target: String
  /// Where it was written.
  public let place: Place
}

extension Scenario {
  /// The rows of `history.csv`, in the order of the file; empty where the scenario names no such table.
  /// - Throws: `ScenarioProblems` with everything that is wrong in it.
  public func planAndActual() throws(ScenarioProblems) -> [PlanAndActual] {
    guard tables["history"] != nil else { return [] }
    let builder = ScenarioBuilder()
    builder.tables = tables
    builder.readSources()
    let table = builder.table(
      "history", columns: ["indicator", "year", "plan", "actual", "unit", "actual_source", "confidence"])
    let rows = table.rows.compactMap { row -> PlanAndActual? in
      let unit = row.text("unit")
      guard let year = Int(row["year"]) else {
        row.problem("'year' is '\(row["year"])': a year is expected")
        return nil
      }
      func source(_ column: String) -> String { builder.sources[row[column]] ?? row[column] }
      return PlanAndActual(
        indicator: row.text("indicator"), year: year, plan: row.number("plan", unit: unit),
        planYear: Int(row["plan_year"]), actual: row.number("actual", unit: unit),
        low: row.number("actual_low", unit: unit), high: row.number("actual_high", unit: unit), unit: unit,
        planSource: source("plan_source"), actualSource: source("actual_source"),
        confidence: row["confidence"],
        note: row["note"], target: row["target"], place: row.place)
    }
    guard builder.problems.problems.isEmpty else { throw builder.problems }
    return rows
  }
}
