import Foundation
import Strategy

/// Samples of a scenario and what decides each target.
struct Likelihood {
  let samples: ScenarioSamples
  /// Sobol indices by target's id.
  let indices: [String: SobolIndices.Indices]
  /// Base points of the indices.
  let points: Int

  private static let count = 2000
  private static let seed: UInt64 = 1
  /// Evaluations that a reader waits for.
  private static let budget = 12_000

  /// Nil where no assumption has a distribution.
  init?(_ scenario: Scenario) {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let uncertain = scenario.assumptions.filter { $0.distribution != nil }.count
    guard uncertain > 0 else { return nil }
    var points = 64
    while points > 4, points * (uncertain + 2) > Self.budget { points /= 2 }
    guard let samples = try? scenario.sample(Self.count, seed: Self.seed, threads: threads),
      let found = try? scenario.sensitivity(points, seed: Self.seed, threads: threads)
    else { return nil }
    self.samples = samples
    self.points = points
    var indices: [String: SobolIndices.Indices] = [:]
    for (target, output) in found { indices[target.id] = output.indices }
    self.indices = indices
  }

  /// The assumptions that decide a target, the strongest first, with their share of the variance.
  func deciding(_ target: Target, most: Int = 3) -> [(assumption: Assumption, total: Double)] {
    guard let found = indices[target.id] else { return [] }
    let total = found.total
    let order = total.indices.sorted { total[$0] > total[$1] }.prefix(most)
    return order.filter { total[$0] >= 0.05 }.map { (samples.uncertain[$0], total[$0]) }
  }

  /// The assumptions that decide most targets, with the number of targets that each decides first.
  var leading: [(assumption: Assumption, targets: Int)] {
    var counts: [String: (assumption: Assumption, targets: Int)] = [:]
    for spread in samples.targets {
      guard let first = deciding(spread.target, most: 1).first?.assumption else { continue }
      counts[first.id, default: (first, 0)].targets += 1
    }
    return counts.values.sorted { a, b in
      a.targets == b.targets ? a.assumption.id < b.assumption.id : a.targets > b.targets
    }
  }
}

/// How likely each target is met, and what decides.
struct LikelihoodSection: ReportSection {
  let id = "likelihood"

  func isShown(_ report: StrategyReport) -> Bool { report.likelihood != nil }

  func body(_ page: ReportLanguage) throws -> HTML {
    guard let likelihood = page.report.likelihood else { return "" }
    let samples = likelihood.samples
    let spreads = samples.targets.filter { $0.percentiles != nil && $0.target.kind != .milestone }
    let never = spreads.filter { $0.probability == 0 }.count
    let likely = spreads.filter { ($0.probability ?? 0) > 0.5 }.map { spread in
      "\(page.name(spread.target)) (\(ReportNumber.percent(spread.probability)))"
    }
    let leading = likelihood.leading.prefix(3).map {
      page.word(
        "likelihood.decides", ["name": page.name($0.assumption), "count": NumberText.count($0.targets)])
    }
    let verdict =
      page.word("likelihood.verdict", ["never": String(never), "all": String(spreads.count)])
      + (likely.isEmpty ? "" : page.word("likelihood.likely", ["targets": page.list(likely)]))
      + (leading.isEmpty ? "" : page.word("likelihood.leading", ["names": page.list(leading)]))
    let caption = page.word("likelihood.caption")
    let chart = RowChart(
      unit: page.word("targets.axis"), rows: spreads.compactMap { row($0, page) },
      mark: (100, page.word("targets.mark")), limit: 200, suffix: "%")
    var legend = Legend()
    legend.entries.append((page.word("likelihood.range"), Paint(colour: 5), .area))
    legend.entries.append((page.word("likelihood.median"), Paint(colour: 1), .point))
    let figure = ReportFigure(
      name: "likelihood", caption: caption, panels: [.init(drawing: chart)], legend: legend,
      text: page.word(
        "likelihood.text",
        [
          "samples": NumberText.count(samples.count), "seed": String(samples.seed),
          "points": String(likelihood.points), "uncertain": String(samples.uncertain.count),
        ]),
      table: table(likelihood, spreads, caption, page), series: [],
      sources: unique(spreads.map(\.target.source)), assumptions: samples.uncertain)
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }

  private func row(_ spread: ScenarioSamples.TargetSpread, _ page: ReportLanguage) -> RowChart.Row? {
    let target = spread.target
    guard let found = spread.percentiles, target.value > 0, found.low > 0 else { return nil }
    func ratio(_ value: Double) -> Double {
      100 * (target.sense == .atMost ? target.value / value : value / target.value)
    }
    let ends = [ratio(found.low), ratio(found.high)]
    return RowChart.Row(
      name: page.name(target), paint: Paint(colour: 5),
      text: page.word("likelihood.met", ["share": Self.share(spread)]),
      range: min(ends[0], ends[1])...max(ends[0], ends[1]),
      points: [(page.word("likelihood.median"), ratio(found.median), 1)])
  }

  /// A probability; what no sample or every sample says is not 0 or 100 % for certain.
  private static func share(_ spread: ScenarioSamples.TargetSpread) -> String {
    guard let probability = spread.probability else { return "–" }
    let least = 1 / Double(max(1, spread.values.count))
    if probability == 0 { return "< \(ReportNumber.percent(least))" }
    if probability == 1 { return "> \(ReportNumber.percent(1 - least, 4))" }
    return ReportNumber.percent(probability)
  }

  private func table(
    _ likelihood: Likelihood, _ spreads: [ScenarioSamples.TargetSpread], _ caption: String,
    _ page: ReportLanguage
  ) -> PageTable {
    var table = PageTable(
      name: "likelihood", caption: caption,
      columns: [
        .init(title: page.word("target")), .init(title: page.word("year")),
        .init(title: page.word("targetValue"), isNumber: true), .init(title: "5 %", isNumber: true),
        .init(title: page.word("likelihood.median"), isNumber: true), .init(title: "95 %", isNumber: true),
        .init(title: page.word("likelihood.probability"), isNumber: true),
        .init(title: page.word("likelihood.assumptions")),
      ])
    for spread in spreads {
      let target = spread.target
      func number(_ value: Double?) -> PageTable.Cell {
        value.map { .number($0, page.amount($0, target)) } ?? .number("–")
      }
      let deciding = likelihood.deciding(target).map {
        "\(page.name($0.assumption)) \(ReportNumber.text(min(1, $0.total), 2))"
      }
      table.rows.append([
        .head(page.name(target)), .text(String(target.year)), number(target.value),
        number(spread.percentiles?.low), number(spread.percentiles?.median),
        number(spread.percentiles?.high),
        spread.probability.map { .number($0, Self.share(spread)) } ?? .number("–"),
        .text(page.list(deciding)),
      ])
    }
    return table
  }
}

extension ReportLanguage {
  /// What a reader calls an assumption; one of a year as its series, with the year.
  func name(_ assumption: Assumption) -> String {
    let id = assumption.id
    guard let dot = id.lastIndex(of: "."), let year = Int(id[id.index(after: dot)...]) else {
      return word("assumption \(id)", or: id)
    }
    let series = String(id[..<dot])
    let name = word("assumption \(series)", or: "")
    return name.isEmpty ? id : word("assumptionOfYear", ["name": name, "year": String(year)])
  }
}
