import Strategy
import Testing

@Suite struct StockBalanceTests {
  private static func series(_ seed: UInt64, _ years: Int) -> [Double] {
    var random = Repeatable(seed)
    return (0..<years).map { _ in Double.random(in: 0...1000, using: &random) }
  }

  @Test(arguments: AgeConvention.allCases, EarlyRetirement.allCases)
  func stockChangesByInflowLessOutflow(ages: AgeConvention, rule: EarlyRetirement) throws {
    for (i, lifetime) in StockLifetimeTests.lifetimes.enumerated() {
      let model = try StockModel(
        SurvivalTable(lifetime, years: 40, ages: ages), initial: [30, 20, 0, 5], lifetime: lifetime)
      let made = try model.inflowDriven(Self.series(UInt64(i), 40), cohorts: true)
      let stock = Self.series(UInt64(100 + i), 40)
      let needed = try model.stockDriven(stock, earlyRetirement: rule, cohorts: true)
      #expect(needed.stock == stock)
      for result in [made, needed] {
        var before = 55.0
        for t in 0..<40 {
          #expect(result.outflow[t] == result.inflow[t] - (result.stock[t] - before))
          let sum = result.cohorts(in: t).reduce(0, +)
          #expect(abs(sum - result.stock[t]) <= 1e-9 * max(1000, made.stock.max() ?? 0))
          before = result.stock[t]
        }
      }
      if rule != .none {
        #expect(needed.inflow.allSatisfy { $0 >= 0 } && needed.cohorts.allSatisfy { $0 >= 0 })
        #expect(zip(needed.early, needed.outflow).allSatisfy { $0 <= $1 * (1 + 1e-12) + 1e-9 })
        #expect(needed.early.contains { $0 > 0 })
      }
    }
  }

  /// A run taken up in its middle, from the cohorts of that year, goes on as the whole run does.
  @Test(arguments: AgeConvention.allCases)
  func initialCohortsGoOn(ages: AgeConvention) throws {
    for lifetime in StockLifetimeTests.lifetimes where lifetime != .fixed(years: 5) {
      let inflow = Self.series(11, 40)
      let whole = try StockModel(SurvivalTable(lifetime, years: 40, ages: ages)).inflowDriven(
        inflow, cohorts: true)
      let later = try StockModel(
        SurvivalTable(lifetime, years: 25, ages: ages),
        initial: Array(whole.cohorts(in: 14)[..<(14 * 40 + 15)].reversed()),
        lifetime: lifetime)
      let rest = try later.inflowDriven(Array(inflow[15...]), cohorts: true)
      expectClose(rest.stock, whole.stock[15...], 1e-9, "\(lifetime)")
      expectClose(rest.outflow, whole.outflow[15...], 1e-9, "\(lifetime)", scale: 1e7)
      for t in 0..<25 {
        expectClose(rest.cohorts(in: t), whole.cohorts(in: t + 15), 1e-9, "\(lifetime)", scale: 1e3)
      }
      let back = try later.stockDriven(Array(whole.stock[15...]))
      expectClose(back.inflow, inflow[15...], 1e-9, "\(lifetime)", scale: 1e7)
      #expect(rest.initialCohortCount == 15 && rest.cohortCount == 40)
    }
  }

  @Test func unitsTooOldLeaveInTheFirstYear() throws {
    let lifetime = Lifetime.fixed(years: 3)
    let model = try StockModel(
      SurvivalTable(lifetime, years: 3, ages: .end), initial: [1, 2, 4, 8], lifetime: lifetime)
    let result = try model.inflowDriven([0, 0, 0])
    #expect(result.stock == [3, 1, 0])
    #expect(result.outflow == [12, 2, 1])
  }

  @Test func lifetimesMayChangeByCohort() throws {
    let lifetimes = (0..<30).map { Lifetime.weibull(shape: 3.5, scale: 8 + Double($0) * 0.3) }
    let table = SurvivalTable(cohorts: lifetimes, ages: .middle)
    let inflow = Self.series(2, 30)
    let result = try StockModel(table).inflowDriven(inflow)
    for t in 0..<30 {
      let sum = (0...t).reduce(0) { $0 + inflow[$1] * lifetimes[$1].survival(at: Double(t - $1) + 0.5) }
      #expect(close(result.stock[t], sum, 1e-12))
    }
    let needed = try StockModel(table).stockDriven(result.stock)
    expectClose(needed.inflow, inflow, 1e-9, scale: 1e7)
    for series in [1, 5, 8] {
      let wide = { (x: [Double]) in x.flatMap { [Double](repeating: $0, count: series) } }
      var (stock, outflow) = (wide(inflow), wide(inflow))
      table.stocks(ofInflow: wide(inflow), series: series, stock: &stock, outflow: &outflow)
      expectClose(stock, wide(result.stock), 1e-12)
      table.inflows(forStock: wide(result.stock), series: series, inflow: &stock, outflow: &outflow)
      expectClose(stock, wide(inflow), 1e-9, scale: 1e7)
    }
    var same = SurvivalTable(cohorts: lifetimes, ages: .middle)
    same.set(.fixed(years: 4))
    #expect(
      same.values
        == SurvivalTable(cohorts: [Lifetime](repeating: .fixed(years: 4), count: 30), ages: .middle).values)
    for (c, lifetime) in lifetimes.enumerated() { same.set(lifetime, cohort: c) }
    #expect(same.values == table.values)
  }

  /// Series that differ, side by side, are not mixed up.
  @Test func neighboursAreApart() throws {
    let table = SurvivalTable(.lognormal(mean: 12, standardDeviation: 4), years: 31, ages: .start)
    let series = (0..<23).map { Self.series(UInt64($0), 31) }
    let given = (0..<31).flatMap { t in series.map { $0[t] } }
    var (stock, outflow) = (given, given)
    table.stocks(ofInflow: given, series: 23, stock: &stock, outflow: &outflow)
    var (inflow, outflow2) = (given, given)
    table.inflows(forStock: stock, series: 23, inflow: &inflow, outflow: &outflow2)
    for (j, one) in series.enumerated() {
      let result = try StockModel(table).inflowDriven(one)
      expectClose((0..<31).map { stock[$0 * 23 + j] }, result.stock, 1e-12)
      expectClose((0..<31).map { outflow[$0 * 23 + j] }, result.outflow, 1e-9, scale: 1e6)
      expectClose((0..<31).map { inflow[$0 * 23 + j] }, one, 1e-9, scale: 1e6)
    }
  }

  @Test(arguments: [false, true])
  func cohortsAddUp(byCohort: Bool) throws {
    let lifetimes = (0..<30).map { Lifetime.weibull(shape: 3.5, scale: byCohort ? 8 + Double($0) : 9) }
    let table =
      byCohort
      ? SurvivalTable(cohorts: lifetimes, ages: .middle)
      : SurvivalTable(lifetimes[0], years: 30, ages: .middle)
    let inflow = Self.series(8, 30)
    let expected = try StockModel(table).inflowDriven(inflow, cohorts: true)
    var stock = [Double](repeating: .nan, count: 900)
    var outflow = stock
    inflow.withUnsafeBufferPointer { given in
      stock.withUnsafeMutableBufferPointer { stock in
        outflow.withUnsafeMutableBufferPointer { table.cohorts(ofInflow: given, stock: stock, outflow: $0) }
      }
    }
    expectClose(stock, expected.cohorts, 1e-12)
    for t in 0..<30 {
      #expect(close(outflow[t * 30..<(t + 1) * 30].reduce(0, +), expected.outflow[t], 1e-9))
      for c in 0..<30 {
        let before = t > c ? stock[(t - 1) * 30 + c] : t == c ? inflow[c] : 0
        #expect(abs(before - stock[t * 30 + c] - outflow[t * 30 + c]) < 1e-12 * 1000)
      }
    }
  }

  @Test func faultsAreNamed() throws {
    let model = StockModel(SurvivalTable(.fixed(years: 1), years: 3, ages: .start))
    let gone = #expect(throws: StockProblem.self) { try model.stockDriven([1, 1, 1]) }
    #expect(gone?.description.contains("S = 0 at age 1.0") == true)
    #expect(throws: StockProblem.self) { try model.inflowDriven([1, 1]) }
    #expect(throws: StockProblem.self) { try model.inflowDriven([1, .nan, 1]) }
    let long = StockModel(SurvivalTable(.fixed(years: 9), years: 3, ages: .start))
    #expect(throws: StockProblem.self) { try long.stockDriven([1, -1, 1]) }
    #expect(throws: StockProblem.self) {
      try StockModel(long.survival, initial: [-1], lifetime: .fixed(years: 9))
    }
    let batteries = SurvivalTable(.fixed(years: 1), years: 3, ages: .start)
    #expect(throws: StockProblem.self) { try LayeredStock(vehicles: long.survival, batteries: batteries) }
    let other = SurvivalTable(.fixed(years: 9), years: 3, ages: .end)
    #expect(throws: StockProblem.self) { try LayeredStock(vehicles: long.survival, batteries: other) }
    var options = LayerOptions()
    options.exportRates = [1.5]
    #expect(throws: StockProblem.self) {
      try LayeredStock(vehicles: long.survival, batteries: long.survival, options: options)
    }
  }

  private static func layers(_ options: LayerOptions, battery: Lifetime = .weibull(shape: 2.5, scale: 9))
    throws -> LayeredStock
  {
    let vehicles = SurvivalTable(.normal(mean: 14, standardDeviation: 4), years: 35, ages: .start)
    var stock = try LayeredStock(
      vehicles: vehicles, batteries: SurvivalTable(battery, years: 35, ages: .start), options: options)
    stock.run(inflow: series(9, 35))
    return stock
  }

  @Test func layersBalance() throws {
    var all = LayerOptions()
    all.exportRates = [0.01, 0.02, 0.05]
    all.noBatteryFrom = 15
    all.reuse = .init(share: 0.8, vehiclesFrom: 4, batteriesUpTo: 9)
    let inflow = Self.series(9, 35)
    for options in [LayerOptions(), all] {
      let stock = try Self.layers(options)
      for t in 0..<35 {
        var (vehicles, batteries) = (0.0, 0.0)
        for c in 0...t {
          func now(_ quantity: LayeredStock.Quantity) -> Double { stock[quantity, year: t, cohort: c] }
          func before(_ quantity: LayeredStock.Quantity) -> Double {
            t > 0 ? stock[quantity, year: t - 1, cohort: c] : 0
          }
          let entered = c == t ? inflow[t] : 0
          let gone = now(.vehiclesRetired) + now(.vehiclesExported)
          #expect(abs(now(.vehicles) - before(.vehicles) - entered + gone) < 1e-9)
          let made = c == t ? inflow[t] + stock.total(.replacements, year: t) : 0
          // A reused battery leaves with one vehicle and goes on in another: in use before and after.
          let lost = now(.batteriesFailed) + now(.batteriesFreed) + now(.batteriesExported)
          #expect(abs(now(.batteries) - before(.batteries) - made + lost) < 1e-9)
          #expect(now(.batteriesFailedWithVehicle) <= now(.batteriesFailed) + 1e-12)
          vehicles += now(.vehicles)
          batteries += now(.batteries)
        }
        #expect(abs(vehicles - batteries) < 1e-9 * max(1, vehicles))
        #expect(close(stock.total(.vehicles, year: t), vehicles, 1e-12))
        // A retired vehicle's battery failed with it, or is freed, or goes into another vehicle.
        let ended = [LayeredStock.Quantity.batteriesFailedWithVehicle, .batteriesFreed, .reused]
          .reduce(0) { $0 + stock.total($1, year: t) }
        let retired = stock.total(.vehiclesRetired, year: t)
        #expect(options.noBatteryFrom == nil ? abs(ended - retired) < 1e-9 : ended < retired + 1e-9)
        let young = stock.total(.batteriesFreed, year: t, ages: 0...8)
        let old = stock.total(.batteriesFreed, year: t, ages: 9...100)
        #expect(abs(young + old - stock.total(.batteriesFreed, year: t)) < 1e-9)
      }
      let reused = (0..<35).reduce(0) { $0 + stock.total(.reused, year: $1) }
      #expect((reused > 0) == (options.reuse != nil))
    }
  }

  @Test func batteriesThatNeverFailLeaveVehiclesAlone() throws {
    let stock = try Self.layers(LayerOptions(), battery: .fixed(years: 1000))
    let model = StockModel(SurvivalTable(.normal(mean: 14, standardDeviation: 4), years: 35, ages: .start))
    let alone = try model.inflowDriven(Self.series(9, 35), cohorts: true)
    for t in 0..<35 {
      #expect(close(stock.total(.vehicles, year: t), alone.stock[t], 1e-11))
      #expect(close(stock.total(.batteriesFreed, year: t), alone.outflow[t], 1e-8))
      #expect(stock.total(.replacements, year: t) == 0 && stock.total(.batteriesFailed, year: t) == 0)
      for c in 0...t {
        #expect(close(stock[.vehicles, year: t, cohort: c], alone.cohorts(in: t)[t * 35 + c], 1e-10))
      }
    }
  }

  /// All batteries that enter are the inflow that a stock as large as that of the vehicles needs, where
  /// vehicles last.
  @Test func replacementsAreAStockDrivenInflow() throws {
    let inflow = Self.series(4, 35)
    let batteries = SurvivalTable(.lognormal(mean: 8, standardDeviation: 3), years: 35, ages: .middle)
    var stock = try LayeredStock(
      vehicles: SurvivalTable(.fixed(years: 1000), years: 35, ages: .middle), batteries: batteries)
    stock.run(inflow: inflow)
    var vehicles = 0.0
    let needed = try StockModel(batteries).stockDriven(
      inflow.map {
        vehicles += $0; return vehicles
      })
    for t in 0..<35 {
      #expect(close(inflow[t] + stock.total(.replacements, year: t), needed.inflow[t], 1e-9))
      #expect(close(stock.total(.batteriesFailed, year: t), needed.outflow[t], 1e-8))
    }
  }

  @Test func sampledLifetimesGiveWhatNewTablesGive() throws {
    var options = LayerOptions()
    options.exportRates = [0.02]
    var stock = try Self.layers(LayerOptions())
    #expect(throws: StockProblem.self) {
      try stock.set(vehicles: .fixed(years: 9), batteries: .fixed(years: 1))
    }
    try stock.set(
      vehicles: .normal(mean: 14, standardDeviation: 4), batteries: .fixed(years: 6), options: options)
    stock.run(inflow: Self.series(9, 35))
    let fresh = try Self.layers(options, battery: .fixed(years: 6))
    for quantity in LayeredStock.Quantity.allCases {
      #expect(stock.withValues(quantity) { Array($0) } == fresh.withValues(quantity) { Array($0) })
    }
  }
}
