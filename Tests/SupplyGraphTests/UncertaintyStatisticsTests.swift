import CKernels
import Foundation
import SupplyGraph
import Testing

@Suite("Statistics of draws") struct UncertaintyStatisticsTests {
  private static let families: [(Distributions.Kind, Double, Double, Double)] = [
    (.lognormal, 2, 0.1, 0), (.lognormal, 0.003, 1.2, 0), (.normal, 5, 2, 0), (.uniform, 0, -3, 8),
    (.triangular, 1, 0, 5), (.triangular, 5, 0, 5),
  ]

  private func drawn(_ family: (Distributions.Kind, Double, Double, Double), _ count: Int, key: UInt64)
    -> [Double]
  {
    let distributions = Distributions(kind: [family.0], first: [family.2], second: [family.3])
    var plan = DrawPlan()
    plan.append(0, of: distributions, amount: family.1, key: key, slot: 0)
    return samples(count, seed: 12, key: key) { first, out in plan.fill(out, seed: 12, firstSample: first) }
  }

  @Test(
    "Every family has its distribution: Kolmogorov-Smirnov, moments, and numpy's own draws",
    .enabled(if: Numpy.isThere, "needs numpy and scipy"))
  func distributions() throws {
    let count = 100_000
    for (index, family) in Self.families.enumerated() {
      let values = drawn(family, count, key: dk_mix(UInt64(index)))
      let parameters = [Double(family.0.rawValue), family.1, family.2, family.3]
      let exact = try Numpy.call("kolmogorov", parameters, values)[0]
      let theirs = try Numpy.call("two_samples", parameters, values)[0]
      #expect(exact[0] > 1e-3, "\(family)")
      #expect(theirs[0] > 1e-3, "\(family)")
      let summary = Summary(values)
      #expect(abs(summary.mean - exact[1]) < 4 * exact[2] / Double(count).squareRoot(), "\(family)")
      #expect(abs(summary.standardDeviation / exact[2] - 1) < 0.05, "\(family)")
      let distribution = Distributions(kind: [family.0], first: [family.2], second: [family.3])
      #expect(abs(distribution.mean(0, amount: family.1) - exact[1]) < 1e-12 * abs(exact[1]))
      #expect(abs(distribution.standardDeviation(0, amount: family.1) - exact[2]) < 1e-12 * exact[2])
    }
  }

  @Test("Uniform along samples and across rows", .enabled(if: Numpy.isThere, "needs numpy and scipy"))
  func uniformity() throws {
    let along = uniformSamples(960_000, seed: 1, key: 1)
    // Sample 3 of 960,000 rows whose keys are those of a chain.
    let keys = (0..<120_000).map { dk_mix(dk_mix(UInt64($0)) &+ 1) }
    var lanes = [Double](repeating: 0, count: 8 * keys.count)
    let (zero, one) = ([Double](repeating: 0, count: keys.count), [Double](repeating: 1, count: keys.count))
    dk_draw_uniform8(keys, zero, one, nil, Int64(keys.count), 1, 0, &lanes)
    let across = (0..<8).flatMap { lane in (0..<keys.count).map { lanes[8 * $0 + lane] } }
    let bySeed = (0..<960_000 as Range<UInt64>).map { seed in
      var out = [Double](repeating: 0, count: 8)
      dk_draw_uniform8([1], [0], [1], nil, 1, seed, 0, &out)
      return out[0]
    }
    for values in [along, across, bySeed] {
      for p in try Numpy.call("uniformity", values)[0] { #expect(p > 1e-4 && p < 1 - 1e-4) }
    }
  }

  @Test("Rows, samples and seeds are independent")
  func independence() {
    let count = 80_000
    let limit = 4.5 / Double(count).squareRoot()
    let rows = (0..<12).map { uniformSamples(count, seed: 2, key: UInt64($0)) }
    for a in rows.indices {
      for lag in 1...9 {
        #expect(abs(correlation(Array(rows[a].dropLast(lag)), Array(rows[a].dropFirst(lag)))) < limit)
      }
      for b in rows.indices where b > a { #expect(abs(correlation(rows[a], rows[b])) < limit) }
      let otherSeed = uniformSamples(count, seed: 3, key: UInt64(a))
      #expect(abs(correlation(rows[a], otherSeed)) < limit)
    }
  }

  @Test("A product and a sum of lognormals have the moments they must have")
  func analyticMoments() {
    let count = 400_000
    let a = drawn((.lognormal, 2, 0.3, 0), count, key: 100)
    let b = drawn((.lognormal, 5, 0.4, 0), count, key: 101)
    let product = Summary(zip(a, b).map { $0 * $1 })
    let variance = 0.3 * 0.3 + 0.4 * 0.4
    let mean = 10 * exp(variance / 2)
    let deviation = mean * expm1(variance).squareRoot()
    let error = 1 / Double(count).squareRoot()
    #expect(abs(product.mean - mean) < 4 * deviation * error)
    #expect(abs(product.median / 10 - 1) < 4 * 1.2533 * variance.squareRoot() * error)
    #expect(abs(product.standardDeviation / deviation - 1) < 0.02)
    #expect(abs(product.p97_5 / (10 * exp(1.959963984540054 * variance.squareRoot())) - 1) < 0.01)
    #expect(abs(product.p2_5 / (10 * exp(-1.959963984540054 * variance.squareRoot())) - 1) < 0.01)

    let sum = Summary(zip(a, b).map { $0 + $1 })
    let meanSum = 2 * exp(0.045) + 5 * exp(0.08)
    let varianceSum = 4 * exp(0.09) * expm1(0.09) + 25 * exp(0.16) * expm1(0.16)
    #expect(abs(sum.mean - meanSum) < 4 * (varianceSum.squareRoot()) * error)
    #expect(abs(sum.standardDeviation / varianceSum.squareRoot() - 1) < 0.02)
  }

  @Test("A summary is numpy's", .enabled(if: Numpy.isThere, "needs numpy and scipy"))
  func summaries() throws {
    for count in [1, 2, 3, 4, 39, 40, 41, 1000, 1001] {
      let values = (0..<count).map { 1e6 + Double(dk_mix(UInt64($0 + count)) >> 40) * 1e-6 }
      let ours = Summary(values)
      let numpy = try Numpy.call("summary", values)[0]
      #expect(ours.samples == count)
      let mine = [ours.mean, ours.median, ours.standardDeviation, ours.p2_5, ours.p97_5]
      for (a, b) in zip(mine, numpy) { #expect(abs(a - b) <= 1e-12 * abs(b) + 1e-9, "\(count)") }
    }
    let nothing = Summary([])
    #expect(nothing.samples == 0 && nothing.mean.isNaN && nothing.p97_5.isNaN)
  }

  @Test("Two products are compared sample by sample")
  func comparison() {
    let comparison = Comparison([1, 2, 3, 4], [2, 2, 1, 8])
    #expect(comparison.probabilityBelow == 0.5)
    #expect(comparison.probabilityEqual == 0.25)
    #expect(comparison.difference.mean == -0.75)
    #expect(comparison.difference.median == -0.5)
    let a = drawn((.normal, 10, 1, 0), 100_000, key: 1)
    let b = drawn((.normal, 10, 1, 0), 100_000, key: 2)
    // B - A is normal with mean 1 and standard deviation √2.
    let shifted = Comparison(a, b.map { $0 + 1 })
    #expect(abs(shifted.probabilityBelow - 0.5 * erfc(-0.5)) < 0.006)
    #expect(abs(shifted.difference.p97_5 - (-1 + 1.96 * 2.0.squareRoot())) < 0.04)
  }
}
