import Inventory

/// What cuts take from the supply of each mineral.
///
/// Stages follow each other, so of several stages that fail the worst counts; countries of one stage add up. Natural
/// graphite counts for the natural part of the graphite that is used.
struct SupplyLoss: Sendable {
  /// A cut with the share that stands for its country.
  struct Part: Sendable {
    let cut: SupplyCut
    let mineral: Mineral
    let market: MineralMarket
    /// The country's name in the file.
    let country: String
    let share: Double
    let isNatural: Bool
  }

  let parts: [Part]

  /// - Throws: `ScenarioProblems` for a mineral, stage or country that `minerals.csv` does not list.
  init(_ scenario: Scenario, _ cuts: [SupplyCut]) throws(ScenarioProblems) {
    guard !cuts.isEmpty else {
      parts = []
      return
    }
    let markets = scenario.mineralMarkets()
    var problems = ScenarioProblems()
    var found: [Part] = []
    for cut in cuts {
      do {
        found.append(try Self.part(cut, markets, scenario))
      } catch {
        problems.problems.append(error)
      }
    }
    guard problems.problems.isEmpty else { throw problems }
    parts = found
  }

  private static func part(
    _ cut: SupplyCut, _ markets: [MineralMarket], _ scenario: Scenario
  ) throws(ScenarioProblem) -> Part {
    func problem(_ message: String) -> ScenarioProblem {
      ScenarioProblem(file: cut.place.file, line: cut.place.line, message: message)
    }
    let years = scenario.years
    guard years.contains(cut.year) else {
      throw problem(
        "the year \(cut.year) is outside the scenario's \(years.lowerBound) to \(years.upperBound)")
    }
    let names = Set(markets.map(\.mineral))
    let asked = cut.mineral.lowercased() == "graphite" ? "battery-grade graphite" : cut.mineral.lowercased()
    guard let name = names.first(where: { $0.lowercased() == asked }) else {
      let near = nearestWord(to: cut.mineral, in: names).map { "; is '\($0)' meant?" } ?? ""
      throw problem("no supply of '\(cut.mineral)' is listed by country\(near)")
    }
    guard let mineral = name.hasSuffix("graphite") ? .graphite : Mineral(rawValue: name) else {
      throw problem("the model does not follow '\(name)'")
    }
    let own = markets.filter { $0.mineral == name && $0.stage != .reserves }
    for stage in cut.stage.map({ [$0] }) ?? [.imports, .refining, .mine] {
      // The last year that was known by then; the first one for a year before all.
      let dated = own.filter { $0.stage == stage }.sorted { $0.year < $1.year }
      guard let market = dated.last(where: { $0.year <= cut.year }) ?? dated.first,
        let row = market.rows.first(where: { $0.country.lowercased() == cut.country.lowercased() })
      else { continue }
      guard let share = market.share(of: row.country) else {
        throw problem("the amount of \(row.country) is withheld in the statistics (\(row.place))")
      }
      return Part(
        cut: cut, mineral: mineral, market: market, country: row.country, share: share,
        isNatural: name == "Natural graphite")
    }
    let stage = cut.stage.map { " at the stage \($0.rawValue)" } ?? ""
    let countries = Set(
      own.filter { cut.stage == nil || $0.stage == cut.stage }.flatMap(\.rows).map(\.country))
    let near = nearestWord(to: cut.country, in: countries).map { "; is '\($0)' meant?" } ?? ""
    throw problem(
      countries.isEmpty
        ? "no country is listed for \(name)\(stage)"
        : "\(cut.country) is not listed for \(name)\(stage)\(near)")
  }

  /// The part of a mineral's supply that fails by months since the beginning of a year: constant between the times.
  func profile(_ mineral: Mineral, in year: Int, natural: Double) -> [(until: Double, lost: Double)] {
    let own = parts.filter { $0.mineral == mineral && $0.cut.year == year && $0.cut.months > 0 }
    var times = Set(own.map(\.cut.months)).sorted()
    if times.last ?? 0 < 12 { times.append(12) }
    var begin = 0.0
    return times.map { until in
      let active = own.filter { $0.cut.months > begin }
      begin = until
      return (until, Self.lost(active, natural: natural))
    }
  }

  private static func lost(_ active: [Part], natural: Double) -> Double {
    var worst = 0.0
    for stage in SupplyStage.allCases {
      for isNatural in [false, true] {
        var kept: [String: (share: Double, left: Double)] = [:]
        for part in active where part.market.stage == stage && part.isNatural == isNatural {
          kept[part.country] = (part.share, (kept[part.country]?.left ?? 1) * (1 - part.cut.share))
        }
        let failed = kept.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.share * (1 - $1.value.left) }
        worst = max(worst, min(1, failed) * (isNatural ? natural : 1))
      }
    }
    return worst
  }
}
