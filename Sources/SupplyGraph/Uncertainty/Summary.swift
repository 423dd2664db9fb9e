/// Mean, spread and percentiles of samples.
public struct Summary: Sendable, Hashable {
  /// The number of samples.
  public let samples: Int
  /// The arithmetic mean; NaN without samples.
  public let mean: Double
  /// The middle sample, or the mean of the two in the middle; NaN without samples.
  public let median: Double
  /// Standard deviation with samples - 1 degrees of freedom; 0 for a single sample, NaN without samples.
  public let standardDeviation: Double
  /// The 2.5th percentile, interpolated between neighbouring samples.
  public let p2_5: Double
  /// The 97.5th percentile, interpolated between neighbouring samples.
  public let p97_5: Double

  /// Summarises samples in any order; they are finite.
  public init(_ values: [Double]) {
    samples = values.count
    guard let first = values.first else {
      (mean, median, standardDeviation, p2_5, p97_5) = (.nan, .nan, .nan, .nan, .nan)
      return
    }
    let moments = Moments(values, near: first)
    mean = moments.mean
    standardDeviation = values.count > 1 ? (moments.squares / Double(values.count - 1)).squareRoot() : 0
    let sorted = values.sorted()
    median = Self.percentile(50, of: sorted)
    p2_5 = Self.percentile(2.5, of: sorted)
    p97_5 = Self.percentile(97.5, of: sorted)
  }

  /// The percentile (0 to 100) of values in rising order: linear between the samples on either side of position
  /// percent / 100 × (count - 1), as numpy does by default. NaN without values.
  public static func percentile(_ percent: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = percent / 100 * Double(sorted.count - 1)
    let below = Int(position)
    guard below + 1 < sorted.count else { return last }
    let part = position - Double(below)
    let (low, high) = (sorted[below], sorted[below + 1])
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
  }
}

/// Two products in the same samples.
public struct Comparison: Sendable, Hashable {
  /// The share of samples in which the first product is below the second, from 0 to 1.
  public let probabilityBelow: Double
  /// The share of samples in which both are equal, from 0 to 1.
  public let probabilityEqual: Double
  /// First less second, sample by sample; `p2_5` and `p97_5` enclose 95 % of the differences.
  public let difference: Summary

  /// Compares scores of the same samples, in the same order.
  public init(_ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count)
    var (below, equal) = (0, 0)
    for (a, b) in zip(first, second) {
      if a < b { below += 1 } else if a == b { equal += 1 }
    }
    let count = Double(first.count)
    probabilityBelow = Double(below) / count
    probabilityEqual = Double(equal) / count
    difference = Summary(zip(first, second).map { $0 - $1 })
  }
}

/// Mean and sum of squared deviations from it, in two passes.
struct Moments {
  var mean: Double
  var squares: Double

  init(_ values: [Double], near origin: Double) {
    var sum = 0.0
    for x in values { sum += x - origin }
    mean = origin + sum / Double(values.count)
    squares = 0
    for x in values { squares += (x - mean) * (x - mean) }
  }
}
