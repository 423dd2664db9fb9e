import Strategy

/// What `denchi strategy run` shows.
enum RunReport {
  /// `{"years": [...], "series": {"capacity.domestic": {"unit", "values", ...}}}`; null where a value is missing.
  static func json(_ scenario: Scenario, _ outcome: Outcome, _ shown: [Int]) -> JSON {
    .object([
      ("scenario", .string(scenario.name.en)),
      ("as_of", .string(scenario.model.asOf.description)),
      ("age_convention", .string(scenario.model.ageConvention.rawValue)),
      ("notes", .array(scenario.notes.map { .string($0.en) })),
      ("years", .array(outcome.years.map { .integer($0) })),
      (
        "series",
        .object(
          shown.map { i in
            let info = outcome.series[i]
            return (
              info.id,
              .object([
                ("unit", .string(info.unit)),
                ("values", .array(outcome.values(of: i).map { $0.map { .number($0) } ?? .null })),
                ("name", .string(info.name.en)), ("name_ja", .string(info.name.ja)),
                ("formula", .string(info.formula.en)),
              ])
            )
          })
      ),
    ])
  }

  /// A row a series: id, unit, name, then a column a year; empty where a value is missing.
  static func csv(_ scenario: Scenario, _ outcome: Outcome, _ shown: [Int]) -> String {
    var text = "series,unit,name," + outcome.years.map(String.init).joined(separator: ",") + "\n"
    for i in shown {
      let info = outcome.series[i]
      let cells = outcome.values(of: i).map { $0.map(\.description) ?? "" }
      text += CSVText.row([info.id, info.unit, info.name.en] + cells)
    }
    return text
  }

  /// Series that a first look shows.
  private static let headlines = [
    "demand.world", "demand.japan", "ev_share.japan", "capacity.domestic", "capacity.domestic.plants",
    "output.domestic", "capacity.japanese_companies", "capacity.gap", "share.japanese_companies",
    "resource.domestic.lithium", "resource.domestic.lithium_lce", "resource.domestic.nickel",
    "resource.domestic.cobalt", "resource.domestic.graphite", "investment.plants.cumulative", "subsidy.share",
    "investment.gap.cells", "people.need", "people.gap", "price.pack.automotive", "batteries.retired.japan",
    "circular.nickel.recycled_content", "carbon.pack", "carbon.domestic",
  ]

  static func print(_ scenario: Scenario, _ outcome: Outcome, _ shown: [Int], chosen: Bool) throws {
    let terminal = Terminal.output
    let years = [2022, 2024, 2025, 2026, 2027, 2028, 2030, 2035, 2040, 2050].filter {
      outcome.years.contains($0)
    }
    let room = max(3, min(years.count, (terminal.columns - 46) / 9))
    let some = room >= years.count ? years : pick(years, room)
    var table = TerminalTable(
      [
        .init(title: "Series", isFlexible: true, minimum: 24),
        .init(title: "Unit", isFlexible: true, minimum: 8),
      ] + some.map { .init(title: String($0), alignment: .right) })
    let rows = chosen ? shown : shown.filter { headlines.contains(outcome.series[$0].id) }
    for i in rows {
      let info = outcome.series[i]
      table.add(
        [info.id, info.unit]
          + some.map { year in
            outcome.value(info.id, in: year).map { NumberText.short($0, digits: 3) } ?? "–"
          })
    }
    var text = terminal.styled(scenario.name.en, .bold) + "\n"
    text += "Plants as known on \(scenario.model.asOf); ages: \(scenario.model.ageConvention.words).\n\n"
    text += table.text(for: terminal)
    let unpublished = scenario.assumptions.filter { !$0.isPublished }.count
    text +=
      "\n\(scenario.assumptions.count) assumptions, \(unpublished) of them without a published source (denchi strategy assumptions).\n"
    if !chosen {
      text +=
        "\(rows.count) of \(outcome.series.count) series; all by --csv or --json, a group by --series capacity.\n"
    }
    for note in scenario.notes { text += note.en + "\n" }
    try terminal.write(text)
  }

  /// The years that fit, 2030 among them.
  private static func pick(_ years: [Int], _ count: Int) -> [Int] {
    let wanted = [2030, 2025, 2050, 2040, 2022, 2035, 2027, 2028, 2024, 2026]
    return wanted.filter { years.contains($0) }.prefix(count).sorted()
  }
}
