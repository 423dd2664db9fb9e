/// How a result was reached.
public enum SolutionMethod: String, Sendable, Comparable {
  /// No loops: one sweep from consumers to suppliers.
  case sweep
  /// Loops: an iteration over the torn activities.
  case tornIteration = "torn iteration"
  /// Loops: a dense factorisation of the system of the torn activities.
  case tornFactorisation = "torn factorisation"
  /// A sparse factorisation of the whole system.
  case klu = "KLU"

  /// From the cheapest to the last resort.
  public static func < (a: SolutionMethod, b: SolutionMethod) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .sweep: 0
    case .tornIteration: 1
    case .tornFactorisation: 2
    case .klu: 3
    }
  }
}

/// A demand, the runs of every activity that supply it, and what they score.
public struct Solution: Sendable {
  /// What was asked.
  public let demand: Demand
  /// How often each activity runs.
  public let runs: [Double]
  /// The value of each indicator.
  public let scores: [Double]
  /// The largest error of any score relative to that score (all errors are forward errors).
  public let relativeErrorBound: Double
  /// Whether the bound is proven; with `klu` it is an estimate.
  public let boundIsProven: Bool
  /// How the result was reached.
  public let method: SolutionMethod
}

/// Every indicator for one unit of every product.
public struct Intensities: Sendable {
  /// `values[activity * indicatorCount + indicator]`.
  public let values: [Double]
  /// The number of indicators.
  public let indicatorCount: Int
  /// The largest error of any value relative to it.
  public let relativeErrorBound: Double
  /// Whether the bound is proven; with `klu` it is an estimate.
  public let boundIsProven: Bool
  /// How the result was reached.
  public let method: SolutionMethod

  /// The value of an indicator for one unit of a product. For a waste treatment the product is the waste:
  /// one unit of it brings the credit, and treating it the same with the opposite sign.
  public subscript(activity: Int, indicator: Int) -> Double { values[activity * indicatorCount + indicator] }
}
