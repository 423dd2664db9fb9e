/// Shares of cohorts in use at the end of each year: S(k + first age) for k = 0, 1, ... whole years after
/// entry.
///
/// One row serves all cohorts, or each cohort has a row of its own where the lifetime changes with the year
/// of entry. The row of a cohort is contiguous.
public struct SurvivalTable: Sendable {
  /// Years of the horizon, and entries of a row.
  public let years: Int
  /// The age convention the rows were made with.
  public let ages: AgeConvention
  /// Whether each cohort has a row of its own.
  public var isByCohort: Bool { stride > 0 }
  /// The rows one after the other: `years` values, or `years` rows of as many.
  public private(set) var values: [Double]
  /// Distance of the rows of neighbouring cohorts in ``values``; 0 where all share one.
  let stride: Int
  /// Entries of a row up to the last that counts: shares below 1e-290 are as good as none, and products with
  /// them would be subnormal, hence slow.
  private(set) var reach = 0

  /// One lifetime for all cohorts.
  public init(_ lifetime: Lifetime, years: Int, ages: AgeConvention) {
    self.years = max(0, years)
    self.ages = ages
    stride = 0
    values = (0..<max(0, years)).map { lifetime.survival(at: Double($0) + ages.firstAge) }
    setReach()
  }

  /// A lifetime for each year of entry; the horizon has as many years.
  public init(cohorts lifetimes: [Lifetime], ages: AgeConvention) {
    years = lifetimes.count
    self.ages = ages
    stride = lifetimes.count
    let years = lifetimes.count
    values = lifetimes.flatMap { lifetime in
      (0..<years).map { lifetime.survival(at: Double($0) + ages.firstAge) }
    }
    setReach()
  }

  /// Share of the cohort that entered in year `cohort` (from 0) in use `age` years after.
  public subscript(cohort cohort: Int, age age: Int) -> Double { values[cohort * stride + age] }

  /// Recomputes every row for another lifetime, without an allocation: for sampled lifetimes.
  public mutating func set(_ lifetime: Lifetime) {
    for k in 0..<years { values[k] = lifetime.survival(at: Double(k) + ages.firstAge) }
    if stride > 0 {
      for c in 1..<max(1, years) {
        for k in 0..<years { values[c * stride + k] = values[k] }
      }
    }
    setReach()
  }

  /// Recomputes the row of one cohort, without an allocation.
  /// - Precondition: ``isByCohort``.
  public mutating func set(_ lifetime: Lifetime, cohort: Int) {
    precondition(isByCohort, "the cohorts share one row")
    for k in 0..<years { values[cohort * stride + k] = lifetime.survival(at: Double(k) + ages.firstAge) }
    setReach()
  }

  private mutating func setReach() {
    reach = 0
    for row in 0..<(stride > 0 ? years : min(1, years)) {
      var last = years
      while last > reach, values[row * stride + last - 1] < 1e-290 { last -= 1 }
      reach = max(reach, last)
    }
  }

  /// The first cohort of which nothing is left at the end of its year of entry, if any: with it no stock can
  /// be reached by inflow.
  public var firstCohortGoneAtOnce: Int? {
    guard years > 0 else { return nil }
    return (0..<(stride > 0 ? years : 1)).first { values[$0 * stride] <= 0 }
  }
}
