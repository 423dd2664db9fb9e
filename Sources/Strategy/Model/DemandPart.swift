import Foundation

/// Kinds of vehicles, as the IEA's Global EV Outlook tells them apart.
enum Mode: String, CaseIterable, Sendable {
  case cars, vans, buses, trucks
  case twoAndThreeWheelers = "two_and_three_wheelers"

  var name: Bilingual {
    switch self {
    case .cars: Bilingual("cars", "乗用車")
    case .vans: Bilingual("vans", "バン")
    case .buses: Bilingual("buses", "バス")
    case .trucks: Bilingual("trucks", "トラック")
    case .twoAndThreeWheelers: Bilingual("two- and three-wheelers", "二輪・三輪車")
    }
  }
}

/// Demand for batteries in GWh/yr: electric vehicles by kind and region, stationary storage; sales of electric vehicles.
///
/// History and the 2030 projection are the IEA's; between them growth is constant, after the last projection it is an
/// assumption. Japan is not a region of the IEA's battery demand: its vehicles take the world's kWh per vehicle.
struct DemandPart: ModelPart {
  /// A row of a table: known values, and growth after the last one.
  struct Line: Sendable {
    var series: YearSeries
    let target: Series
  }

  let first: Int
  let lines: [Line]
  private let worldModes: [(mode: Mode, demand: Series, sales: [Series])]
  let regions: [(name: String, modes: [Series], total: Series)]
  private let growth: Parameter
  /// Electric sales of Japan: `[mode]` by powertrain.
  let japanSales: [Mode: (bev: Series, phev: Series)]
  private let electricShare: YearSeries
  private let carMarket: YearSeries
  private let relativePack: Parameter
  private let stationaryRatio: YearSeries
  private let japanStationary: YearSeries
  let share: Series
  private let market: Series
  let world: Series
  let worldAutomotive: Series
  let worldStationary: Series
  let japan: Series
  let japanAutomotive: Series
  let japanStationarySeries: Series
  private let japanModes: [(mode: Mode, demand: Series)]
  private let lastSales: Int

  init(_ group: Group, _ builder: ScenarioBuilder) {
    first = builder.years.lowerBound
    let years = builder.years
    growth = group.quantity("growth_after_projection", "fraction/yr", in: -0.2...0.2)
    let japanGroup = group.requiredGroup("japan")
    let shares = builder.table("ev_share", columns: ["region", "year", "share", "source"])
    electricShare = shares.points("ev_share", region: "Japan", value: "share", unit: "fraction", in: 0...1)
      .continued(by: japanGroup.optionalSeries("electric_share", "fraction", in: 0...1, years: years))
    carMarket = japanGroup.series("car_market", "vehicles/yr", in: 0...1e8, years: years)
    relativePack = japanGroup.quantity("pack_size_relative_to_world", "ratio", in: 0...10)
    japanStationary = japanGroup.series("stationary", "GWh/yr", in: 0...1e5, years: years)
    japanGroup.finish()
    stationaryRatio = group.series("stationary_ratio", "ratio", in: 0...10, years: years)

    var lines: [Line] = []
    let sales = SalesTable(builder)
    var worldModes: [(Mode, Series, [Series])] = []
    let demandTable = BatteryDemandTable(builder)
    var regions: [(String, [Series], Series)] = []
    for region in demandTable.regions {
      let key = region.seriesKey
      var modes: [Series] = []
      for mode in Mode.allCases {
        guard let values = demandTable.rows[region]?[mode] else { continue }
        let series = builder.layout.add(
          "demand.\(key).\(mode.rawValue)", "GWh/yr",
          Bilingual("battery demand, \(mode.name.en), \(region)", "電池需要 \(mode.name.ja)(\(region))"),
          Formulas.published)
        lines.append(Line(series: values, target: series))
        modes.append(series)
      }
      let total = builder.layout.add(
        "demand.\(key).automotive", "GWh/yr",
        Bilingual("battery demand of electric vehicles, \(region)", "車載用電池需要(\(region))"),
        Bilingual("sum over kinds of vehicles", "車種の合計"))
      regions.append((region, modes, total))
    }
    self.regions = regions
    worldAutomotive = regions.first { $0.0 == "World" }?.2 ?? Series(index: 0)
    worldStationary = builder.layout.add(
      "demand.world.stationary", "GWh/yr", Bilingual("stationary storage, world", "定置用需要(世界)"),
      Bilingual("demand of vehicles x stationary_ratio", "車載用需要×定置用比率"))
    world = builder.layout.add(
      "demand.world", "GWh/yr", Bilingual("battery demand, world", "電池需要(世界)"),
      Bilingual("vehicles + stationary", "車載用+定置用"))
    for mode in Mode.allCases {
      var targets: [Series] = []
      for powertrain in ["BEV", "PHEV"] {
        guard let values = sales.rows["World"]?[mode]?[powertrain] else { continue }
        let series = builder.layout.add(
          "sales.world.\(mode.rawValue).\(powertrain.lowercased())", "vehicles/yr",
          Bilingual("\(powertrain) sales, \(mode.name.en), world", "\(powertrain)販売 \(mode.name.ja)(世界)"),
          Formulas.published)
        lines.append(Line(series: values, target: series))
        targets.append(series)
      }
      if let demand = builder.layout["demand.world.\(mode.rawValue)"] {
        worldModes.append((mode, demand, targets))
      }
    }
    self.worldModes = worldModes

    var japanSales: [Mode: (Series, Series)] = [:]
    var japanModes: [(Mode, Series)] = []
    var last = first
    for mode in Mode.allCases {
      var pair: [Series] = []
      for powertrain in ["BEV", "PHEV"] {
        let series = builder.layout.add(
          "sales.japan.\(mode.rawValue).\(powertrain.lowercased())", "vehicles/yr",
          Bilingual("\(powertrain) sales, \(mode.name.en), Japan", "\(powertrain)販売 \(mode.name.ja)(日本)"),
          mode == .cars ? Formulas.japanCars : Formulas.published)
        pair.append(series)
        let values = sales.rows["Japan"]?[mode]?[powertrain] ?? YearSeries(years: [], parameters: [])
        last = max(last, mode == .cars ? values.years.last ?? first : first)
        lines.append(Line(series: values, target: series))
      }
      japanSales[mode] = (pair[0], pair[1])
      japanModes.append(
        (
          mode,
          builder.layout.add(
            "demand.japan.\(mode.rawValue)", "GWh/yr",
            Bilingual("battery demand, \(mode.name.en), Japan", "電池需要 \(mode.name.ja)(日本)"),
            Bilingual(
              "electric sales x world's kWh per vehicle x pack_size_relative_to_world", "電動車販売×世界平均の容量×日本の比率")
          )
        ))
    }
    lastSales = last
    self.japanSales = japanSales
    self.japanModes = japanModes
    share = builder.layout.add(
      "ev_share.japan", "fraction", Bilingual("electric cars in new cars, Japan", "新車に占めるEV・PHV(日本)"),
      Bilingual("published to the last year, electric_share after", "実績、その後はelectric_share"))
    market = builder.layout.add(
      "sales.japan.cars.total", "vehicles/yr", Bilingual("new cars, Japan", "乗用車新車販売(日本)"),
      Bilingual("electric cars / share (published), car_market after", "EV・PHV÷比率、その後はcar_market"))
    japanAutomotive = builder.layout.add(
      "demand.japan.automotive", "GWh/yr",
      Bilingual("battery demand of electric vehicles, Japan", "車載用電池需要(日本)"),
      Bilingual("sum over kinds of vehicles", "車種の合計"))
    japanStationarySeries = builder.layout.add(
      "demand.japan.stationary", "GWh/yr", Bilingual("stationary storage, Japan", "定置用需要(日本)"),
      Bilingual("as given in the scenario", "シナリオの値"))
    japan = builder.layout.add(
      "demand.japan", "GWh/yr", Bilingual("battery demand, Japan", "電池需要(日本)"),
      Bilingual("vehicles + stationary", "車載用+定置用"))
    self.lines = lines
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    let rate = 1 + values[growth]
    for line in lines {
      let target = results[line.target]
      line.series.evaluate(values, first: first, into: target)
      grow(target, after: line.series.years.last, by: rate)
    }
    for region in regions { sum(region.modes, into: results[region.total], results) }

    let (cars, share, market) = (japanSales[.cars], results[share], results[market])
    electricShare.evaluate(values, first: first, into: share)
    carMarket.evaluate(values, first: first, into: market)
    if let cars {
      let (bev, phev) = (results[cars.bev], results[cars.phev])
      let split = max(0, lastSales - first)
      for t in share.indices {
        if t <= split {
          if share[t] > 0 { market[t] = (bev[t] + phev[t]) / share[t] }
        } else {
          let total = share[t] * market[t]
          let battery = bev[split] + phev[split] > 0 ? bev[split] / (bev[split] + phev[split]) : 1
          bev[t] = total * battery
          phev[t] = total * (1 - battery)
        }
      }
    }
    let automotive = results[japanAutomotive]
    for t in automotive.indices { automotive[t] = 0 }
    for (mode, demand) in japanModes {
      guard let sales = japanSales[mode], let world = worldModes.first(where: { $0.mode == mode }) else {
        continue
      }
      let target = results[demand]
      for t in target.indices {
        var vehicles = 0.0
        for series in world.sales { vehicles += results[series, t] }
        let size = vehicles > 0 ? results[world.demand, t] * 1e6 / vehicles : 0
        target[t] = (results[sales.bev, t] + results[sales.phev, t]) * size * values[relativePack] * 1e-6
        automotive[t] += target[t]
      }
    }
    let (stationary, all) = (results[worldStationary], results[world])
    stationaryRatio.evaluate(values, first: first, into: stationary)
    for t in all.indices {
      stationary[t] *= results[worldAutomotive, t]
      all[t] = results[worldAutomotive, t] + stationary[t]
    }
    let home = results[japanStationarySeries]
    japanStationary.evaluate(values, first: first, into: home)
    for t in home.indices { results[japan, t] = automotive[t] + home[t] }
  }

  private func grow(_ target: UnsafeMutableBufferPointer<Double>, after year: Int?, by rate: Double) {
    guard let year else {
      for t in target.indices { target[t] = 0 }
      return
    }
    var t = max(0, year - first + 1)
    while t > 0 && t < target.count {
      target[t] = target[t - 1] * rate
      t += 1
    }
  }

  private func sum(_ parts: [Series], into target: UnsafeMutableBufferPointer<Double>, _ results: Results) {
    for t in target.indices {
      var total = 0.0
      for part in parts { total += results[part, t] }
      target[t] = total
    }
  }
}

enum Formulas {
  static let published = Bilingual(
    "published values; constant growth to the projection; growth_after_projection after it",
    "公表値。予測年まで一定成長、その後はgrowth_after_projection")
  static let japanCars = Bilingual(
    "published sales; then electric_share x car_market, split as in the last year",
    "公表販売台数、その後はelectric_share×car_market(比率は最終年のまま)")
}

extension String {
  /// A region's name as part of a series' name.
  var seriesKey: String { lowercased().split(separator: " ").joined(separator: "_") }
}
