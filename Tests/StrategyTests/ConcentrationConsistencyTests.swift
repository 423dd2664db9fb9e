import Foundation
import Strategy
import Testing

/// The strategy's figures on resources, money, people and shares, checked against each other (consistency page,
/// sections 1 and 2).
@Suite(.enabled(if: Project.hasShared, "no research data"))
struct ConcentrationConsistencyTests {
  private static func rounded(_ value: Double, _ decimals: Int = 0) -> Double {
    let power = pow(10, Double(decimals))
    return (value * power).rounded() / power
  }

  private static func facts(_ ids: String...) throws -> [Double] {
    let facts = try StrategyData.facts()
    return try ids.map { try #require(facts[$0], "\($0)") }
  }

  /// World mine production of 2024 (estimated), kt of the element.
  private static func production(_ commodity: String) throws -> Double {
    let row = try StrategyData("usgs_mcs2025_battery_minerals").rows.first {
      $0["commodity"] == commodity && $0["country"]?.hasPrefix("World total") == true
    }
    let amount = try #require(Double(row?["production_2024_estimated"] ?? ""))
    return row?["unit"] == "kt" ? amount : amount / 1000
  }

  @Test(arguments: [
    ("lithium", 0.667, 0.633, 0.622), ("nickel", 0.600, 0.517, 0.489), ("cobalt", 0.133, 0.100, 0.089),
    ("graphite", 1.000, 1.000, 1.000), ("manganese", 0.133, 0.083, 0.067),
  ])
  func intensitiesImplied(_ mineral: String, _ home: Double, _ world: Double, _ abroad: Double) throws {
    let amounts = try Self.facts("resource.150.\(mineral)", "resource.600.\(mineral)")
    let capacity = try Self.facts("target.capacity.domestic", "target.capacity.global")
    // kt per GWh is kg per kWh.
    #expect(Self.rounded(amounts[0] / capacity[0], 3) == home)
    #expect(Self.rounded(amounts[1] / capacity[1], 3) == world)
    #expect(Self.rounded((amounts[1] - amounts[0]) / (capacity[1] - capacity[0]), 3) == abroad)
  }

  @Test func lithiumIsNotMetal() throws {
    let figures = try Self.facts("resource.600.lithium", "lithium.production.total", "resource.150.lithium")
    #expect(Self.rounded(100 * figures[0] / figures[1]) == 494)
    #expect(Self.rounded(100 * figures[0] / (try Self.production("Lithium"))) == 158)
    // Atomic weights: IUPAC, conventional values.
    let (lithium, carbon, oxygen, hydrogen) = (6.94, 12.011, 15.999, 1.008)
    let carbonate = 2 * lithium / (2 * lithium + carbon + 3 * oxygen)
    let hydroxide = lithium / (lithium + 2 * oxygen + 3 * hydrogen)
    #expect(Self.rounded(figures[2] / 150 * carbonate, 3) == 0.125)
    #expect(Self.rounded(figures[0] / 600 * carbonate, 3) == 0.119)
    #expect(Self.rounded(figures[2] / 150 * hydroxide, 3) == 0.110)
    #expect(Self.rounded(figures[0] / 600 * hydroxide, 3) == 0.105)
    #expect(Self.rounded(100 * figures[0] * carbonate / (try Self.production("Lithium"))) == 30)
    let contents = try StrategyData("mineral_intensity_batpac_busch2024").rows.filter {
      $0["mineral"] == "Lithium" && $0["model"] == "BatPaC 5.1" && $0["chemistry"] != "LMO-LTO"
    }.compactMap { Double($0["kg_per_kwh"] ?? "") }
    let range = try (#require(contents.min()), #require(contents.max()))
    #expect(Self.rounded(range.0, 3) == 0.091 && Self.rounded(range.1, 3) == 0.124)
    #expect(figures[2] / 150 > 5 * range.1)
  }

  @Test(arguments: [
    ("cobalt", 21.0, 0), ("nickel", 8, 0), ("graphite", 38, 0),
    // 50 of 20,000 kt: the page rounds it to 0.2.
    ("manganese", 0.25, 2),
  ])
  func sharesOfWorldProduction(_ mineral: String, _ percent: Double, _ decimals: Int) throws {
    let amount = try Self.facts("resource.600.\(mineral)")[0]
    let share = 100 * amount / (try Self.production(mineral.capitalized))
    #expect(Self.rounded(share, decimals) == percent)
  }

  @Test func moneyOfTheStrategy() throws {
    let money = try Self.facts(
      "investment.domestic.total", "investment.domestic.cells", "investment.domestic.materials")
    let capacity = try Self.facts("target.capacity.domestic", "baseline.capacity.domestic")
    let added = capacity[0] - capacity[1]
    #expect(Self.rounded(money[1] + money[2], 9) == money[0] && added == 130)
    #expect(money.map { Self.rounded(1000 * $0 / added, 1) } == [26.2, 16.2, 10.0])
    let rate = try ExchangeRate(yen: 8000e8, dollars: 70e8, source: "strategy 2022: 70億ドル（8,000億円）")
    let cells = Money(money[1] * 1e12 / added, .yen)
    #expect(Self.rounded(cells.converted(to: .dollar, at: rate).amount / 1e6) == 141)

    let plants = try StrategyData("japan_projects_certified").rows.filter { $0["announced"] == "2024-09-06" }
    #expect(plants.count == 4)
    let pairs = try plants.map {
      (
        try #require(Double($0["investment_billion_jpy"] ?? "")),
        try #require(Double($0["capacity_GWh_per_year"] ?? ""))
      )
    }
    let (investment, size) = (pairs.reduce(0) { $0 + $1.0 }, pairs.reduce(0) { $0 + $1.1 })
    #expect(Self.rounded(investment, 1) == 944.6 && size == 36.5)
    let each = pairs.map { Self.rounded($0.0 / $0.1, 1) }
    let weighted = investment / size
    #expect(Self.rounded(weighted, 1) == 25.9 && each.min() == 12.8 && each.max() == 30.7)
    #expect(Self.rounded(100 * (weighted / (1000 * money[1] / added) - 1)) == 60)
    #expect(Self.rounded(weighted * added / 1000, 2) == 3.36)
  }

  @Test func peopleAndShareOfTheMarket() throws {
    let people = try Self.facts("workforce.skilled", "workforce.technical", "workforce.battery")
    #expect(people[0] + people[1] == people[2])
    #expect(Self.rounded(people[2] / 150) == 147 && Self.rounded(people[2] / 130) == 169)
    let market = try Self.facts(
      "target.capacity.global", "assumption.market.global", "target.share.global", "target.capacity.domestic")
    #expect(market[0] / market[1] == market[2] && market[3] / market[0] == 0.25)
  }

  @Test(arguments: ["reserves", "production", "imports"])
  func graphiteSharesAddUp(_ stage: String) throws {
    let shares = try StrategyData.facts().filter { $0.key.hasPrefix("graphite.\(stage).") }
    #expect(shares.count == 6 && abs(shares.values.reduce(0, +) - 1) < 1e-12)
    let holders = shares.map { id, share in
      Concentration.Holder(id, .known(share), isRemainder: id.hasSuffix(".other"))
    }
    let found = try Concentration(holders)
    let squares = shares.filter { !$0.key.hasSuffix(".other") }.values.reduce(0) { $0 + $1 * $1 }
    #expect(abs(found.index.lowerBound - 1e4 * squares) < 1e-9)
  }

  @Test func sharesOfProducersAddUp() throws {
    let text = try String(
      contentsOfFile: "\(Project.shared)/battery-industry-strategy-2022-ja.txt", encoding: .utf8)
    for share in ["37.1", "9.7", "4.9", "35.0", "23.9", "35.7"] { #expect(text.contains("\(share)%")) }
    let shares = try Self.facts("share.automotive.japan.2015", "share.stationary.japan.2020")
    #expect(Self.rounded(37.1 + 9.7 + 4.9, 1) == Self.rounded(100 * shares[0], 1))
    #expect(Self.rounded(100 * shares[1] + 35.0 + 23.9 + 35.7, 1) == 100)
  }

  @Test func domesticDemandLeavesRoomForExports() throws {
    let sales = try StrategyData("electric_car_sales_owid_gevo2026").rows.first {
      $0["entity"] == "Japan" && $0["year"] == "2024"
    }
    let sold = try #require(Double(sales?["electric_cars_sold"] ?? ""))
    let cars = sold / (try #require(Double(sales?["share_of_new_cars_percent"] ?? "")) / 100)
    #expect(Self.rounded(cars / 1e6, 2) == 3.68)
    let share = try Self.facts("ev.share.2030.low", "ev.share.2030.high")
    // kWh per pack: an assumption of the page.
    let demand = (Self.rounded(cars * share[0] * 30 / 1e6), Self.rounded(cars * share[1] * 60 / 1e6))
    #expect(demand == (22, 66) && (150 - demand.1, 150 - demand.0) == (84, 128))
  }
}
