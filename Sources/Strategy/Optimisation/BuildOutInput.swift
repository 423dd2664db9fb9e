/// What a scenario says about its least-cost build-out (the group `buildout`).
struct BuildOutInput: Sendable {
  struct Option: Sendable {
    let name: String
    let capital: Parameter
    let operating: Parameter?
    let leadTime: Int
    let life: Int
    let maximumTotal: Parameter?
    let maximumPerYear: Parameter?
    let earliest: Int?
  }

  let years: ClosedRange<Int>
  let discountRate: Parameter
  let salvage: Bool
  let costs: BuildOut.Costs
  let exports: YearSeries
  let importPriceFactor: Parameter
  /// Cost of production without capital as a share of the price of imported packs.
  let operatingShare: Parameter
  let buildRate: YearSeries
  let money: YearSeries?
  let publicMoney: YearSeries?
  let people: YearSeries?
  let imports: YearSeries?
  let minerals: [Mineral: YearSeries]
  let options: [Option]
  let support: SupportInput?
  let targets: [String]

  init?(_ group: Group?, _ builder: ScenarioBuilder) {
    guard let group else { return nil }
    let all = builder.years
    let first = max(all.lowerBound, group.integer("first", in: ScenarioBuilder.dataYears) ?? all.lowerBound)
    let last = min(all.upperBound, group.integer("last", in: ScenarioBuilder.dataYears) ?? all.upperBound)
    if last <= first {
      builder.problem(group.place, "'buildout' ends in \(last), not after it begins in \(first)")
    }
    years = first...max(first + 1, last)
    discountRate = group.quantity("discount_rate", "fraction/yr", in: 0...0.5)
    salvage = group.flag("salvage") ?? true
    costs = group.choice("costs", CostView.self) == .investors ? .investors : .total
    exports = group.series("exports", "GWh/yr", in: 0...1e5, years: all)
    importPriceFactor = group.quantity("import_price_factor", "ratio", in: 0.1...10)
    operatingShare = group.quantity("operating_share", "ratio", in: 0...10)
    buildRate = group.series("build_rate", "GWh/yr", in: 0...1e5, years: all)
    let limits = group.group("limits")
    money = limits?.optionalSeries("money", "billion JPY/yr", in: 0...1e6, years: all)
    publicMoney = limits?.optionalSeries("public_money", "billion JPY/yr", in: 0...1e6, years: all)
    people = limits?.optionalSeries("people", "people", in: 0...1e7, years: all)
    imports = limits?.optionalSeries("imports", "GWh/yr", in: 0...1e5, years: all)
    var minerals: [Mineral: YearSeries] = [:]
    if let own = limits?.group("minerals") {
      for mineral in Mineral.allCases {
        minerals[mineral] = own.optionalSeries(mineral.key, "kt/yr", in: 0...1e5, years: all)
      }
      own.finish()
    }
    limits?.finish()
    self.minerals = minerals
    let list = group.requiredGroup("options")
    options = list.keys.map { name in
      let own = list.requiredGroup(name)
      defer { own.finish() }
      return Option(
        name: name, capital: own.quantity("capital", "billion JPY per GWh/yr", in: 0...1000),
        operating: own.optionalQuantity("operating", "billion JPY/GWh", in: 0...1000),
        leadTime: own.integer("lead_time", in: 0...20) ?? 0, life: own.integer("life", in: 1...100) ?? 1,
        maximumTotal: own.optionalQuantity("maximum_total", "GWh/yr", in: 0...1e5),
        maximumPerYear: own.optionalQuantity("maximum_per_year", "GWh/yr", in: 0...1e5),
        earliest: own.integer("earliest", in: all))
    }
    if options.isEmpty { builder.problem(list.place, "'buildout.options' names nothing that can be built") }
    list.finish()
    support = group.group("support").map { SupportInput($0) }
    targets = group.texts("targets") ?? []
    group.finish()
  }

  private enum CostView: String, CaseIterable { case total, investors }
}

/// Support for plants as a scenario gives it (`buildout.support`).
struct SupportInput: Sendable {
  let capitalSubsidy: Parameter?
  let taxCredit: Parameter?
  let productionCredit: Parameter?
  let loan: (share: Parameter, rate: Parameter, market: Parameter, years: Int)?
  let electricity: (use: Parameter, reduction: Parameter, isPublic: Bool)?

  init(_ group: Group) {
    capitalSubsidy = group.optionalQuantity("capital_subsidy", "fraction", in: 0...1)
    taxCredit = group.optionalQuantity("tax_credit", "fraction", in: 0...1)
    productionCredit = group.optionalQuantity("production_credit", "billion JPY/GWh", in: 0...1000)
    loan = group.group("loan").map { own in
      defer { own.finish() }
      return (
        own.quantity("share", "fraction", in: 0...1), own.quantity("rate", "fraction/yr", in: 0...0.5),
        own.quantity("market_rate", "fraction/yr", in: 0...0.5), own.integer("years", in: 1...100) ?? 10
      )
    }
    electricity = group.group("electricity").map { own in
      defer { own.finish() }
      return (
        own.quantity("use", "kWh/kWh", in: 0...1000),
        own.quantity("reduction", "billion JPY/GWh", in: 0...0.1), own.flag("publicly_paid") ?? true
      )
    }
    group.finish()
  }

  func levers(_ values: [Double]) -> SupportLevers {
    var levers = SupportLevers()
    func value(_ parameter: Parameter?) -> Double { parameter.map { values[$0.index] } ?? 0 }
    levers.capitalSubsidy = value(capitalSubsidy)
    levers.investmentTaxCredit = value(taxCredit)
    // billion JPY/GWh = 1000 JPY/kWh
    levers.productionCredit = value(productionCredit) * 1000
    if let loan {
      levers.loan = SupportLevers.Loan(
        share: values[loan.share.index], marketRate: values[loan.market.index], rate: values[loan.rate.index],
        years: loan.years)
    }
    if let electricity {
      levers.electricity = SupportLevers.Electricity(
        use: values[electricity.use.index], reduction: values[electricity.reduction.index] * 1000,
        isPubliclyPaid: electricity.isPublic)
    }
    return levers
  }
}

extension Scenario {
  /// Whether the scenario has a group `buildout`.
  public var hasBuildOut: Bool { model.buildOut != nil }

  /// The least-cost build-out that the scenario describes (its group `buildout`): what is there is the ledger's counted capacity, demand is
  /// Japan's with `exports`, imports cost the pack price x `import_price_factor`.
  /// - Parameter targets: whether the scenario's targets are asked for.
  /// - Throws: `ScenarioProblems` where the scenario has no build-out or it makes no sense.
  public func buildOut(targets isAsked: Bool = true) throws(ScenarioProblems) -> BuildOut {
    guard let input = model.buildOut else {
      var problems = ScenarioProblems()
      problems.add(files.first ?? "scenario", 0, "the scenario has no group 'buildout'")
      throw problems
    }
    let values = assumptions.map(\.value)
    let outcome = Outcome(self)
    let span = Array(input.years)
    func yearly(_ id: String, times factor: Double = 1) -> Yearly {
      .values(span.map { (outcome.value(id, in: $0) ?? 0) * factor })
    }
    func given(_ series: YearSeries?) -> Yearly {
      guard let series else { return .constant(.infinity) }
      return .values(self.values(of: series, values, span))
    }
    let contents = Mineral.allCases.map { mineral in
      // kg/kWh = kt/GWh; bought is content / material yield.
      let content = outcome.value("content.domestic.\(mineral.key)", in: input.years.lowerBound) ?? 0
      return (mineral, content * 1000 / model.resources.materialYieldValue(values))
    }
    let minerals = Dictionary(uniqueKeysWithValues: contents.map { ($0.0.key, $0.1) })
    let people = ["skilled", "technical"].reduce(0.0) {
      $0 + (value(of: "people.\($1).per_capacity") ?? 0)
    }
    // kg/kWh = t/GWh x 1e-3
    let emissions = yearly("carbon.pack", times: 1000)
    let exports = self.values(of: input.exports, values, span)
    var options: [BuildOut.Option] = []
    var reasons: [String] = []
    let operating = span.map {
      (outcome.value("price.pack.automotive", in: $0) ?? 0) * 1e-3 * values[input.operatingShare.index]
    }
    for own in input.options {
      var option = BuildOut.Option(
        name: own.name, capital: .constant(values[own.capital.index]),
        operating: own.operating.map { .constant(values[$0.index]) } ?? .values(operating),
        leadTime: own.leadTime,
        life: own.life)
      option.earliestYear = own.earliest
      if let most = own.maximumTotal { option.maximumTotal = values[most.index] }
      if let most = own.maximumPerYear { option.maximumPerYear = .constant(values[most.index]) }
      option.minerals = minerals
      option.people = people
      option.emissions = emissions
      if let support = input.support {
        do {
          option = try support.levers(values).applied(
            to: option, years: span, discountRate: values[input.discountRate.index])
        } catch {
          reasons += error.reasons
        }
      }
      options.append(option)
    }
    var buildOut = BuildOut(
      years: span,
      demand: .values(span.indices.map { (outcome.value("demand.japan", in: span[$0]) ?? 0) + exports[$0] }),
      options: options,
      importPrice: yearly("price.pack.automotive", times: values[input.importPriceFactor.index] * 1e-3),
      discountRate: values[input.discountRate.index])
    buildOut.existing = [
      BuildOut.Existing(
        name: "plants of the ledger", nameplate: yearly("capacity.domestic"), operating: .values(operating),
        minerals: minerals, people: people, emissions: emissions)
    ]
    buildOut.utilisation = .constant(values[model.capacity.utilisation.index])
    buildOut.yield = .constant(values[model.capacity.yield.index])
    buildOut.importEmissions = yearly("carbon.pack_imported", times: 1000)
    buildOut.buildRate = given(input.buildRate)
    buildOut.money = given(input.money)
    buildOut.publicMoney = given(input.publicMoney)
    buildOut.people = given(input.people)
    buildOut.importLimit = given(input.imports)
    for (mineral, series) in input.minerals {
      // kt to t
      buildOut.minerals[mineral.key] = given(series).map { $0 * 1000 }
    }
    buildOut.concentrationWeights = model.concentrationWeights.mapValues { .constant($0) }
    buildOut.importConcentration = .constant(
      minerals.reduce(0) { $0 + $1.value * (model.concentrationWeights[$1.key] ?? 0) })
    buildOut.salvage = input.salvage
    buildOut.costs = input.costs
    if isAsked {
      for id in input.targets {
        guard let target = targets.first(where: { $0.id == id }), target.unit == "GWh/yr" else {
          reasons.append("'buildout.targets' has '\(id)': a target in GWh/yr is expected")
          continue
        }
        buildOut.targets.append(
          .init(name: target.id, kind: .nameplate, year: target.year, value: target.value))
      }
    }
    do {
      try buildOut.check()
    } catch {
      reasons += error.reasons
    }
    guard reasons.isEmpty else {
      var problems = ScenarioProblems()
      for reason in reasons { problems.add(files.first ?? "scenario", 0, "buildout: " + reason) }
      throw problems
    }
    return buildOut
  }

  /// The stated value of an assumption.
  public func value(of id: String) -> Double? { assumptions.first { $0.id == id }?.value }

  private func values(of series: YearSeries, _ values: [Double], _ span: [Int]) -> [Double] {
    var target = [Double](repeating: 0, count: span.count)
    values.withUnsafeBufferPointer { all in
      target.withUnsafeMutableBufferPointer { target in
        guard let base = all.baseAddress else { return }
        series.evaluate(Values(base: base), first: span[0], into: target)
      }
    }
    return target
  }
}

extension ResourcePart {
  func materialYieldValue(_ values: [Double]) -> Double { values[materialYield.index] }
}
