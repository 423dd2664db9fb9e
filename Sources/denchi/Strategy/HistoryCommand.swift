import ArgumentParser
import Strategy

/// `denchi strategy history`
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract:
      "Compares what the strategy planned with what was reported, and with what the scenario computes.")

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func run() throws {
    let scenario = try options.read()
    let records: [HistoryRecord]
    do {
      records = try scenario.history()
    } catch {
      throw Failure(error)
    }
    let terminal = Terminal.output
    try terminal.write(json ? Self.json(scenario, records).encoded() + "\n" : Self.text(records, terminal))
  }

  private static func json(_ scenario: Scenario, _ records: [HistoryRecord]) -> JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return .object([
      ("scenario", .string(scenario.name.en)),
      (
        "records",
        .array(
          records.map { record in
            .object([
              ("indicator", .string(record.indicator)), ("year", .integer(record.year)),
              ("unit", .string(record.unit)),
              ("plan", number(record.plan)), ("plan_year", record.planYear.map { .integer($0) } ?? .null),
              ("actual", number(record.actual)), ("actual_low", number(record.actualLow)),
              ("actual_high", number(record.actualHigh)), ("difference", number(record.difference)),
              ("is_due", .bool(record.isDue)), ("computed", number(record.computed)),
              ("computed_from", .text(record.computedFrom)), ("confidence", .string(record.confidence)),
              ("plan_source", .string(record.planSource)), ("actual_source", .string(record.actualSource)),
              ("target", .text(record.target)), ("note", .string(record.note)),
            ])
          })
      ),
    ])
  }

  private static func text(_ records: [HistoryRecord], _ terminal: Terminal) -> String {
    var text =
      terminal.styled("What was planned, what was reported, what the scenario computes", .bold) + "\n\n"
    var table = TerminalTable([
      .init(title: "Indicator", isFlexible: true, minimum: 22), .init(title: "Year"),
      .init(title: "Plan", alignment: .right),
      .init(title: "Reported", alignment: .right),
      .init(title: "Computed", alignment: .right), .init(title: "Unit", isFlexible: true, minimum: 6),
      .init(title: "Confidence"),
    ])
    for record in records {
      func number(_ value: Double?) -> String {
        value.map {
          record.unit == "year" ? NumberText.plain($0).filter { $0 != "," } : NumberText.short($0, digits: 3)
        } ?? "–"
      }
      let reported =
        switch (record.actualLow, record.actual, record.actualHigh) {
        case (let low?, nil, let high?): "\(number(low)) to \(number(high))"
        case (let low?, nil, nil): "from \(number(low))"
        case (nil, nil, let high?): "to \(number(high))"
        case (_, let value, _): number(value)
        }
      table.add([
        record.indicator, String(record.year),
        record.plan == nil ? "–" : number(record.plan) + (record.planYear.map { " in \($0)" } ?? ""),
        reported,
        number(record.computed), record.unit, record.confidence,
      ])
    }
    text += table.text(for: terminal)
    return text
      + "\nA plan for a later year is no forecast for this one. Ranges, sources and notes: --json.\n"
  }
}
