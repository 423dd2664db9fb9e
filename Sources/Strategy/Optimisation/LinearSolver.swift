import CClp

/// Solves one linear programme, and again after bounds or costs have changed: each time from where the last
/// optimum was, which takes few steps (a warm start). Coin-OR Clp does the work, with presolve and the dual simplex
/// method the first time. The same calls give the same answer.
///
/// Not safe to share between threads: each needs its own.
public final class LinearSolver {
  /// The programme as it is solved, with all changes.
  public private(set) var programme: LinearProgramme
  private let scaling: LinearScaling
  private var model: UnsafeMutableRawPointer?
  private enum Change { case everything, bounds, costs, nothing }
  private var change = Change.everything

  /// Relative error of an optimum above which it is refused.
  static let accepted = 1e-7

  /// Prepares a programme.
  ///
  /// - Throws: `LinearProgrammeProblem.malformed` where a number is not one or bounds are crossed.
  public init(_ programme: LinearProgramme) throws(LinearProgrammeProblem) {
    if let fault = programme.fault { throw .malformed(fault) }
    self.programme = programme
    scaling = LinearScaling(programme)
  }

  deinit { if let model { Clp_deleteModel(model) } }

  /// Changes the bounds of a constraint, both included.
  ///
  /// - Throws: `LinearProgrammeProblem.malformed` where they are not numbers or crossed.
  public func setBounds(
    of constraint: LinearProgramme.Constraint, lower: Double = -.infinity, upper: Double = .infinity
  ) throws(LinearProgrammeProblem) {
    let i = constraint.index
    if let fault = LinearProgramme.fault(lower, upper) {
      throw .malformed("“\(programme.constraintNames[i])” \(fault)")
    }
    programme.rowLower[i] = lower
    programme.rowUpper[i] = upper
    changed(.bounds)
  }

  /// Changes the bounds of a variable, both included.
  ///
  /// - Throws: `LinearProgrammeProblem.malformed` where they are not numbers or crossed.
  public func setBounds(
    of variable: LinearProgramme.Variable, lower: Double = 0, upper: Double = .infinity
  ) throws(LinearProgrammeProblem) {
    let j = variable.index
    if let fault = LinearProgramme.fault(lower, upper) {
      throw .malformed("“\(programme.variableNames[j])” \(fault)")
    }
    programme.lower[j] = lower
    programme.upper[j] = upper
    changed(.bounds)
  }

  /// Changes all costs, in the order of the variables.
  ///
  /// - Throws: `LinearProgrammeProblem.malformed` where there are not as many as variables, or one is not a number.
  public func setCosts(_ costs: [Double]) throws(LinearProgrammeProblem) {
    guard costs.count == programme.variableCount, costs.allSatisfy(\.isFinite) else {
      throw .malformed(
        "\(costs.count) costs for \(programme.variableCount) variables, or one is not a number")
    }
    programme.cost = costs
    changed(.costs)
  }

  /// The optimum.
  ///
  /// - Throws: `LinearProgrammeProblem`.
  public func solve() throws(LinearProgrammeProblem) -> LinearSolution {
    do {
      return try attempt(startAnew: change == .everything)
    } catch .failed(let reason) {
      // A warm start may go astray where a cold one does not.
      do { return try attempt(startAnew: true) } catch .failed(let again) {
        throw .failed(again == reason ? reason : "\(reason); again: \(again)")
      }
    }
  }

  private func changed(_ what: Change) {
    change = change == .nothing || change == what ? what : .everything
  }

  private func attempt(startAnew: Bool) throws(LinearProgrammeProblem) -> LinearSolution {
    let model = try prepared(anew: startAnew)
    if startAnew {
      Clp_initialSolve(model)
    } else if change == .costs {
      Clp_primal(model, 0)
    } else {
      Clp_dual(model, 0)
    }
    change = .nothing
    switch Clp_status(model) {
    case 0: return try solution(of: model)
    case 1: throw .infeasible
    case 2: throw try isFeasible() ? .unbounded : .infeasible
    case let status: throw .failed("Clp stopped with status \(status)")
    }
  }

  /// A programme without costs tells "unbounded" from "infeasible".
  private func isFeasible() throws(LinearProgrammeProblem) -> Bool {
    if programme.cost.allSatisfy({ $0 == 0 }) {
      throw .failed("Clp takes a programme without costs for unbounded")
    }
    return try programme.isFeasible()
  }

  /// Clp's model with the present bounds and costs.
  private func prepared(anew: Bool) throws(LinearProgrammeProblem) -> UnsafeMutableRawPointer {
    let size = scaling.size
    func limited(_ x: Double) -> Double { x.isFinite ? x : x > 0 ? infinite : -infinite }
    let lower = zip(programme.lower, scaling.column).map { limited($0 / ($1 * size)) }
    let upper = zip(programme.upper, scaling.column).map { limited($0 / ($1 * size)) }
    let rowLower = zip(programme.rowLower, scaling.row).map { limited($0 * $1 / size) }
    let rowUpper = zip(programme.rowUpper, scaling.row).map { limited($0 * $1 / size) }
    let sign = programme.sense == .minimise ? scaling.price : -scaling.price
    let costs = zip(programme.cost, scaling.column).map { $0 * $1 * sign }
    if let model, !anew {
      Clp_chgColumnLower(model, lower)
      Clp_chgColumnUpper(model, upper)
      Clp_chgRowLower(model, rowLower)
      Clp_chgRowUpper(model, rowUpper)
      Clp_chgObjCoefficients(model, costs)
      return model
    }
    if let model { Clp_deleteModel(model) }
    model = Clp_newModel()
    guard let model else { throw .failed("no memory") }
    Clp_setLogLevel(model, 0)
    Clp_scaling(model, 0)
    Clp_setPrimalTolerance(model, 1e-9)
    Clp_setDualTolerance(model, 1e-9)
    let matrix = byColumn()
    Clp_loadProblem(
      model, Int32(programme.variableCount), Int32(programme.constraintCount), matrix.start, matrix.row,
      matrix.value, lower, upper, costs, rowLower, rowUpper)
    return model
  }

  private var infinite: Double { .greatestFiniteMagnitude }

  /// The scaled matrix by column, entries at the same place added up.
  private func byColumn() -> (start: [Int32], row: [Int32], value: [Double]) {
    let (n, count) = (programme.variableCount, programme.entryValue.count)
    var next = [Int](repeating: 0, count: n + 1)
    for column in programme.entryColumn { next[Int(column) + 1] += 1 }
    for j in 0..<n { next[j + 1] += next[j] }
    let begin = next
    var order = [Int](repeating: 0, count: count)
    for k in 0..<count {
      let j = Int(programme.entryColumn[k])
      order[next[j]] = k
      next[j] += 1
    }
    var start: [Int32] = [0]
    var row: [Int32] = []
    var value: [Double] = []
    start.reserveCapacity(n + 1)
    row.reserveCapacity(count)
    value.reserveCapacity(count)
    var place = [Int](repeating: -1, count: programme.constraintCount)
    for j in 0..<n {
      for k in order[begin[j]..<begin[j + 1]] {
        let i = Int(programme.entryRow[k])
        let scaled = programme.entryValue[k] * scaling.row[i] * scaling.column[j]
        if place[i] >= Int(start[j]) {
          value[place[i]] += scaled
        } else {
          place[i] = value.count
          row.append(Int32(i))
          value.append(scaled)
        }
      }
      start.append(Int32(value.count))
    }
    return (start, row, value)
  }

  /// Clp's answer in the programme's own units, checked.
  private func solution(of model: UnsafeMutableRawPointer) throws(LinearProgrammeProblem) -> LinearSolution {
    let (n, m) = (programme.variableCount, programme.constraintCount)
    let primal = UnsafeBufferPointer(start: Clp_getColSolution(model), count: n)
    let prices = UnsafeBufferPointer(start: Clp_getRowPrice(model), count: m)
    // Rounding beyond a bound goes; more than that would show in the constraints.
    let values = (0..<n).map {
      min(max(primal[$0] * scaling.column[$0] * scaling.size, programme.lower[$0]), programme.upper[$0])
    }
    let duals = (0..<m).map {
      abs(prices[$0]) <= LinearCheck.rounding ? 0 : prices[$0] * scaling.row[$0] / scaling.price
    }
    let sign: Double = programme.sense == .minimise ? 1 : -1
    let cost = programme.cost.map { sign * $0 }
    let (check, reduced) = LinearCheck.of(
      programme, values: values, duals: duals, cost: cost, scaling: scaling)
    guard check.worst <= Self.accepted else {
      throw .failed(
        "the answer does not stand the check (constraints \(check.primal), prices \(check.dual), gap \(check.gap))"
      )
    }
    return LinearSolution(
      objective: zip(programme.cost, values).reduce(0) { $0 + $1.0 * $1.1 }, values: values,
      duals: duals.map { sign * $0 }, reducedCosts: reduced.map { sign * $0 }, check: check,
      iterations: Int(Clp_numberIterations(model)))
  }
}
