/// The optimum of a linear programme, with its prices and a check that does not rely on the solver.
public struct LinearSolution: Sendable {
  /// The value of the objective.
  public let objective: Double
  /// The variables' values, in the programme's order.
  public let values: [Double]
  /// By constraint: the change of the objective per unit added to the right-hand side (to the bound that binds),
  /// whether the objective is minimised or maximised. 0 where the constraint does not bind.
  public let duals: [Double]
  /// By variable: the change of the objective per unit added to the bound at which the variable is.
  public let reducedCosts: [Double]
  /// How well the optimum was confirmed.
  public let check: LinearCheck
  /// Steps of the simplex method.
  public let iterations: Int

  /// The value of a variable.
  public subscript(_ variable: LinearProgramme.Variable) -> Double { values[variable.index] }

  /// The change of the objective per unit added to the right-hand side of a constraint.
  public func dual(_ constraint: LinearProgramme.Constraint) -> Double { duals[constraint.index] }

  /// The change of the objective per unit added to the bound at which a variable is.
  public func reducedCost(_ variable: LinearProgramme.Variable) -> Double { reducedCosts[variable.index] }
}

/// Evidence that values are optimal: they satisfy the constraints, the prices have the right signs, and both lead
/// to the same objective (strong duality). All three are computed from the programme as it was stated.
public struct LinearCheck: Sendable, Hashable {
  /// The largest violation of a constraint or bound, relative to the terms that meet in it or to a typical bound,
  /// whichever is larger.
  public let primal: Double
  /// The largest price with a wrong sign, relative to the terms that meet in it or to a typical price, whichever is
  /// larger.
  public let dual: Double
  /// The difference between the objective and that of the prices, relative to the terms of both.
  public let gap: Double

  /// What is left of terms that cancel, or a price so far below a typical one, is rounding.
  static let rounding = 1e-13

  /// The largest of the three.
  public var worst: Double { max(primal, dual, gap) }

  /// The check, with the reduced costs that follow from the duals. All in terms of minimising.
  static func of(
    _ programme: LinearProgramme, values: [Double], duals: [Double], cost: [Double], scaling: LinearScaling
  ) -> (check: LinearCheck, reducedCosts: [Double]) {
    let (n, m) = (programme.variableCount, programme.constraintCount)
    var activity = [Double](repeating: 0, count: m)
    var terms = activity
    var reduced = cost
    var reducedTerms = cost.map(abs)
    for k in programme.entryValue.indices {
      let (i, j) = (Int(programme.entryRow[k]), Int(programme.entryColumn[k]))
      let product = programme.entryValue[k] * values[j]
      activity[i] += product
      terms[i] += abs(product)
      let price = programme.entryValue[k] * duals[i]
      reduced[j] -= price
      reducedTerms[j] += abs(price)
    }
    var (primal, dual, objective, dualObjective, size) = (0.0, 0.0, 0.0, 0.0, 0.0)
    func violation(_ value: Double, _ lower: Double, _ upper: Double, _ terms: Double, _ typical: Double)
      -> Double
    {
      let excess = max(lower - value, value - upper, 0)
      if excess == 0 { return 0 }
      return excess / max(terms, abs(value < lower ? lower : upper), typical)
    }
    // A price counts at the bound it belongs to; where that bound is infinite it should be 0.
    func take(_ price: Double, _ lower: Double, _ upper: Double, _ terms: Double) {
      let bound = price > 0 ? lower : upper
      if price == 0 { return }
      if bound.isFinite {
        dualObjective += price * bound
        size += abs(price * bound)
      } else {
        dual = max(dual, abs(price) / terms)
      }
    }
    for i in 0..<m {
      let (lower, upper) = (programme.rowLower[i], programme.rowUpper[i])
      primal = max(primal, violation(activity[i], lower, upper, terms[i], scaling.size / scaling.row[i]))
      take(duals[i], programme.rowLower[i], programme.rowUpper[i], scaling.row[i] / scaling.price)
    }
    for j in 0..<n {
      let (lower, upper) = (programme.lower[j], programme.upper[j])
      primal = max(
        primal, violation(values[j], lower, upper, abs(values[j]), scaling.size * scaling.column[j]))
      objective += cost[j] * values[j]
      size += abs(cost[j] * values[j])
      let typical = max(reducedTerms[j], 1 / (scaling.column[j] * scaling.price))
      if abs(reduced[j]) <= Self.rounding * typical { reduced[j] = 0 }
      take(reduced[j], programme.lower[j], programme.upper[j], typical)
    }
    let gap = size == 0 ? 0 : abs(objective - dualObjective) / size
    return (LinearCheck(primal: primal, dual: dual, gap: gap), reduced)
  }
}
