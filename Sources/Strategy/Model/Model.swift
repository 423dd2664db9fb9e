/// The industry year by year: parts that compute series from assumptions, in the order in which they need each other.
public struct Model: Sendable {
  /// The years of every series.
  public let years: ClosedRange<Int>
  /// What each series is.
  public var series: [SeriesInfo] { layout.series }
  /// The ledger of plants.
  public var ledger: Ledger { capacity.ledger }
  /// The plants as they were known at the scenario's date.
  public var plants: [PlantStatus] { capacity.statuses }
  /// That date.
  public var asOf: PartialDate { capacity.asOf }
  /// When in a year vehicles enter, for the ages of stocks.
  public var ageConvention: AgeConvention { fleet.ages }

  let layout: Layout
  let exchangeRate: Parameter
  let demand: DemandPart
  let capacity: CapacityPart
  let resources: ResourcePart
  let money: MoneyPart
  let people: PeoplePart
  let prices: PricePart
  let markets: MarketPart
  let fleet: FleetPart
  let circularity: CircularityPart
  let carbon: CarbonPart
  /// The roadmap.
  public let roadmap: Roadmap
  /// Support that other countries give, as the strategy lists it.
  public let supports: [Support]
  let targets: [TargetReading]
  let buildOut: BuildOutInput?
  let mineralMarkets: [MineralMarket]
  /// HHI of mining from 0 to 1 by mineral, its lower bound: how much a tonne adds to a build-out's measure of concentration.
  let concentrationWeights: [String: Double]

  init(_ root: Group, _ builder: ScenarioBuilder, asOf: PartialDate, chain: String?) {
    years = builder.years
    exchangeRate = root.quantity("exchange_rate", "JPY/USD", in: 20...1000)
    demand = DemandPart(root.requiredGroup("demand"), builder)
    capacity = CapacityPart(root.requiredGroup("capacity"), asOf: asOf, builder)
    resources = ResourcePart(root.requiredGroup("chemistry"), demand, capacity, builder)
    money = MoneyPart(root.requiredGroup("money"), capacity, builder)
    people = PeoplePart(root.requiredGroup("people"), capacity, builder)
    prices = PricePart(root.requiredGroup("prices"), rate: exchangeRate, demand, capacity, builder)
    markets = MarketPart(root.requiredGroup("markets"), demand, capacity, builder)
    fleet = FleetPart(root.requiredGroup("stocks"), demand, builder)
    circularity = CircularityPart(
      root.requiredGroup("circularity"), fleet, resources, demand, capacity, builder)
    carbon = CarbonPart(root.requiredGroup("carbon"), chainFolder: chain, resources, capacity, builder)
    buildOut = BuildOutInput(root.group("buildout"), builder)
    mineralMarkets = MineralMarket.read(builder)
    concentrationWeights = MineralMarket.miningIndices(mineralMarkets)
    layout = builder.layout
    roadmap = Roadmap(builder)
    supports = Support.read(builder)
    targets = TargetReading.read(root.requiredGroup("targets"), roadmap, builder)
  }

  /// Computes every series.
  /// - Parameters:
  ///   - values: the values of all assumptions, in their order.
  ///   - results: `series × years` values, row by row; NaN where a value is missing.
  /// - Precondition: the sizes are those of the scenario.
  func evaluate(_ values: UnsafeBufferPointer<Double>, into results: UnsafeMutableBufferPointer<Double>) {
    precondition(results.count == layout.series.count * years.count, "a result for each series and year")
    guard let base = values.baseAddress, let target = results.baseAddress else { return }
    let (given, made) = (Values(base: base), Results(base: target, years: years.count))
    let parts: [any ModelPart] = [
      demand, capacity, resources, money, people, prices, markets, circularity, carbon,
    ]
    for part in parts { part.evaluate(given, made) }
  }
}

/// The series of a scenario, computed.
public struct Outcome: Sendable {
  /// The years of every series.
  public let years: ClosedRange<Int>
  /// What each series is.
  public let series: [SeriesInfo]
  private let values: [Double]
  private let layout: Layout

  /// Computes a scenario with the values it states.
  public init(_ scenario: Scenario) {
    self.init(scenario, values: scenario.assumptions.map(\.value))
  }

  /// Computes a scenario with other values of its assumptions, in their order.
  package init(_ scenario: Scenario, values given: [Double]) {
    let model = scenario.model
    years = model.years
    series = model.series
    layout = model.layout
    var results = [Double](repeating: .nan, count: model.series.count * model.years.count)
    given.withUnsafeBufferPointer { given in
      results.withUnsafeMutableBufferPointer { model.evaluate(given, into: $0) }
    }
    values = results
  }

  /// The values of a series by year, nil where one is missing; nil where there is no such series.
  public subscript(id: String) -> [Double?]? {
    guard let found = layout[id] else { return nil }
    return years.map { value(found.index, $0) }
  }

  /// The values of the series with a number.
  public func values(of number: Int) -> [Double?] { years.map { value(number, $0) } }

  /// A value in a year; nil where it is missing.
  public func value(_ id: String, in year: Int) -> Double? {
    layout[id].flatMap { years.contains(year) ? value($0.index, year) : nil }
  }

  private func value(_ number: Int, _ year: Int) -> Double? {
    let value = values[number * years.count + year - years.lowerBound]
    return value.isFinite ? value : nil
  }
}
