import Inventory

/// A plan of the strategy and what came of it by a year (`history.csv`).
public struct HistoryRecord: Sendable {
  /// What is looked at, such as `ev_share_japan`.
  public let indicator: String
  /// The year.
  public let year: Int
  /// What the strategy planned, for ``planYear``; nil where it names no figure in this unit.
  public let plan: Double?
  /// The year that the plan is for.
  public let planYear: Int?
  /// What was reported for the year.
  public let actual: Double?
  /// The range that was reported, where it was one; a bound alone where only that is known.
  public let actualLow, actualHigh: Double?
  /// The unit.
  public let unit: String
  /// Who stated the plan, and who reported.
  public let planSource, actualSource: String
  /// How sure the report is: primary, statistics, press or secondary.
  public let confidence: String
  /// What must be known beside it.
  public let note: String
  /// The target that the plan belongs to.
  public let target: String?
  /// What the scenario computes for the year; nil where it has no such series.
  public let computed: Double?
  /// The series it is from, or the states of the ledger that are summed as known at the end of the year.
  public let computedFrom: String?
  /// Where it was written.
  public let place: Place

  /// Reported less planned; only where both are one figure.
  public var difference: Double? { plan.flatMap { plan in actual.map { $0 - plan } } }
  /// Whether the plan was for the year itself and not for a later one.
  public var isDue: Bool { planYear.map { $0 <= year } ?? false }
}

extension Scenario {
  /// The rows of `history.csv`, in the order of the file, with what the scenario computes by its group `history`; empty where it names no such
  /// table.
  /// - Throws: `ScenarioProblems` with everything in the table or the group that cannot be used.
  public func history() throws(ScenarioProblems) -> [HistoryRecord] {
    guard tables["history"] != nil else { return [] }
    let builder = laterBuilder()
    let outcome = Outcome(self)
    let readings = document["history"].map { Group($0, path: "history", builder) }
    let table = builder.table(
      "history", columns: ["indicator", "year", "plan", "actual", "unit", "actual_source", "confidence"])
    var groups: [String: Group] = [:]
    let records = table.rows.compactMap { row -> HistoryRecord? in
      guard let year = Int(row["year"]) else {
        row.problem("'year' is '\(row["year"])': a year is expected")
        return nil
      }
      let (indicator, unit) = (row.text("indicator"), row.text("unit"))
      func number(_ column: String) -> Double? { row.number(column, unit: unit) }
      if groups[indicator] == nil { groups[indicator] = readings?.group(indicator) }
      let found = groups[indicator].flatMap { computed($0, year, unit, outcome, builder) }
      func source(_ column: String) -> String { builder.sources[row[column]] ?? row[column] }
      return HistoryRecord(
        indicator: indicator, year: year, plan: number("plan"), planYear: Int(row["plan_year"]),
        actual: number("actual"), actualLow: number("actual_low"), actualHigh: number("actual_high"),
        unit: unit,
        planSource: source("plan_source"), actualSource: source("actual_source"),
        confidence: row["confidence"],
        note: row["note"], target: row["target"].isEmpty ? nil : row["target"], computed: found?.value,
        computedFrom: found?.from, place: row.place)
    }
    for group in groups.values { group.finish() }
    readings?.finish()
    guard builder.problems.problems.isEmpty else { throw builder.problems }
    return records
  }

  private func computed(
    _ group: Group, _ year: Int, _ unit: String, _ outcome: Outcome, _ builder: ScenarioBuilder
  ) -> (value: Double, from: String)? {
    if let names = group.texts("ledger") {
      let states = names.compactMap(PlantState.init(rawValue:))
      if states.count < names.count {
        let known = PlantState.allCases.map(\.rawValue).joined(separator: ", ")
        builder.problem(
          group.place(of: "ledger"), "'\(group.id("ledger"))' has an unknown state; states are \(known)")
      }
      guard let date = PartialDate("\(year)-12-31") else { return nil }
      let statuses = model.ledger.statuses(at: date).filter { $0.plant.country == "Japan" }
      let sum = LedgerTotals(statuses, at: date).capacity(in: states)
      return Quantities.factor(from: "GWh/yr", to: unit).map {
        (sum * $0, "ledger on \(date): \(names.joined(separator: ", "))")
      }
    }
    guard let id = group.text("series") else { return nil }
    guard let info = model.series.first(where: { $0.id == id }) else {
      let near = nearestWord(to: id, in: model.series.map(\.id)).map { "; is '\($0)' meant?" } ?? ""
      builder.problem(group.place(of: "series"), "there is no series '\(id)'\(near)")
      return nil
    }
    guard let factor = Quantities.factor(from: info.unit, to: unit) else {
      builder.problem(
        group.place(of: "series"), "the series '\(id)' is in \(info.unit), the history in \(unit)")
      return nil
    }
    return outcome.value(id, in: year).map { ($0 * factor, id) }
  }
}
