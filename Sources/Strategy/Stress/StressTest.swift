import Foundation
import Inventory

/// Shocks that a scenario is put to, each alone and all together.
public struct StressTest: Sendable {
  /// The shocks.
  public var shocks: [Shock]
  /// The year that effects are shown for, where a shock has no cut with a year of its own.
  public var year: Int
  /// What is in stock of every mineral when a cut begins, in months of normal use.
  public var stockMonths: Double
  /// The part of output that can change its chemistry within the year.
  public var switchable: Double
  /// Whether all shocks are also computed together, where there are several: not where they are alternatives.
  public var together = true

  /// A test.
  public init(shocks: [Shock], year: Int = 2030, stockMonths: Double = 0, switchable: Double = 0) {
    self.shocks = shocks
    self.year = year
    self.stockMonths = stockMonths
    self.switchable = switchable
  }

  /// Reads the group `stress` of a scenario; nil where it has none.
  /// - Throws: `ScenarioProblems` with everything that is wrong.
  public static func read(_ scenario: Scenario) throws(ScenarioProblems) -> StressTest? {
    guard let item = scenario.document["stress"] else { return nil }
    return try read(item, path: "stress", scenario)
  }

  /// Reads a file of shocks: what the group `stress` of a scenario holds, in a file of its own or in another scenario.
  /// - Throws: `ScenarioProblems` with everything that is wrong.
  public static func read(file path: String, for scenario: Scenario) throws(ScenarioProblems) -> StressTest {
    let item = try Item.read(path: path, as: path)
    if let own = item["stress"] { return try read(own, path: "stress", scenario) }
    return try read(item, path: "", scenario)
  }

  private static func read(
    _ item: Item, path: String, _ scenario: Scenario
  ) throws(ScenarioProblems) -> StressTest {
    let builder = scenario.laterBuilder()
    let group = Group(item, path: path, builder)
    func value(_ key: String, _ unit: String, _ range: ClosedRange<Double>) -> Double {
      group.optionalQuantity(key, unit, in: range).map { builder.assumptions[$0.index].value } ?? 0
    }
    var test = StressTest(
      shocks: [], year: group.integer("year", in: scenario.years) ?? min(2030, scenario.years.upperBound),
      stockMonths: value("stock", "months of use", 0...120),
      switchable: value("switchable", "fraction", 0...1))
    test.together = group.flag("together") ?? true
    if !group.keys.contains("shocks") { group.missing("shocks", "a list of shocks") }
    for own in group.groups("shocks") {
      let shock = own.shock(year: test.year, scenario)
      if test.shocks.contains(where: { $0.id == shock.id }) {
        builder.problem(own.place, "the shock '\(shock.id)' is there twice")
      }
      test.shocks.append(shock)
    }
    group.finish()
    guard builder.problems.problems.isEmpty else { throw builder.problems }
    return test
  }
}

extension Group {
  fileprivate func shock(year: Int, _ scenario: Scenario) -> Shock {
    let id = text("id") ?? ""
    if !keys.contains("id") { missing("id", "a word") }
    let name = bilingual("name") ?? Bilingual(id, id)
    var effects: [Shock.Effect] = []
    for own in oneOrMore("cut") {
      if let cut = own.cut(year, scenario) { effects.append(.cut(cut)) }
    }
    for own in oneOrMore("delay") {
      effects.append(.delay(years: own.plain("years", in: 0...30) ?? 0, plants: own.texts("plants") ?? []))
      own.finish()
    }
    for own in oneOrMore("plant") {
      effects.append(.plant(id: own.text("id") ?? "", lost: own.plain("lost", in: 0...1) ?? 1))
      own.finish()
    }
    if let rate = plain("exchange_rate", in: 20...1000, isOptional: true) {
      effects.append(.exchangeRate(rate))
    }
    for own in oneOrMore("demand") {
      let region = own.text("region") ?? "World"
      if !["World", "Japan"].contains(region) {
        builder.problem(own.place(of: "region"), "'region' is '\(region)': World or Japan is expected")
      }
      effects.append(.demand(region: region, change: own.plain("change", in: -1...10) ?? 0))
      own.finish()
    }
    for pair in group("set")?.all() ?? [] {
      if let number = pair.value.number {
        effects.append(.set(assumption: pair.key, value: number))
      } else {
        builder.problem(pair.place, "'\(pair.key)' is \(pair.value.kind): a number is expected")
      }
    }
    finish()
    if effects.isEmpty {
      builder.problem(
        place, "the shock '\(id)' does nothing: cut, delay, plant, exchange_rate, demand or set is expected")
    }
    let shock = Shock(id: id, name: name, effects: effects)
    do {
      _ = try shock.changes(of: scenario, at: place)
      _ = try SupplyLoss(scenario, shock.cuts)
    } catch {
      builder.problems.problems += error.problems
    }
    return shock
  }

  /// The groups of a key that holds one or a list of them.
  private func oneOrMore(_ key: String) -> [Group] {
    guard let item = item(key) else { return [] }
    if case .list = item { return groups(key) }
    return [Group(item, path: id(key), builder)]
  }

  /// A number without a unit of its own.
  private func plain(_ key: String, in range: ClosedRange<Double>, isOptional: Bool = false) -> Double? {
    let expected = "a number from \(range.lowerBound.short) to \(range.upperBound.short)"
    guard let item = item(key) else {
      if !isOptional { missing(key, expected) }
      return nil
    }
    guard let number = item.number, range.contains(number) else {
      builder.problem(item.place, "'\(id(key))' is \(item.kind): \(expected) is expected")
      return nil
    }
    return number
  }

  private func cut(_ year: Int, _ scenario: Scenario) -> SupplyCut? {
    defer { finish() }
    var stage: SupplyStage?
    if let name = text("stage") {
      stage = SupplyStage(cutName: name)
      if stage == nil {
        builder.problem(place(of: "stage"), "'stage' is '\(name)': mine, refining or imports is expected")
      }
    }
    let months = plain("months", in: 0...12, isOptional: true) ?? 12
    let year = integer("year", in: scenario.years) ?? year
    let share = plain("share", in: 0...1)
    guard let country = text("country"), let mineral = text("mineral") else {
      if !keys.contains("country") { missing("country", "a country of minerals.csv") }
      if text("mineral") == nil { missing("mineral", "a mineral of minerals.csv") }
      return nil
    }
    return share.map {
      SupplyCut(
        country: country, mineral: mineral, stage: stage, share: $0, months: months, year: year, place: place)
    }
  }
}
