/// What happens to vehicles and batteries beside their lifetimes.
public struct LayerOptions: Sendable, Hashable {
  /// Batteries from retired vehicles that go into vehicles again.
  public struct Reuse: Sendable, Hashable {
    /// Share of the freed batteries that are good enough, from 0 to 1.
    public var share: Double
    /// Years since entry from which a vehicle takes a used battery.
    public var vehiclesFrom: Int
    /// Years since entry up to which a battery is used again.
    public var batteriesUpTo: Int

    /// Limits in years since entry.
    public init(share: Double, vehiclesFrom: Int, batteriesUpTo: Int) {
      self.share = share
      self.vehiclesFrom = vehiclesFrom
      self.batteriesUpTo = batteriesUpTo
    }
  }

  /// Share of the vehicles in use that is exported used in a year, with their batteries, by years since
  /// entry; the last entry holds for all older ones. Empty: none.
  public var exportRates: [Double] = []
  /// Years since entry from which a vehicle gets no battery any more: it is retired when its battery fails.
  public var noBatteryFrom: Int?
  /// Used batteries in vehicles; none unless given.
  public var reuse: Reuse?

  /// No export, every failed battery replaced by a new one.
  public init() {}

  fileprivate func check() throws(StockProblem) {
    for rate in exportRates where !(rate >= 0 && rate <= 1) {
      throw StockProblem("the export rate \(rate) is not between 0 and 1")
    }
    if let reuse, !(reuse.share >= 0 && reuse.share <= 1) {
      throw StockProblem("the share of batteries used again, \(reuse.share), is not between 0 and 1")
    }
  }
}

/// Vehicles and their batteries, each with a lifetime of its own.
///
/// In each year, of the vehicles of a cohort with batteries of a cohort, the vehicle goes on with the ratio
/// S(k) / S(k - 1) of its table and the battery with that of its own, independently: both fail, the vehicle
/// only, the battery only, or none (Busch et al. 2024). The battery of a failed vehicle is freed. A vehicle
/// whose battery has failed gets a used one as far as ``LayerOptions/reuse`` allows, else a new one; new
/// batteries share the age convention, so that 1 / S(0) of them are needed for each that is in use at the end
/// of the year. Exports leave at the end of the year. Each vehicle in use has one battery.
///
/// Every quantity is an array year × cohort. A run allocates nothing.
public struct LayeredStock: Sendable {
  /// What is counted, in units (one battery a vehicle).
  public enum Quantity: Int, Sendable, CaseIterable {
    /// Vehicles in use at the end of the year, by vehicle cohort.
    case vehicles
    /// Vehicles at the end of their life, by vehicle cohort.
    case vehiclesRetired
    /// Vehicles exported used, by vehicle cohort.
    case vehiclesExported
    /// New batteries put into vehicles in use, by vehicle cohort.
    case replacements
    /// Used batteries put into vehicles in use, by vehicle cohort.
    case reused
    /// Batteries in use at the end of the year, by battery cohort.
    case batteries
    /// Batteries that failed, by battery cohort.
    case batteriesFailed
    /// Those of ``batteriesFailed`` whose vehicle failed in the same year.
    case batteriesFailedWithVehicle
    /// Working batteries of retired vehicles that are not used again in vehicles, by battery cohort: for
    /// second life or recycling.
    case batteriesFreed
    /// Batteries in exported vehicles, by battery cohort.
    case batteriesExported
  }

  /// Years of the horizon.
  public let years: Int
  /// What happens beside the lifetimes.
  public private(set) var options: LayerOptions
  /// The survival tables; see ``set(vehicles:batteries:options:)``.
  public private(set) var vehicles: SurvivalTable
  /// The survival table of the batteries, by their own year of entry.
  public private(set) var batteries: SurvivalTable
  /// The quantities one after the other, then the vehicles in use by vehicle and battery cohort, the ratios
  /// of survival by cohort and year, and two rows of scratch.
  private var storage: [Double]

  /// Empty stocks.
  /// - Throws: ``StockProblem`` where the tables differ in years or age convention, a battery is gone by the
  ///   end of its year of entry, or an option is out of its range.
  public init(
    vehicles: SurvivalTable, batteries: SurvivalTable, options: LayerOptions = LayerOptions()
  ) throws(StockProblem) {
    guard vehicles.years == batteries.years, vehicles.ages == batteries.ages else {
      throw StockProblem("vehicles and batteries need the same years and the same age convention")
    }
    if let cohort = batteries.firstCohortGoneAtOnce {
      throw Self.goneAtOnce(" of cohort \(cohort + 1)")
    }
    try options.check()
    years = vehicles.years
    self.options = options
    self.vehicles = vehicles
    self.batteries = batteries
    let square = years * years
    storage = [Double](repeating: 0, count: square * (Quantity.allCases.count + 3) + 3 * years)
    setRatios()
  }

  /// Takes other lifetimes for all cohorts, and other options where given, as sampled ones: tables keep their
  /// memory.
  /// - Throws: ``StockProblem`` where a battery is gone by the end of its year of entry or an option is out of
  ///   its range; then the stock is not to be run until others are taken.
  public mutating func set(
    vehicles: Lifetime, batteries: Lifetime, options: LayerOptions? = nil
  ) throws(StockProblem) {
    if let options {
      try options.check()
      self.options = options
    }
    self.vehicles.set(vehicles)
    self.batteries.set(batteries)
    setRatios()
    guard self.batteries.firstCohortGoneAtOnce == nil else { throw Self.goneAtOnce("") }
  }

  private static func goneAtOnce(_ which: String) -> StockProblem {
    StockProblem(
      "no battery\(which) is left at the end of its year of entry (S = 0), so none can replace another")
  }

  /// One value.
  public subscript(quantity: Quantity, year year: Int, cohort cohort: Int) -> Double {
    storage[(quantity.rawValue * years + year) * years + cohort]
  }

  /// The sum over all cohorts in a year.
  public func total(_ quantity: Quantity, year: Int) -> Double {
    var sum = 0.0
    let row = (quantity.rawValue * years + year) * years
    for i in row..<(row + year + 1) { sum += storage[i] }
    return sum
  }

  /// The sum over the cohorts that have been in use for so many whole years since entry.
  public func total(_ quantity: Quantity, year: Int, ages: ClosedRange<Int>) -> Double {
    var sum = 0.0
    let row = (quantity.rawValue * years + year) * years
    let youngest = year - max(0, ages.lowerBound)
    for c in max(0, year - ages.upperBound)..<max(0, youngest + 1) { sum += storage[row + c] }
    return sum
  }

  /// The array of a quantity, a row of cohorts a year, in place.
  public func withValues<R>(
    _ quantity: Quantity, _ body: (UnsafeBufferPointer<Double>) throws -> R
  ) rethrows -> R {
    let square = years * years
    return try storage.withUnsafeBufferPointer {
      try body(
        UnsafeBufferPointer(rebasing: $0[quantity.rawValue * square..<(quantity.rawValue + 1) * square]))
    }
  }

  /// Follows vehicles that enter in each year, each with a new battery.
  /// - Precondition: `inflow` has ``years`` values.
  public mutating func run(inflow: UnsafeBufferPointer<Double>) {
    precondition(inflow.count == years, "the inflow does not have \(years) years")
    storage.withUnsafeMutableBufferPointer { all in
      guard let base = all.baseAddress else { return }
      LayeredRun(base, years: years, options: options, batteries: batteries).run(inflow)
    }
  }

  /// Follows vehicles that enter in each year, each with a new battery.
  /// - Precondition: `inflow` has ``years`` values.
  public mutating func run(inflow: [Double]) {
    inflow.withUnsafeBufferPointer { run(inflow: $0) }
  }

  private mutating func setRatios() {
    let start = years * years * (Quantity.allCases.count + 1)
    for t in 0..<years {
      for c in 0...t {
        let k = t - c
        storage[start + t * years + c] = vehicles.ratio(cohort: c, age: k)
        storage[start + (years + t) * years + c] = batteries.ratio(cohort: c, age: k)
      }
    }
  }
}

extension SurvivalTable {
  /// Share of the units in use after k - 1 years that is in use after k; in the year of entry, of all that
  /// entered.
  func ratio(cohort c: Int, age k: Int) -> Double {
    let now = self[cohort: c, age: k]
    guard k > 0 else { return now }
    let before = self[cohort: c, age: k - 1]
    return before > 0 ? now / before : 0
  }
}
