import Foundation
import Strategy
import Testing

@Suite struct ConcentrationTests {
  typealias Holder = Concentration.Holder

  /// Mine production in 2024 (estimated), and the printed world total.
  private static func market(_ commodity: String) throws -> (holders: [Holder], total: Double) {
    let rows = try StrategyData("usgs_mcs2025_battery_minerals").rows.filter { $0["commodity"] == commodity }
    var (holders, total) = ([Holder](), Double.nan)
    for row in rows {
      let country = row["country"] ?? ""
      let amount = Double(row["production_2024_estimated"] ?? "")
      if country.hasPrefix("World total") {
        total = try #require(amount)
      } else if let amount {
        holders.append(Holder(country, .known(amount), isRemainder: country == "Other countries"))
      } else if country != "Other countries" {
        holders.append(Holder(country, .withheld(atMost: nil)))
      }
    }
    return (holders, total)
  }

  @Test(
    .enabled(if: Project.hasShared, "no research data"),
    arguments: [
      ("Lithium", 2215.0), ("Nickel", 3706), ("Cobalt", 5867), ("Graphite", 6381), ("Manganese", 2158),
    ])
  func indicesOverThePrintedTotalAreThoseOfTheMethods(_ commodity: String, _ expected: Double) throws {
    let (holders, total) = try Self.market(commodity)
    let found = try Concentration(holders, over: .printedTotal(total))
    #expect(found.index.lowerBound.rounded() == expected)
    #expect(found.index.lowerBound == found.listedIndex)
    let remainder = found.remainderShare
    #expect(abs(found.index.upperBound - found.listedIndex - remainder * remainder * 1e4) < 1e-9)
    #expect(found.leftOut == (commodity == "Lithium" ? ["United States"] : []))
    let tighter = try Concentration(
      holders, over: .printedTotal(total), remainder: .notLargerThanSmallestListed)
    #expect(tighter.index.upperBound <= found.index.upperBound)
    #expect(tighter.index.lowerBound == found.index.lowerBound)
  }

  @Test func measuresOfASmallMarketAreThoseByHand() throws {
    let market = [
      Holder("a", .known(50)), Holder("b", .known(30)), Holder("Other", .known(20), isRemainder: true),
    ]
    let found = try Concentration(market)
    #expect(found.shares.map(\.name) == ["a", "b"] && found.shares.map(\.share) == [0.5, 0.3])
    #expect(abs(found.remainderShare - 0.2) < 1e-15)
    #expect(abs(found.index.lowerBound - 3400) < 1e-9 && abs(found.index.upperBound - 3800) < 1e-9)
    #expect(abs(found.effectiveNumber.lowerBound - 1e4 / 3800) < 1e-12)
    #expect(found.largestShare == 0.5...0.5)
    #expect(
      abs(found.topThreeShare.lowerBound - 0.8) < 1e-15 && abs(found.topThreeShare.upperBound - 1) < 1e-15)
    // The printed total is twice the rows: 120 of 200 are unlisted, and no piece is above 30.
    let large = try Concentration(
      market, over: .printedTotal(200), remainder: .notLargerThanSmallestListed)
    #expect(abs(large.index.lowerBound - (0.0625 + 0.0225) * 1e4) < 1e-9)
    #expect(abs(large.index.upperBound - (0.0625 + 5 * 0.0225) * 1e4) < 1e-9)
    #expect(try Concentration(market, over: .printedTotal(200)).largestShare.upperBound == 0.6)
  }

  @Test(arguments: [[5.0], [200], [30, 80], [1, 400]])
  func boundsHoldForEveryWithheldAmount(_ bounds: [Double]) throws {
    let known = [Holder("a", .known(60)), Holder("b", .known(25)), Holder("c", .known(15))]
    let withheld = bounds.enumerated().map { Holder("w\($0)", .withheld(atMost: $1)) }
    let found = try Concentration(known + withheld)
    var (low, high, topLow, topHigh) = (Double.infinity, 0.0, Double.infinity, 0.0)
    let steps = bounds.count == 1 ? 4000 : 200
    for code in 0..<Int(pow(Double(steps + 1), Double(bounds.count))) {
      let parts = bounds.enumerated().map { k, bound in
        bound * Double(k == 0 ? code % (steps + 1) : code / (steps + 1)) / Double(steps)
      }
      let exact = try Concentration(known + parts.enumerated().map { Holder("w\($0)", .known($1)) })
      (low, high) = (min(low, exact.index.lowerBound), max(high, exact.index.upperBound))
      (topLow, topHigh) = (
        min(topLow, exact.largestShare.lowerBound), max(topHigh, exact.largestShare.upperBound)
      )
    }
    #expect(found.index.lowerBound <= low + 1e-9 && low - found.index.lowerBound < 1)
    #expect(found.index.upperBound >= high - 1e-9 && found.index.upperBound - high < 1e-6)
    #expect(found.largestShare.lowerBound <= topLow + 1e-12 && topLow - found.largestShare.lowerBound < 0.01)
    #expect(abs(found.largestShare.upperBound - topHigh) < 1e-12)
  }

  @Test func impossibleMarketsAreRefused() {
    let a = Holder("a", .known(1))
    #expect(throws: UncertaintyProblem.self) { try Concentration([]) }
    #expect(throws: UncertaintyProblem.self) { try Concentration([a, a]) }
    #expect(throws: UncertaintyProblem.self) { try Concentration([a, Holder("b", .known(-1))]) }
    #expect(throws: UncertaintyProblem.self) { try Concentration([a], over: .printedTotal(0)) }
    #expect(throws: UncertaintyProblem.self) { try Concentration([a, Holder("b", .withheld(atMost: .nan))]) }
  }
}
