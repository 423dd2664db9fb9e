import Foundation
import Strategy
import Testing

/// Numbers that look random and are the same each time (SplitMix64).
struct Numbers {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }
  mutating func below(_ n: Int) -> Int { Int(next() % UInt64(n)) }
}

private struct Peer: Encodable {
  let sense: String
  let lower, upper: [Double?]
  let cost: [Double]
  let rowLower, rowUpper: [Double?]
  let entries: [[Double]]

  init(_ p: LinearProgramme) {
    func finite(_ x: [Double]) -> [Double?] { x.map { $0.isFinite ? $0 : nil } }
    sense = p.sense == .minimise ? "minimise" : "maximise"
    (lower, upper, cost) = (finite(p.lower), finite(p.upper), p.cost)
    (rowLower, rowUpper) = (finite(p.rowLower), finite(p.rowUpper))
    entries = p.entryValue.indices.map {
      [Double(p.entryRow[$0]), Double(p.entryColumn[$0]), p.entryValue[$0]]
    }
  }
}

private struct PeerAnswer: Decodable {
  let status: String
  let objective: Double?
}

/// A programme of which some are infeasible or unbounded; `unit` multiplies the size of every other variable.
private func random(_ numbers: inout Numbers, unit: Double = 1) -> LinearProgramme {
  let (n, m) = (3 + numbers.below(25), 2 + numbers.below(20))
  var p = LinearProgramme(numbers.below(2) == 0 ? .minimise : .maximise)
  let sign: Double = p.sense == .minimise ? 1 : -1
  let variables = (0..<n).map { j in
    let scale = j % 2 == 0 ? unit : 1
    return p.variable(
      "x\(j)", lower: numbers.below(4) == 0 ? -3 * scale : 0,
      upper: numbers.below(3) == 0 ? numbers.between(1, 9) * scale : .infinity,
      cost: (sign * numbers.between(0.2, 5) - (numbers.below(6) == 0 ? sign * 4 : 0)) / scale)
  }
  for i in 0..<m {
    let bound = numbers.between(1, 20)
    let kind = numbers.below(5)
    let row = p.constraint(
      "row \(i)", lower: kind == 4 || kind == 3 ? -.infinity : bound,
      upper: kind == 0 ? bound : kind >= 3 ? bound : .infinity)
    for (j, variable) in variables.enumerated() where numbers.below(3) == 0 {
      p.add(numbers.between(-1, 4) / (j % 2 == 0 ? unit : 1), variable, to: row)
    }
  }
  return p
}

@Suite struct LinearProgrammeTests {
  @Test(.enabled(if: Project.hasPython, "the peers are not installed"), arguments: [1.0, 1e6, 1e-6])
  func agreesWithHiGHS(unit: Double) throws {
    var (numbers, same) = (Numbers(state: 11), Numbers(state: 11))
    let programmes = (0..<300).map { _ in random(&numbers, unit: unit) }
    // HiGHS is given the same in units that suit it: the objective does not depend on them.
    let plain = (0..<300).map { _ in random(&same) }
    let script = Project.root + "/Tests/StrategyTests/linear_programmes.py"
    let answer = try run(Project.python, [script], input: JSONEncoder().encode(plain.map(Peer.init)))
    let peers = try JSONDecoder().decode([PeerAnswer].self, from: answer)
    #expect(peers.count == programmes.count)
    var found: [String: Int] = [:]
    for (programme, peer) in zip(programmes, peers) {
      found[peer.status, default: 0] += 1
      do {
        let solution = try programme.solve()
        let objective = try #require(peer.objective, "HiGHS says \(peer.status)")
        #expect(abs(solution.objective - objective) <= 1e-9 * max(1, abs(objective)))
        #expect(solution.check.worst < 1e-9)
      } catch LinearProgrammeProblem.infeasible {
        #expect(peer.status.lowercased().contains("infeasible"))
      } catch LinearProgrammeProblem.unbounded {
        #expect(peer.status.lowercased().contains("unbounded"))
      }
    }
    // The sample holds enough of each kind to mean something.
    #expect(found["Optimal", default: 0] >= 80)
    #expect(found["Infeasible", default: 0] >= 20)
  }

  /// Duals and reduced costs are difference quotients where these agree from both sides.
  @Test func pricesAreDifferenceQuotients() throws {
    var numbers = Numbers(state: 5)
    var (compared, binding) = (0, 0)
    for _ in 0..<80 {
      let programme = random(&numbers)
      guard let solution = try? programme.solve() else { continue }
      let solver = try LinearSolver(programme)
      _ = try solver.solve()
      for i in 0..<programme.constraintCount {
        let row = LinearProgramme.Constraint.at(i)
        let (lower, upper) = (programme.rowLower[i], programme.rowUpper[i])
        let step = 1e-4
        try solver.setBounds(of: row, lower: lower + step, upper: upper + step)
        let up = try? solver.solve().objective
        try solver.setBounds(of: row, lower: lower - step, upper: upper - step)
        let down = try? solver.solve().objective
        try solver.setBounds(of: row, lower: lower, upper: upper)
        guard let up, let down else { continue }
        let (right, left) = ((up - solution.objective) / step, (solution.objective - down) / step)
        if abs(right - left) > 1e-7 * max(1, abs(right)) { continue }
        compared += 1
        if right.magnitude > 1e-6 { binding += 1 }
        #expect(abs(solution.dual(row) - right) <= 1e-6 * max(1, abs(right)))
      }
    }
    #expect(compared > 200)
    #expect(binding > 50)
  }

  @Test func aWarmStartGivesWhatAColdOneGives() throws {
    var numbers = Numbers(state: 77)
    for _ in 0..<60 {
      let programme = random(&numbers)
      guard (try? programme.solve()) != nil else { continue }
      let solver = try LinearSolver(programme)
      _ = try solver.solve()
      for step in 0..<6 {
        let i = numbers.below(programme.constraintCount)
        let shift = numbers.between(-3, 3)
        try solver.setBounds(
          of: .at(i), lower: programme.rowLower[i] + shift, upper: programme.rowUpper[i] + shift)
        if step == 3 { try solver.setCosts(programme.cost.map { $0 * numbers.between(0.5, 2) }) }
        let cold = try? solver.programme.solve().objective
        let warm = try? solver.solve().objective
        #expect((cold == nil) == (warm == nil))
        if let cold, let warm { #expect(abs(cold - warm) <= 1e-9 * max(1, abs(cold))) }
      }
    }
  }

  @Test func aConflictIsIrreducible() throws {
    var numbers = Numbers(state: 3)
    var (conflicts, relaxed) = (0, 0)
    for _ in 0..<200 {
      let programme = random(&numbers)
      guard let conflict = try programme.conflict() else {
        #expect(try programme.isFeasible())
        continue
      }
      #expect(throws: LinearProgrammeProblem.infeasible) { try programme.solve() }
      conflicts += 1
      let members = Set(conflict.members.map(\.constraint))
      #expect(!members.isEmpty)
      let solver = try LinearSolver(programme)
      try solver.setCosts(programme.cost.map { _ in 0 })
      for i in 0..<programme.constraintCount where !members.contains(.at(i)) {
        try solver.setBounds(of: .at(i))
      }
      #expect(throws: LinearProgrammeProblem.infeasible) { try solver.solve() }
      for member in conflict.members {
        let i = member.constraint.index
        #expect(member.name == programme.constraintNames[i])
        try solver.setBounds(of: member.constraint)
        #expect(throws: Never.self) { try solver.solve() }
        try solver.setBounds(
          of: member.constraint, lower: programme.rowLower[i], upper: programme.rowUpper[i])
        guard let least = member.leastRelaxation else { continue }
        relaxed += 1
        // A little more than the least is enough, a little less is not.
        for (share, enough) in [(1.001, true), (0.999, false)] {
          let whole = try LinearSolver(programme)
          try whole.setCosts(programme.cost.map { _ in 0 })
          let shift = share * least
          try whole.setBounds(
            of: member.constraint, lower: programme.rowLower[i] - (member.isAtLeast ? shift : 0),
            upper: programme.rowUpper[i] + (member.isAtLeast ? 0 : shift))
          #expect(((try? whole.solve()) != nil) == enough)
        }
      }
    }
    #expect(conflicts > 20)
    #expect(relaxed > 20)
  }

  @Test func badNumbersAreNamed() {
    var crossed = LinearProgramme()
    crossed.variable("plants", lower: 3, upper: 2)
    #expect(
      throws: LinearProgrammeProblem.malformed(
        "“plants” has a lower bound of 3.0, above its upper bound of 2.0")
    ) {
      try crossed.solve()
    }
    var odd = LinearProgramme()
    let x = odd.variable("x")
    odd.constraint("limit", upper: 1, [(.nan, x)])
    #expect(throws: LinearProgrammeProblem.malformed("the coefficient of “x” in “limit” is nan")) {
      try odd.solve()
    }
  }

  @Test func unboundedAndEmpty() throws {
    var free = LinearProgramme(.maximise)
    let x = free.variable("x", cost: 1)
    free.constraint("at least", lower: 1, [(1, x)])
    #expect(throws: LinearProgrammeProblem.unbounded) { try free.solve() }
    #expect(try LinearProgramme().solve().objective == 0)
  }

  @Test func repeatedTermsAddUp() throws {
    var p = LinearProgramme()
    let x = p.variable("x", cost: 2)
    let row = p.constraint("twice", lower: 10, [(1, x), (1.5, x)])
    let solution = try p.solve()
    #expect(abs(solution[x] - 4) < 1e-12)
    #expect(abs(solution.dual(row) - 0.8) < 1e-12)
  }
}
