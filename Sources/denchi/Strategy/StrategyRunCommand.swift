import ArgumentParser
import Inventory
import Strategy

/// What every command on a scenario takes.
struct ScenarioOptions: ParsableArguments {
  @Argument(
    help: "The scenario: a YAML file or a folder with scenario.yaml. Denchi's own where none is given.")
  var scenario: String?

  @Option(
    help: ArgumentHelp("The supply chain for emissions, in place of the scenario's.", valueName: "folder"))
  var chain: String?

  @Option(
    help: ArgumentHelp(
      "The date at which the ledger of plants is read, in place of the scenario's.", valueName: "date"))
  var asOf: String?

  /// - Throws: `Failure.data` with everything that is wrong.
  func read() throws -> Scenario {
    var date: PartialDate?
    if let asOf {
      guard let given = PartialDate(asOf) else {
        throw Failure.usage("--as-of takes a date such as 2024-12-31, 2024-12 or 2024, not '\(asOf)'.")
      }
      date = given
    }
    do {
      return try Scenario.read(scenario, chain: chain, chainRoots: ExamplePlace.roots, asOf: date)
    } catch {
      throw Failure(error)
    }
  }
}

extension Failure {
  /// What is wrong with a scenario.
  init(_ problems: ScenarioProblems) {
    let lines = problems.problems.map(\.description)
    self = problems.isFileNotFound ? .notFound(lines) : .data(lines)
  }
}

/// `denchi strategy run`
struct StrategyRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Computes every series of a scenario, year by year.")

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "JSON, with every number in full.")
  var json = false

  @Flag(help: "CSV: a row a series, a column a year.")
  var csv = false

  @Option(
    help: ArgumentHelp(
      "A series, or the beginning of its name up to a point; may be given more than once. All where none is given.",
      valueName: "id"))
  var series: [String] = []

  func run() throws {
    let scenario = try options.read()
    let outcome = Outcome(scenario)
    let shown = try SeriesChoice(series).indices(in: outcome)
    if json {
      try Terminal.output.write(RunReport.json(scenario, outcome, shown).encoded() + "\n")
    } else if csv {
      try Terminal.output.write(RunReport.csv(scenario, outcome, shown))
    } else {
      try RunReport.print(scenario, outcome, shown, chosen: !series.isEmpty)
    }
  }
}

/// The series that somebody asked for.
struct SeriesChoice {
  let names: [String]

  init(_ names: [String]) { self.names = names }

  /// - Throws: `Failure.usage` with the nearest names for one that does not exist.
  func indices(in outcome: Outcome) throws -> [Int] {
    guard !names.isEmpty else { return Array(outcome.series.indices) }
    var chosen: [Int] = []
    for name in names {
      let found = outcome.series.indices.filter {
        let id = outcome.series[$0].id
        return id == name || id.hasPrefix(name + ".")
      }
      guard !found.isEmpty else {
        let near = nearestSeries(to: name, in: outcome)
        throw Failure.usage(
          "there is no series '\(name)'\(near.map { "; is '\($0)' meant?" } ?? ""). `denchi strategy run --csv` lists all."
        )
      }
      chosen += found.filter { !chosen.contains($0) }
    }
    return chosen
  }

  private func nearestSeries(to name: String, in outcome: Outcome) -> String? {
    nearestWord(to: name, in: outcome.series.map(\.id))
  }
}
