import ArgumentParser
import Strategy

/// `denchi strategy supports`
struct SupportsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "supports",
    abstract: "The support of other countries as the strategy lists it, beside what Japan's target takes.")

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func run() throws {
    let scenario = try options.read()
    let whole = Outcome(scenario).value("investment.target.total", in: scenario.years.upperBound)
    let added =
      (scenario.value(of: "money.target_capacity") ?? 0)
      - (scenario.value(of: "money.baseline_capacity") ?? 0)
    if json {
      let items = scenario.model.supports.map { support in
        JSON.object([
          ("id", .string(support.id)), ("country", .string(support.country)),
          ("instrument", .string(support.instrument)),
          ("amount", support.amount.map { .number($0) } ?? .null),
          ("currency", .string(support.currency)), ("yen", support.yen.map { .number($0) } ?? .null),
          ("implied_rate", support.impliedRate.map { .number($0) } ?? .null),
          ("rate_percent", support.rate.map { .number($0) } ?? .null),
          ("billion_JPY_per_GWh_of_target", support.yen.map { .number($0 * 1e-9 / added) } ?? .null),
          ("lever", .string(support.lever.rawValue)),
          ("share_of_investment", scenario.share(of: support).map { .number($0) } ?? .null),
          ("date", .text(support.date?.description)), ("passage_ja", .string(support.passage)),
          ("scope", .string(support.scope)),
        ])
      }
      try Terminal.output.write(
        JSON.object([
          ("target_GWh_added", .number(added)),
          ("target_investment_billion_JPY", whole.map { .number($0) } ?? .null),
          ("supports", .array(items)),
        ]).encoded() + "\n")
      return
    }
    func short(_ value: Double?) -> String { value.map { NumberText.short($0, digits: 3) } ?? "–" }
    var table = TerminalTable([
      .init(title: "Support", isFlexible: true, minimum: 16),
      .init(title: "Country", isFlexible: true, minimum: 6),
      .init(title: "Billion JPY", alignment: .right), .init(title: "Rate %", alignment: .right),
      .init(title: "JPY a unit", alignment: .right, isOptional: true),
      .init(title: "Per GWh", alignment: .right), .init(title: "Lever", isFlexible: true, minimum: 8),
      .init(title: "Of investment", alignment: .right),
    ])
    for support in scenario.model.supports {
      table.add([
        support.id, support.country, short(support.yen.map { $0 * 1e-9 }), short(support.rate),
        support.impliedRate.map { "\(short($0)) (\(support.currency))" } ?? "",
        short(support.yen.map { $0 * 1e-9 / added }), support.lever.rawValue,
        scenario.share(of: support).map(NumberText.percent) ?? "",
      ])
    }
    try Terminal.output.write(
      table.text(for: .output)
        + "\nPer GWh: billion JPY over the \(short(added)) GWh/yr that Japan's target adds. Of investment: what it would be of the \(short(whole)) billion JPY\n"
        + "that these take; denchi strategy build --support ID switches one on. Programmes differ in years and scope: see --json.\n"
    )
  }
}
