/// Japan's place in the world's battery market.
struct MarketPart: ModelPart {
  private let demand: DemandPart
  private let capacity: CapacityPart
  private let share: Series
  private let home: Series
  private let surplus: Series
  private let measured: YearSeries
  private let measuredSeries: Series
  private let first: Int

  init(_ group: Group, _ demand: DemandPart, _ capacity: CapacityPart, _ builder: ScenarioBuilder) {
    first = builder.years.lowerBound
    self.demand = demand
    self.capacity = capacity
    var measured = group.series("japanese_share", "fraction", in: 0...1, years: builder.years)
    measured.isHeld = false
    measured.interpolation = .linear
    self.measured = measured
    measuredSeries = builder.layout.add(
      "share.japanese_makers.surveyed", "fraction",
      Bilingual("Japanese makers' share, surveyed", "日系メーカーのシェア(調査)"),
      Bilingual("surveys of different scope, straight lines between them", "範囲の異なる調査、間は直線"))
    share = builder.layout.add(
      "share.japanese_companies", "fraction",
      Bilingual("Japanese companies' capacity / world demand", "日系企業の能力÷世界需要"),
      Bilingual(
        "capacity.japanese_companies / demand.world; an upper bound of the share of sales", "能力÷需要。販売シェアの上限"))
    home = builder.layout.add(
      "share.domestic_capacity", "fraction", Bilingual("domestic capacity / world demand", "国内能力÷世界需要"),
      Bilingual("capacity.domestic / demand.world", "国内能力÷世界需要"))
    surplus = builder.layout.add(
      "trade.needed_elsewhere", "GWh/yr",
      Bilingual("good output beyond Japan's demand", "国内需要を超える良品生産量"),
      Bilingual("output.domestic - demand.japan; negative: imports", "良品生産量－国内需要。負なら輸入"))
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    measured.evaluate(values, first: first, into: results[measuredSeries])
    for t in 0..<results.years {
      let world = results[demand.world, t]
      results[share, t] = world > 0 ? results[capacity.companies, t] / world : .nan
      results[home, t] = world > 0 ? results[capacity.domestic, t] / world : .nan
      results[surplus, t] = results[capacity.output, t] - results[demand.japan, t]
    }
  }
}
