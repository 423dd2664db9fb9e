import ArgumentParser
import Strategy

/// `denchi strategy targets`
struct StrategyTargetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "targets",
    abstract:
      "Compares every target of the strategy with what a scenario comes to: met or missed, by how much, and what closes the gap."
  )

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "JSON, with every number in full.")
  var json = false

  @Flag(help: "The words of the strategy, how each value is read, and every lever.")
  var long = false

  func run() throws {
    let scenario = try options.read()
    let results = scenario.targetResults()
    if json {
      try Terminal.output.write(TargetReport.json(scenario, results).encoded() + "\n")
    } else {
      try TargetReport.print(scenario, results, long: long)
    }
  }
}

/// What `denchi strategy targets` shows.
enum TargetReport {
  static func json(_ scenario: Scenario, _ results: [TargetResult]) -> JSON {
    .object([
      ("scenario", .string(scenario.name.en)), ("as_of", .string(scenario.model.asOf.description)),
      ("targets", .array(results.map(json))),
    ])
  }

  static func json(_ result: TargetResult) -> JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    let target = result.target
    return .object(
      leavingOut: [
        ("id", .string(target.id)), ("year", .integer(target.year)), ("unit", .string(target.unit)),
        ("target", .number(target.value)), ("value", number(result.value)),
        ("met", result.isMet.map { .bool($0) } ?? .null), ("source", .string(target.source)),
        ("kind", .string(target.kind.rawValue)), ("sense", .string(target.sense.rawValue)),
        ("margin", number(result.margin)), ("rounding", target.rounding.map { .number($0) }),
        ("scope", .string(target.scope.en)), ("scope_ja", .string(target.scope.ja)),
        ("passage", .string(target.passage)), ("page", .string(target.page)),
        ("series", result.series.map { .string($0) }), ("reading", result.reading.map { .string($0.en) }),
        ("reason", result.reason.map { .string($0.en) }),
        ("state_source", result.stateSource.map { .string($0) }),
        ("levers", result.levers.isEmpty ? nil : .array(result.levers.map(json))),
      ])
  }

  private static func json(_ lever: TargetResult.Lever) -> JSON {
    switch lever {
    case .change(let assumption, let unit, let from, let to, let bound):
      .object([
        ("change", .string(assumption)), ("unit", .string(unit)), ("from", .number(from)),
        ("to", to.map { .number($0) } ?? .null), ("tried_up_to", .number(bound)),
      ])
    case .add(let name, let amount, let unit, let cost, let costUnit):
      .object([
        ("add", .string(name.en)), ("amount", .number(amount)), ("unit", .string(unit)),
        (
          "price",
          .object([
            ("value", cost.map { .number($0) } ?? .null), ("unit", .string(costUnit)),
          ])
        ),
      ])
    }
  }

  /// A lever in words.
  static func words(_ lever: TargetResult.Lever) -> String {
    switch lever {
    case .change(let assumption, let unit, let from, let to?, _):
      "\(assumption): \(NumberText.short(to, digits: 4)) instead of \(NumberText.short(from, digits: 4)) \(unit)"
    case .change(let assumption, let unit, _, nil, let bound):
      "\(assumption): not even \(NumberText.short(bound, digits: 4)) \(unit) is enough"
    case .add(let name, let amount, let unit, let cost?, let costUnit):
      "\(name.en): \(NumberText.short(amount, digits: 3)) \(unit) for \(NumberText.short(cost, digits: 4)) \(costUnit)"
    case .add(let name, let amount, let unit, nil, _):
      "\(name.en): \(NumberText.short(amount, digits: 3)) \(unit)"
    }
  }

  static func print(_ scenario: Scenario, _ results: [TargetResult], long: Bool) throws {
    let terminal = Terminal.output
    var text = terminal.styled(scenario.name.en, .bold) + "\n"
    text += "Plants as known on \(scenario.model.asOf).\n\n"
    var table = TerminalTable([
      .init(title: "Target", isFlexible: true, minimum: 22), .init(title: "Year"),
      .init(title: "Target", alignment: .right), .init(title: "Value", alignment: .right),
      .init(title: "Unit", isFlexible: true, minimum: 6), .init(title: ""),
      .init(title: "Margin", alignment: .right),
    ])
    for result in results {
      let target = result.target
      let verdict = result.isMet.map { $0 ? "met" : target.sense == .about ? "differs" : "missed" } ?? "open"
      table.add([
        target.id, String(target.year), NumberText.short(target.value, digits: 4),
        result.value.map { NumberText.short($0, digits: 4) } ?? "–", target.unit, verdict,
        result.margin.map { NumberText.short($0, digits: 3) } ?? "",
      ])
    }
    text += table.text(for: terminal)
    let (met, missed) = (
      results.filter { $0.isMet == true }.count, results.filter { $0.isMet == false }.count
    )
    text += "\n\(met) met, \(missed) missed or different, \(results.count - met - missed) open.\n"
    if long {
      for result in results { text += "\n" + details(result, terminal) }
    } else {
      text += "How each value is read, and what closes a gap: --long.\n"
    }
    for note in scenario.notes { text += note.en + "\n" }
    try terminal.write(text)
  }

  private static func details(_ result: TargetResult, _ terminal: Terminal) -> String {
    var text = terminal.styled(result.target.id, .bold) + "  \(result.target.scope.en)\n"
    text += "  \(result.target.passage) (\(result.target.page))\n"
    if let reading = result.reading { text += "  read as: \(reading.en)\n" }
    if let reason = result.reason { text += "  \(reason.en)\n" }
    for lever in result.levers { text += "  lever: \(words(lever))\n" }
    return text
  }
}
