/// A scenario computed with some values, and what stress asks of it.
struct StressState {
  let outcome: Outcome
  let targets: [(target: Target, value: Double?, isMet: Bool?)]
  private let scenario: Scenario
  private let values: [Double]

  init(_ scenario: Scenario, _ values: [Double]) {
    self.scenario = scenario
    self.values = values
    let outcome = Outcome(scenario, values: values)
    self.outcome = outcome
    targets = scenario.model.targets.compactMap { reading in
      guard case .series(let series, let factor) = reading.value else { return nil }
      let id = scenario.model.series[series.index].id
      let value = outcome.value(id, in: reading.target.year).map { $0 * factor }
      return (reading.target, value, value.map(reading.target.isMet(by:)))
    }
  }

  /// What a year's cuts make short.
  func shortages(
    in year: Int, _ loss: SupplyLoss, stockMonths: Double, recycling: Bool = true
  ) -> [Shortage] {
    if !loss.parts.contains(where: { $0.cut.year == year }) { return [] }
    let natural = values[scenario.model.resources.natural.index]
    return Mineral.allCases.compactMap { mineral in
      let profile = loss.profile(mineral, in: year, natural: natural)
      guard profile.contains(where: { $0.lost > 0 }) else { return nil }
      let needed = outcome.value("resource.domestic.\(mineral.key)", in: year) ?? 0
      let secondary = ["from_scrap", "from_retired"].reduce(0) {
        $0 + (outcome.value("circular.\(mineral.key).\($1)", in: year) ?? 0)
      }
      guard needed > 0 else { return nil }
      return Shortage(
        mineral, needed: needed, recycled: recycling ? min(1, secondary / needed) : 0, profile: profile,
        stockMonths: stockMonths)
    }
  }

  /// What scarce minerals allow when chemistries change: contents per kWh of good output, scarce in proportion.
  func chemistrySwitch(
    in year: Int, output: Double, _ shortages: [Shortage], switchable: Double
  ) -> ChemistrySwitch {
    let model = scenario.model
    let (mix, intensities) = (model.resources.domesticMix, model.resources.intensities)
    let minerals = Mineral.allCases.count
    var chemistries = mix.shares.map { chemistry, series in
      ChemistrySwitch.Chemistry(
        intensities.chemistries[chemistry], share: value(series, in: year),
        contents: (0..<minerals).map { values[intensities.parameters[chemistry * minerals + $0].index] })
    }
    chemistries += mix.without.map {
      ChemistrySwitch.Chemistry(
        $0.chemistry, share: value($0.series, in: year), contents: [Double](repeating: 0, count: minerals))
    }
    let sum = chemistries.reduce(0) { $0 + $1.share }
    chemistries = chemistries.filter { $0.share > 0 }.map {
      ChemistrySwitch.Chemistry($0.name, share: $0.share / sum, contents: $0.contents)
    }
    let available = Mineral.allCases.enumerated().map { m, mineral -> Double? in
      guard let shortage = shortages.first(where: { $0.mineral == mineral }) else { return nil }
      let content = chemistries.reduce(0) { $0 + $1.share * $1.contents[m] }
      return output * content * (1 - (shortage.missingMonths - shortage.stockMonths) / 12)
    }
    return ChemistrySwitch(chemistries, output: output, available: available, switchable: switchable)
  }

  private func value(_ series: YearSeries, in year: Int) -> Double {
    let first = scenario.years.lowerBound
    var found = [Double](repeating: 0, count: scenario.years.count)
    values.withUnsafeBufferPointer { given in
      guard let base = given.baseAddress else { return }
      found.withUnsafeMutableBufferPointer { series.evaluate(Values(base: base), first: first, into: $0) }
    }
    return found[year - first]
  }
}
