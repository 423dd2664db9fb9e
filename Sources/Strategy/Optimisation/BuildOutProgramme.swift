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

  var years: [Int] { buildOut.years }

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
          let limit = plant.nameplate[t] * plant.working[t] * buildOut.utilisation[t] * buildOut.yield[t]
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
  mutating func limit(
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
}
