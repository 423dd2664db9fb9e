import Foundation
import Strategy

/// Everything that `denchi strategy report` shows: a scenario, computed.
struct StrategyReport {
  let scenario: Scenario
  let outcome: Strategy.Outcome
  let targets: [TargetResult]
  let influences: Influences
  let history: [HistoryRecord]
  let buildOut: BuildOutAnswer
  /// Nil where nothing is uncertain.
  let likelihood: Likelihood?
  /// Nil where the scenario has no shocks.
  let stress: [StressResult]?
  /// Everybody who published something that is in the report; tables name them by their number in this list.
  let sources: [String]
  private let sourceNumbers: [String: Int]
  /// How the report was asked for, to be shown on it.
  let command: String
  let date: Date

  /// - Throws: `Failure.data` where the scenario's history is wrong.
  init(_ scenario: Scenario, command: String, date: Date) throws {
    self.scenario = scenario
    self.command = command
    self.date = date
    outcome = Strategy.Outcome(scenario)
    targets = scenario.targetResults()
    influences = scenario.influences(threads: ProcessInfo.processInfo.activeProcessorCount)
    do {
      history = try scenario.history()
      buildOut = try BuildOutAnswer(scenario)
      stress = try StressTest.read(scenario).map { test throws(ScenarioProblems) in try test.run(scenario) }
    } catch {
      throw Failure(error)
    }
    likelihood = Likelihood(scenario)
    let model = scenario.model
    let named =
      targets.map(\.target.source) + scenario.assumptions.filter(\.isPublished).compactMap(\.source)
      + model.ledger.plants.flatMap { $0.events.map(\.source) }
      + history.flatMap { [$0.actualSource, $0.planSource] } + model.roadmap.items.compactMap(\.stateSource)
      + scenario.mineralMarkets().flatMap(\.sources) + model.supports.map(\.source)
    sources = unique(named).filter { !$0.isEmpty }
    sourceNumbers = Dictionary(zip(sources, 1...), uniquingKeysWith: { first, _ in first })
  }

  /// The number of a source in the list at the end.
  func number(ofSource source: String) -> Int? { sourceNumbers[source] }

  /// The parts of the report, in the order in which they are read.
  var sections: [any ReportSection] {
    let all: [any ReportSection] = [
      TargetSection(), LikelihoodSection(), BuildOutSection(), CapacitySection(), CompanySection(),
      DemandSection(), VehicleShareSection(), ResourceSection(), ConcentrationSection(), StressSection(),
      MoneySection(), SupportSection(), PeopleSection(), PriceSection(), CircularSection(), CarbonSection(),
      StockSection(), HistorySection(), LedgerSection(), RoadmapSection(), MethodSection(),
    ]
    return all.filter { $0.isShown(self) }
  }

  func target(_ id: String) -> TargetResult? { targets.first { $0.target.id == id } }

  func series(_ id: String) -> SeriesInfo? { outcome.series.first { $0.id == id } }

  /// A value in a year; nil where the scenario has none.
  func value(_ id: String, _ year: Int) -> Double? { outcome.value(id, in: year) }

  /// The computed years within bounds.
  func years(_ first: Int, _ last: Int) -> [Int] { outcome.years.filter { (first...last).contains($0) } }

  /// A series in some years.
  func values(_ id: String, _ years: [Int]) -> [Double?] { years.map { outcome.value(id, in: $0) } }

  /// Whether a series has a value in any year.
  func has(_ id: String) -> Bool { outcome[id]?.contains { $0 != nil } ?? false }

  func assumption(_ id: String) -> Assumption? { scenario.assumptions.first { $0.id == id } }
}

/// One part of the report.
protocol ReportSection {
  /// Its anchor, and the beginning of its words in `Resources/report.json` (`id.title`).
  var id: String { get }
  /// Whether the scenario has what it shows.
  func isShown(_ report: StrategyReport) -> Bool
  /// The heading.
  func title(_ page: ReportLanguage) -> String
  /// What stands below the heading.
  /// - Throws: an error of a template; a fault of Denchi's own.
  func body(_ page: ReportLanguage) throws -> HTML
}

extension ReportSection {
  func isShown(_ report: StrategyReport) -> Bool { true }
  func title(_ page: ReportLanguage) -> String { page.word("\(id).title") }
}

extension Strategy.Bilingual {
  subscript(language: PageLanguage) -> String { language == .ja ? ja : en }
}
