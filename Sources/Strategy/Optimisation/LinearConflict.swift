/// Constraints that cannot all hold: without any one of them the others can (an irreducible infeasible subset,
/// with the constraints that were not candidates taken as given).
public struct LinearConflict: Sendable {
  /// One of the constraints.
  public struct Member: Sendable {
    /// The constraint.
    public let constraint: LinearProgramme.Constraint
    /// Its name.
    public let name: String
    /// Whether its lower bound conflicts, else its upper bound.
    public let isAtLeast: Bool
    /// The bound that conflicts.
    public let bound: Double
    /// By how much this bound alone has to be loosened so that the whole programme has a solution; nil where no
    /// amount is enough, as there are other conflicts or others that rule it out.
    public let leastRelaxation: Double?
  }

  /// The constraints, in the programme's order.
  public let members: [Member]
}

extension LinearProgramme {
  /// Why the programme has no solution: constraints that conflict, each with the least that loosening it alone would
  /// take. Nil where there is a solution.
  ///
  /// The least weighted violation of all candidates (an elastic programme) gives prices that prove the conflict; a
  /// deletion filter then drops every constraint that is not needed (Chinneck, Feasibility and Infeasibility in
  /// Optimization, 2008).
  ///
  /// - Parameter candidates: The constraints that may be named, all others being beyond question; all if nil, or if
  ///   the others conflict among themselves.
  /// - Throws: `LinearProgrammeProblem`, never `infeasible` for want of a solution of the programme itself; it is
  ///   where the bounds of variables alone are crossed.
  public func conflict(
    among candidates: [Constraint]? = nil
  ) throws(LinearProgrammeProblem) -> LinearConflict? {
    let plain = withoutCosts()
    if try plain.isFeasible() { return nil }
    let all = (0..<constraintCount).map(Constraint.init)
    let suspects: [Constraint]
    if let candidates, let found = try plain.suspects(among: candidates) {
      suspects = found
    } else if let found = try plain.suspects(among: all) {
      suspects = found
    } else {
      throw .failed("the bounds of the variables conflict without any constraint")
    }
    let asked = Set(candidates ?? all)
    let pool = suspects.allSatisfy(asked.contains) ? asked : Set(all)
    let kept = try plain.irreducible(suspects, pool: pool)
    let sides = try plain.sides(of: kept, pool: pool)
    var members: [LinearConflict.Member] = []
    for constraint in kept {
      let i = constraint.index
      let isAtLeast = sides[constraint] ?? rowLower[i].isFinite
      members.append(
        LinearConflict.Member(
          constraint: constraint, name: constraintNames[i], isAtLeast: isAtLeast,
          bound: isAtLeast ? rowLower[i] : rowUpper[i],
          leastRelaxation: try plain.leastRelaxation(of: constraint, atLeast: isAtLeast)))
    }
    return LinearConflict(members: members)
  }

  /// Whether there is a solution.
  public func isFeasible() throws(LinearProgrammeProblem) -> Bool {
    do { _ = try withoutCosts().solve() } catch .infeasible { return false }
    return true
  }

  /// The programme in which given constraints may be violated, at a cost of 1 per unit of their own size.
  private func elastic(_ soft: [Constraint]) -> LinearProgramme {
    var programme = self
    var size = [Double](repeating: 0, count: constraintCount)
    for k in entryValue.indices { size[Int(entryRow[k])] = max(size[Int(entryRow[k])], abs(entryValue[k])) }
    for constraint in soft {
      let i = constraint.index
      let bound = max(
        rowLower[i].isFinite ? abs(rowLower[i]) : 0, rowUpper[i].isFinite ? abs(rowUpper[i]) : 0)
      let unit = bound > 0 ? bound : size[i] > 0 ? size[i] : 1
      if rowLower[i].isFinite { programme.add(unit, programme.variable("short of", cost: 1), to: constraint) }
      if rowUpper[i].isFinite { programme.add(-unit, programme.variable("above", cost: 1), to: constraint) }
    }
    return programme
  }

  /// The candidates with a price in the least violation; nil if the others conflict among themselves.
  private func suspects(among candidates: [Constraint]) throws(LinearProgrammeProblem) -> [Constraint]? {
    let solution: LinearSolution
    do { solution = try elastic(candidates).solve() } catch .infeasible { return nil }
    return candidates.filter { solution.dual($0) != 0 }
  }

  /// Drops what is not needed for the conflict. `pool` are all candidates: those that are not suspects are left out.
  private func irreducible(
    _ suspects: [Constraint], pool: Set<Constraint>
  ) throws(LinearProgrammeProblem) -> [Constraint] {
    let solver = try LinearSolver(self)
    func holds(without constraint: Constraint) throws(LinearProgrammeProblem) -> Bool {
      try solver.setBounds(of: constraint)
      do { _ = try solver.solve() } catch .infeasible { return false }
      return true
    }
    let prime = Set(suspects)
    for constraint in pool.sorted(by: { $0.index < $1.index }) where !prime.contains(constraint) {
      try solver.setBounds(of: constraint)
    }
    var kept = suspects
    do {
      // The prices prove the conflict but for rounding: if they do not, all candidates are tried.
      _ = try solver.solve()
      kept = pool.sorted { $0.index < $1.index }
      for constraint in kept { try restore(constraint, solver) }
    } catch .infeasible {}
    var needed: [Constraint] = []
    for constraint in kept where try holds(without: constraint) {
      try restore(constraint, solver)
      needed.append(constraint)
    }
    return needed
  }

  private func restore(_ constraint: Constraint, _ solver: LinearSolver) throws(LinearProgrammeProblem) {
    try solver.setBounds(of: constraint, lower: rowLower[constraint.index], upper: rowUpper[constraint.index])
  }

  /// Which bound of each conflicts: the sign of its price in the least violation.
  private func sides(
    of members: [Constraint], pool: Set<Constraint>
  ) throws(LinearProgrammeProblem) -> [Constraint: Bool] {
    var only = self
    let kept = Set(members)
    for constraint in pool where !kept.contains(constraint) {
      only.rowLower[constraint.index] = -.infinity
      only.rowUpper[constraint.index] = .infinity
    }
    let solution = try only.elastic(members).solve()
    var sides: [Constraint: Bool] = [:]
    for constraint in members {
      let i = constraint.index
      if rowLower[i].isFinite && rowUpper[i].isFinite {
        sides[constraint] = solution.dual(constraint) > 0
      } else {
        sides[constraint] = rowLower[i].isFinite
      }
    }
    return sides
  }

  /// How much one bound alone has to be loosened; nil where that is not enough.
  private func leastRelaxation(
    of constraint: Constraint, atLeast: Bool
  ) throws(LinearProgrammeProblem) -> Double? {
    var loose = self
    let slack = loose.variable("looser by", cost: 1)
    loose.add(atLeast ? 1 : -1, slack, to: constraint)
    do { return try loose.solve()[slack] } catch .infeasible { return nil }
  }
}
