import Foundation
import Testing

import Strategy

@Suite struct SamplingDesignTests {
  @Test(arguments: [1, 2, 3, 5, 64, 1000])
  func latinHypercubeFillsEveryStratumOnce(_ count: Int) throws {
    let design = try LatinHypercube(count: count, dimensions: 12, seed: 7)
    let points = (0..<count).map(design.point)
    for d in 0..<12 {
      let strata = points.map { Int($0[d] * Double(count)) }.sorted()
      #expect(strata == Array(0..<count))
    }
    #expect(points.allSatisfy { $0.allSatisfy { $0 > 0 && $0 < 1 } })
  }

  @Test func everyStratumIsEquallyLikelyForEveryPoint() {
    // 4,000 keys: each of 5 places has 800 ± 25 (one standard deviation); 130 is five of them.
    let permutation = KeyedPermutation(count: 5)
    var seen = [Int](repeating: 0, count: 25)
    for key in 0..<4000 {
      for i in 0..<5 {
        let image = permutation.image(of: UInt64(i), key: KeyedStream.mix(UInt64(key)))
        seen[i * 5 + Int(image)] += 1
      }
    }
    #expect(seen.allSatisfy { abs($0 - 800) < 130 })
  }

  @Test func drawsOfAnInputDoNotDependOnTheOthers() throws {
    let few = ["learning rate", "yield"]
    let many = ["lead time", "learning rate", "price", "yield"]
    let random = try (RandomDesign(names: few, seed: 3), RandomDesign(names: many, seed: 3))
    let hypercube = try (
      LatinHypercube(count: 50, names: few, seed: 3), LatinHypercube(count: 50, names: many, seed: 3)
    )
    let sobol = try (SobolSequence(names: few, seed: 3), SobolSequence(names: few + ["price"], seed: 3))
    for i in 0..<50 {
      let (a, b) = (random.0.point(i), random.1.point(i))
      #expect(a == [b[1], b[3]])
      let (c, d) = (hypercube.0.point(i), hypercube.1.point(i))
      #expect(c == [d[1], d[3]])
      #expect(sobol.0.point(i) == Array(sobol.1.point(i).prefix(2)))
    }
    #expect(try RandomDesign(names: few, seed: 4).point(0) != random.0.point(0))
  }

  @Test func randomPointsHaveTheMomentsOfUniformOnes() throws {
    let design = try RandomDesign(names: numberedNames(6), seed: 11)
    let n = 100_000
    var sums = [Double](repeating: 0, count: 6)
    var products = [Double](repeating: 0, count: 36)
    for i in 0..<n {
      let x = design.point(i)
      for a in 0..<6 {
        sums[a] += x[a]
        for b in 0..<6 { products[a * 6 + b] += (x[a] - 0.5) * (x[b] - 0.5) }
      }
    }
    for a in 0..<6 {
      // Five standard errors: 0.2887 / √n and 1/12 / √n.
      #expect(abs(sums[a] / Double(n) - 0.5) < 0.005)
      for b in 0..<6 { #expect(abs(products[a * 6 + b] / Double(n) - (a == b ? 1 / 12.0 : 0)) < 0.0014) }
    }
  }

  @Test(arguments: [true, false])
  func everyBlockOfTheSobolSequenceFillsEveryStratumOnce(_ scrambled: Bool) throws {
    let design = try SobolSequence(
      dimensions: SobolSequence.maximumDimensions, seed: 5, scrambled: scrambled)
    let points = (0..<256).map(design.point)
    for d in 0..<design.dimensions {
      #expect(Set(points.map { Int($0[d] * 256) }).count == 256, "dimension \(d)")
      #expect(Set(points[64..<128].map { Int($0[d] * 64) }).count == 64, "dimension \(d)")
    }
    // The first two dimensions make a net: each box of 2^-3 by 2^-5 holds one of 256 points.
    #expect(Set(points.map { Int($0[0] * 8) * 32 + Int($0[1] * 32) }).count == 256)
    if scrambled { #expect(points.allSatisfy { $0.allSatisfy { $0 > 0 && $0 < 1 } }) }
  }

  @Test func scrambledSobolIntegratesBetterThanRandomPoints() throws {
    // The integral of ∏ (1 + (x_d − 1/2) / (d + 1)) is 1.
    func error(_ design: some SamplingDesign) -> Double {
      let sum = (0..<4096).reduce(0.0) { sum, i in
        sum
          + design.point(i).enumerated().reduce(1.0) { $0 * (1 + ($1.element - 0.5) / Double($1.offset + 1)) }
      }
      return sum / 4096 - 1
    }
    var (sobol, random, means) = (0.0, 0.0, 0.0)
    for seed in 1...20 {
      let e = error(try SobolSequence(dimensions: 8, seed: UInt64(seed)))
      sobol += e * e
      means += e
      random += pow(error(try RandomDesign(names: numberedNames(8), seed: UInt64(seed))), 2)
    }
    #expect(sobol.squareRoot() < random.squareRoot() / 20)
    #expect(abs(means / 20) < sobol.squareRoot())
  }

  @Test func everyPrimitivePolynomialIsFound() {
    // φ(2^s − 1) / s of degree s.
    let counts = (1...13).map { s in
      PrimitivePolynomials.upToDegree13.count { PrimitivePolynomials.degree($0) == s }
    }
    #expect(counts == [1, 1, 2, 2, 6, 6, 18, 16, 48, 60, 176, 144, 630])
  }

  @Test(.enabled(if: Project.hasPython, "no Python peers"))
  func unscrambledSequenceIsThatOfSciPy() throws {
    let script = """
      import json
      from scipy.stats import qmc
      print(json.dumps(qmc.Sobol(d=\(SobolSequence.maximumDimensions), scramble=False).random(128).tolist()))
      """
    let expected = try JSONDecoder().decode([[Double]].self, from: run(Project.python, ["-c", script]))
    let design = try SobolSequence(
      dimensions: SobolSequence.maximumDimensions, seed: 0, scrambled: false)
    for (i, point) in expected.enumerated() { #expect(design.point(i) == point) }
  }

  @Test func impossibleDesignsAreRefused() {
    #expect(throws: UncertaintyProblem.self) { try RandomDesign(names: ["a", "a"], seed: 1) }
    #expect(throws: UncertaintyProblem.self) { try LatinHypercube(count: 0, dimensions: 2, seed: 1) }
    #expect(throws: UncertaintyProblem.self) { try SobolSequence(dimensions: 1112, seed: 1) }
  }
}
