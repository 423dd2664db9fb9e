/// What is known and asked of a build-out of battery manufacturing: demand, plants that are there, plants that may
/// be added, what limits them, and targets. ``plan()`` finds the additions of least cost.
///
/// Money is in billion JPY, capacity in GWh/yr of nameplate, output in GWh of good cells, minerals and emissions
/// in tonnes. Costs of a year are discounted to the first year. An addition decided in year y is paid in y and
/// runs from y + lead time to y + lead time + life - 1.
public struct BuildOut: Sendable, Hashable {
  /// The years, one after the other.
  public var years: [Int]
  /// Demand that production at home or imports have to meet, GWh.
  public var demand: Yearly
  /// Plants that are there or are certain, by name.
  public var existing: [Existing] = []
  /// What may be added.
  public var options: [Option]
  /// Share of nameplate capacity that runs (0 to 1).
  public var utilisation: Yearly = 1
  /// Share of what is made that is good (0 to 1).
  public var yield: Yearly = 1
  /// Price of imported cells, billion JPY per GWh.
  public var importPrice: Yearly
  /// Emissions of imported cells, t CO2e per GWh.
  public var importEmissions: Yearly = 0
  /// How much imported cells add to the measure of concentration, per GWh.
  public var importConcentration: Yearly = 0
  /// The most that can be imported, GWh.
  public var importLimit: Yearly = .constant(.infinity)
  /// The most that can be bought of each mineral, t. Minerals without a limit need not be named.
  public var minerals: [String: Yearly] = [:]
  /// Weight of a tonne of each mineral in the measure of concentration: its suppliers' HHI from 0 to 1, or the share
  /// of one country.
  public var concentrationWeights: [String: Yearly] = [:]
  /// People trained and at hand for running plants.
  public var people: Yearly = .constant(.infinity)
  /// Most investment in a year, billion JPY, before support.
  public var money: Yearly = .constant(.infinity)
  /// Most public support in a year for capital and production together, billion JPY.
  public var publicMoney: Yearly = .constant(.infinity)
  /// Most capacity that can be added in a year over all options, GWh/yr.
  public var buildRate: Yearly = .constant(.infinity)
  /// What has to be reached.
  public var targets: [Target] = []
  /// Discount rate a year (0.05 is 5 %).
  public var discountRate: Double
  /// Whether plants that outlive the horizon are credited with the rest of their capital: the part of their life that
  /// lies after it (straight line), discounted to the year after the last.
  public var salvage = true
  /// Whose costs are minimised.
  public var costs = Costs.total
  /// Most emissions over all years, t CO2e.
  public var emissionsCap: Double = .infinity
  /// The greatest measure of concentration over all years (see `Plan.concentration`).
  public var concentrationCap: Double = .infinity

  /// Whose costs are minimised.
  public enum Costs: Sendable, Hashable {
    /// All costs, whoever pays them. Support moves them only, except electricity that is cheaper for other reasons.
    case total
    /// Costs less public support: what investors and buyers see.
    case investors
  }

  /// A plant, or a group of plants, whose capacity is given.
  public struct Existing: Sendable, Hashable {
    /// Its name, not used twice.
    public var name: String
    /// Nameplate capacity, GWh/yr.
    public var nameplate: Yearly
    /// Share of the nameplate that is past its ramp-up, 0 to 1.
    public var working: Yearly = 1
    /// The first year in which it can run, if it is not there before the horizon begins.
    public var firstYear: Int?
    /// Cost of production, billion JPY per GWh of good output.
    public var operating: Yearly
    /// Minerals bought, t per GWh of good output (with the losses of production).
    public var minerals: [String: Double] = [:]
    /// People per GWh/yr of nameplate.
    public var people: Double = 0
    /// Emissions, t CO2e per GWh of good output.
    public var emissions: Yearly = 0

    /// A plant of given capacity.
    public init(
      name: String, nameplate: Yearly, firstYear: Int? = nil, operating: Yearly,
      minerals: [String: Double] = [:],
      people: Double = 0, emissions: Yearly = 0
    ) {
      self.name = name
      self.nameplate = nameplate
      self.firstYear = firstYear
      self.operating = operating
      self.minerals = minerals
      self.people = people
      self.emissions = emissions
    }
  }

  /// A technology or plant that may be added.
  public struct Option: Sendable, Hashable {
    /// Its name, not used twice.
    public var name: String
    /// Investment by year of decision, billion JPY per GWh/yr, before support.
    public var capital: Yearly
    /// Cost of production by year, billion JPY per GWh of good output, before support.
    public var operating: Yearly
    /// The part of `capital` that is publicly paid.
    public var publicCapital: Yearly = 0
    /// The part of `operating` that is publicly paid.
    public var publicOperating: Yearly = 0
    /// Years from decision to running.
    public var leadTime: Int
    /// The first year in which an addition can be decided; the first of the horizon if there is none.
    public var earliestYear: Int?
    /// The last year in which an addition can be decided.
    public var latestYear: Int?
    /// The most over all years, GWh/yr.
    public var maximumTotal: Double = .infinity
    /// The most in a year, GWh/yr.
    public var maximumPerYear: Yearly = .constant(.infinity)
    /// Years for which it runs.
    public var life: Int
    /// Share of nameplate that works in the first, second … year of running, 0 to 1; all of it after them.
    public var rampUp: [Double] = []
    /// Minerals bought, t per GWh of good output (with the losses of production).
    public var minerals: [String: Double] = [:]
    /// People per GWh/yr of nameplate.
    public var people: Double = 0
    /// Emissions, t CO2e per GWh of good output.
    public var emissions: Yearly = 0

    /// Something that may be added.
    public init(name: String, capital: Yearly, operating: Yearly, leadTime: Int, life: Int) {
      self.name = name
      self.capital = capital
      self.operating = operating
      self.leadTime = leadTime
      self.life = life
    }
  }

  /// Something to be reached in a year.
  public struct Target: Sendable, Hashable {
    /// What a target is about.
    public enum Kind: Sendable, Hashable {
      /// Nameplate capacity of at least so many GWh/yr.
      case nameplate
      /// Production at home of at least such a share of demand (0 to 1).
      case homeShare
    }

    /// Its name, not used twice.
    public var name: String
    /// What it is about.
    public var kind: Kind
    /// When.
    public var year: Int
    /// At least how much.
    public var value: Double
    /// The options and existing plants that count; all if there are none.
    public var counting: Set<String> = []

    /// Something to be reached in a year.
    public init(name: String, kind: Kind, year: Int, value: Double, counting: Set<String> = []) {
      self.name = name
      self.kind = kind
      self.year = year
      self.value = value
      self.counting = counting
    }
  }

  /// A build-out with what it cannot do without; all else is a property to be set.
  public init(
    years: [Int], demand: Yearly, options: [Option], importPrice: Yearly, discountRate: Double
  ) {
    self.years = years
    self.demand = demand
    self.options = options
    self.importPrice = importPrice
    self.discountRate = discountRate
  }

  /// The additions of least cost.
  ///
  /// - Throws: `BuildOutProblems` where inputs make no sense; `LinearProgrammeProblem.infeasible` where limits and
  ///   targets conflict, which `conflict()` explains.
  public func plan() throws -> Plan { try BuildOutProgramme(self).plan() }

  /// The linear programme that `plan()` solves, for those who want to solve it otherwise.
  ///
  /// - Throws: `BuildOutProblems`.
  public func linearProgramme() throws -> LinearProgramme { try BuildOutProgramme(self).programme }
}
