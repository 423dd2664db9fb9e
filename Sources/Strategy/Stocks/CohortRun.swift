/// A stock followed cohort by cohort: for one series, with initial cohorts and early retirement.
struct CohortRun {
  var result: StockResult
  private let model: StockModel
  private let keepsCohorts: Bool
  /// Units of each cohort that have not been retired early, counted at entry (initial ones: at the start).
  private var entered: [Double]
  private var before: Double

  init(_ model: StockModel, cohorts: Bool) {
    let (years, old) = (model.years, model.initial.count)
    let zeros = [Double](repeating: 0, count: years)
    result = StockResult(
      inflow: zeros, stock: zeros, outflow: zeros, early: zeros, cohortCount: old + years,
      initialCohortCount: old)
    self.model = model
    keepsCohorts = cohorts
    if cohorts { result.cohorts.reserveCapacity(years * (old + years)) }
    entered = model.initial.reversed() + zeros
    before = model.initial.reduce(0, +)
  }

  /// Cohort `e` counts from the oldest initial one.
  private func share(_ e: Int, in t: Int) -> Double {
    let old = model.initial.count
    return e < old
      ? model.initialSurvival[(old - 1 - e) * model.years + t]
      : model.survival[cohort: e - old, age: t - (e - old)]
  }

  mutating func enter(_ units: Double, in t: Int) { entered[model.initial.count + t] = units }

  /// Units in use at the end of a year of all cohorts up to the one of a year (-1: the initial ones only).
  func survivors(in t: Int, through last: Int) -> Double {
    var sum = 0.0
    for e in 0..<(model.initial.count + last + 1) { sum += entered[e] * share(e, in: t) }
    return sum
  }

  /// Retires units of earlier cohorts before their time.
  mutating func retire(_ excess: Double, of survivors: Double, in t: Int, oldestFirst: Bool) {
    let cohorts = 0..<(model.initial.count + t)
    guard oldestFirst else {
      let kept = (survivors - excess) / survivors
      for e in cohorts { entered[e] *= kept }
      return
    }
    var left = excess
    for e in cohorts where left > 0 {
      let units = entered[e] * share(e, in: t)
      guard units > 0 else { continue }
      if units <= left { entered[e] = 0 } else { entered[e] *= (units - left) / units }
      left -= units
    }
  }

  /// Ends a year whose inflow and stock are known.
  mutating func close(_ t: Int) {
    result.outflow[t] = result.inflow[t] - (result.stock[t] - before)
    before = result.stock[t]
    guard keepsCohorts else { return }
    let alive = model.initial.count + t
    for e in 0..<result.cohortCount {
      result.cohorts.append(e <= alive ? entered[e] * share(e, in: t) : 0)
    }
  }
}
