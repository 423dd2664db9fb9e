import ArgumentParser
import Strategy

/// `denchi strategy stress`
struct StressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stress",
    abstract:
      "Puts a scenario to shocks: output lost, the mineral that binds first, what recycling or a switch saves.",
    discussion: """
      Shocks come from the scenario's group `stress`, from --shocks and from --cut; each is computed alone and all \
      together. A short-run model: prices do not answer, nothing is bought elsewhere.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: ArgumentHelp("A file of shocks, in place of the scenario's.", valueName: "file"))
  var shocks: String?

  @Option(
    help: ArgumentHelp(
      "A cut of supply, such as China:graphite=0.5@2030/6 (half, for six months) or Indonesia:nickel:mine=1@2030; may be given more than once.",
      valueName: "COUNTRY:MINERAL[:STAGE]=SHARE@YEAR[/MONTHS]"))
  var cut: [String] = []

  @Option(help: ArgumentHelp("What is in stock when a cut begins, in months of use.", valueName: "months"))
  var stockMonths: Double?

  @Option(
    help: ArgumentHelp(
      "The part of output that can change its chemistry within the year.", valueName: "share"))
  var switchable: Double?

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func run() throws {
    let scenario = try options.read()
    do {
      var test =
        try shocks.map { try StressTest.read(file: $0, for: scenario) } ?? StressTest.read(scenario)
        ?? StressTest(shocks: [])
      for text in cut {
        guard let given = SupplyCut(text) else {
          throw Failure.usage("--cut takes COUNTRY:MINERAL[:STAGE]=SHARE@YEAR[/MONTHS], not '\(text)'.")
        }
        test.shocks.append(Shock(id: text, name: Strategy.Bilingual(text, text), effects: [.cut(given)]))
      }
      if let stockMonths {
        guard (0...120).contains(stockMonths) else {
          throw Failure.usage("--stock-months takes 0 to 120, not \(stockMonths).")
        }
        test.stockMonths = stockMonths
      }
      if let switchable {
        guard (0...1).contains(switchable) else {
          throw Failure.usage("--switchable takes a share from 0 to 1, not \(switchable).")
        }
        test.switchable = switchable
      }
      guard !test.shocks.isEmpty else {
        throw Failure.usage("there is no shock: give --cut, --shocks, or a scenario with a group 'stress'.")
      }
      let results = try test.run(scenario)
      for result in results where result.outputBefore == nil {
        throw Failure.data(["\(result.id): no output is known in \(result.year), so none can be lost"])
      }
      let report = StressReport(scenario: scenario, test: test, results: results)
      let terminal = Terminal.output
      try terminal.write(json ? report.json.encoded() + "\n" : report.text(terminal))
    } catch let problems as ScenarioProblems {
      throw Failure(problems)
    }
  }
}

/// What `denchi strategy stress` shows.
struct StressReport {
  let scenario: Scenario
  let test: StressTest
  let results: [StressResult]

  var json: JSON {
    .object([
      ("scenario", .string(scenario.name.en)), ("as_of", .string(scenario.model.asOf.description)),
      ("stock_months", .number(test.stockMonths)), ("switchable", .number(test.switchable)),
      ("results", .array(results.map(json))),
    ])
  }

  private func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }

  private func json(_ result: StressResult) -> JSON {
    .object([
      ("id", .string(result.id)), ("name", .string(result.name.en)), ("name_ja", .string(result.name.ja)),
      ("year", .integer(result.year)), ("output_before_GWh", number(result.outputBefore)),
      ("output_after_GWh", number(result.outputAfter)), ("lost_GWh", number(result.lost)),
      ("lost_billion_JPY", number(result.lossBillionJPY)),
      ("first_binding", .text(result.firstBinding?.mineral.rawValue)),
      ("binds_after_months", number(result.firstBinding?.bindsAfter)),
      ("limiting", .text(result.limiting?.mineral.rawValue)),
      ("recycling_saves_GWh", .number(result.recyclingSaves)),
      ("switch_saves_GWh", .number(result.switchSaves)),
      (
        "switch",
        .array(
          result.switched.map {
            .object([
              ("chemistry", .string($0.chemistry)), ("before", .number($0.before)),
              ("after", .number($0.after)),
            ])
          })
      ),
      (
        "lost_by_year",
        .array(
          result.lostByYear.map { .object([("year", .integer($0.year)), ("lost_GWh", .number($0.lost))]) })
      ),
      ("shortages", .array(result.shortages.map(json))), ("cuts", .array(result.cuts.map(json))),
      ("targets", .array(result.targets.map(json))),
    ])
  }

  private func json(_ shortage: Shortage) -> JSON {
    .object([
      ("mineral", .string(shortage.mineral.rawValue)), ("needed_kt", .number(shortage.needed)),
      ("recycled_share", .number(shortage.recycled)), ("missing_kt", .number(shortage.missing)),
      ("missing_months", .number(shortage.missingMonths)),
      ("binds_after_months", number(shortage.bindsAfter)),
      ("allowed_share_of_output", .number(shortage.allowedShare)),
    ])
  }

  private func json(_ cut: StressResult.CutShare) -> JSON {
    .object([
      ("country", .string(cut.country)), ("mineral", .string(cut.mineral)),
      ("stage", .string(cut.stage.rawValue)),
      ("share", .number(cut.share)), ("data_year", .integer(cut.dataYear)), ("is_proxy", .bool(cut.isProxy)),
      ("cut", .number(cut.cut.share)), ("months", .number(cut.cut.months)), ("year", .integer(cut.cut.year)),
      ("sources", .array(cut.sources.map { .string($0) })),
    ])
  }

  private func json(_ change: StressResult.TargetChange) -> JSON {
    .object([
      ("id", .string(change.target.id)), ("year", .integer(change.target.year)),
      ("unit", .string(change.target.unit)), ("before", number(change.before)),
      ("after", number(change.after)),
      ("was_met", change.wasMet.map { .bool($0) } ?? .null),
      ("is_met", change.isMet.map { .bool($0) } ?? .null),
    ])
  }

  func text(_ terminal: Terminal) -> String {
    var text = terminal.styled(scenario.name.en, .bold) + "\n"
    text +=
      "Stock for \(NumberText.plain(test.stockMonths)) \(test.stockMonths == 1 ? "month" : "months"); \(NumberText.percent(test.switchable)) of output can "
    text += "change its chemistry within the year.\n\n"
    var table = TerminalTable([
      .init(title: "Shock", isFlexible: true, minimum: 16), .init(title: "Year"),
      .init(title: "Output", alignment: .right, isOptional: true), .init(title: "Lost", alignment: .right),
      .init(title: "bn JPY", alignment: .right), .init(title: "Binds first"),
      .init(title: "After", alignment: .right), .init(title: "Recycling", alignment: .right),
      .init(title: "Switch", alignment: .right),
    ])
    table.add(["", "", "GWh", "GWh", "", "", "months", "saves GWh", "saves GWh"])
    func number(_ value: Double?) -> String { value.map { NumberText.short($0, digits: 3) } ?? "–" }
    for result in results {
      table.add([
        result.id, String(result.year), number(result.outputBefore), number(result.lost),
        number(result.lossBillionJPY), result.firstBinding?.mineral.rawValue ?? "–",
        number(result.firstBinding?.bindsAfter), number(result.recyclingSaves), number(result.switchSaves),
      ])
    }
    text += table.text(for: terminal)
    for result in results { text += details(result, terminal) }
    return text
  }

  private func details(_ result: StressResult, _ terminal: Terminal) -> String {
    func number(_ value: Double?) -> String { value.map { NumberText.short($0, digits: 4) } ?? "–" }
    var text =
      "\n" + terminal.styled(result.id, .bold) + (result.name.en == result.id ? "" : "  \(result.name.en)")
      + "\n"
    if result.id != "all" {
      for cut in result.cuts {
        let share =
          cut.isProxy
          ? "share of the world's \(cut.stage.name.en), in place of Japan's imports"
          : "share of Japan's imports"
        text +=
          "  \(cut.country), \(cut.mineral): \(NumberText.percent(cut.share)) in \(cut.dataYear) (\(share))\n"
      }
    }
    for shortage in result.shortages {
      text +=
        "  \(shortage.mineral.name.en): \(number(shortage.missing)) of \(number(shortage.needed)) kt missing"
      text +=
        shortage.bindsAfter.map { ", stock used up after \(NumberText.short($0, digits: 3)) months\n" }
        ?? ", the stock lasts\n"
    }
    if let limiting = result.limiting, result.shortages.count > 1 {
      text += "  \(limiting.mineral.name.en) limits the year's output\n"
    }
    let moves = result.switched.filter { abs($0.after - $0.before) > 5e-4 }
    if !moves.isEmpty {
      let words = moves.map {
        "\($0.chemistry) \(NumberText.percent($0.before)) to \(NumberText.percent($0.after))"
      }
      text += "  switch: \(words.joined(separator: ", "))\n"
    }
    let years = result.lostByYear.filter { $0.year != result.year }
    if !years.isEmpty {
      let sum = result.lostByYear.reduce(0) { $0 + $1.lost }
      text += "  lost in all years: \(number(sum)) GWh (\(result.lostByYear.map { "\($0.year)" }.first ?? "")"
      text += " to \(result.lostByYear.map { "\($0.year)" }.last ?? ""))\n"
    }
    let changed = result.targets.filter { $0.before != $0.after }
    for change in changed {
      let verdict =
        change.wasMet == change.isMet ? "" : change.isMet == true ? ", now met" : ", no longer met"
      text +=
        "  \(change.target.id): \(number(change.before)) to \(number(change.after)) \(change.target.unit)\(verdict)\n"
    }
    if changed.isEmpty { text += "  no target changes\n" }
    return text
  }
}
