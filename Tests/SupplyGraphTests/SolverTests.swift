import SupplyGraph
import Testing

/// What a chain answers, and when it must not.
@Suite struct SolverTests {
  /// Power takes steel, steel takes power: a loop of 0.1 · 0.5.
  static func powerAndSteel() -> TestChain {
    var chain = TestChain(outputs: [1, 1, 1], indicators: 2)
    chain.add(0, takes: 1, 0.1)
    chain.add(1, takes: 0, 0.5)
    chain.add(2, takes: 1, 3)
    chain.add(2, takes: 0, 2)
    chain.add(0, emits: 0, 0.4)
    chain.add(1, emits: 0, 2)
    chain.add(1, emits: 1, 1)
    return chain
  }

  @Test func loopByHand() throws {
    let solution = try Self.powerAndSteel().graph.solve(Demand(of: 2))
    // p = 2 + 0.5 s, s = 3 + 0.1 p
    let power = (2 + 0.5 * 3) / (1 - 0.05)
    let steel = 3 + 0.1 * power
    #expect(abs(solution.runs[0] - power) < 1e-14)
    #expect(abs(solution.runs[1] - steel) < 1e-14)
    #expect(abs(solution.scores[0] - (0.4 * power + 2 * steel)) < 1e-13)
    #expect(solution.method == .tornIteration)
    #expect(solution.boundIsProven && solution.relativeErrorBound < 1e-9)
  }

  @Test func loopThatEatsAllItMakesIsRefused() throws {
    // 0 makes from 1 and 1 from 0, each taking all of the other: nothing is left. 2 is outside.
    for (a, b) in [(1.0, 1.0), (2.0, 1.0), (1.0, 1.0 - 1e-17), (4.0, 0.5)] {
      var chain = TestChain(outputs: [1, 1, 1])
      chain.add(0, takes: 1, a)
      chain.add(1, takes: 0, b)
      chain.add(2, takes: 0, 1)
      chain.add(0, emits: 0, 1)
      let graph = chain.graph
      let loop = { (error: any Error) -> [Int]? in
        guard case SupplyGraphError.cannotSupplyItself(let activities) = error else { return nil }
        return activities.sorted()
      }
      #expect(throws: SupplyGraphError.self) { try graph.intensities() }
      #expect(throws: SupplyGraphError.self) { try Solver(graph).solve(Demand(of: 2)) }
      do {
        _ = try graph.solve(Demand(of: 2))
        Issue.record("a loop with gain \(a * b) was answered")
      } catch {
        #expect(loop(error) == [0, 1])
      }
    }
  }

  @Test func singularLoopOfBothSignsIsRefused() throws {
    // T = [[1, -2], [-0.5, 1]] with a third activity that couples with a negative amount.
    var chain = TestChain(outputs: [1, 1, 1])
    chain.add(0, takes: 1, 0.5)
    chain.add(1, takes: 0, 2)
    chain.add(0, takes: 2, 0.3)
    chain.add(2, takes: 1, -0.2)
    chain.add(1, takes: 2, 0.4)
    chain.add(2, takes: 0, 0.266_666_666_666_666_66)
    chain.add(0, emits: 0, 1)
    let graph = chain.graph
    // det(I - A) as it is; when it is not zero the answer has to be right.
    do {
      let solution = try graph.solve(Demand(of: 0))
      #expect(solution.relativeErrorBound < 0.5)
    } catch SupplyGraphError.cannotSupplyItself(let activities) {
      #expect(activities.sorted() == [0, 1, 2])
    }
    var singular = TestChain(outputs: [1, 1])
    singular.add(0, takes: 1, -1)
    singular.add(1, takes: 0, -1)
    singular.add(0, emits: 0, 1)
    #expect(throws: SupplyGraphError.cannotSupplyItself(activities: [0, 1])) {
      do { _ = try singular.graph.solve(Demand(of: 0)) } catch SupplyGraphError.cannotSupplyItself(let a) {
        throw SupplyGraphError.cannotSupplyItself(activities: a.sorted())
      }
    }
  }

  @Test func ownUseOfTheWholeOutputIsRefused() throws {
    for own in [1.0, 1.5] {
      var chain = TestChain(outputs: [1, 1])
      chain.add(0, takes: 0, own)
      chain.add(1, takes: 0, 1)
      chain.add(0, emits: 0, 1)
      #expect(throws: SupplyGraphError.cannotSupplyItself(activities: [0])) {
        try chain.graph.solve(Demand(of: 1))
      }
    }
  }

  @Test func wasteTreatmentScoresWhatItEmits() throws {
    // 1 treats waste (output -1) and emits 3; 0 leaves 0.5 of it.
    var chain = TestChain(outputs: [1, -1])
    chain.add(0, takes: 1, -0.5)
    chain.add(0, emits: 0, 1)
    chain.add(1, emits: 0, 3)
    let graph = chain.graph
    #expect(try graph.solve(Demand(of: 0)).scores == [2.5])
    #expect(try graph.solve(Demand(of: 1, amount: -1)).scores == [3])
    #expect(try graph.intensities().values == [2.5, -3])
  }

  @Test func manyDemandsAgreeWithOneAndWithTheAdjoint() throws {
    for shape in RandomChainTests.Shape.allCases where shape != .growing {
      let (chain, _) = RandomChainTests.chain(shape, size: 120, seed: 4)
      let graph = chain.graph
      let solver = try Solver(graph)
      let intensities = try graph.intensities()
      for product in stride(from: 0, to: 120, by: 7) {
        let many = try solver.solve(Demand(of: product, amount: 2.5))
        let one = try graph.solve(Demand(of: product, amount: 2.5))
        for k in 0..<3 {
          let tolerance =
            (many.relativeErrorBound + one.relativeErrorBound + intensities.relativeErrorBound + 1e-15)
            * abs(one.scores[k])
          #expect(abs(many.scores[k] - one.scores[k]) <= tolerance)
          #expect(abs(2.5 * intensities[product, k] - one.scores[k]) <= tolerance)
        }
      }
    }
  }

  @Test func severalProductsInOneDemand() throws {
    let graph = Self.powerAndSteel().graph
    let both = try graph.solve(Demand([(0, 2), (2, 3)])).scores[0]
    let apart = try 2 * graph.solve(Demand(of: 0)).scores[0] + 3 * graph.solve(Demand(of: 2)).scores[0]
    #expect(abs(both - apart) < 1e-12 * apart)
  }

  @Test func partsAddUpToTheTotal() throws {
    for shape in RandomChainTests.Shape.allCases where shape != .growing {
      let (chain, _) = RandomChainTests.chain(shape, size: 60, seed: 9)
      let graph = chain.graph
      let product = 11
      let solution = try graph.solve(Demand(of: product, amount: 3))
      let intensities = try graph.intensities()
      let group = (0..<60).map { Int32($0 % 4) }
      for k in 0..<3 {
        let score = solution.scores[k]
        let size = graph.contributions(to: k, in: solution).reduce(0) { $0 + abs($1) }
        let tolerance = (1e-12 + 10 * (solution.relativeErrorBound + intensities.relativeErrorBound)) * size
        for parts in [
          graph.contributions(to: k, in: solution), graph.contributionsByFlow(to: k, in: solution),
          graph.contributions(to: k, in: solution, by: group, groups: 4),
        ] { #expect(abs(parts.reduce(0, +) - score) <= tolerance, "\(shape)") }
        for share in [0.3, 0.02, 0] {
          let tree = graph.supplierTree(
            of: product, amount: 3, indicator: k, intensities: intensities, cutAt: share, maximumDepth: 6)
          #expect(abs(tree.total - score) <= tolerance)
          try Self.check(tree, tolerance)
        }
      }
    }
  }

  private static func check(_ tree: SupplierTree, _ tolerance: Double) throws {
    let sum = tree.direct + tree.rest + tree.suppliers.reduce(0) { $0 + $1.total }
    #expect(abs(sum - tree.total) <= tolerance + 1e-12 * abs(tree.total))
    #expect(tree.suppliers.map { abs($0.total) } == tree.suppliers.map { abs($0.total) }.sorted(by: >))
    for supplier in tree.suppliers { try check(supplier, tolerance) }
  }

  @Test func overflowIsNotAnswered() throws {
    var chain = TestChain(outputs: [1, 1])
    chain.add(0, takes: 1, 1e300)
    chain.add(1, emits: 0, 1e300)
    #expect(throws: SupplyGraphError.notFinite) { try chain.graph.solve(Demand(of: 0)) }
  }

  @Test func emptyAndFlowlessChains() throws {
    let chain = TestChain(outputs: [1, 2])
    #expect(try chain.graph.solve(Demand(of: 0)).scores == [0])
    #expect(try chain.graph.intensities().values == [0, 0])
    var loop = TestChain(outputs: [1, 1], indicators: 0)
    loop.add(0, takes: 1, 0.5)
    loop.add(1, takes: 0, 0.5)
    #expect(
      try loop.graph.solve(Demand(of: 0)).runs.map { ($0 * 1e9).rounded() } == [1_333_333_333, 666_666_667])
    #expect(try TestChain(outputs: []).graph.intensities().values.isEmpty)
  }
}
