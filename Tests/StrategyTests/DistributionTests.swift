import Foundation
import Testing

import Strategy

@Suite struct DistributionTests {
  static let families: [Distribution] = [
    .uniform(minimum: -1, maximum: 3), .triangular(minimum: 1, mode: 2, maximum: 5),
    .triangular(minimum: 1, mode: 1, maximum: 5), .normal(mean: 3, standardDeviation: 2),
    .normal(mean: 3, standardDeviation: 2, minimum: 2, maximum: 4),
    .normal(mean: 0, standardDeviation: 1, minimum: 6), .lognormal(median: 25.9, sigma: 0.4),
    .lognormal(median: 25.9, sigma: 0.4, minimum: 12.8, maximum: 30.7),
    .discrete(values: [1, 2, 5], probabilities: [0.2, 0.5, 0.3]),
  ]

  @Test func normalQuantileInvertsTheErrorFunction() {
    for exponent in stride(from: -300.0, through: -0.31, by: 0.37) {
      let p = pow(10, exponent)
      let z = StandardNormal.quantile(p)
      // The relative error of P at z is z times that of z.
      #expect(abs(StandardNormal.cumulative(z) / p - 1) < 1e-15 * max(8, 4 * z * z), "\(p)")
      #expect(p < 1e-9 || abs(StandardNormal.quantile(1 - p) + z) < 1e-6)
    }
    #expect(StandardNormal.quantile(0.5) == 0)
    #expect(StandardNormal.quantile(0) == -.infinity && StandardNormal.quantile(1) == .infinity)
    #expect(StandardNormal.quantile(-0.1).isNaN && StandardNormal.quantile(1.1).isNaN)
  }

  @Test(.enabled(if: Project.hasPython, "no Python peers"))
  func quantilesAndMomentsAreThoseOfSciPy() throws {
    let script = """
      import json, numpy as np
      from scipy import stats as s
      u = np.concatenate([[1e-12, 1e-6], np.linspace(0.001, 0.999, 201), [1 - 1e-6]])
      d = [s.uniform(-1, 4), s.triang(0.25, 1, 4), s.triang(0, 1, 4), s.norm(3, 2), s.truncnorm(-.5, .5, 3, 2),
        s.truncnorm(6, np.inf), s.lognorm(0.4, scale=25.9)]
      print(json.dumps({"u": u.tolist(), "q": [x.ppf(u).tolist() for x in d],
        "mean": [x.mean() for x in d], "variance": [x.var() for x in d]}))
      """
    struct Peer: Decodable {
      var u: [Double]
      var q: [[Double]]
      var mean: [Double]
      var variance: [Double]
    }
    let peer = try JSONDecoder().decode(Peer.self, from: run(Project.python, ["-c", script]))
    for (k, expected) in peer.q.enumerated() {
      let own = Self.families[k]
      // SciPy's own truncated quantiles and moments far out in a tail are less exact.
      let tolerance = k == 4 || k == 5 ? 1e-9 : 1e-13
      for (u, value) in zip(peer.u, expected) {
        #expect(abs(own.quantile(u) - value) <= tolerance * max(abs(value), 0.01), "\(own) at \(u)")
      }
      #expect(abs(own.mean / peer.mean[k] - 1) < 1e-9, "\(own)")
      #expect(abs(own.variance / peer.variance[k] - 1) < 1e-6, "\(own)")
    }
  }

  @Test func momentsAreThoseOfTheDraws() {
    let points = 400_000
    for distribution in Self.families {
      var (sum, squares) = (0.0, 0.0)
      for i in 0..<points {
        let x = distribution.quantile((Double(i) + 0.5) / Double(points))
        sum += x
        squares += (x - distribution.mean) * (x - distribution.mean)
        #expect(distribution.range.contains(x))
      }
      let n = Double(points)
      #expect(abs(sum / n - distribution.mean) < 1e-4 * distribution.variance.squareRoot(), "\(distribution)")
      #expect(abs(squares / n / distribution.variance - 1) < 1e-3, "\(distribution)")
    }
  }

  @Test func drawsRiseWithTheUniformNumber() {
    for distribution in Self.families {
      let values = (0...1000).map { distribution.quantile(Double($0) / 1000) }
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(distribution.median == distribution.quantile(0.5))
      #expect(distribution.quantile(1.5).isNaN)
    }
  }

  @Test func textIsReadBack() throws {
    for distribution in Self.families {
      #expect(try Distribution.parse(distribution.describe) == distribution)
    }
    #expect(
      try Distribution.parse(" uniform : min = 0.13 , max=0.25") == .uniform(minimum: 0.13, maximum: 0.25))
  }

  @Test(arguments: [
    ("unifrom:min=1,max=2", "did you mean 'uniform'"), ("uniform:min=2,max=1", "must be below"),
    ("uniform:min=2", "needs 'max'"), ("uniform:min=2,max", "not of the form"),
    ("uniform:min=1,min=2,max=3", "given twice"), ("uniform:min=a,max=3", "not a finite number"),
    ("uniform:mean=1", "not a parameter of uniform"), ("normal:mean=1,sd=0", "above 0"),
    ("normal:mean=1,sd=1,min=3,max=2", "must be below"), ("normal:mean=1,sd=0.01,min=9", "leave none"),
    ("lognormal:median=-1,sigma=1", "above 0"), ("triangular:min=0,mode=3,max=2", "must lie between"),
    ("lognormal:median=1,sigma=1,min=-1", "not be negative"), ("", "not a distribution"),
    ("discrete:values=1/2,probabilities=0.5/0.6", "not to 1"), ("uniform:min=1e999,max=2", "not a finite"),
    ("discrete:values=2/1,probabilities=0.5/0.5", "rise"), ("discrete:values=1/2,probabilities=1", "have 1"),
  ])
  func textThatIsNoneIsExplained(_ text: String, _ part: String) {
    #expect {
      try Distribution.parse(text)
    } throws: { error in
      "\(error)".contains(part)
    }
  }
}
