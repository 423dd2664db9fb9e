import Foundation

/// Prices of packs by learning curves, in US dollars and yen at a stated rate.
///
/// p = m + (p0 - m) (Q/Q0)^-b (R/R0)^-g, with Q the cumulative output that is learned from (world and home, blended), R a stock of research,
/// and m the cost of materials; b = -log2(1 - learning rate). Before the base year, learning is run backwards.
struct PricePart: ModelPart {
  private let first: Int
  private let baseYear: Int
  private let demand: DemandPart
  private let capacity: CapacityPart
  private let rate: Parameter
  private let learning: Parameter
  private let floor: Parameter
  private let blend: Parameter
  private let earlier: Parameter
  private let researchExponent: Parameter
  private let research: YearSeries
  private let pack: Parameter
  private let stationaryPack: Parameter
  private let installed: [(series: YearSeries, target: Series)]
  let cumulative: Series
  let packDollars: Series
  let packYen: Series
  private let stationaryDollars: Series
  private let stationaryYen: Series

  init(
    _ group: Group, rate: Parameter, _ demand: DemandPart, _ capacity: CapacityPart,
    _ builder: ScenarioBuilder
  ) {
    first = builder.years.lowerBound
    self.rate = rate
    self.demand = demand
    self.capacity = capacity
    baseYear = group.integer("base_year", in: builder.years) ?? builder.years.lowerBound
    learning = group.quantity("learning_rate", "fraction", in: -0.5...0.9)
    floor = group.quantity("material_cost_floor", "USD/kWh", in: 0...1000)
    blend = group.quantity("home_learning", "fraction", in: 0...1)
    earlier = group.quantity("earlier_output", "GWh", in: 0...1e5)
    researchExponent = group.quantity("research_exponent", "ratio", in: 0...2)
    research = group.series("research_stock", "ratio", in: 1e-6...1e6, years: builder.years)
    pack = group.quantity("vehicle_pack", "USD/kWh", in: 1...5000)
    stationaryPack = group.quantity("stationary_pack", "USD/kWh", in: 1...5000)
    func add(_ id: String, _ unit: String, _ name: Bilingual, _ formula: Bilingual) -> Series {
      builder.layout.add(id, unit, name, formula)
    }
    cumulative = add(
      "output.cumulative", "GWh", Bilingual("cumulative output learned from", "累積生産量(学習の対象)"),
      Bilingual(
        "earlier_output + demand of vehicles, world (blended with home_learning)",
        "earlier_output+世界の車載用需要の累計(国内学習と混合)"))
    let formula = Bilingual(
      "learning curve from base_year with learning_rate and material_cost_floor",
      "base_yearからの学習曲線(learning_rate、材料費下限)")
    packDollars = add("price.pack.automotive.usd", "USD/kWh", Bilingual("vehicle pack", "車載用パック"), formula)
    packYen = add(
      "price.pack.automotive", "JPY/kWh", Bilingual("vehicle pack", "車載用パック"),
      Bilingual("USD x exchange_rate", "ドル×為替レート"))
    stationaryDollars = add(
      "price.pack.stationary.usd", "USD/kWh", Bilingual("stationary pack", "定置用パック"), formula)
    stationaryYen = add(
      "price.pack.stationary", "JPY/kWh", Bilingual("stationary pack", "定置用パック"),
      Bilingual("USD x exchange_rate", "ドル×為替レート"))
    installed = [
      ("home_installed", "price.installed.home", Bilingual("household system, installed", "家庭用システム(工事費込み)")),
      (
        "industrial_installed", "price.installed.industrial",
        Bilingual("commercial and industrial system, installed", "業務・産業用システム(工事費込み)")
      ),
    ].map { key, id, name in
      var series = YearSeries(years: [], parameters: [])
      if group.keys.contains(key) {
        series = group.series(key, "billion JPY/GWh", in: 0...1000, years: builder.years)
      }
      series.isHeld = false
      return (series, add(id, "JPY/kWh", name, Bilingual("as given in the scenario", "シナリオの値")))
    }
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    let total = results[cumulative]
    let home = values[blend]
    var (world, domestic) = (values[earlier], values[earlier])
    for t in total.indices {
      let made = results[demand.worldAutomotive, t]
      world += made.isNaN ? 0 : made
      let output = results[capacity.output, t]
      domestic += output.isNaN ? 0 : output
      total[t] = world * (1 - home) + domestic * home
    }
    let base = baseYear - first
    let b = -log2(1 - values[learning])
    let g = values[researchExponent]
    let stock = results[packYen]
    research.evaluate(values, first: first, into: stock)
    let (q0, r0) = (total[base], stock[base])
    let m = values[floor]
    let (p0, s0) = (values[pack], values[stationaryPack])
    for t in total.indices {
      let factor = pow(total[t] / q0, -b) * (g == 0 ? 1 : pow(stock[t] / r0, -g))
      results[packDollars, t] = min(m, p0) + max(0, p0 - m) * factor
      results[stationaryDollars, t] = min(m, s0) + max(0, s0 - m) * factor
    }
    let yen = values[rate]
    for t in total.indices {
      results[packYen, t] = results[packDollars, t] * yen
      results[stationaryYen, t] = results[stationaryDollars, t] * yen
    }
    for (series, target) in installed {
      series.evaluate(values, first: first, into: results[target])
      // billion JPY/GWh = 1000 JPY/kWh
      for t in 0..<results.years { results[target, t] *= 1000 }
    }
  }
}
