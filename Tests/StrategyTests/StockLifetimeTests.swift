import Foundation
import Strategy
import Testing

@Suite struct StockLifetimeTests {
  static let lifetimes: [Lifetime] = [
    .normal(mean: 17, standardDeviation: 4), .normal(mean: 5, standardDeviation: 1.5),
    .lognormal(mean: 12, standardDeviation: 4), .lognormal(mean: 8, standardDeviation: 0.5),
    .weibull(shape: 3.5, scale: 18.9), .weibull(shape: 0.8, scale: 6),
    .logistic(mean: 15, standardDeviation: 4), .logistic(mean: 8, scale: 0.7),
    .fixed(years: 5), .fixed(years: 7.5),
  ]

  /// The same lifetimes as scipy has them.
  static let scipy = """
    import json, sys
    import numpy as np
    from scipy import stats
    def lognorm(mean, sd):
        s2 = np.log(1 + (sd / mean) ** 2)
        return stats.lognorm(np.sqrt(s2), scale=mean / np.sqrt(1 + (sd / mean) ** 2))
    class Fixed:
        def __init__(self, years): self.years = years
        def sf(self, a): return np.where(np.asarray(a) < self.years, 1.0, 0.0)
        def cdf(self, a): return 1 - self.sf(a)
        def mean(self): return self.years
        def std(self): return 0.0
    dists = [stats.norm(17, 4), stats.norm(5, 1.5), lognorm(12, 4), lognorm(8, 0.5),
             stats.weibull_min(3.5, scale=18.9), stats.weibull_min(0.8, scale=6),
             stats.logistic(15, 4 * np.sqrt(3) / np.pi), stats.logistic(8, 0.7), Fixed(5), Fixed(7.5)]

    """

  @Test(.enabled(if: Project.hasPython, "make deps-test installs scipy"))
  func survivalIsScipys() throws {
    let ages = [0, 0.01, 0.5, 1, 2.5, 5, 7.5, 8, 12, 17, 20, 30, 40, 60, 81]
    let script =
      Self.scipy + "a = np.array(json.load(sys.stdin))\n"
      + "both = lambda d: [float(d.mean()), float(d.std())]\n"
      + "print(json.dumps([[d.sf(a).tolist(), d.cdf(a).tolist(), both(d)] for d in dists]))"
    let output = try run(Project.python, ["-c", script], input: JSONEncoder().encode(ages))
    let reference = try JSONDecoder().decode([[[Double]]].self, from: output)
    #expect(reference.count == Self.lifetimes.count)
    for (lifetime, expected) in zip(Self.lifetimes, reference) {
      for (i, age) in ages.enumerated() {
        #expect(close(lifetime.survival(at: age), expected[0][i], 1e-10), "S(\(age)) of \(lifetime)")
        #expect(close(lifetime.retired(by: age), expected[1][i], 1e-10), "F(\(age)) of \(lifetime)")
      }
      #expect(close(lifetime.mean, expected[2][0], 1e-12), "mean of \(lifetime)")
      #expect(close(lifetime.standardDeviation, expected[2][1], 1e-12), "deviation of \(lifetime)")
    }
  }

  @Test func survivalAndRetirementAreComplements() {
    for lifetime in Self.lifetimes {
      for age in stride(from: -2.0, through: 60, by: 0.25) {
        #expect(abs(lifetime.survival(at: age) + lifetime.retired(by: age) - 1) < 1e-15)
        #expect(lifetime.survival(at: age) >= lifetime.survival(at: age + 0.25))
      }
    }
    // Tails that 1 - cdf would lose: 2 exp(-x²) / (x √π) bounds erfc.
    let tail = Lifetime.normal(mean: 10, standardDeviation: 1).survival(at: 30)
    #expect(tail > 2.7e-89 && tail < 2.8e-89)
    #expect(close(Lifetime.weibull(shape: 3, scale: 10).retired(by: 1e-4), 1e-15, 1e-12))
  }

  @Test func stretchingKeepsTheForm() {
    for lifetime in Self.lifetimes {
      let longer = lifetime.stretched(by: 1.25)
      #expect(close(longer.mean, 1.25 * lifetime.mean, 1e-14))
      for age in [1.0, 4, 9, 20] {
        #expect(close(longer.survival(at: 1.25 * age), lifetime.survival(at: age), 1e-12))
      }
    }
  }

  @Test func writtenLifetimesAreRead() throws {
    for lifetime in Self.lifetimes {
      #expect(try Lifetime.parse(lifetime.description) == lifetime)
    }
    let others: [(String, Lifetime)] = [
      ("fixed:5", .fixed(years: 5)), ("fixed:mean=5", .fixed(years: 5)),
      ("fixed:lifetime=5", .fixed(years: 5)),
      (" Normal : mean = 17 , standard_deviation = 4 ", .normal(mean: 17, standardDeviation: 4)),
      ("normal:std=4,mean=17", .normal(mean: 17, standardDeviation: 4)),
      ("lognormal:mean=12,sd=4", .lognormal(mean: 12, standardDeviation: 4)),
      ("logistic:mean=15,sd=4", .logistic(mean: 15, standardDeviation: 4)),
      ("weibull:scale=18.9,shape=3.5", .weibull(shape: 3.5, scale: 18.9)),
    ]
    for (text, lifetime) in others { #expect(try Lifetime.parse(text) == lifetime, "\(text)") }
    guard case .logistic(_, let scale) = Lifetime.logistic(mean: 15, standardDeviation: 4) else { return }
    #expect(close(scale, 4 * 3.0.squareRoot() / Double.pi, 1e-15))
  }

  @Test(arguments: [
    ("wiebull:shape=1,scale=2", "'weibull' meant"), ("weibull:shap=1,scale=2", "'shape' meant"),
    ("weibull:shape=1", "needs scale"), ("weibull", "needs shape"),
    ("weibull:shape=1,shape=2,scale=2", "twice"),
    ("normal:sd=1,std=2,mean=3", "sd of normal is given twice"), ("normal:17,4", "no name"),
    ("normal:mean=17", "needs sd"), ("normal:mean=0,sd=1", "above 0"), ("normal:mean=5,sd=-1", "above 0"),
    ("weibull:k=1,lambda=2", "takes shape, scale"), ("logistic:mean=3", "scale or sd"),
    ("logistic:mean=3,sd=1,scale=1", "not both"), ("fixed:", "needs years"), ("fixed:x", "not a number"),
    ("normal:mean=nan,sd=1", "not a number"), ("normal:mean=inf,sd=1", "not a number"), ("", "no lifetime"),
    ("fixed:5,6", "no name"), ("weibull:shape=1,,scale=2", "no name"),
    ("normal:mean=1e999,sd=1", "not a number"),
  ])
  func faultsAreNamed(text: String, expected: String) {
    let problem = #expect(throws: StockProblem.self) { try Lifetime.parse(text) }
    #expect(problem?.description.contains(expected) == true, "\(problem?.description ?? "no problem")")
  }
}

/// Whether two numbers agree to a relative tolerance; where both are below 1e-290, or both 0, they do.
func close(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  abs(a - b) <= tolerance * max(abs(a), abs(b)) || max(abs(a), abs(b)) < 1e-290
}

/// Whether two series agree, relative to each number or to the largest in the series times 1e-15 where that
/// is what rounding leaves.
func expectClose(
  _ a: some Collection<Double>, _ b: some Collection<Double>, _ tolerance: Double = 1e-9, _ what: String = "",
  scale: Double = 0, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(a.count == b.count, "\(what)", sourceLocation: sourceLocation)
  let floor = 1e-15 * max(scale, b.reduce(0) { max($0, abs($1)) })
  for (i, (x, y)) in zip(a, b).enumerated() {
    let agree = abs(x - y) <= tolerance * max(abs(x), abs(y)) + floor
    #expect(agree, "\(what) \(i): \(x) and \(y)", sourceLocation: sourceLocation)
  }
}

/// Numbers that are the same in every run.
struct Repeatable: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
