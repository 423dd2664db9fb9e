import Foundation
import Testing

import Strategy

/// Shocks to the default scenario: what must hold whatever its numbers are.
@Suite struct StressTests {
  private let scenario: Scenario

  init() throws { scenario = try Scenario.read(nil) }

  private func lost(_ shocks: [Shock], stock: Double = 1, year: Int = 2030, switchable: Double = 0) throws
    -> Double
  {
    let test = StressTest(shocks: shocks, year: year, stockMonths: stock, switchable: switchable)
    return try #require(try test.run(scenario).last?.lost)
  }

  private func cut(_ text: String) throws -> Shock {
    Shock(id: text, name: Bilingual(text, text), effects: [.cut(try #require(SupplyCut(text)))])
  }

  private func shock(_ effects: Shock.Effect...) -> Shock {
    Shock(id: "x", name: Bilingual("x", "x"), effects: effects)
  }

  @Test func noShockChangesNothing() throws {
    let none = [
      try cut("China:graphite=0@2030"), try cut("China:graphite=1@2030/0"),
      shock(.delay(years: 0, plants: [])),
      shock(.exchangeRate(scenario.assumptions.first { $0.id == "exchange_rate" }?.value ?? 0)),
      shock(.demand(region: "World", change: 0)), shock(.plant(id: "toyota-2023", lost: 0)),
    ]
    for shock in none {
      let result = try #require(try StressTest(shocks: [shock], stockMonths: 0).run(scenario).first)
      #expect(
        result.lost == 0 && result.lostByYear.isEmpty && result.shortages.allSatisfy { $0.bindsAfter == nil })
      #expect(result.targets.allSatisfy { $0.before == $0.after })
    }
  }

  @Test func lossByHand() throws {
    let outcome = Outcome(scenario)
    let output = try #require(outcome.value("output.domestic", in: 2030))
    // Indonesia mines 2,200 of 3,700 kt of nickel in 2024; recycled nickel is not cut.
    let needed = try #require(outcome.value("resource.domestic.nickel", in: 2030))
    let recycled =
      (outcome.value("circular.nickel.from_scrap", in: 2030) ?? 0)
      + (outcome.value("circular.nickel.from_retired", in: 2030) ?? 0)
    let rate = 0.5 * (2200.0 / 3700) * (1 - recycled / needed)
    let expected = output * max(0, rate * 8 - 1) / 12
    #expect(abs(try lost([try cut("Indonesia:nickel=0.5@2030/8")]) - expected) < 1e-9)
    // Graphite: 90 % of battery-grade graphite is refined in China; none is recycled.
    let graphite = try StressTest(shocks: [try cut("China:graphite=1@2030/6")], stockMonths: 2).run(scenario)[
      0]
    #expect(abs((graphite.firstBinding?.bindsAfter ?? 0) - 2 / 0.9) < 1e-9)
    #expect(abs((graphite.lost ?? 0) - output * (0.9 * 6 - 2) / 12) < 1e-9)
    #expect(graphite.recyclingSaves == 0)
    #expect(graphite.cuts[0].isProxy && graphite.cuts[0].stage == .refining)
    // Japan's imports of natural graphite are known by country; half of graphite is natural.
    let natural = try StressTest(shocks: [try cut("China:natural graphite=1@2030")]).run(scenario)[0]
    #expect(natural.cuts[0].stage == .imports && !natural.cuts[0].isProxy)
    #expect(abs((natural.lost ?? 0) - output * 0.92 * 0.5) < 1e-9)
    let price = try #require(outcome.value("price.pack.automotive", in: 2030))
    #expect(abs((natural.lossBillionJPY ?? 0) - output * 0.46 * price / 1000) < 1e-9)
  }

  @Test func recyclingSavesWhatItsShareDoes() throws {
    let result = try StressTest(shocks: [try cut("Congo (Kinshasa):cobalt:mine=1@2035")]).run(scenario)[0]
    let shortage = try #require(result.firstBinding)
    let output = try #require(Outcome(scenario).value("output.domestic", in: 2035))
    let share = 220_000.0 / 290_000
    #expect(shortage.recycled > 0)
    #expect(abs(result.recyclingSaves - output * share * shortage.recycled) < 1e-9)
    #expect(abs((result.lost ?? 0) - output * share * (1 - shortage.recycled)) < 1e-9)
  }

  @Test func largerCutsNeverLoseLess() throws {
    for name in [
      "China:graphite", "Indonesia:nickel", "China:cobalt", "Australia:lithium:mine",
      "South Africa:manganese",
    ] {
      for stock in [0, 1.5, 6] {
        var before = -1.0
        for step in 0...5 {
          let now = try lost([try cut("\(name)=\(Double(step) / 5)@2030")], stock: stock)
          #expect(now >= before)
          before = now
        }
        before = -1
        for months in 0...12 {
          let now = try lost([try cut("\(name)=0.8@2030/\(months)")], stock: stock)
          #expect(now >= before)
          before = now
        }
      }
    }
    let halfStock = try lost([try cut("China:graphite=1@2030")], stock: 1)
    #expect(try lost([try cut("China:graphite=1@2030")], stock: 3) < halfStock)
  }

  @Test func togetherIsNoBetterThanEachAlone() throws {
    let shocks = [
      try cut("China:graphite=0.4@2030/8"), try cut("Indonesia:nickel=0.7@2030"),
      try cut("China:cobalt=0.9@2030/6"),
      Shock(id: "late", name: Bilingual("late", "late"), effects: [.delay(years: 2, plants: [])]),
      Shock(id: "part", name: Bilingual("part", "part"), effects: [.plant(id: "toyota-2023", lost: 0.5)]),
    ]
    for year in [2028, 2030] {
      let results = try StressTest(shocks: shocks, year: year, stockMonths: 1).run(scenario)
      let together = try #require(results.last)
      #expect(together.id == "all")
      for alone in results.dropLast() {
        for (year, lost) in alone.lostByYear {
          let all = together.lostByYear.first { $0.year == year }?.lost ?? 0
          #expect(all >= lost - 1e-9, "\(alone.id) in \(year)")
        }
      }
    }
  }

  @Test func stagesOfOneWayDoNotAddUp() throws {
    let mine = try lost([try cut("China:cobalt:refining=1@2030")], stock: 0)
    let both = shock(
      .cut(try #require(SupplyCut("China:cobalt:refining=1@2030"))),
      .cut(try #require(SupplyCut("Congo (Kinshasa):cobalt:mine=1@2030"))))
    // Refining fails by 80 %, mining by 76 %: the worse one counts.
    #expect(abs(try lost([both], stock: 0) - mine) < 1e-9)
    let twice = shock(
      .cut(try #require(SupplyCut("Indonesia:nickel=0.5@2030"))),
      .cut(try #require(SupplyCut("Russia:nickel=0.5@2030"))))
    let sum =
      try lost([try cut("Indonesia:nickel=0.5@2030")], stock: 0)
      + lost([try cut("Russia:nickel=0.5@2030")], stock: 0)
    #expect(abs(try lost([twice], stock: 0) - sum) < 1e-9)
  }

  @Test func switchSavesPartOfTheLossAndMoreWithMoreRoom() throws {
    var before = 0.0
    for switchable in [0, 0.05, 0.1, 0.3, 1] {
      let test = StressTest(shocks: [try cut("Indonesia:nickel=1@2030")], switchable: switchable)
      let result = try test.run(scenario)[0]
      #expect(result.switchSaves >= before - 1e-7 && result.switchSaves <= (result.lost ?? 0) + 1e-7)
      if switchable > 0 {
        // More room saves more, until nothing is lost.
        #expect(result.switchSaves > before || result.switchSaves >= (result.lost ?? 0) - 1e-6)
        // No more moves than is allowed, and shares add up.
        let up = result.switched.reduce(0) { $0 + max(0, $1.after - $1.before) }
        #expect(up <= switchable + 1e-9)
        #expect(abs(result.switched.reduce(0) { $0 + $1.after } - 1) < 1e-9)
      }
      before = result.switchSaves
    }
  }

  @Test func delayedPlantsRunLater() throws {
    let late = try StressTest(shocks: [shock(.delay(years: 1, plants: ["toyota-2023"]))], year: 2026).run(
      scenario)[0]
    // 25 GWh/yr from 2026-10: the first year's output comes in the second, and so on; nothing is lost after ramp-up.
    #expect(late.lostByYear.map(\.year) == [2026, 2027, 2028])
    let factor = 0.85 * 0.92 * 25
    for ((_, lost), share) in zip(late.lostByYear, [0.3, 0.4, 0.3]) {
      #expect(abs(lost - factor * share) < 1e-9)
    }
  }

  @Test func rateAndDemandMoveTheirTargets() throws {
    let yen = try StressTest(shocks: [shock(.exchangeRate(165))]).run(scenario)[0]
    let price = try #require(yen.targets.first { $0.target.id == "target.price.pack" })
    let (before, after) = (try #require(price.before), try #require(price.after))
    #expect(abs(after / before - 165 / 143.4) < 1e-12)
    #expect(yen.lost == 0)
    let demand = try StressTest(shocks: [shock(.demand(region: "World", change: -0.2))]).run(scenario)[0]
    let share = try #require(demand.targets.first { $0.target.id == "target.share.global" })
    #expect(abs((share.after ?? 0) / (share.before ?? 1) - 1.25) < 1e-9)
  }

  @Test func changingAssumptionsIsWhatAScenarioWithThemComputes() throws {
    let changed = try Outcome(scenario, changing: ["capacity.yield": 0.8, "exchange_rate": 120])
    let base = Outcome(scenario)
    let (a, b) = (
      changed.value("output.domestic", in: 2030) ?? 0, base.value("output.domestic", in: 2030) ?? 1
    )
    #expect(abs(a / b - 0.8 / 0.92) < 1e-12)
    #expect(throws: ScenarioProblems.self) { try Outcome(scenario, changing: ["capacity.yeild": 1]) }
  }

  @Test func faultsNameWhatIsWrong() throws {
    func problem(_ shock: Shock) -> String {
      do {
        _ = try StressTest(shocks: [shock]).run(scenario)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(problem(try cut("Chinna:graphite=1@2030")).contains("is 'China' meant?"))
    #expect(problem(try cut("China:nickle=1@2030")).contains("is 'Nickel' meant?"))
    #expect(problem(try cut("China:nickel:refining=1@2030")).contains("no country is listed"))
    #expect(problem(try cut("United States:lithium:mine=1@2030")).contains("withheld"))
    #expect(problem(try cut("China:graphite=1@2200")).contains("outside"))
    #expect(problem(shock(.delay(years: 1, plants: ["domestic-2022"]))).contains("runs already"))
    #expect(problem(shock(.plant(id: "toyota-2032", lost: 1))).contains("is 'toyota-2023' meant?"))
    #expect(problem(shock(.set(assumption: "capacity.yield", value: 2))).contains("from 0 to 1"))
    for text in [
      "China:graphite", "China=1@2030", "China:graphite=2@2030", "China:graphite:sea=1@2030",
      "China:graphite=1@2030/13",
    ] {
      #expect(SupplyCut(text) == nil)
    }
  }
}
