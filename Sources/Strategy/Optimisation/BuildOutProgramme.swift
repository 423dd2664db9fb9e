/// A build-out as a linear programme: which variable and constraint stands for what.
struct BuildOutProgramme {
  typealias Variable = LinearProgramme.Variable
  typealias Constraint = LinearProgramme.Constraint

  let buildOut: BuildOut
  var programme = LinearProgramme()
  /// By option, by year from the first year of decision on: additions, GWh/yr.
  var additions: [[Variable?]] = []
  /// By option and year: running nameplate, GWh/yr.
  var capacity: [[Variable?]] = []
  /// By option and year: good output, GWh.
  var made: [[Variable?]] = []
  /// By existing plant and year: good output, GWh.
  var madeByExisting: [[Variable]] = []
  var imports: [Variable] = []
  /// The constraints that state a limit, and which.
  var limits: [(constraint: Constraint, limit: BuildOutLimit)] = []
  /// The variables whose upper bound states a limit, and which.
  var bounds: [(variable: Variable, limit: BuildOutLimit)] = []
  /// Present value in the first year of 1 in each year; the last is the year after the horizon.
  let discount: [Double]
  /// Whether limits of single variables are written as constraints, so that a conflict can name them.
  let boundsAsConstraints: Bool

  /// - Throws: `BuildOutProblems`.
  init(_ buildOut: BuildOut, boundsAsConstraints: Bool = false) throws(BuildOutProblems) {
    try buildOut.check()
    self.buildOut = buildOut
    self.boundsAsConstraints = boundsAsConstraints
    var factors = [1.0]
    for _ in buildOut.years { factors.append(factors[factors.count - 1] / (1 + buildOut.discountRate)) }
    discount = factors
    let (n, m) = (buildOut.years.count, buildOut.options.count + buildOut.existing.count)
    programme.reserve(variables: n * (3 * m + 1), constraints: n * (2 * m + 20), coefficients: 12 * n * m)
    addVariables()
    defineCapacity()
    limitOutput()
    meetDemand()
    limitAdditions()
    limitResources()
    reachTargets()
    capTotals()
  }

  private var years: [Int] { buildOut.years }

  /// The part of an investment that is left after the horizon, for a plant that runs from `first` (a place).
  func salvageShare(_ option: BuildOut.Option, runsFrom first: Int) -> Double {
    buildOut.salvage ? Double(max(0, option.life - (years.count - first))) / Double(option.life) : 0
  }

  /// Cost of one GWh/yr decided in a year, discounted, by who is asked.
  func additionCost(_ option: BuildOut.Option, _ t: Int) -> Double {
    let left = salvageShare(option, runsFrom: t + option.leadTime) * discount[years.count]
    return (option.capital[t] - publicPart(option.publicCapital, t)) * (discount[t] - left)
  }

  private func publicPart(_ part: Yearly, _ t: Int) -> Double { buildOut.costs == .investors ? part[t] : 0 }

  private mutating func addVariables() {
    let last = years.count - 1
    for option in buildOut.options {
      let (name, lead) = (option.name, option.leadTime)
      let from = (option.earliestYear ?? years[0]) - years[0]
      let to = min((option.latestYear ?? years[last]) - years[0], last - lead)
      var (adding, running, making) = ([Variable?](), [Variable?](), [Variable?]())
      for (t, year) in years.enumerated() {
        if t >= from && t <= to {
          let limit = option.maximumPerYear[t]
          let variable = programme.variable(
            "add \(name) \(year)", upper: boundsAsConstraints ? .infinity : limit,
            cost: additionCost(option, t))
          adding.append(variable)
          bound(variable, .optionYear, name, t, limit)
        } else {
          adding.append(nil)
        }
        if t >= from + lead && from <= to {
          running.append(programme.variable("run \(name) \(year)"))
          let cost = (option.operating[t] - publicPart(option.publicOperating, t)) * discount[t]
          making.append(programme.variable("make \(name) \(year)", cost: cost))
        } else {
          running.append(nil)
          making.append(nil)
        }
      }
      additions.append(adding)
      capacity.append(running)
      made.append(making)
    }
    for plant in buildOut.existing {
      madeByExisting.append(
        years.enumerated().map { t, year in
          let limit = plant.nameplate[t] * buildOut.utilisation[t] * buildOut.yield[t]
          let variable = programme.variable(
            "make \(plant.name) \(year)", upper: boundsAsConstraints ? .infinity : limit,
            cost: plant.operating[t] * discount[t])
          bound(variable, .existingOutput, plant.name, t, limit)
          return variable
        })
    }
    imports = years.enumerated().map { t, year in
      let limit = buildOut.importLimit[t]
      let variable = programme.variable(
        "import \(year)", upper: boundsAsConstraints ? .infinity : limit,
        cost: buildOut.importPrice[t] * discount[t])
      bound(variable, .imports, "", t, limit)
      return variable
    }
  }

  /// An upper bound that states a limit.
  private mutating func bound(
    _ variable: Variable, _ kind: BuildOutLimit.Kind, _ name: String, _ t: Int, _ limit: Double
  ) {
    if !limit.isFinite { return }
    let stated = BuildOutLimit(kind: kind, name: name, year: years[t], limit: limit)
    if boundsAsConstraints {
      let row = programme.constraint("\(kind.rawValue) \(name) \(years[t])", upper: limit)
      programme.add(1, variable, to: row)
      limits.append((row, stated))
    } else {
      bounds.append((variable, stated))
    }
  }

  /// A constraint that states a limit; `constant` is what is used up already.
  private mutating func limit(
    _ kind: BuildOutLimit.Kind, _ name: String = "", _ t: Int? = nil, _ limit: Double, constant: Double = 0
  ) -> Constraint {
    let year = t.map { years[$0] }
    let stated = BuildOutLimit(kind: kind, name: name, year: year, limit: limit)
    let text = "\(kind.rawValue) \(name) \(year.map(String.init) ?? "")"
    let value = limit - constant
    let row =
      kind == .demand
      ? programme.constraint(text, lower: value, upper: value)
      : stated.isAtLeast ? programme.constraint(text, lower: value) : programme.constraint(text, upper: value)
    limits.append((row, stated))
    return row
  }

  /// What runs is what ran the year before, and what starts, less what has reached its life.
  private mutating func defineCapacity() {
    for (o, option) in buildOut.options.enumerated() {
      for (t, year) in years.enumerated() {
        guard let running = capacity[o][t] else { continue }
        let row = programme.constraint("capacity \(option.name) \(year)", lower: 0, upper: 0)
        programme.add(1, running, to: row)
        if t > 0, let before = capacity[o][t - 1] { programme.add(-1, before, to: row) }
        if t >= option.leadTime, let start = additions[o][t - option.leadTime] {
          programme.add(-1, start, to: row)
        }
        let end = t - option.leadTime - option.life
        if end >= 0, let end = additions[o][end] { programme.add(1, end, to: row) }
      }
    }
  }

  private mutating func limitOutput() {
    for (o, option) in buildOut.options.enumerated() {
      for t in years.indices {
        guard let running = capacity[o][t], let making = made[o][t] else { continue }
        let row = limit(.optionOutput, option.name, t, 0)
        programme.add(1, making, to: row)
        programme.add(-buildOut.utilisation[t] * buildOut.yield[t], running, to: row)
      }
    }
  }

  private mutating func meetDemand() {
    for t in years.indices {
      let row = limit(.demand, "", t, buildOut.demand[t])
      programme.add(1, imports[t], to: row)
      for making in madeByExisting { programme.add(1, making[t], to: row) }
      for making in made { if let making = making[t] { programme.add(1, making, to: row) } }
    }
  }

  private mutating func limitAdditions() {
    for t in years.indices where buildOut.buildRate[t].isFinite {
      let row = limit(.buildRate, "", t, buildOut.buildRate[t])
      for adding in additions { if let adding = adding[t] { programme.add(1, adding, to: row) } }
    }
    for (o, option) in buildOut.options.enumerated() where option.maximumTotal.isFinite {
      let row = limit(.optionTotal, option.name, nil, option.maximumTotal)
      for adding in additions[o] { if let adding { programme.add(1, adding, to: row) } }
    }
  }

  private mutating func limitResources() {
    for (mineral, available) in buildOut.minerals.sorted(by: { $0.key < $1.key }) {
      for t in years.indices where available[t].isFinite {
        let row = limit(.mineral, mineral, t, available[t])
        addMineral(mineral, t, weight: 1, to: row)
      }
    }
    for t in years.indices where buildOut.people[t].isFinite {
      let there = buildOut.existing.reduce(0) { $0 + $1.people * $1.nameplate[t] }
      let row = limit(.people, "", t, buildOut.people[t], constant: there)
      for (o, option) in buildOut.options.enumerated() {
        if let running = capacity[o][t] { programme.add(option.people, running, to: row) }
      }
    }
    for t in years.indices where buildOut.money[t].isFinite {
      let row = limit(.money, "", t, buildOut.money[t])
      for (o, option) in buildOut.options.enumerated() {
        if let adding = additions[o][t] { programme.add(option.capital[t], adding, to: row) }
      }
    }
    for t in years.indices where buildOut.publicMoney[t].isFinite {
      let row = limit(.publicMoney, "", t, buildOut.publicMoney[t])
      for (o, option) in buildOut.options.enumerated() {
        if let adding = additions[o][t] { programme.add(option.publicCapital[t], adding, to: row) }
        if let making = made[o][t] { programme.add(option.publicOperating[t], making, to: row) }
      }
    }
  }

  private mutating func addMineral(_ mineral: String, _ t: Int, weight: Double, to row: Constraint) {
    for (e, plant) in buildOut.existing.enumerated() {
      if let use = plant.minerals[mineral] { programme.add(weight * use, madeByExisting[e][t], to: row) }
    }
    for (o, option) in buildOut.options.enumerated() {
      if let use = option.minerals[mineral], let making = made[o][t] {
        programme.add(weight * use, making, to: row)
      }
    }
  }

  private mutating func reachTargets() {
    for target in buildOut.targets {
      guard let t = years.firstIndex(of: target.year) else { continue }
      func counts(_ name: String) -> Bool { target.counting.isEmpty || target.counting.contains(name) }
      let plants = buildOut.existing.indices.filter { counts(buildOut.existing[$0].name) }
      let options = buildOut.options.indices.filter { counts(buildOut.options[$0].name) }
      switch target.kind {
      case .nameplate:
        let there = plants.reduce(0) { $0 + buildOut.existing[$1].nameplate[t] }
        let row = limit(.target, target.name, t, target.value, constant: there)
        for o in options { if let running = capacity[o][t] { programme.add(1, running, to: row) } }
      case .homeShare:
        let row = limit(.homeShare, target.name, t, target.value * buildOut.demand[t])
        for e in plants { programme.add(1, madeByExisting[e][t], to: row) }
        for o in options { if let making = made[o][t] { programme.add(1, making, to: row) } }
      }
    }
  }

  private mutating func capTotals() {
    if buildOut.emissionsCap.isFinite { addEmissions(to: limit(.emissions, "", nil, buildOut.emissionsCap)) }
    if buildOut.concentrationCap.isFinite {
      addConcentration(to: limit(.concentration, "", nil, buildOut.concentrationCap))
    }
  }

  /// Adds all emissions, t CO2e, to a constraint.
  mutating func addEmissions(to row: Constraint) {
    for t in years.indices {
      programme.add(buildOut.importEmissions[t], imports[t], to: row)
      for (e, plant) in buildOut.existing.enumerated() {
        programme.add(plant.emissions[t], madeByExisting[e][t], to: row)
      }
      for (o, option) in buildOut.options.enumerated() {
        if let making = made[o][t] { programme.add(option.emissions[t], making, to: row) }
      }
    }
  }

  /// Adds the measure of concentration to a constraint.
  mutating func addConcentration(to row: Constraint) {
    for t in years.indices {
      programme.add(buildOut.importConcentration[t], imports[t], to: row)
      for (mineral, weight) in buildOut.concentrationWeights.sorted(by: { $0.key < $1.key }) {
        addMineral(mineral, t, weight: weight[t], to: row)
      }
    }
  }
}
