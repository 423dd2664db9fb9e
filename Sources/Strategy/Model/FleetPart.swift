/// Vehicles in use and the batteries that leave them, by cohort: vehicle and battery as two layers with lifetimes of their own.
///
/// In the world and in Japan, battery-electric and plug-in hybrid vehicles together. What Japan exports used leaves with its batteries.
struct FleetPart: ModelPart {
  enum Region: String, CaseIterable, Sendable {
    case japan, world

    var name: Bilingual { self == .japan ? Bilingual("Japan", "日本") : Bilingual("world", "世界") }
  }

  /// The lifetime of something, its numbers being assumptions.
  struct LifetimeInput: Sendable {
    enum Family: String, CaseIterable, Sendable { case normal, lognormal, weibull, logistic, fixed }

    let family: Family
    let first: Parameter
    let second: Parameter

    init(_ group: Group) {
      family = group.choice("distribution", Family.self) ?? .normal
      let builder = group.builder
      switch family {
      case .weibull:
        first = group.quantity("shape", "ratio", in: 0.1...50)
        second = group.quantity("scale", "years", in: 0.1...200)
      case .fixed:
        first = group.quantity("mean", "years", in: 0.1...200)
        second = first
      default:
        first = group.quantity("mean", "years", in: 0.1...200)
        second = group.quantity("standard_deviation", "years", in: 0.01...100)
      }
      if !group.keys.contains("distribution") {
        builder.problem(
          group.place,
          "'\(group.path)' has no distribution: normal, lognormal, weibull, logistic or fixed is expected")
      }
      group.finish()
    }

    func lifetime(_ values: Values) -> Lifetime {
      switch family {
      case .normal: .normal(mean: values[first], standardDeviation: values[second])
      case .lognormal: .lognormal(mean: values[first], standardDeviation: values[second])
      case .weibull: .weibull(shape: values[first], scale: values[second])
      case .logistic: .logistic(mean: values[first], standardDeviation: values[second])
      case .fixed: .fixed(years: values[first])
      }
    }
  }

  private struct Line: Sendable {
    let region: Region
    let mode: Mode
    let sales: [Series]
    let demand: Series
    let vehicles: LifetimeInput
    let battery: LifetimeInput
    let stock: Series
    let retired: Series
  }

  let ages: AgeConvention
  private let first: Int
  private let lines: [Line]
  private let exports: Parameter
  private let lifetimes: [Mode: (vehicle: LifetimeInput, battery: LifetimeInput)]
  /// GWh of batteries that leave vehicles in a year: failed, or freed by retired vehicles.
  let retired: [Region: Series]
  private let replacements: [Region: Series]
  private let exported: Series
  /// Vehicles in use of all kinds.
  let stock: [Region: Series]
  /// Vehicles that entered, left by retirement and left by export: stock change = entered - retired - exported.
  private let entered: [Region: Series]
  private let left: [Region: Series]
  private let exportedVehicles: [Region: Series]

  init(_ group: Group, _ demand: DemandPart, _ builder: ScenarioBuilder) {
    first = builder.years.lowerBound
    ages = group.choice("age", AgeConvention.self) ?? .middle
    if !group.keys.contains("age") {
      group.missing("age", "start, middle or end (when in a year vehicles enter)")
    }
    exports = group.quantity("used_exports_japan", "fraction/yr", in: 0...1)
    let lifetimeGroup = group.requiredGroup("lifetimes")
    var lifetimes: [Mode: (LifetimeInput, LifetimeInput)] = [:]
    for mode in Mode.allCases {
      let own = lifetimeGroup.requiredGroup(mode.rawValue)
      lifetimes[mode] = (
        LifetimeInput(own.requiredGroup("vehicle")), LifetimeInput(own.requiredGroup("battery"))
      )
      own.finish()
    }
    lifetimeGroup.finish()
    self.lifetimes = lifetimes

    var lines: [Line] = []
    func totals(_ id: String, _ unit: String, _ name: Bilingual, _ formula: Bilingual) -> [Region: Series] {
      Dictionary(
        uniqueKeysWithValues: Region.allCases.map { region in
          (
            region,
            builder.layout.add(
              id.replacing("*", with: region.rawValue), unit,
              Bilingual("\(name.en), \(region.name.en)", "\(name.ja)(\(region.name.ja))"), formula)
          )
        })
    }
    let convention = Bilingual("age convention: \(ages.rawValue)", "年齢の数え方: \(ages.rawValue)")
    for region in Region.allCases {
      for mode in Mode.allCases {
        guard let input = lifetimes[mode] else { continue }
        let sales = ["bev", "phev"].compactMap {
          builder.layout["sales.\(region.rawValue).\(mode.rawValue).\($0)"]
        }
        guard let demand = builder.layout["demand.\(region.rawValue).\(mode.rawValue)"], !sales.isEmpty else {
          continue
        }
        func add(_ id: String, _ unit: String, _ name: Bilingual) -> Series {
          builder.layout.add(
            "\(id).\(region.rawValue).\(mode.rawValue)", unit,
            Bilingual(
              "\(name.en), \(mode.name.en), \(region.name.en)",
              "\(name.ja) \(mode.name.ja)(\(region.name.ja))"),
            convention)
        }
        lines.append(
          Line(
            region: region, mode: mode, sales: sales, demand: demand, vehicles: input.0, battery: input.1,
            stock: add("stock", "vehicles", Bilingual("electric vehicles in use", "電動車保有台数")),
            retired: add("batteries.retired", "GWh/yr", Bilingual("batteries leaving vehicles", "使用済み電池"))))
      }
    }
    self.lines = lines
    stock = totals("stock.*", "vehicles", Bilingual("electric vehicles in use", "電動車保有台数"), convention)
    entered = totals(
      "vehicles.entered.*", "vehicles/yr", Bilingual("vehicles sold", "新車"),
      Bilingual("BEV + PHEV", "BEV+PHEV"))
    left = totals("vehicles.retired.*", "vehicles/yr", Bilingual("vehicles retired", "廃車"), convention)
    exportedVehicles = totals(
      "vehicles.exported.*", "vehicles/yr", Bilingual("used vehicles exported", "中古車輸出"),
      Bilingual("in use x used_exports_japan", "保有台数×中古輸出率"))
    retired = totals(
      "batteries.retired.*", "GWh/yr", Bilingual("batteries leaving vehicles", "使用済み電池"), convention)
    replacements = totals(
      "batteries.replacements.*", "GWh/yr", Bilingual("batteries replaced in vehicles", "交換用電池"), convention)
    exported = builder.layout.add(
      "batteries.exported.japan", "GWh/yr",
      Bilingual("batteries in used vehicles exported, Japan", "中古車輸出に伴う電池(日本)"),
      Bilingual("vehicles in use x used_exports_japan", "保有台数×中古輸出率"))
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    retiredByCohort(values, results) { _, _ in }
  }

  /// Evaluates, and hands over GWh that leave vehicles by cohort of batteries for each region: `[year * years + cohort]`.
  func retiredByCohort(
    _ values: Values, _ results: Results, _ body: (Region, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    let years = results.years
    for region in Region.allCases {
      for group in [stock, entered, left, exportedVehicles, retired, replacements] {
        guard let series = group[region] else { continue }
        for t in 0..<years { results[series, t] = 0 }
      }
    }
    for t in 0..<years { results[exported, t] = 0 }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: years * (years + 2)) { space in
      space.initialize(repeating: 0)
      let gigawatthours = UnsafeMutableBufferPointer(rebasing: space[0..<years * years])
      let inflow = UnsafeMutableBufferPointer(rebasing: space[(years * years)..<(years * (years + 1))])
      let size = UnsafeMutableBufferPointer(rebasing: space[(years * (years + 1))...])
      for (number, line) in lines.enumerated() {
        if number == 0 || lines[number - 1].region != line.region { gigawatthours.update(repeating: 0) }
        var options = LayerOptions()
        if line.region == .japan && values[exports] > 0 { options.exportRates = [values[exports]] }
        let vehicles = SurvivalTable(line.vehicles.lifetime(values), years: years, ages: ages)
        let batteries = SurvivalTable(line.battery.lifetime(values), years: years, ages: ages)
        guard var layers = try? LayeredStock(vehicles: vehicles, batteries: batteries, options: options),
          let stock = stock[line.region], let entered = entered[line.region], let left = left[line.region],
          let exportedVehicles = exportedVehicles[line.region], let retired = retired[line.region],
          let replaced = replacements[line.region]
        else {
          for t in 0..<years { results[line.stock, t] = .nan }
          continue
        }
        for t in 0..<years {
          inflow[t] = line.sales.reduce(0) { $0 + results[$1, t] }
          size[t] = inflow[t] > 0 ? results[line.demand, t] / inflow[t] : t > 0 ? size[t - 1] : 0
        }
        layers.run(inflow: UnsafeBufferPointer(inflow))
        layers.withValues(.batteriesFailed) { failed in
          layers.withValues(.batteriesFreed) { freed in
            for t in 0..<years {
              var sum = 0.0
              for b in 0...t {
                let energy = (failed[t * years + b] + freed[t * years + b]) * size[b]
                gigawatthours[t * years + b] += energy
                sum += energy
              }
              results[line.retired, t] = sum
              results[retired, t] += sum
            }
          }
        }
        for t in 0..<years {
          let inUse = layers.total(.vehicles, year: t)
          let exported = layers.total(.vehiclesExported, year: t)
          results[line.stock, t] = inUse
          results[stock, t] += inUse
          results[entered, t] += inflow[t]
          results[left, t] += layers.total(.vehiclesRetired, year: t)
          results[exportedVehicles, t] += exported
          results[replaced, t] += layers.total(.replacements, year: t) * size[t]
        }
        if line.region == .japan {
          layers.withValues(.batteriesExported) { exports in
            for t in 0..<years {
              for b in 0...t { results[exported, t] += exports[t * years + b] * size[b] }
            }
          }
        }
        if number + 1 == lines.count || lines[number + 1].region != line.region {
          body(line.region, gigawatthours)
        }
      }
    }
  }
}
