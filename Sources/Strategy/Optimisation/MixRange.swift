/// How a figure for lithium is to be read.
public enum LithiumReading: String, Sendable, Hashable, CaseIterable {
  /// Contained metal.
  case metal
  /// Lithium carbonate, Li2CO3 (LCE).
  case carbonate
  /// Lithium hydroxide monohydrate, LiOH·H2O.
  case hydroxide

  /// Mass of lithium in a unit of mass, from the abridged standard atomic weights (IUPAC 2021).
  public var lithiumShare: Double {
    let (lithium, hydrogen, carbon, oxygen) = (6.94, 1.008, 12.011, 15.999)
    return switch self {
    case .metal: 1
    case .carbonate: 2 * lithium / (2 * lithium + carbon + 3 * oxygen)
    case .hydroxide: lithium / (lithium + 3 * hydrogen + 2 * oxygen)
    }
  }
}

/// Which mixes of cell chemistries agree with published needs of minerals, when these are rounded and the purchases
/// exceed the contents by one common factor. Few rounded figures do not fix a mix: what they fix is a range.
///
/// The shares s add up to 1 and the factor is f: for each mineral `capacity * f * sum of s * intensity` lies within
/// the figure's rounding. Divided by f this is linear in s and 1/f (Charnes and Cooper 1962).
public struct MixRange: Sendable {
  /// A published need of a mineral.
  public struct Figure: Sendable, Hashable {
    /// The mineral, as in the intensities.
    public var mineral: String
    /// The need, kt.
    public var kilotonnes: Double
    /// Half of the last printed place, kt.
    public var halfWidth: Double

    /// A published need.
    public init(mineral: String, kilotonnes: Double, halfWidth: Double) {
      self.mineral = mineral
      self.kilotonnes = kilotonnes
      self.halfWidth = halfWidth
    }
  }

  /// A chemistry with what it contains.
  public struct Chemistry: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Contained minerals, kg/kWh; lithium as metal.
    public var intensities: [String: Double]

    /// A chemistry.
    public init(name: String, intensities: [String: Double]) {
      self.name = name
      self.intensities = intensities
    }
  }

  /// A mix with the factor that goes with it.
  public struct Mix: Sendable, Hashable {
    /// Shares of the chemistries in capacity.
    public let shares: [String: Double]
    /// Purchases over contents.
    public let factor: Double
    /// The largest difference from a figure, kt.
    public let difference: Double
  }

  /// Capacity, GWh.
  public let capacity: Double
  /// The published needs.
  public let figures: [Figure]
  /// The chemistries that may be in the mix.
  public let chemistries: [Chemistry]
  /// The factors that are allowed.
  public let factors: ClosedRange<Double>
  /// By figure and chemistry: kt as the figure counts them, if all capacity were of the chemistry.
  private let needs: [[Double]]

  /// - Parameters:
  ///   - lithium: The name of lithium among the figures, whose need is read as `reading`.
  ///   - factors: Purchases over contents; 1 and more unless stated otherwise.
  /// - Throws: `BuildOutProblems` where a number makes no sense or a chemistry has no intensity for a mineral.
  public init(
    capacity: Double, figures: [Figure], chemistries: [Chemistry], lithium: String = "Lithium",
    reading: LithiumReading, factors: ClosedRange<Double> = 1...(.infinity)
  ) throws(BuildOutProblems) {
    var reasons: [String] = []
    if !(capacity > 0 && capacity.isFinite) {
      reasons.append("a capacity of \(capacity) GWh, expected more than 0")
    }
    if !(factors.lowerBound > 0) {
      reasons.append("a purchase factor from \(factors.lowerBound), expected above 0")
    }
    if chemistries.isEmpty { reasons.append("there are no chemistries") }
    var names: Set<String> = []
    for chemistry in chemistries where !names.insert(chemistry.name).inserted {
      reasons.append("the chemistry “\(chemistry.name)” is there twice")
    }
    for figure in figures {
      for value in [figure.kilotonnes, figure.halfWidth] where !(value >= 0 && value.isFinite) {
        reasons.append("\(figure.mineral): \(value) kt, expected 0 or more")
      }
      for chemistry in chemistries {
        guard let intensity = chemistry.intensities[figure.mineral] else {
          reasons.append("“\(chemistry.name)” has no intensity for \(figure.mineral)")
          continue
        }
        if !(intensity >= 0 && intensity.isFinite) {
          reasons.append("“\(chemistry.name)”: \(intensity) kg/kWh of \(figure.mineral), expected 0 or more")
        }
      }
    }
    if !reasons.isEmpty { throw BuildOutProblems(reasons: reasons) }
    self.capacity = capacity
    self.figures = figures
    self.chemistries = chemistries
    self.factors = factors
    // 1 kg/kWh of 1 GWh is 1 kt.
    needs = figures.map { figure in
      let share = figure.mineral == lithium ? reading.lithiumShare : 1
      return chemistries.map { capacity * ($0.intensities[figure.mineral] ?? 0) / share }
    }
  }

  /// The factors with which some mix agrees with all figures; nil if there is none.
  public func factorRange() throws(LinearProgrammeProblem) -> ClosedRange<Double>? {
    let built = withinRounding()
    guard let inverse = try range(of: built.inverse, in: built.programme) else { return nil }
    return 1 / inverse.upperBound...1 / inverse.lowerBound
  }

  /// By chemistry: its shares over all mixes and factors that agree with all figures; nil if there are none.
  public func shareRanges() throws(LinearProgrammeProblem) -> [String: ClosedRange<Double>]? {
    let built = withinRounding()
    var ranges: [String: ClosedRange<Double>] = [:]
    for (chemistry, share) in zip(chemistries, built.shares) {
      guard let range = try range(of: share, in: built.programme) else { return nil }
      ranges[chemistry.name] = range
    }
    return ranges
  }

  /// The mix that comes closest, in kt, to the figure it misses most: what is the smallest rounding that admits one.
  public func closest() throws(LinearProgrammeProblem) -> Mix {
    // In amounts f * s the differences are linear; the amounts add up to f.
    var programme = LinearProgramme()
    let difference = programme.variable("difference", cost: 1)
    let amounts = chemistries.map { programme.variable($0.name) }
    for (figure, need) in zip(figures, needs) {
      let above = programme.constraint("\(figure.mineral), above", upper: figure.kilotonnes)
      let below = programme.constraint("\(figure.mineral), below", lower: figure.kilotonnes)
      for (amount, tonnes) in zip(amounts, need) {
        programme.add(tonnes, amount, to: above)
        programme.add(tonnes, amount, to: below)
      }
      programme.add(-1, difference, to: above)
      programme.add(1, difference, to: below)
    }
    let sum = programme.constraint("factor", lower: factors.lowerBound, upper: factors.upperBound)
    for amount in amounts { programme.add(1, amount, to: sum) }
    let solution = try programme.solve()
    let factor = amounts.reduce(0) { $0 + solution[$1] }
    let shares = zip(chemistries, amounts).map { ($0.name, solution[$1] / factor) }
    return Mix(
      shares: Dictionary(uniqueKeysWithValues: shares), factor: factor, difference: solution[difference])
  }

  /// The programme in shares and the inverse of the factor.
  private func withinRounding() -> (
    programme: LinearProgramme, shares: [LinearProgramme.Variable], inverse: LinearProgramme.Variable
  ) {
    var programme = LinearProgramme()
    let shares = chemistries.map { programme.variable("share of \($0.name)") }
    let inverse = programme.variable(
      "1 / factor", lower: 1 / factors.upperBound, upper: 1 / factors.lowerBound)
    let sum = programme.constraint("shares", lower: 1, upper: 1)
    for share in shares { programme.add(1, share, to: sum) }
    for (figure, need) in zip(figures, needs) {
      let most = programme.constraint("\(figure.mineral), most", upper: 0)
      let least = programme.constraint("\(figure.mineral), least", lower: 0)
      for (share, tonnes) in zip(shares, need) {
        programme.add(tonnes, share, to: most)
        programme.add(tonnes, share, to: least)
      }
      programme.add(-figure.kilotonnes - figure.halfWidth, inverse, to: most)
      programme.add(-max(0, figure.kilotonnes - figure.halfWidth), inverse, to: least)
    }
    return (programme, shares, inverse)
  }

  private func range(
    of variable: LinearProgramme.Variable, in programme: LinearProgramme
  ) throws(LinearProgrammeProblem) -> ClosedRange<Double>? {
    let solver = try LinearSolver(programme)
    var costs = [Double](repeating: 0, count: programme.variableCount)
    do {
      costs[variable.index] = 1
      try solver.setCosts(costs)
      let low = try solver.solve()[variable]
      costs[variable.index] = -1
      try solver.setCosts(costs)
      let high = try solver.solve()[variable]
      return min(low, high)...max(low, high)
    } catch .infeasible { return nil }
  }
}
