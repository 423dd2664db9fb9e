import ArgumentParser
import Strategy

/// `denchi strategy plants`
struct PlantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plants", abstract: "Shows the ledger of plants as it was known at a date.")

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "JSON, with every number in full.")
  var json = false

  @Flag(help: "CSV: a row a plant, or a row a date with --history.")
  var csv = false

  @Flag(help: "Replays the totals by state at every date at which something was reported.")
  var history = false

  func run() throws {
    let scenario = try options.read()
    let report = PlantsReport(scenario)
    let terminal = Terminal.output
    if json {
      try terminal.write(report.json(history: history).encoded() + "\n")
    } else if csv {
      try terminal.write(history ? report.historyCSV : report.csv)
    } else {
      try terminal.write(history ? report.historyText(terminal) : report.text(terminal))
    }
  }
}

/// What `denchi strategy plants` shows.
struct PlantsReport {
  let scenario: Scenario
  private var model: Model { scenario.model }

  init(_ scenario: Scenario) { self.scenario = scenario }

  func json(history: Bool) -> JSON {
    let totals = LedgerTotals(model.plants, at: model.asOf)
    return .object(
      leavingOut: [
        ("scenario", .string(scenario.name.en)), ("as_of", .string(model.asOf.description)),
        ("counted", .array(model.countedStates.map { .string($0.rawValue) })),
        ("plants", .array(model.plants.map(json))),
        ("totals", json(totals)),
        ("history", history ? .array(model.ledger.history(to: model.asOf).map(json)) : nil),
      ])
  }

  private func json(_ status: PlantStatus) -> JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return .object([
      ("id", .string(status.plant.id)), ("name", .string(status.plant.name.en)),
      ("name_ja", .string(status.plant.name.ja)), ("owner", .string(status.plant.owner)),
      ("country", .string(status.plant.country)), ("use", .string(status.plant.use)),
      ("is_sum", .bool(status.plant.isAggregate)), ("state", .string(status.state.rawValue)),
      ("since", .string(status.since.description)), ("capacity_GWh_per_year", number(status.capacity)),
      ("start", .text(status.start?.description)), ("investment_billion_JPY", number(status.investment)),
      ("subsidy_max_billion_JPY", number(status.subsidy)), ("note", .string(status.last.note)),
      ("confidence", .string(status.last.confidence)), ("source", .string(status.last.source)),
      ("place", .string(status.last.place.description)),
    ])
  }

  private func json(_ totals: LedgerTotals) -> JSON {
    func sums(_ values: [PlantState: Double]) -> JSON {
      .object(PlantState.allCases.map { ($0.rawValue, .number(values[$0] ?? 0)) })
    }
    return .object([
      ("date", .string(totals.date.description)),
      ("plants", .object(PlantState.allCases.map { ($0.rawValue, .integer(totals.plants[$0] ?? 0)) })),
      ("capacity_GWh_per_year", sums(totals.capacity)),
      ("counted_GWh_per_year", .number(totals.capacity(in: model.countedStates))),
      ("investment_billion_JPY", sums(totals.investment)), ("subsidy_max_billion_JPY", sums(totals.subsidy)),
    ])
  }

  var csv: String {
    var rows = [
      [
        "plant", "name", "name_ja", "owner", "country", "use", "kind", "state", "since",
        "capacity_GWh_per_year", "start", "investment_billion_JPY", "subsidy_max_billion_JPY", "confidence",
        "source",
      ]
    ]
    for status in model.plants {
      rows.append([
        status.plant.id, status.plant.name.en, status.plant.name.ja, status.plant.owner, status.plant.country,
        status.plant.use, status.plant.isAggregate ? "aggregate" : "plant", status.state.rawValue,
        status.since.description, status.capacity?.description ?? "", status.start?.description ?? "",
        status.investment?.description ?? "", status.subsidy?.description ?? "", status.last.confidence,
        status.last.source,
      ])
    }
    return CSVText.of(rows)
  }

  var historyCSV: String {
    var rows = [["date"] + PlantState.allCases.map(\.rawValue) + ["counted", "unit"]]
    for totals in model.ledger.history(to: model.asOf) {
      rows.append(
        [totals.date.description] + PlantState.allCases.map { (totals.capacity[$0] ?? 0).description }
          + [totals.capacity(in: model.countedStates).description, "GWh/yr"])
    }
    return CSVText.of(rows)
  }

  func text(_ terminal: Terminal) -> String {
    var text = terminal.styled("Plants as known on \(model.asOf)", .bold) + "\n\n"
    var table = TerminalTable([
      .init(title: "Plant", isFlexible: true, minimum: 14),
      .init(title: "State", isFlexible: true, minimum: 9),
      .init(title: "Since", isOptional: true), .init(title: "GWh/yr", alignment: .right),
      .init(title: "Start"),
      .init(title: "bn JPY", alignment: .right), .init(title: "Subsidy", alignment: .right),
      .init(title: "Confidence", isOptional: true),
    ])
    func number(_ value: Double?) -> String { value.map { NumberText.short($0, digits: 4) } ?? "–" }
    for status in model.plants {
      table.add([
        status.plant.id + (status.plant.isAggregate ? " (sum)" : ""), words(status.state),
        status.since.description,
        number(status.capacity), status.start?.description ?? "–", number(status.investment),
        number(status.subsidy), status.last.confidence,
      ])
    }
    text += table.text(for: terminal) + "\n"
    let totals = LedgerTotals(model.plants, at: model.asOf)
    var sums = TerminalTable([
      .init(title: "State"), .init(title: "Plants", alignment: .right),
      .init(title: "GWh/yr", alignment: .right),
      .init(title: "bn JPY", alignment: .right), .init(title: "Subsidy", alignment: .right),
    ])
    for state in PlantState.allCases where totals.plants[state] ?? 0 > 0 {
      sums.add([
        words(state), String(totals.plants[state] ?? 0), number(totals.capacity[state]),
        number(totals.investment[state]), number(totals.subsidy[state]),
      ])
    }
    text += sums.text(for: terminal)
    let counted = totals.capacity(in: model.countedStates)
    text +=
      "\n\(NumberText.short(counted, digits: 4)) GWh/yr count (\(model.countedStates.map(words).joined(separator: ", ")))"
    text += " once they run; by year: denchi strategy run --series capacity.\n"
    text += "Names, uses, notes and sources: --json or --csv; totals at every date: --history.\n"
    return text
  }

  func historyText(_ terminal: Terminal) -> String {
    var text =
      terminal.styled("Capacity by state in GWh/yr, at every date with news to \(model.asOf)", .bold) + "\n\n"
    let history = model.ledger.history(to: model.asOf)
    let states = PlantState.allCases.filter { state in history.contains { $0.plants[state] ?? 0 > 0 } }
    var table = TerminalTable(
      [.init(title: "Date")]
        + states.map { .init(title: words($0), alignment: .right, isFlexible: true, minimum: 7) }
        + [.init(title: "Counted", alignment: .right)])
    for totals in history {
      table.add(
        [totals.date.description] + states.map { NumberText.short(totals.capacity[$0] ?? 0, digits: 4) }
          + [NumberText.short(totals.capacity(in: model.countedStates), digits: 4)])
    }
    text += table.text(for: terminal)
    return text + "\nCounted: \(model.countedStates.map(words).joined(separator: ", ")).\n"
  }

  private func words(_ state: PlantState) -> String {
    state == .underConstruction ? "under construction" : state.rawValue
  }
}
