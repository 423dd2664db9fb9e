/// What becomes of units when a given stock falls faster than they retire.
public enum EarlyRetirement: String, Sendable, Hashable, CaseIterable {
  /// Nothing: the inflow of that year is negative, and reported.
  case none
  /// Inflow 0; the oldest cohorts are retired until the stock is met.
  case oldestFirst = "oldest"
  /// Inflow 0; the same share of every cohort is retired.
  case proportional
}

/// A stock of units that enter in years and leave by their lifetime.
///
/// With cohorts c, years t and S of a ``SurvivalTable``: stock(t) = Σ I(c) S(t - c) over c ≤ t, and
/// outflow(t) = I(t) - (stock(t) - stock(t - 1)). Units present before the first year are given by age.
public struct StockModel: Sendable {
  /// The shares in use, with the age convention.
  public let survival: SurvivalTable
  /// Units in use at the end of the year before the first, by years since entry (entry k: k whole years).
  public let initial: [Double]
  /// For each initial cohort the share in use in each year of the horizon: `years` values a cohort.
  let initialSurvival: [Double]

  /// A stock that starts empty.
  public init(_ survival: SurvivalTable) {
    self.survival = survival
    initial = []
    initialSurvival = []
  }

  /// A stock with units from before the first year.
  /// - Parameters:
  ///   - initial: units in use at the end of the year before the first; `initial[k]` entered k years before
  ///     that.
  ///   - lifetime: their lifetime; units that should be gone by their age leave in the first year.
  /// - Throws: ``StockProblem`` for a negative or infinite number of units.
  public init(
    _ survival: SurvivalTable, initial: [Double], lifetime: Lifetime
  ) throws(StockProblem) {
    for (k, units) in initial.enumerated() where !(units >= 0 && units.isFinite) {
      throw StockProblem("the initial stock of age \(k) is \(units); 0 or more is expected")
    }
    self.survival = survival
    self.initial = initial
    let first = survival.ages.firstAge
    initialSurvival = initial.indices.flatMap { k in
      let now = lifetime.survival(at: Double(k) + first)
      return (0..<survival.years).map { t in
        now > 0 ? lifetime.survival(at: Double(k + 1 + t) + first) / now : 0
      }
    }
  }

  /// Years of the horizon.
  public var years: Int { survival.years }

  /// The stock that a given inflow makes.
  /// - Parameters:
  ///   - inflow: units a year.
  ///   - cohorts: whether the stock of every cohort is kept.
  /// - Throws: ``StockProblem`` where the series does not have ``years`` finite values.
  public func inflowDriven(_ inflow: [Double], cohorts: Bool = false) throws(StockProblem) -> StockResult {
    try check(inflow, "inflow")
    var run = CohortRun(self, cohorts: cohorts)
    for t in 0..<years {
      run.result.inflow[t] = inflow[t]
      run.enter(inflow[t], in: t)
      run.result.stock[t] = run.survivors(in: t, through: t)
      run.close(t)
    }
    return run.result
  }

  /// The inflow that a given stock needs, by forward substitution.
  /// - Parameters:
  ///   - stock: units in use at the end of each year.
  ///   - earlyRetirement: what is done in a year in which the stock falls faster than units retire; such
  ///     years are in ``StockResult/shortfalls`` in any case.
  ///   - cohorts: whether the stock of every cohort is kept.
  /// - Throws: ``StockProblem`` where the series does not have ``years`` finite values of 0 or more, and
  ///   where a cohort is gone by the end of its year of entry (S = 0 at the first age).
  public func stockDriven(
    _ stock: [Double], earlyRetirement: EarlyRetirement = .none, cohorts: Bool = false
  ) throws(StockProblem) -> StockResult {
    try check(stock, "stock")
    for (t, value) in stock.enumerated() where value < 0 {
      throw StockProblem("the stock of year \(t + 1) is \(value); 0 or more is expected")
    }
    if let cohort = survival.firstCohortGoneAtOnce {
      let which = survival.isByCohort ? "cohort \(cohort + 1)" : "a cohort"
      throw StockProblem(
        "nothing of \(which) is left at the end of its year of entry (S = 0 at age "
          + "\(survival.ages.firstAge)), so no inflow makes a stock; take a longer lifetime or another age convention"
      )
    }
    var run = CohortRun(self, cohorts: cohorts)
    var largest = initial.reduce(0, +)
    for t in 0..<years {
      largest = max(largest, stock[t])
      let survivors = run.survivors(in: t, through: t - 1)
      let excess = survivors - stock[t]
      // What rounding leaves of a stock that falls exactly as units retire is no shortfall.
      if excess > 1e-12 * largest { run.result.shortfalls.append(.init(year: t, excess: excess)) }
      if excess > 0, earlyRetirement != .none {
        run.retire(excess, of: survivors, in: t, oldestFirst: earlyRetirement == .oldestFirst)
        run.result.early[t] = excess
      } else {
        let inflow = -excess / survival[cohort: t, age: 0]
        run.result.inflow[t] = inflow
        run.enter(inflow, in: t)
      }
      run.result.stock[t] = stock[t]
      run.close(t)
    }
    return run.result
  }

  private func check(_ series: [Double], _ name: String) throws(StockProblem) {
    guard series.count == years else {
      throw StockProblem("the \(name) has \(series.count) years, the survival table \(years)")
    }
    for (t, value) in series.enumerated() where !value.isFinite {
      throw StockProblem("the \(name) of year \(t + 1) is not finite")
    }
  }
}

/// Inflow, stock and outflow of every year.
public struct StockResult: Sendable {
  /// A year in which the given stock is below what is left of earlier cohorts.
  public struct Shortfall: Sendable, Hashable {
    /// The year, from 0.
    public let year: Int
    /// Units left of earlier cohorts above the given stock.
    public let excess: Double
  }

  /// Units that enter in each year; negative where a falling stock is met by no early retirement.
  public internal(set) var inflow: [Double]
  /// Units in use at the end of each year.
  public internal(set) var stock: [Double]
  /// Units that leave in each year: inflow less the change of the stock.
  public internal(set) var outflow: [Double]
  /// Units of the outflow that were retired before their time.
  public internal(set) var early: [Double]
  /// The years in which the stock falls faster than units retire.
  public internal(set) var shortfalls: [Shortfall] = []
  /// Units in use by year and cohort, a row of ``cohortCount`` a year; empty unless asked for.
  public internal(set) var cohorts: [Double] = []
  /// Cohorts of a row: the initial ones, oldest first, then one a year.
  public let cohortCount: Int
  /// Cohorts from before the first year among them.
  public let initialCohortCount: Int

  /// Units in use at the end of a year, by cohort.
  /// - Precondition: cohorts were asked for.
  public func cohorts(in year: Int) -> ArraySlice<Double> {
    cohorts[year * cohortCount..<(year + 1) * cohortCount]
  }
}
