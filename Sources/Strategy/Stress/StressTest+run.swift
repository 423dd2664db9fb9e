extension StressTest {
  /// Puts a scenario to every shock alone, then to all together where there are several.
  ///
  /// A short-run model: prices do not answer, nothing is bought elsewhere, and only the switch of chemistries that is
  /// stated substitutes anything. A cut takes output, not capacity.
  /// - Throws: `ScenarioProblems` where a shock names what the scenario does not have.
  public func run(_ scenario: Scenario) throws(ScenarioProblems) -> [StressResult] {
    let base = scenario.assumptions.map(\.value)
    let before = StressState(scenario, base)
    var results: [StressResult] = []
    for shock in shocks {
      let values = try shock.changes(of: scenario)
      results.append(try result(shock.id, shock.name, [shock], values, before, scenario))
    }
    if shocks.count > 1 {
      var values = base
      for shock in shocks { values = try shock.changes(of: scenario, from: values) }
      results.append(
        try result("all", Bilingual("all together", "すべて同時"), shocks, values, before, scenario))
    }
    return results
  }

  private func result(
    _ id: String, _ name: Bilingual, _ shocks: [Shock], _ values: [Double], _ before: StressState,
    _ scenario: Scenario
  ) throws(ScenarioProblems) -> StressResult {
    let loss = try SupplyLoss(scenario, shocks.flatMap(\.cuts))
    let after = StressState(scenario, values)
    let years = loss.parts.map(\.cut.year)
    let year = years.contains(self.year) ? self.year : years.min() ?? self.year
    func allowed(_ year: Int, recycling: Bool = true) -> Double {
      after.shortages(in: year, loss, stockMonths: stockMonths, recycling: recycling).map(\.allowedShare).min() ?? 1
    }
    let shortages = after.shortages(in: year, loss, stockMonths: stockMonths)
    let share = allowed(year)
    let output = after.outcome.value("output.domestic", in: year)
    let outputBefore = before.outcome.value("output.domestic", in: year)
    let outputAfter = output.map { $0 * share }
    let price = before.outcome.value("price.pack.automotive", in: year)
    let lost = outputBefore.flatMap { before in outputAfter.map { before - $0 } }
    let (saved, switched) = try switching(after, year, output ?? 0, shortages, share)
    return StressResult(
      id: id, name: name, year: year, outputBefore: outputBefore, outputAfter: outputAfter,
      lostByYear: scenario.years.compactMap { year in
        guard let was = before.outcome.value("output.domestic", in: year),
          let normal = after.outcome.value("output.domestic", in: year)
        else { return nil }
        let lost = was - normal * allowed(year)
        return lost == 0 ? nil : (year, lost)
      },
      cuts: loss.parts.map {
        StressResult.CutShare(
          country: $0.country, mineral: $0.market.mineral, stage: $0.market.stage, dataYear: $0.market.year,
          share: $0.share, cut: $0.cut, sources: $0.market.sources)
      },
      shortages: shortages.sorted { ($0.bindsAfter ?? .infinity) < ($1.bindsAfter ?? .infinity) },
      recyclingSaves: output.map { $0 * max(0, share - allowed(year, recycling: false)) } ?? 0,
      switchSaves: saved, switched: switched,
      // GWh x JPY/kWh = million JPY
      lossBillionJPY: lost.flatMap { lost in price.map { lost * $0 / 1000 } },
      targets: zip(before.targets, after.targets).map {
        StressResult.TargetChange(
          target: $0.target, before: $0.value, after: $1.value, wasMet: $0.isMet, isMet: $1.isMet)
      })
  }

  /// What a switch of chemistries saves, and the shares it takes.
  private func switching(
    _ state: StressState, _ year: Int, _ output: Double, _ shortages: [Shortage], _ allowed: Double
  ) throws(ScenarioProblems) -> (saved: Double, switched: [StressResult.Switched]) {
    guard output > 0, allowed < 1, switchable > 0 else { return (0, []) }
    let question = state.chemistrySwitch(in: year, output: output, shortages, switchable: switchable)
    do {
      let best = try question.best()
      // What the solver rounds is no gain.
      let saved = best.output - output * allowed
      guard saved > 1e-9 * output else { return (0, []) }
      return (
        saved,
        zip(question.chemistries, best.shares).map {
          StressResult.Switched(chemistry: $0.name, before: $0.share, after: $1)
        }
      )
    } catch {
      var problems = ScenarioProblems()
      problems.add("switch of chemistries", 0, error.description)
      throw problems
    }
  }
}
