extension BuildOut {
  /// What is built, made and imported at least cost, and what each limit is worth.
  public struct Plan: Sendable {
    /// The years.
    public let years: [Int]
    /// By option and year of decision: additions, GWh/yr. Options are in the order of the build-out.
    public let additions: [[Double]]
    /// By option and year: running nameplate, GWh/yr.
    public let capacity: [[Double]]
    /// By year: nameplate of existing plants and options together, GWh/yr.
    public let nameplate: [Double]
    /// By option and year: good output, GWh.
    public let made: [[Double]]
    /// By existing plant and year: good output, GWh.
    public let madeByExisting: [[Double]]
    /// By year: good output of all, GWh.
    public let output: [Double]
    /// By year: imports, GWh.
    public let imports: [Double]
    /// By year: mineral bought, t, of every mineral that a plant or option uses.
    public let minerals: [String: [Double]]
    /// By year: people in running plants.
    public let people: [Double]
    /// By year: emissions, t CO2e.
    public let emissions: [Double]
    /// By year: tonnes of minerals weighed by concentration, with that of imports.
    public let concentration: [Double]
    /// By year, not discounted: who pays what.
    public let costs: [YearCosts]
    /// Capital left at the end (0 without salvage; without the public part where the costs of investors are minimised),
    /// billion JPY in the year after the last.
    public let salvage: Double
    /// What was minimised: discounted costs less salvage, billion JPY of the first year.
    public let objective: Double
    /// All limits with their prices.
    public let prices: [ShadowPrice]
    /// How well the optimum was confirmed.
    public let check: LinearCheck

    /// Emissions over all years, t CO2e.
    public var totalEmissions: Double { emissions.reduce(0, +) }
    /// The measure of concentration over all years.
    public var totalConcentration: Double { concentration.reduce(0, +) }
    /// The limits that bind: those with a price.
    public var bindingPrices: [ShadowPrice] { prices.filter { $0.price != 0 } }
  }

  /// Costs of a year, billion JPY, not discounted.
  public struct YearCosts: Sendable, Hashable {
    /// Investment.
    public let capital: Double
    /// Production, in existing plants and new ones.
    public let operating: Double
    /// Imports.
    public let imports: Double
    /// What of capital and operating is publicly paid.
    public let publicPart: Double
    /// Capital, production and imports, whoever pays.
    public var total: Double { capital + operating + imports }
    /// What is left for investors and buyers.
    public var privatePart: Double { total - publicPart }
  }

  /// What one more unit of a limit changes.
  public struct ShadowPrice: Sendable, Hashable {
    /// The limit.
    public let limit: BuildOutLimit
    /// Change of the least cost per unit, billion JPY of the first year: above 0 it costs, below 0 it saves.
    public let price: Double

    /// A price of a limit.
    public init(limit: BuildOutLimit, price: Double) {
      self.limit = limit
      self.price = price
    }
  }
}

extension BuildOutProgramme {
  func plan() throws(LinearProgrammeProblem) -> BuildOut.Plan { plan(from: try programme.solve()) }

  /// The programme's answer in terms of the build-out.
  func plan(from solution: LinearSolution) -> BuildOut.Plan {
    let years = buildOut.years.indices
    func values(_ variables: [[Variable?]]) -> [[Double]] {
      variables.map { $0.map { $0.map { solution[$0] } ?? 0 } }
    }
    let (adding, running, making) = (values(additions), values(capacity), values(made))
    let existing = madeByExisting.map { $0.map { solution[$0] } }
    let imported = imports.map { solution[$0] }
    let options = Array(buildOut.options.enumerated())
    let plants = Array(buildOut.existing.enumerated())
    /// Sums over plants and options.
    func sum(
      _ t: Int, _ ofPlant: (BuildOut.Existing, Double) -> Double,
      _ ofOption: (BuildOut.Option, Double) -> Double
    ) -> Double {
      plants.reduce(0) { $0 + ofPlant($1.element, existing[$1.offset][t]) }
        + options.reduce(0) { $0 + ofOption($1.element, making[$1.offset][t]) }
    }
    let names = Set(buildOut.existing.flatMap(\.minerals.keys) + buildOut.options.flatMap(\.minerals.keys))
    var minerals: [String: [Double]] = [:]
    for name in names {
      minerals[name] = years.map { t in
        sum(t, { ($0.minerals[name] ?? 0) * $1 }, { ($0.minerals[name] ?? 0) * $1 })
      }
    }
    var salvage = 0.0
    for (o, option) in options {
      for t in years where adding[o][t] != 0 {
        let capital = option.capital[t] - (buildOut.costs == .investors ? option.publicCapital[t] : 0)
        salvage += capital * adding[o][t] * salvageShare(option, runsFrom: t + option.leadTime)
      }
    }
    return BuildOut.Plan(
      years: buildOut.years, additions: adding, capacity: running,
      nameplate: years.map { t in
        plants.reduce(0) { $0 + $1.element.nameplate[t] } + options.reduce(0) { $0 + running[$1.offset][t] }
      },
      made: making, madeByExisting: existing, output: years.map { sum($0, { $1 }, { $1 }) },
      imports: imported,
      minerals: minerals,
      people: years.map { t in
        plants.reduce(0) { $0 + $1.element.people * $1.element.nameplate[t] }
          + options.reduce(0) { $0 + $1.element.people * running[$1.offset][t] }
      },
      emissions: years.map { t in
        sum(t, { $0.emissions[t] * $1 }, { $0.emissions[t] * $1 }) + buildOut.importEmissions[t] * imported[t]
      },
      concentration: years.map { t in
        buildOut.concentrationWeights.sorted { $0.key < $1.key }
          .reduce(buildOut.importConcentration[t] * imported[t]) {
            $0 + $1.value[t] * (minerals[$1.key]?[t] ?? 0)
          }
      },
      costs: years.map { t in
        func capital(_ cost: (BuildOut.Option) -> Yearly) -> Double {
          options.reduce(0) { $0 + cost($1.element)[t] * adding[$1.offset][t] }
        }
        return BuildOut.YearCosts(
          capital: capital(\.capital), operating: sum(t, { $0.operating[t] * $1 }, { $0.operating[t] * $1 }),
          imports: buildOut.importPrice[t] * imported[t],
          publicPart: capital(\.publicCapital) + sum(t, { _, _ in 0 }, { $0.publicOperating[t] * $1 }))
      },
      salvage: salvage, objective: solution.objective, prices: prices(from: solution), check: solution.check)
  }

  private func prices(from solution: LinearSolution) -> [BuildOut.ShadowPrice] {
    return limits.map { BuildOut.ShadowPrice(limit: $0.limit, price: solution.dual($0.constraint)) }
      + bounds.map { entry in
        // A variable fixed at 0 by its upper bound counts; one at its lower bound of 0 does not.
        let price = min(0, solution.reducedCost(entry.variable))
        return BuildOut.ShadowPrice(limit: entry.limit, price: price)
      }
  }
}
