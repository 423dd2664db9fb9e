/// What comes back: end-of-life batteries and scrap of cell making, second life, recycling by metal, and what it does for demand.
///
/// Bought = primary + secondary used; bought = used in good batteries + scrap. Secondary(t) = retired(t - delay) x collection x
/// recovery x content of that cohort, those with a second life a second life later; scrap returns in its year.
struct CircularityPart: ModelPart {
  private struct Lines: Sendable {
    let mineral: Int
    let recovery: YearSeries
    let used: Series
    let scrap: Series
    let fromScrap: Series
    let fromRetired: Series
    let primary: Series
    let lost: Series
    let surplus: Series
    let share: Series
    let world: Series
    let minimum: (share: YearSeries, series: Series)?
  }

  private let first: Int
  private let fleet: FleetPart
  private let resources: ResourcePart
  private let demand: DemandPart
  private let capacity: CapacityPart
  private let collection: YearSeries
  private let collectionScrap: Parameter
  private let secondLife: Parameter
  private let secondLifeYears: Parameter
  private let delay: Parameter
  private let lines: [Lines]
  private let collected: Series
  private let secondLifeSeries: Series

  init(
    _ group: Group, _ fleet: FleetPart, _ resources: ResourcePart, _ demand: DemandPart,
    _ capacity: CapacityPart,
    _ builder: ScenarioBuilder
  ) {
    first = builder.years.lowerBound
    self.fleet = fleet
    self.resources = resources
    self.demand = demand
    self.capacity = capacity
    collection = group.series("collection", "fraction", in: 0...1, years: builder.years)
    collectionScrap = group.quantity("scrap_collection", "fraction", in: 0...1)
    secondLife = group.quantity("second_life", "fraction", in: 0...1)
    secondLifeYears = group.quantity("second_life_years", "years", in: 0...40)
    delay = group.quantity("recycling_delay", "years", in: 0...20)
    let recovery = group.requiredGroup("recovery")
    let minimum = group.group("minimum_content")
    collected = builder.layout.add(
      "circular.collected.japan", "GWh/yr", Bilingual("batteries collected, Japan", "回収電池(日本)"),
      Bilingual("leaving vehicles x collection", "使用済み×回収率"))
    secondLifeSeries = builder.layout.add(
      "circular.second_life.japan", "GWh/yr", Bilingual("of which to a second life", "うちリユース"),
      Bilingual("collected x second_life", "回収×リユース率"))
    lines = Mineral.allCases.enumerated().map { m, mineral in
      func add(_ id: String, _ unit: String, _ name: Bilingual, _ formula: Bilingual) -> Series {
        builder.layout.add(
          "circular.\(mineral.key).\(id)", unit,
          Bilingual("\(mineral.name.en): \(name.en)", "\(mineral.name.ja) \(name.ja)"), formula)
      }
      return Lines(
        mineral: m,
        recovery: recovery.series(mineral.key, "fraction", in: 0...1, years: builder.years),
        used: add(
          "used", "kt/yr", Bilingual("used in good batteries", "良品への使用"),
          Bilingual("good output x content", "良品生産量×含有量")),
        scrap: add(
          "scrap", "kt/yr", Bilingual("scrap and loss of cell making", "工程内端材・損失"),
          Bilingual("bought - used", "調達－使用")),
        fromScrap: add(
          "from_scrap", "kt/yr", Bilingual("recycled from scrap", "端材からの再生"),
          Bilingual("scrap x scrap_collection x recovery", "端材×回収×回収率")),
        fromRetired: add(
          "from_retired", "kt/yr", Bilingual("recycled from used batteries", "使用済み電池からの再生"),
          Bilingual(
            "retired (by cohort) x collection x recovery x content of the cohort", "コホート別使用済み×回収×回収率×当時の含有量")),
        primary: add(
          "primary", "kt/yr", Bilingual("mined", "一次資源"),
          Bilingual("bought - recycled, not below 0", "調達－再生(0以上)")),
        lost: add(
          "lost", "kt/yr", Bilingual("lost in cell making", "工程内損失"),
          Bilingual("scrap - recycled from scrap", "端材－端材からの再生")),
        surplus: add(
          "surplus", "kt/yr", Bilingual("recycled beyond need", "再生の余剰"),
          Bilingual("recycled - bought, not below 0", "再生－調達(0以上)")),
        share: add(
          "recycled_content", "fraction", Bilingual("recycled content reachable, Japan", "到達可能な再生材比率(日本)"),
          Bilingual("recycled / bought, at most 1", "再生÷調達(1以下)")),
        world: add(
          "recycled_content_world", "fraction",
          Bilingual("recycled content reachable, world", "到達可能な再生材比率(世界)"),
          Bilingual("recycled from used batteries / bought, at most 1", "使用済み電池からの再生÷調達(1以下)")),
        minimum: minimum?.optionalSeries(
          mineral.key, "fraction", in: 0...1, years: builder.years, interpolation: .step
        ).map { share in
          (
            share,
            add(
              "minimum_content", "fraction", Bilingual("recycled content, minimum", "再生材比率の最低値"),
              Bilingual("minimum_content, each value until the next", "minimum_content（次の値まで一定）"))
          )
        })
    }
    recovery.finish()
    minimum?.finish()
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    let years = results.years
    let minerals = Mineral.allCases.count
    let home = resources.domesticMix.contents(values, resources.intensities, first: first, count: years)
    let world = resources.mobile.contents(values, resources.intensities, first: first, count: years)
    // kt that leave vehicles in Japan and the world: [region][year * minerals + mineral]
    var leaving = [[Double]](repeating: [Double](repeating: 0, count: years * minerals), count: 2)
    fleet.retiredByCohort(values, results) { region, energy in
      let place = region == .japan ? 0 : 1
      (region == .japan ? home : world).withUnsafeBufferPointer { content in
        leaving[place].withUnsafeMutableBufferPointer { leaving in
          for t in 0..<years {
            for b in 0...t {
              let gigawatthours = energy[t * years + b]
              for m in 0..<minerals { leaving[t * minerals + m] += gigawatthours * content[b * minerals + m] }
            }
          }
        }
      }
    }
    let collectedSeries = results[collected]
    collection.evaluate(values, first: first, into: collectedSeries)
    let collectedShare = Array(collectedSeries)
    let again = values[secondLife]
    if let retired = fleet.retired[.japan] {
      for t in 0..<years {
        collectedSeries[t] *= results[retired, t]
        results[secondLifeSeries, t] = collectedSeries[t] * again
      }
    }
    let (wait, longer) = (values[delay], values[delay] + values[secondLifeYears])
    for line in lines {
      if let (share, series) = line.minimum {
        share.evaluate(values, first: first, into: results[series])
        // A rule does not hold before its first year.
        for t in 0..<years where first + t < share.years.first ?? first { results[series, t] = .nan }
      }
      let m = line.mineral
      let rate = results[line.share]
      line.recovery.evaluate(values, first: first, into: rate)
      for t in 0..<years {
        let recovery = rate[t]
        let bought = results[resources.domestic[m], t]
        let used = results[capacity.output, t] * results[resources.content[m], t]
        let scrap = bought - used
        let fromScrap = scrap * values[collectionScrap] * recovery
        var back = [0.0, 0.0]
        for place in 0..<2 {
          for (share, lag) in [(1 - again, wait), (again, longer)] where share > 0 {
            let (whole, part) = (Int(lag), lag - lag.rounded(.down))
            for (shift, weight) in [(whole, 1 - part), (whole + 1, part)] where weight > 0 && t >= shift {
              back[place] +=
                leaving[place][(t - shift) * minerals + m] * share * weight * collectedShare[t - shift]
                * recovery
            }
          }
        }
        results[line.used, t] = used
        results[line.scrap, t] = scrap
        results[line.fromScrap, t] = fromScrap
        results[line.fromRetired, t] = back[0]
        results[line.lost, t] = scrap - fromScrap
        let recycled = (fromScrap.isNaN ? 0 : fromScrap) + back[0]
        results[line.primary, t] = bought.isNaN ? .nan : max(0, bought - recycled)
        results[line.surplus, t] = bought.isNaN ? .nan : max(0, recycled - bought)
        results[line.share, t] = bought > 0 ? min(1, recycled / bought) : .nan
        let worldwide = results[resources.world[m], t]
        results[line.world, t] = worldwide > 0 ? min(1, back[1] / worldwide) : .nan
      }
    }
  }
}
