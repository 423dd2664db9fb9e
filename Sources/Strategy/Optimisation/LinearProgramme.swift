/// A linear programme: the least or greatest value of a linear objective over variables within bounds, subject
/// to linear constraints. Variables and constraints have names, so that an answer can be explained.
public struct LinearProgramme: Sendable {
  /// Whether the objective is to be small or large.
  public enum Sense: Sendable { case minimise, maximise }

  /// One variable of one programme.
  public struct Variable: Hashable, Sendable {
    /// Its place among the programme's variables, from 0.
    public let index: Int
  }

  /// One constraint of one programme.
  public struct Constraint: Hashable, Sendable {
    /// Its place among the programme's constraints, from 0.
    public let index: Int

    package static func at(_ index: Int) -> Constraint { Constraint(index: index) }
  }

  /// Whether the objective is to be small or large.
  public private(set) var sense: Sense
  /// The variables' names, in the order in which they were added.
  public private(set) var variableNames: [String] = []
  /// The constraints' names, in the order in which they were added.
  public private(set) var constraintNames: [String] = []
  package internal(set) var lower: [Double] = []
  package internal(set) var upper: [Double] = []
  package internal(set) var cost: [Double] = []
  package internal(set) var rowLower: [Double] = []
  package internal(set) var rowUpper: [Double] = []
  // The matrix as triplets; entries at the same place are added up when it is solved.
  package private(set) var entryRow: [Int32] = []
  package private(set) var entryColumn: [Int32] = []
  package private(set) var entryValue: [Double] = []

  /// A programme without variables and constraints.
  public init(_ sense: Sense = .minimise) { self.sense = sense }

  /// How many variables there are.
  public var variableCount: Int { cost.count }
  /// How many constraints there are.
  public var constraintCount: Int { rowLower.count }

  /// Adds a variable with its bounds (both included; infinite where there is none) and its cost per unit.
  @discardableResult
  public mutating func variable(
    _ name: String, lower: Double = 0, upper: Double = .infinity, cost: Double = 0
  ) -> Variable {
    variableNames.append(name)
    self.lower.append(lower)
    self.upper.append(upper)
    self.cost.append(cost)
    return Variable(index: self.cost.count - 1)
  }

  /// Adds a constraint `lower <= sum of terms <= upper`; the bounds are equal in an equation.
  @discardableResult
  public mutating func constraint(
    _ name: String, lower: Double = -.infinity, upper: Double = .infinity,
    _ terms: [(coefficient: Double, variable: Variable)] = []
  ) -> Constraint {
    constraintNames.append(name)
    rowLower.append(lower)
    rowUpper.append(upper)
    let constraint = Constraint(index: rowLower.count - 1)
    for term in terms { add(term.coefficient, term.variable, to: constraint) }
    return constraint
  }

  /// Adds `coefficient * variable` to a constraint.
  public mutating func add(_ coefficient: Double, _ variable: Variable, to constraint: Constraint) {
    if coefficient == 0 { return }
    entryRow.append(Int32(constraint.index))
    entryColumn.append(Int32(variable.index))
    entryValue.append(coefficient)
  }

  /// Makes room for so many variables, constraints and coefficients.
  public mutating func reserve(variables: Int, constraints: Int, coefficients: Int) {
    variableNames.reserveCapacity(variables)
    lower.reserveCapacity(variables)
    upper.reserveCapacity(variables)
    cost.reserveCapacity(variables)
    constraintNames.reserveCapacity(constraints)
    rowLower.reserveCapacity(constraints)
    rowUpper.reserveCapacity(constraints)
    entryRow.reserveCapacity(coefficients)
    entryColumn.reserveCapacity(coefficients)
    entryValue.reserveCapacity(coefficients)
  }

  /// The optimum.
  ///
  /// - Throws: `LinearProgrammeProblem`.
  public func solve() throws(LinearProgrammeProblem) -> LinearSolution { try LinearSolver(self).solve() }

  /// The same variables and constraints, to be minimised, all costs 0.
  func withoutCosts() -> LinearProgramme {
    var plain = self
    plain.sense = .minimise
    for j in plain.cost.indices { plain.cost[j] = 0 }
    return plain
  }

  /// What is wrong with the numbers, if anything.
  var fault: String? {
    for j in 0..<variableCount {
      if !cost[j].isFinite { return "the cost of “\(variableNames[j])” is \(cost[j])" }
      if let fault = Self.fault(lower[j], upper[j]) { return "“\(variableNames[j])” \(fault)" }
    }
    for i in 0..<constraintCount {
      if let fault = Self.fault(rowLower[i], rowUpper[i]) { return "“\(constraintNames[i])” \(fault)" }
    }
    for k in entryValue.indices where !entryValue[k].isFinite {
      let (row, column) = (constraintNames[Int(entryRow[k])], variableNames[Int(entryColumn[k])])
      return "the coefficient of “\(column)” in “\(row)” is \(entryValue[k])"
    }
    return nil
  }

  static func fault(_ lower: Double, _ upper: Double) -> String? {
    if lower.isNaN || upper.isNaN || lower == .infinity || upper == -.infinity {
      return "has the bounds \(lower) and \(upper)"
    }
    return lower > upper ? "has a lower bound of \(lower), above its upper bound of \(upper)" : nil
  }
}

/// Why a linear programme has no optimum.
public enum LinearProgrammeProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// No values satisfy all constraints: `LinearProgramme.conflict(among:)` says which conflict.
  case infeasible
  /// The objective has no limit.
  case unbounded
  /// A number is not one or bounds are crossed; the text names the variable or constraint.
  case malformed(String)
  /// The solver stopped, or its answer did not stand the check.
  case failed(String)

  /// The reason in a few words.
  public var description: String {
    switch self {
    case .infeasible: "no values satisfy all constraints"
    case .unbounded: "the objective has no limit"
    case .malformed(let reason): reason
    case .failed(let reason): "the linear programme could not be solved: \(reason)"
    }
  }
}
