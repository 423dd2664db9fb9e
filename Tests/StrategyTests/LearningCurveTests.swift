import Foundation
import Strategy
import Testing

@Suite struct LearningCurveTests {
  @Test func priceVolumeAndRateInvertEachOther() throws {
    for floor in [0.0, 40] {
      let curve = try LearningCurve(price: 140, volume: 500, learningRate: 0.18, floor: floor)
      #expect(abs(curve.price(volume: 1000) - floor - 0.82 * (140 - floor)) < 1e-12)
      #expect(abs(curve.learningRate - 0.18) < 1e-15)
      let volume = try #require(curve.volume(price: 70))
      #expect(abs(curve.price(volume: volume) - 70) < 1e-11)
      let rate = LearningCurve.impliedRate(from: (140, 500), to: (70, volume), floor: floor)
      #expect(abs(try #require(rate) - 0.18) < 1e-13)
      #expect(curve.volume(price: floor) == nil)
    }
  }

  @Test func researchIsASecondFactor() throws {
    let curve = try LearningCurve(
      price: 100, volume: 10, learningRate: 0.2, research: 4, researchRate: 0.1)
    #expect(abs(curve.price(volume: 20, research: 8) - 100 * 0.8 * 0.9) < 1e-12)
    let volume = try #require(curve.volume(price: 72, research: 8))
    #expect(abs(volume - 20) < 1e-10)
    #expect(curve.price(volume: 20) == curve.price(volume: 20, research: 4))
  }

  @Test func fitFindsTheLineAndItsDetermination() throws {
    let curve = try LearningCurve(price: 300, volume: 10, learningRate: 0.21)
    let exact = (0..<8).map { k in
      let volume = 10 * pow(1.7, Double(k))
      return (price: curve.price(volume: volume), volume: volume)
    }
    let fit = try LearningCurve.fit(exact)
    #expect(abs(fit.learningRate - 0.21) < 1e-13 && abs(fit.determination - 1) < 1e-13 && fit.points == 8)
    #expect(abs(fit.priceAtOne / curve.price(volume: 1) - 1) < 1e-12)
    #expect(throws: UncertaintyProblem.self) { try LearningCurve.fit(Array(exact.prefix(2))) }
    #expect(throws: UncertaintyProblem.self) { try LearningCurve.fit([(1, 2), (2, 2), (3, 2)]) }
  }

  @Test(.enabled(if: Project.hasPython, "no Python peers"))
  func fitOfScatteredPointsIsThatOfSciPy() throws {
    let script = """
      import json, numpy as np
      from scipy.stats import linregress
      q = np.array([3., 9, 20, 55, 130, 400]); p = np.array([310., 260, 170, 140, 120, 75])
      r = linregress(np.log(q), np.log(p)); print(json.dumps([-r.slope, np.exp(r.intercept), r.rvalue ** 2]))
      """
    let expected = try JSONDecoder().decode([Double].self, from: run(Project.python, ["-c", script]))
    let fit = try LearningCurve.fit([(310, 3), (260, 9), (170, 20), (140, 55), (120, 130), (75, 400)])
    for (own, other) in zip([fit.exponent, fit.priceAtOne, fit.determination], expected) {
      #expect(abs(own / other - 1) < 1e-12)
    }
  }

  @Test func volumesAddUpAndBlend() {
    let volumes = CumulativeVolume.geometric(from: 2030, 100, to: 2033, 800)
    #expect(zip(volumes, [200.0, 400, 800]).allSatisfy { abs($0 - $1) < 1e-10 })
    #expect(CumulativeVolume.running([1, 2, 3], before: 10) == [11, 13, 16])
    #expect(CumulativeVolume.blended(world: 100, home: 10, spillover: 0) == 10)
    #expect(CumulativeVolume.blended(world: 100, home: 10, spillover: 1) == 100)
    #expect(CumulativeVolume.geometric(from: 2030, 0, to: 2033, 800).isEmpty)
  }

  @Test func firstYearOfAPriceIsFound() throws {
    let curve = try LearningCurve(price: 20_000, volume: 425, learningRate: 0.134)
    let volumes = (0...5).map { (year: 2025 + $0, cumulative: 425 * pow(2, Double($0))) }
    #expect(curve.year(price: 13_000, volumes: volumes) == 2028)
    #expect(curve.year(price: 100, volumes: volumes) == nil)
  }

  @Test func impossibleCurvesAndRatesAreRefused() {
    #expect(throws: UncertaintyProblem.self) { try LearningCurve(price: 0, volume: 1, learningRate: 0.1) }
    #expect(throws: UncertaintyProblem.self) { try LearningCurve(price: 1, volume: 1, learningRate: 18) }
    #expect(throws: UncertaintyProblem.self) {
      try LearningCurve(price: 1, volume: 1, learningRate: 0.1, floor: 2)
    }
    #expect(throws: UncertaintyProblem.self) {
      try LearningCurve(price: 1, volume: 1, learningRate: 0.1, researchRate: 0.1)
    }
    #expect(LearningCurve.impliedRate(from: (2, 5), to: (1, 5)) == nil)
    #expect(throws: UncertaintyProblem.self) { try ExchangeRate(yenPerDollar: 0, source: "none") }
  }

  @Test func moneyChangesCurrencyOnlyByAStatedRate() throws {
    let rate = try ExchangeRate(yenPerDollar: 120, source: "assumption")
    let dollars = Money(6000, .yen, priceYear: 2022).converted(to: .dollar, at: rate)
    #expect(dollars == Money(50, .dollar, priceYear: 2022))
    #expect(dollars.converted(to: .yen, at: rate).amount == 6000)
    #expect(dollars.converted(to: .dollar, at: rate) == dollars)
  }
}
