import ArgumentParser
import Strategy

/// `denchi strategy markets`
struct MarketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "markets",
    abstract:
      "Shows how concentrated minerals, materials and cells are: HHI, effective number, top three, with bounds."
  )

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "JSON, with every number in full.")
  var json = false

  @Flag(help: "Every year of the statistics of minerals, not only the last one.")
  var allYears = false

  func run() throws {
    let scenario = try options.read()
    do {
      let report = try MarketsReport(scenario, allYears: allYears)
      let terminal = Terminal.output
      try terminal.write(json ? report.json.encoded() + "\n" : report.text(terminal))
    } catch let problems as ScenarioProblems {
      throw Failure(problems)
    } catch let problem as UncertaintyProblem {
      throw Failure.data(["\(problem)"])
    }
  }
}

/// What `denchi strategy markets` shows.
struct MarketsReport {
  private struct Line {
    let market: String
    let stage: String
    let year: Int
    let concentration: Concentration
    let basis: String
    let note: String
    let sources: [String]
  }

  private let scenario: String
  private var minerals: [Line] = []
  private var producers: [Line] = []

  init(_ scenario: Scenario, allYears: Bool) throws {
    self.scenario = scenario.name.en
    let markets = scenario.mineralMarkets()
    for market in markets {
      let last = markets.filter { $0.mineral == market.mineral && $0.stage == market.stage }.map(\.year).max()
      guard allYears || market.year == last else { continue }
      minerals.append(
        Line(
          market: market.mineral, stage: market.stage.rawValue, year: market.year,
          concentration: try market.concentration(),
          basis: market.printedTotal == nil ? "sum of rows" : "printed total",
          note: "", sources: market.sources))
    }
    for market in try scenario.producerMarkets() {
      producers.append(
        Line(
          market: market.market, stage: market.holder.rawValue, year: market.year,
          concentration: try market.concentration(), basis: "printed total", note: market.note,
          sources: market.sources))
    }
  }

  var json: JSON {
    func lines(_ lines: [Line], _ stage: String) -> JSON {
      .array(
        lines.map { line in
          func range(_ range: ClosedRange<Double>) -> JSON {
            .object([("low", .number(range.lowerBound)), ("high", .number(range.upperBound))])
          }
          let found = line.concentration
          return .object([
            ("market", .string(line.market)), (stage, .string(line.stage)), ("year", .integer(line.year)),
            ("hhi", range(found.index)), ("hhi_listed", .number(found.listedIndex)),
            ("effective_number", range(found.effectiveNumber)), ("largest", range(found.largestShare)),
            ("top_three", range(found.topThreeShare)), ("not_listed", .number(found.remainderShare)),
            ("basis", .string(line.basis)), ("withheld", .array(found.leftOut.map { .string($0) })),
            (
              "shares",
              .array(
                found.shares.map { .object([("name", .string($0.name)), ("share", .number($0.share))]) })
            ),
            ("note", .string(line.note)), ("sources", .array(line.sources.map { .string($0) })),
          ])
        })
    }
    return .object([
      ("scenario", .string(scenario)), ("minerals", lines(minerals, "stage")),
      ("producers", lines(producers, "holder")),
    ])
  }

  func text(_ terminal: Terminal) -> String {
    func table(_ lines: [Line], _ title: String) -> String {
      var table = TerminalTable([
        .init(title: title, isFlexible: true, minimum: 16), .init(title: ""), .init(title: "Year"),
        .init(title: "HHI", alignment: .right), .init(title: "Effective", alignment: .right),
        .init(title: "Top three", alignment: .right), .init(title: "Largest", isFlexible: true, minimum: 10),
      ])
      for line in lines {
        let found = line.concentration
        table.add([
          line.market, line.stage == "imports_japan" ? "imports" : line.stage, String(line.year),
          range(found.index, digits: 0), range(found.effectiveNumber, digits: 1),
          range(100 * found.topThreeShare.lowerBound...100 * found.topThreeShare.upperBound, digits: 0)
            + " %",
          found.shares.first.map { "\($0.name) \(NumberText.percent($0.share))" } ?? "",
        ])
      }
      return table.text(for: terminal)
    }
    var text = terminal.styled("Minerals by country", .bold) + "\n\n" + table(minerals, "Mineral")
    text +=
      "\n" + terminal.styled("Batteries and their parts, as listed", .bold) + "\n\n"
      + table(producers, "Market")
    let left = minerals.filter { !$0.concentration.leftOut.isEmpty }
      .map { "\($0.concentration.leftOut.joined(separator: ", ")) (\($0.market), \($0.stage), \($0.year))" }
    text += "\nBounds: what is not listed is spread over very many, or with one holder.\n"
    if !left.isEmpty { text += "Withheld and left out: \(left.joined(separator: "; ")).\n" }
    return text
  }

  private func range(_ range: ClosedRange<Double>, digits: Int) -> String {
    func number(_ value: Double) -> String {
      let scale = digits == 0 ? 1.0 : 10.0
      let rounded = (value * scale).rounded() / scale
      return digits == 0 ? NumberText.count(Int(rounded)) : rounded.description
    }
    let (low, high) = (number(range.lowerBound), number(range.upperBound))
    return low == high ? low : "\(low) to \(high)"
  }
}
