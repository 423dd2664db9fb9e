/// How a chain's uncertainty is sampled.
public struct SamplingOptions: Sendable {
  /// The number of samples; at least 1.
  public var samples: Int
  /// Draws depend on this, on the sample's number and on the ids that a row joins, and on nothing else.
  public var seed: UInt64
  /// The number of threads; results do not depend on it.
  public var threads: Int
  /// Activities whose own contributions to every score are kept for each sample.
  public var trackedActivities: [Int]
  /// The group of each activity, `0 ..< groups`, for example its life-cycle stage; empty for none.
  public var group: [Int32]
  /// The number of groups.
  public var groups: Int

  /// A sampling of scores, without contributions.
  public init(
    samples: Int = 1000, seed: UInt64 = 1, threads: Int = 1, trackedActivities: [Int] = [],
    group: [Int32] = [],
    groups: Int = 0
  ) {
    self.samples = samples
    self.seed = seed
    self.threads = threads
    self.trackedActivities = trackedActivities
    self.group = group
    self.groups = groups
  }
}

/// Scores of demands in random samples of a chain's uncertain amounts.
///
/// All demands share the samples, and so do other chains with the same seed where they have the same rows. Arrays
/// hold one value a sample, in order, without the samples that failed.
public struct Samples: Sendable {
  /// What was asked, in the order in which the other functions number demands.
  public let demands: [Demand]
  /// How the samples were drawn.
  public let options: SamplingOptions
  /// Samples in which a loop eats all it makes or the system is singular, rising. They count for no demand.
  public let failedSamples: [Int]
  /// The largest error of any score that solving by iteration leaves, as a share of the nominal score: an estimate.
  public let relativeErrorEstimate: Double

  private let indicators: Int
  private let values: [[Double]]
  private let valuesPerDemand: Int

  init(
    demands: [Demand], options: SamplingOptions, indicators: Int, failedSamples: [Int], relativeErrorEstimate: Double,
    values: [[Double]], valuesPerDemand: Int
  ) {
    self.demands = demands
    self.options = options
    self.indicators = indicators
    self.failedSamples = failedSamples
    self.relativeErrorEstimate = relativeErrorEstimate
    self.values = values
    self.valuesPerDemand = valuesPerDemand
  }

  /// Scores of a demand.
  public func scores(demand: Int, indicator: Int) -> [Double] { values[demand * valuesPerDemand + indicator] }

  /// Two demands in the same samples.
  public func comparison(of first: Int, with second: Int, indicator: Int) -> Comparison {
    Comparison(scores(demand: first, indicator: indicator), scores(demand: second, indicator: indicator))
  }

  /// What the own flows of `options.trackedActivities[tracked]` add to a score.
  public func activityContributions(demand: Int, indicator: Int, tracked: Int) -> [Double] {
    values[demand * valuesPerDemand + (1 + options.groups + tracked) * indicators + indicator]
  }

  /// What the activities of a group add to a score. All groups together add up to it.
  public func groupContributions(demand: Int, indicator: Int, group: Int) -> [Double] {
    values[demand * valuesPerDemand + (1 + group) * indicators + indicator]
  }
}
