import Foundation
import Strategy
import Testing

/// The strategy's price path read as a learning rate (consistency page, section 3). The cell price series behind
/// the three fits there is not shipped, for its licence, so that those fits are not computed here.
@Suite(.enabled(if: Project.hasShared, "no research data"))
struct LearningConsistencyTests {
  /// Cumulative world EV demand to 2019, and the demand of 2019, GWh.
  private static func start() throws -> (cumulative: Double, year: Double) {
    let demand = try StrategyData.worldDemand("Historical")
    return (
      demand.filter { $0.key <= 2019 }.values.sorted().reduce(0, +), try #require(demand[2019])
    )
  }

  private static func percent(_ rate: Double?) throws -> Double {
    (try #require(rate) * 1000).rounded() / 10
  }

  @Test(arguments: [
    (1500.0, 0.0, 15.5, 14.1, 11.9), (3000, 0, 13.4, 12.9, 11.0), (3229, 0, 13.2, 12.8, 10.9),
    (3000, 500, 16.8, nil, nil),
  ])
  func learningRatesOfThePricePath(
    _ demand: Double, _ earlier: Double, _ to2030: Double, _ flat: Double?, _ doubled: Double?
  ) throws {
    let facts = try StrategyData.facts()
    let prices = try [2019, 2030, 2050].map { try #require(facts["price.pack.automotive.\($0)"]) }
    let start = try Self.start()
    #expect(start.cumulative.rounded() == 425)
    let before = start.cumulative + earlier
    func sum(_ from: Int, _ first: Double, _ to: Int, _ last: Double) -> Double {
      CumulativeVolume.geometric(from: from, first, to: to, last).reduce(0, +)
    }
    let to = before + sum(2019, start.year, 2030, demand)
    let rate = LearningCurve.impliedRate(from: (prices[0], before), to: (prices[1], to))
    #expect(try Self.percent(rate) == to2030)
    for (growth, expected) in [(1.0, flat), (2, doubled)] {
      guard let expected else { continue }
      let end = to + sum(2030, demand, 2050, growth * demand)
      #expect(
        try Self.percent(LearningCurve.impliedRate(from: (prices[1], to), to: (prices[2], end))) == expected)
    }
  }

  @Test func projectedDemandOf2030IsThatOfTheTable() throws {
    #expect(try StrategyData.worldDemand("Projection-STEPS")[2030] == 3229)
  }

  @Test func exchangeRateDecidesTheTarget() throws {
    let strategy = try ExchangeRate(yen: 8000e8, dollars: 70e8, source: "strategy 2022: 70億ドル（8,000億円）")
    let later = try ExchangeRate(yen: 350e9, dollars: 2.44e9, source: "press, September 2024")
    #expect((strategy.yenPerDollar * 10).rounded() == 1143 && (later.yenPerDollar * 10).rounded() == 1434)
    let target = Money(try #require(StrategyData.facts()["target.price.pack"]), .yen)
    // The page takes the rate as it prints it; unrounded, the target is 87.5 dollars.
    let printed = try ExchangeRate(yenPerDollar: 114.3, source: strategy.source)
    #expect(target.converted(to: .dollar, at: printed).amount.rounded() == 87)
    #expect(abs(target.converted(to: .dollar, at: strategy).amount - 87.5) < 1e-9)
    #expect(target.converted(to: .dollar, at: later).amount.rounded() == 70)

    let quoted = try StrategyData("battery_price_bnef_quoted").rows.filter { $0["year"] == "2025" }
    func price(_ scope: String) throws -> Money {
      let text = try #require(quoted.first { $0["scope"] == scope }?["usd_per_kwh"])
      return Money(try #require(Double(text)), .dollar, priceYear: 2025)
    }
    func yen(_ scope: String) throws -> Double { try price(scope).converted(to: .yen, at: later).amount }
    #expect(try (yen("BEV pack") / 100).rounded() * 100 == 14_200)
    #expect(try (yen("stationary pack") / 100).rounded() * 100 == 10_000)
    #expect(try price("stationary pack").amount < price("BEV pack").amount)
  }
}
