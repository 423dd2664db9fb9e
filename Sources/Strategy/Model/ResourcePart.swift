import Inventory

/// Minerals bought for batteries in kt/yr: for domestic output, for the world's demand, and for the strategy's 150 and 600 GWh/yr.
///
/// Bought = content of the cells made (good output / yield) / material yield: rejected cells and other losses are bought too. Lithium is contained metal.
struct ResourcePart: ModelPart {
  static let minerals = Mineral.allCases

  private let first: Int
  let intensities: Intensities
  let mobile: Mix
  let stationary: Mix
  let domesticMix: Mix
  let materialYield: Parameter
  let natural: Parameter
  /// Chemistries that may be in a mix that agrees with the strategy's figures, by number in ``intensities``.
  let mixRange: [Int]
  let references: [(target: Parameter, series: [Series])]
  private let demand: DemandPart
  private let capacity: CapacityPart
  /// kg/kWh of the domestic mix.
  let content: [Series]
  let domestic: [Series]
  let world: [Series]
  private let compounds: [(of: Series, factor: Double, target: Series)]
  private let naturalGraphite: [(of: Series, target: Series)]

  init(_ group: Group, _ demand: DemandPart, _ capacity: CapacityPart, _ builder: ScenarioBuilder) {
    first = builder.years.lowerBound
    self.demand = demand
    self.capacity = capacity
    let intensities = Intensities(builder)
    self.intensities = intensities
    let table = builder.table("mixes", columns: ["scenario", "use", "chemistry", "year", "share", "source"])
    let without = group.texts("without_intensities") ?? []
    func mix(_ key: String, use: String, default name: String) -> Mix {
      let given = group.text(key) ?? name
      return Mix(
        given, use: use, table, intensities, without: without, place: group.place(of: key), builder)
    }
    mobile = mix("world_vehicles", use: "mobile", default: "MIX")
    stationary = mix("world_stationary", use: "stationary", default: "stationary-cont")
    domesticMix = mix("domestic", use: "mobile", default: "MIX")
    let names = group.texts("mix_range") ?? intensities.chemistries
    mixRange = names.compactMap { name in
      let number = intensities.chemistries.firstIndex(of: name)
      if number == nil {
        let near = nearestWord(to: name, in: intensities.chemistries).map { "; is '\($0)' meant?" } ?? ""
        builder.problem(
          group.place(of: "mix_range"),
          "'mix_range' has '\(name)', which intensities.csv does not know\(near)")
      }
      return number
    }
    materialYield = group.quantity("material_yield", "fraction", in: 0.2...1)
    natural = group.quantity("natural_graphite", "fraction", in: 0...1)

    func series(_ prefix: String, _ who: Bilingual, unit: String, _ formula: Bilingual) -> [Series] {
      Self.minerals.map { mineral in
        builder.layout.add(
          "\(prefix).\(mineral.key)", unit,
          Bilingual("\(mineral.name.en), \(who.en)", "\(mineral.name.ja)(\(who.ja))"), formula)
      }
    }
    content = series(
      "content.domestic", Bilingual("in a kWh, domestic mix", "1kWhあたり、国内の構成"), unit: "kg/kWh",
      Bilingual("shares of chemistries x intensities", "正極種類の比率×原単位"))
    domestic = series(
      "resource.domestic", Bilingual("bought for domestic output", "国内生産向け調達"), unit: "kt/yr",
      Bilingual("cells made x content / material_yield", "生産量(良品÷歩留まり)×含有量÷材料歩留まり"))
    world = series(
      "resource.world", Bilingual("bought, world", "世界の調達"), unit: "kt/yr",
      Bilingual(
        "vehicles and stationary demand, each with its mix, / (yield x material_yield)",
        "車載・定置それぞれの構成による含有量÷材料歩留まり"))
    var references: [(Parameter, [Series])] = []
    for (key, capacity) in [("reference_domestic", "150"), ("reference_worldwide", "600")] {
      let target = group.quantity(key, "GWh/yr", in: 1...100_000)
      references.append(
        (
          target,
          series(
            "resource.\(capacity)", Bilingual("bought for \(capacity) GWh/yr", "\(capacity)GWh/年向け調達"),
            unit: "kt/yr",
            Bilingual("\(key) x content / (yield x material_yield)", "\(capacity)GWh×含有量÷材料歩留まり"))
        ))
    }
    self.references = references
    let blocks: [(String, [Series])] =
      [("resource.domestic", domestic), ("resource.world", world)]
      + zip(["resource.150", "resource.600"], references.map(\.1))
    var compounds: [(Series, Double, Series)] = []
    var graphites: [(Series, Series)] = []
    for (prefix, block) in blocks {
      let lithium = block[0]
      compounds.append(
        (
          lithium, 1 / LithiumReading.carbonate.lithiumShare,
          builder.layout.add(
            "\(prefix).lithium_lce", "kt/yr", Bilingual("the same as Li2CO3 (LCE)", "同 炭酸リチウム換算(LCE)"),
            Bilingual("lithium x 5.32", "リチウム×5.32"))
        ))
      compounds.append(
        (
          lithium, 1 / LithiumReading.hydroxide.lithiumShare,
          builder.layout.add(
            "\(prefix).lithium_hydroxide", "kt/yr", Bilingual("the same as LiOH·H2O", "同 水酸化リチウム一水和物換算"),
            Bilingual("lithium x 6.05", "リチウム×6.05"))
        ))
      graphites.append(
        (
          block[4],
          builder.layout.add(
            "\(prefix).graphite_natural", "kt/yr", Bilingual("of graphite: natural", "黒鉛のうち天然"),
            Bilingual("graphite x natural_graphite; the rest is synthetic", "黒鉛×天然比率、残りは人造"))
        ))
    }
    self.compounds = compounds
    naturalGraphite = graphites
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    let count = results.years
    let minerals = Self.minerals.count
    let home = domesticMix.contents(values, intensities, first: first, count: count)
    let vehicles = mobile.contents(values, intensities, first: first, count: count)
    let storage = stationary.contents(values, intensities, first: first, count: count)
    // What is bought for a kWh of good output, over its content.
    let loss = 1 / (values[materialYield] * values[capacity.yield])
    for m in 0..<minerals {
      for t in 0..<count {
        let kilograms = home[t * minerals + m]
        results[content[m], t] = kilograms
        // GWh x kg/kWh = kt
        results[domestic[m], t] = results[capacity.effective, t] * kilograms / values[materialYield]
        results[world[m], t] =
          (results[demand.worldAutomotive, t] * vehicles[t * minerals + m]
            + results[demand.worldStationary, t] * storage[t * minerals + m]) * loss
        for (target, series) in references { results[series[m], t] = values[target] * kilograms * loss }
      }
    }
    for (of, factor, target) in compounds {
      for t in 0..<count { results[target, t] = results[of, t] * factor }
    }
    for (of, target) in naturalGraphite {
      for t in 0..<count { results[target, t] = results[of, t] * values[natural] }
    }
  }
}
