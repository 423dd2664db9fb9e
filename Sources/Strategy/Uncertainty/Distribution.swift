import Foundation

/// What is known of an uncertain number.
///
/// Values have the unit of the assumption that carries the distribution. A draw is `quantile(u)` of a uniform u, so
/// that it rises with u in every family. Bounds of a normal and a lognormal distribution cut its tails off and
/// leave the shape between them (the conditional distribution); ±infinity is no bound.
public enum Distribution: Sendable, Hashable {
  /// Every value between two bounds equally likely.
  case uniform(minimum: Double, maximum: Double)
  /// A density that rises in a line to the mode and falls in a line from it.
  case triangular(minimum: Double, mode: Double, maximum: Double)
  /// The normal distribution; `mean` and `standardDeviation` before the tails are cut off.
  case normal(
    mean: Double, standardDeviation: Double, minimum: Double = -.infinity, maximum: Double = .infinity)
  /// The logarithm is normal: `sigma` is the standard deviation of ln x, `median` exp of its mean, before the
  /// tails are cut off.
  case lognormal(median: Double, sigma: Double, minimum: Double = 0, maximum: Double = .infinity)
  /// A few values with their probabilities; values rise and probabilities add up to 1.
  case discrete(values: [Double], probabilities: [Double])

  /// The value below which the share `u` of all draws lies; the least and the largest value at 0 and 1.
  ///
  /// The relative error is a few times 1e-16 of a standard score and of a range. NaN outside 0 … 1.
  public func quantile(_ u: Double) -> Double {
    guard u >= 0, u <= 1 else { return .nan }
    switch self {
    case .uniform(let minimum, let maximum):
      return minimum * (1 - u) + maximum * u
    case .triangular(let minimum, let mode, let maximum):
      let range = maximum - minimum
      return u * range < mode - minimum
        ? minimum + (u * range * (mode - minimum)).squareRoot()
        : maximum - ((1 - u) * range * (maximum - mode)).squareRoot()
    case .normal(let mean, let deviation, let minimum, let maximum):
      let z = Self.score(u, (minimum - mean) / deviation, (maximum - mean) / deviation)
      return min(max(mean + deviation * z, minimum), maximum)
    case .lognormal(let median, let sigma, let minimum, let maximum):
      let z = Self.score(u, Self.logScore(minimum, median, sigma), Self.logScore(maximum, median, sigma))
      return min(max(median * exp(sigma * z), minimum), maximum)
    case .discrete(let values, let probabilities):
      var sum = 0.0
      for (value, probability) in zip(values, probabilities) {
        sum += probability
        if u < sum { return value }
      }
      return values.last ?? .nan
    }
  }

  /// The standard score of a share `u` of the probability between two scores.
  private static func score(_ u: Double, _ low: Double, _ high: Double) -> Double {
    if low == -.infinity, high == .infinity { return StandardNormal.quantile(u) }
    // In the upper tail, shares are counted from above: there they keep their digits.
    if low > 0 { return -score(1 - u, -high, -low) }
    let (below, upTo) = (StandardNormal.cumulative(low), StandardNormal.cumulative(high))
    return min(max(StandardNormal.quantile(below * (1 - u) + upTo * u), low), high)
  }

  /// The standard score of a bound of a lognormal distribution.
  static func logScore(_ bound: Double, _ median: Double, _ sigma: Double) -> Double {
    log(bound / median) / sigma
  }

  /// The mean of all draws.
  public var mean: Double {
    switch self {
    case .uniform(let minimum, let maximum): (minimum + maximum) / 2
    case .triangular(let minimum, let mode, let maximum): (minimum + mode + maximum) / 3
    case .normal(let mean, let deviation, let minimum, let maximum):
      mean + deviation * Truncation((minimum - mean) / deviation, (maximum - mean) / deviation).mean
    case .lognormal(let median, let sigma, let minimum, let maximum):
      median * exp(sigma * sigma / 2) * logTruncation(median, sigma, minimum, maximum).share(shiftedBy: sigma)
    case .discrete(let values, let probabilities): zip(values, probabilities).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// The variance of all draws, in the square of the unit.
  public var variance: Double {
    switch self {
    case .uniform(let minimum, let maximum): return (maximum - minimum) * (maximum - minimum) / 12
    case .triangular(let minimum, let mode, let maximum):
      let (rise, fall) = (mode - minimum, maximum - mode)
      return (rise * rise + rise * fall + fall * fall) / 18
    case .normal(let mean, let deviation, let minimum, let maximum):
      return deviation * deviation
        * Truncation((minimum - mean) / deviation, (maximum - mean) / deviation).variance
    case .lognormal(let median, let sigma, let minimum, let maximum):
      let s = sigma * sigma
      let truncation = logTruncation(median, sigma, minimum, maximum)
      guard truncation.isCut else { return median * median * exp(s) * expm1(s) }
      let first = truncation.share(shiftedBy: sigma)
      return median * median * exp(s) * (exp(s) * truncation.share(shiftedBy: 2 * sigma) - first * first)
    case .discrete(let values, let probabilities):
      let mean = mean
      return zip(values, probabilities).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
    }
  }

  private func logTruncation(
    _ median: Double, _ sigma: Double, _ minimum: Double, _ maximum: Double
  ) -> Truncation { Truncation(Self.logScore(minimum, median, sigma), Self.logScore(maximum, median, sigma)) }

  /// The value that half of all draws stay below.
  public var median: Double { quantile(0.5) }

  /// The least and the largest value a draw can have.
  public var range: ClosedRange<Double> {
    switch self {
    case .uniform(let minimum, let maximum), .triangular(let minimum, _, let maximum),
      .normal(_, _, let minimum, let maximum), .lognormal(_, _, let minimum, let maximum):
      minimum...max(minimum, maximum)
    case .discrete(let values, _): (values.min() ?? .nan)...(values.max() ?? .nan)
    }
  }
}

/// A standard normal distribution between two scores.
private struct Truncation {
  private let low: Double
  private let high: Double

  init(_ low: Double, _ high: Double) {
    self.low = low
    self.high = high
  }

  var isCut: Bool { low > -.infinity || high < .infinity }

  /// P(a < Z < b), counted in the tail where it keeps its digits.
  private static func mass(_ a: Double, _ b: Double) -> Double {
    a > 0
      ? StandardNormal.cumulative(-a) - StandardNormal.cumulative(-b)
      : StandardNormal.cumulative(b) - StandardNormal.cumulative(a)
  }

  var mean: Double {
    guard isCut else { return 0 }
    return (StandardNormal.density(low) - StandardNormal.density(high)) / Self.mass(low, high)
  }

  var variance: Double {
    guard isCut else { return 1 }
    func moment(_ z: Double) -> Double { z.isFinite ? z * StandardNormal.density(z) : 0 }
    return 1 + (moment(low) - moment(high)) / Self.mass(low, high) - mean * mean
  }

  /// The probability between the scores after the normal distribution is moved up by `shift`, over that before.
  func share(shiftedBy shift: Double) -> Double {
    isCut ? Self.mass(low - shift, high - shift) / Self.mass(low, high) : 1
  }
}
