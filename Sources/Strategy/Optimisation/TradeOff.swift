/// What less of something costs: the least-cost build-outs under ever tighter caps on emissions or on concentration
/// (the epsilon-constraint method; Mavrotas 2009, doi 10.1016/j.amc.2009.03.037). Every point is a full optimum.
public struct TradeOff: Sendable {
  /// What is weighed against cost.
  public enum Measure: Sendable, Hashable {
    /// Emissions over all years, t CO2e.
    case emissions
    /// Tonnes of minerals weighed by how concentrated their supply is.
    case concentration
  }

  /// A point of the curve.
  public struct Point: Sendable {
    /// Discounted cost, billion JPY.
    public let cost: Double
    /// The measure.
    public let measure: Double
    /// What one unit less of the measure costs here, billion JPY; 0 at the end of least cost.
    public let price: Double
    /// The build-out.
    public let plan: BuildOut.Plan
  }

  /// What is weighed against cost.
  public let measure: Measure
  /// From the least cost to the least of the measure. One point where both are reached at once.
  public let points: [Point]
}

extension BuildOut {
  /// The curve of cost against emissions or concentration.
  ///
  /// Both ends are lexicographic: of all plans of least cost the one with the least of the measure, and the other
  /// way round. For that, the first objective may be worse by 1e-9 of itself.
  ///
  /// - Parameter points: How many points, ends included (at least 2), evenly spaced in the measure.
  /// - Throws: `BuildOutProblems`, `LinearProgrammeProblem`.
  public func tradeOff(against measure: TradeOff.Measure, points: Int) throws -> TradeOff {
    if points < 2 { throw BuildOutProblems(reasons: ["a curve of \(points) points, expected 2 or more"]) }
    var built = try BuildOutProgramme(self)
    let costs = built.programme.cost
    let costRow = built.programme.constraint("cost")
    for (j, cost) in costs.enumerated() { built.programme.add(cost, .init(index: j), to: costRow) }
    let measureRow = built.programme.constraint("measure")
    switch measure {
    case .emissions: built.addEmissions(to: measureRow)
    case .concentration: built.addConcentration(to: measureRow)
    }
    let weights = built.programme.coefficients(of: measureRow)
    let solver = try LinearSolver(built.programme)
    func total(_ weights: [Double], _ solution: LinearSolution) -> Double {
      zip(weights, solution.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func loosened(_ value: Double) -> Double { value + 1e-9 * abs(value) }
    func point(_ solution: LinearSolution, price: Double) -> TradeOff.Point {
      TradeOff.Point(
        cost: total(costs, solution), measure: total(weights, solution), price: price,
        plan: built.plan(from: solution))
    }

    let leastCost = try solver.solve().objective
    try solver.setBounds(of: costRow, upper: loosened(leastCost))
    try solver.setCosts(weights)
    let first = point(try solver.solve(), price: 0)
    try solver.setBounds(of: costRow)
    let leastMeasure = try solver.solve().objective
    try solver.setCosts(costs)
    if first.measure - leastMeasure <= 1e-8 * abs(first.measure) {
      return TradeOff(measure: measure, points: [first])
    }
    var curve = [first]
    for k in 1..<points {
      let share = Double(k) / Double(points - 1)
      let cap = first.measure + share * (leastMeasure - first.measure)
      try solver.setBounds(of: measureRow, upper: k == points - 1 ? loosened(leastMeasure) : cap)
      let solution = try solver.solve()
      curve.append(point(solution, price: -solution.dual(measureRow)))
    }
    return TradeOff(measure: measure, points: curve)
  }
}

extension LinearProgramme {
  /// The coefficients of a constraint by variable.
  func coefficients(of constraint: Constraint) -> [Double] {
    var all = [Double](repeating: 0, count: variableCount)
    for k in entryValue.indices where Int(entryRow[k]) == constraint.index {
      all[Int(entryColumn[k])] += entryValue[k]
    }
    return all
  }
}
