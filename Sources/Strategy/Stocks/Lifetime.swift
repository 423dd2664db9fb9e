#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How long the units of a cohort last, in years.
///
/// S(a) is the share of a cohort that is still in use at age a. A normal and a logistic lifetime are not cut
/// off at 0, as in ODYM: a share 1 - S(0) of a cohort is gone at once.
public enum Lifetime: Sendable, Hashable {
  /// S(a) = erfc((a - mean) / (sd √2)) / 2.
  case normal(mean: Double, standardDeviation: Double)
  /// Mean and standard deviation of the lifetime itself, not of its logarithm.
  case lognormal(mean: Double, standardDeviation: Double)
  /// S(a) = exp(-(a / scale)^shape).
  case weibull(shape: Double, scale: Double)
  /// S(a) = 1 / (1 + exp((a - mean) / scale)); the standard deviation is scale π / √3.
  case logistic(mean: Double, scale: Double)
  /// S(a) = 1 below this age, 0 from it on.
  case fixed(years: Double)

  /// A logistic lifetime by its standard deviation instead of its scale.
  public static func logistic(mean: Double, standardDeviation: Double) -> Lifetime {
    .logistic(mean: mean, scale: standardDeviation * 3.0.squareRoot() / .pi)
  }

  /// Share of a cohort in use at an age in years, with full relative precision where it is small.
  public func survival(at age: Double) -> Double {
    switch self {
    case .normal(let mean, let deviation): 0.5 * erfc((age - mean) / (deviation * Self.root2))
    case .lognormal: age <= 0 ? 1 : 0.5 * erfc(logarithmicDeviate(age) / Self.root2)
    case .weibull(let shape, let scale): age <= 0 ? 1 : exp(-pow(age / scale, shape))
    case .logistic(let mean, let scale): 1 / (1 + exp((age - mean) / scale))
    case .fixed(let years): age < years ? 1 : 0
    }
  }

  /// Share of a cohort out of use by an age: 1 - S(a), with full relative precision where it is small.
  public func retired(by age: Double) -> Double {
    switch self {
    case .normal(let mean, let deviation): 0.5 * erfc((mean - age) / (deviation * Self.root2))
    case .lognormal: age <= 0 ? 0 : 0.5 * erfc(-logarithmicDeviate(age) / Self.root2)
    case .weibull(let shape, let scale): age <= 0 ? 0 : -expm1(-pow(age / scale, shape))
    case .logistic(let mean, let scale): 1 / (1 + exp((mean - age) / scale))
    case .fixed(let years): age < years ? 0 : 1
    }
  }

  /// Mean of the distribution, in years.
  public var mean: Double {
    switch self {
    case .normal(let mean, _), .lognormal(let mean, _), .logistic(let mean, _): mean
    case .weibull(let shape, let scale): scale * tgamma(1 + 1 / shape)
    case .fixed(let years): years
    }
  }

  /// Standard deviation of the distribution, in years.
  public var standardDeviation: Double {
    switch self {
    case .normal(_, let deviation), .lognormal(_, let deviation): return deviation
    case .logistic(_, let scale): return scale * .pi / 3.0.squareRoot()
    case .weibull(let shape, let scale):
      let first = tgamma(1 + 1 / shape)
      return scale * max(0, tgamma(1 + 2 / shape) - first * first).squareRoot()
    case .fixed: return 0
    }
  }

  /// The lifetime with every age multiplied by a factor above 0; the coefficient of variation stays.
  public func stretched(by factor: Double) -> Lifetime {
    switch self {
    case .normal(let mean, let deviation):
      .normal(mean: mean * factor, standardDeviation: deviation * factor)
    case .lognormal(let mean, let deviation):
      .lognormal(mean: mean * factor, standardDeviation: deviation * factor)
    case .weibull(let shape, let scale): .weibull(shape: shape, scale: scale * factor)
    case .logistic(let mean, let scale): .logistic(mean: mean * factor, scale: scale * factor)
    case .fixed(let years): .fixed(years: years * factor)
    }
  }

  private static let root2 = 2.0.squareRoot()

  /// (ln a - µ) / σ, where exp(µ + σ²/2) is the mean and (exp(σ²) - 1) mean² the variance.
  private func logarithmicDeviate(_ age: Double) -> Double {
    let variation = standardDeviation / mean
    let variance = log1p(variation * variation)
    return (log(age / mean) + variance / 2) / variance.squareRoot()
  }
}

/// At which age the units of a cohort stand at the end of a year.
///
/// Peers differ here and give other stocks for the same inputs, so that every result names its convention.
public enum AgeConvention: String, Sendable, Hashable, CaseIterable {
  /// Entered at the start of the year: S(k + 1) after k whole years.
  case start
  /// Entered in the middle of the year: S(k + 1/2); the default of flodym.
  case middle
  /// Entered at the end of the year: S(k); the convention of ODYM.
  case end

  /// Age at the end of the year of entry, in years.
  public var firstAge: Double {
    switch self {
    case .start: 1
    case .middle: 0.5
    case .end: 0
    }
  }

  /// The convention in words.
  public var words: String {
    switch self {
    case .start: "units enter at the start of a year: age k + 1 at the end of the k-th year after entry"
    case .middle: "units enter in the middle of a year: age k + 1/2 at the end of the k-th year after entry"
    case .end: "units enter at the end of a year: age k at the end of the k-th year after entry"
    }
  }
}
