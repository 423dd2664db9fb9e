/// Solves demands on one chain. The order of the chain is found once; the first demand is iterated, from the second
/// on the system of the torn activities is factorised and a demand costs two sweeps.
public final class Solver {
  let graph: SupplyGraph
  private let roots: [Int32]?
  let matrix: TornMatrix
  let magnitudes: [Double]
  /// Indicators of each position for one unit of its level.
  let weights: IndicatorWeights
  var proof: (g: [Double], scale: [Double])?
  /// Set once no majorant was found: iterating would prove nothing.
  var hasNoMajorant = false
  private(set) lazy var factorisation: TornFactorisation? =
    (1...Self.largestDenseSystem).contains(matrix.torn)
    ? TornFactorisation(matrix, magnitudes: magnitudes) : nil
  private(set) lazy var sparse: SparseFactorisation? = SparseFactorisation(matrix)
  /// The same chain with every activity of its loops torn: partial pivoting then keeps the error small where the
  /// elimination of the loop-free part would let it grow.
  private(set) lazy var wholeLoops: Solver? =
    (1...Self.largestWholeLoops).contains(matrix.loops.reduce(0) { $0 + $1.count })
    ? try? Solver(graph, roots: roots, tearsWholeLoops: true) : nil
  private var demandsSolved = 0

  /// The accuracy to reach: a bound above it sends the demand to the next method.
  static let wantedBound = 1e-9
  /// Above this many torn activities a dense system is not tried.
  static let largestDenseSystem = 4000
  /// Up to this many activities in loops, all of them may be torn for a better proof.
  static let largestWholeLoops = 1500

  /// Prepares the whole chain.
  ///
  /// - Throws: `SupplyGraphError.cannotSupplyItself` where an activity takes as much of its product as it makes.
  public convenience init(_ graph: SupplyGraph) throws { try self.init(graph, roots: nil) }

  init(_ graph: SupplyGraph, roots: [Int32]?, tearsWholeLoops: Bool = false) throws {
    self.graph = graph
    self.roots = roots
    matrix = try TornMatrix(graph, roots: roots, tearsWholeLoops: tearsWholeLoops)
    magnitudes = matrix.absoluteValue()
    weights = IndicatorWeights(graph, matrix)
  }

  /// The runs that supply a demand, and what they score.
  ///
  /// - Throws: `SupplyGraphError.cannotSupplyItself` with the activities of the loop.
  public func solve(_ demand: Demand) throws -> Solution {
    demandsSolved += 1
    let d = try levels(of: demand)
    var best: (attempt: Attempt, solver: Solver)?
    var isRegular = false
    func consider(_ attempt: Attempt?, of solver: Solver? = nil) -> Bool {
      guard let attempt else { return false }
      if best.map({ attempt.bound < $0.attempt.bound }) ?? true { best = (attempt, solver ?? self) }
      return attempt.bound <= Self.wantedBound
    }
    func answer() throws -> Solution {
      guard let best, best.attempt.scores.allSatisfy(\.isFinite) else { throw SupplyGraphError.notFinite }
      return best.solver.solution(best.attempt, demand)
    }

    if demandsSolved > 1, proof != nil, let factorisation {
      if consider(prove(byFactorisation(d, factorisation))) { return try answer() }
    }
    let proven = byIteration(d).flatMap { prove($0) }
    isRegular = proven != nil
    if consider(proven) { return try answer() }
    guard isRegular || isProductive else { throw refusal() }
    if matrix.torn > 0 {
      for solver in [self, wholeLoops].compactMap({ $0 }) {
        guard let factorisation = solver.factorisation else { continue }
        let d = try solver.levels(of: demand)
        let factorised = solver.byFactorisation(d, factorisation)
        guard let attempt = solver.bound(factorised, factorisation) else { continue }
        isRegular = true
        if consider(attempt, of: solver) { return try answer() }
        let refined = solver.refined(factorised, d) { solver.levels($0, factorisation).p }
        if consider(solver.bound(refined, factorisation), of: solver) { return try answer() }
      }
    }
    if let sparse {
      _ = consider(estimate(bySparseFactors(d, sparse), sparse))
    }
    if !isRegular, best.map({ !($0.attempt.bound < 0.5) }) ?? true { throw refusal() }
    return try answer()
  }

  /// Whether a positive g with g - |B|ᵀ g > 0 is known: then no loop eats all it makes, and iterations are proven.
  lazy var hasCertificate: Bool =
    matrix.torn == 0 || proof != nil
    || (!hasNoMajorant
      && matrix.majorant(of: [Double](repeating: 1, count: matrix.count), magnitudes: magnitudes) != nil)

  /// Whether every loop without negative entries makes more than it eats.
  private(set) lazy var isProductive: Bool =
    hasCertificate || matrix.loopsThatCannotSupplyThemselves(includingMixedSigns: false).isEmpty

  func refusal() -> SupplyGraphError {
    let loops = matrix.loopsThatCannotSupplyThemselves(includingMixedSigns: true)
    return .cannotSupplyItself(
      activities: loops.isEmpty ? matrix.loops.flatMap { $0.map { Int($0) } } : loops)
  }

  /// The demand in levels, by position.
  func levels(of demand: Demand) throws -> [Double] {
    var d = [Double](repeating: 0, count: matrix.count)
    for (activity, amount) in demand.amounts {
      guard amount.isFinite else { throw SupplyGraphError.notFinite }
      let j = Int(matrix.position[activity])
      d[j] += matrix.net[j] < 0 ? -amount : amount
    }
    return d
  }

  func solution(_ attempt: Attempt, _ demand: Demand) -> Solution {
    var runs = [Double](repeating: 0, count: graph.activityCount)
    for j in 0..<matrix.count {
      runs[Int(matrix.activity[j])] = attempt.p[j] / matrix.net[j].magnitude
    }
    return Solution(
      demand: demand, runs: runs, scores: attempt.scores, relativeErrorBound: attempt.bound + Rounding.data,
      boundIsProven: attempt.isProven, method: attempt.method)
  }
}

extension SupplyGraph {
  /// Solves one demand, ordering only what is upstream of it.
  ///
  /// - Throws: `SupplyGraphError.cannotSupplyItself` with the activities of a loop that eats all it makes.
  public func solve(_ demand: Demand) throws -> Solution {
    try Solver(self, roots: demand.amounts.map { Int32($0.activity) }).solve(demand)
  }
}
