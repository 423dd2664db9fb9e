import Foundation
import SupplyGraph
import Testing

/// Chains of every difficult kind: the true error, against scipy refined to 60 digits, is never above the bound.
@Suite struct RandomChainTests {
  enum Shape: String, CaseIterable, Sendable {
    case acyclic, loops, waste, credits, growing, nearlyCritical, wideAmounts, nearlySingular, ownUse
  }

  /// A random chain; the amounts of loops are scaled so that the largest row sum (a bound on the spectral radius,
  /// and the radius itself for `nearlyCritical`) is as the shape wants it.
  static func chain(_ shape: Shape, size n: Int, seed: UInt64) -> (TestChain, [Double]) {
    var random = SplitMix(state: seed)
    var chain = TestChain(outputs: [Double](repeating: 1, count: n), indicators: 3)
    let perActivity = min(n - 1, 6)
    for j in 0..<n {
      if shape == .waste && random.uniform() < 0.3 { chain.outputs[j] = -1 }
      if shape == .wideAmounts { chain.outputs[j] = exp(3 * random.normal()) }
    }
    let unit = (0..<n).map { _ in shape == .wideAmounts ? pow(10, random.uniform() * 24 - 12) : 1 }
    let radius: Double =
      switch shape {
      case .nearlyCritical: 0.999
      case .growing: 1.7
      default: 0.2 + 0.7 * random.uniform()
      }
    for j in 0..<n {
      let count = max(1, Int(random.uniform() * Double(perActivity) + 0.5))
      var shares = (0..<count).map { _ in random.uniform() + 0.01 }
      let sum = shares.reduce(0, +)
      for k in 0..<count { shares[k] *= radius / sum }
      for share in shares {
        var input = Int(random.uniform() * Double(n))
        if shape == .acyclic {
          if j == 0 { continue }
          input = Int(random.uniform() * Double(j))
        }
        if input == j && shape != .ownUse { input = (j + 1) % n }
        if n == 1 && shape != .ownUse { continue }
        if shape == .nearlySingular && j < 2 { continue }
        if shape == .acyclic && input >= j { continue }
        // Columns add up to the radius in the units of the products, so that is the spectral radius.
        var amount = share * unit[j] / unit[input] * chain.outputs[j].magnitude
        if chain.outputs[input] < 0 { amount = -amount }
        if shape == .credits && random.uniform() < 0.03 { amount = -amount }
        if shape == .growing && random.uniform() < 0.4 { amount = -amount }
        chain.add(j, takes: input, amount)
      }
      for flow in 0..<3 where random.uniform() < 0.7 {
        chain.add(j, emits: flow, random.uniform() / unit[j] * (shape == .wideAmounts ? 1e3 : 1))
      }
    }
    if shape == .nearlySingular && n >= 2 {
      // A pair that feeds itself almost fully.
      chain.add(0, takes: 1, 1)
      chain.add(1, takes: 0, 1 - pow(10, -2 - 8 * random.uniform()))
    }
    var demand = [Double](repeating: 0, count: n)
    let product = Int(random.uniform() * Double(n))
    demand[product] = (chain.outputs[product] < 0 ? -1 : 1) * unit[product]
    return (chain, demand)
  }

  @Test(arguments: Shape.allCases) func errorIsBelowTheBound(_ shape: Shape) throws {
    let sizes = [1, 2, 3, 5, 8, 13, 40, 100, 300, 1000, 3000]
    try withTemporaryFolder { folder in
      var cases: [String: (TestChain, [Double])] = [:]
      for (k, size) in sizes.enumerated() {
        for repeatIndex in 0..<(size > 500 ? 1 : 6) {
          let name = "\(k)-\(repeatIndex)"
          let made = Self.chain(
            shape, size: size, seed: UInt64(1000 * k + repeatIndex) &+ UInt64(shape.hashSeed))
          cases[name] = made
          try made.0.binary(demand: made.1).write(to: folder.appendingPathComponent(name + ".bin"))
        }
      }
      var compared = 0
      for line in try python("reference.py", [folder.path]) {
        let fields = line.split(separator: " ").map(String.init)
        guard let (chain, demand) = cases[fields[0]] else { continue }
        let graph = chain.graph
        let wanted = Demand(demand.enumerated().filter { $0.element != 0 }.map { ($0.offset, $0.element) })
        let growth = try #require(Double(fields[2]))
        let solved = Result { try graph.solve(wanted) }
        guard fields[1] == "ok" else { continue }
        switch solved {
        case .failure(let error):
          #expect(growth >= 1, "\(shape) \(fields[0]): \(error)")
        case .success(let solution):
          let adjoint = try graph.intensities()
          for k in 0..<3 {
            guard let high = Double(fields[3 + 2 * k]), let low = Double(fields[4 + 2 * k]) else { continue }
            let error = ((solution.scores[k] - high) - low).magnitude
            #expect(
              error <= solution.relativeErrorBound * high.magnitude,
              "\(shape) \(fields[0]): \(solution.method) error \(error / high.magnitude) bound \(solution.relativeErrorBound)"
            )
            let value = wanted.amounts.reduce(0) { $0 + adjoint[$1.activity, k] * $1.amount }
            #expect(
              ((value - high) - low).magnitude <= (adjoint.relativeErrorBound + 1e-15) * high.magnitude,
              "\(shape) \(fields[0]): adjoint \(adjoint.method) bound \(adjoint.relativeErrorBound)")
          }
          if shape != .nearlySingular {
            #expect(solution.relativeErrorBound < 1e-9, "\(shape) \(fields[0]): \(solution.method)")
            #expect(
              solution.boundIsProven,
              "\(shape) \(fields[0]): \(solution.method) \(solution.relativeErrorBound)")
          }
          compared += 1
        }
      }
      #expect(compared > sizes.count)
    }
  }

  /// Many more chains, without a reference: each can supply itself, so that none may be refused.
  @Test(arguments: Shape.allCases.filter { $0 != .growing })
  func chainsThatCanSupplyThemselvesAreAnswered(_ shape: Shape) throws {
    for size in [5, 13, 40, 120, 300] {
      for seed in 0..<40 {
        let (chain, demand) = Self.chain(shape, size: size, seed: UInt64(seed * 7919 + size))
        let graph = chain.graph
        let wanted = Demand(demand.enumerated().filter { $0.element != 0 }.map { ($0.offset, $0.element) })
        let solution = try graph.solve(wanted)
        let intensities = try graph.intensities()
        #expect(solution.relativeErrorBound <= 1e-9, "\(size) \(seed) \(solution.method)")
        #expect(intensities.relativeErrorBound <= 1e-9, "\(size) \(seed) \(intensities.method)")
      }
    }
  }
}

extension RandomChainTests.Shape {
  var hashSeed: Int { rawValue.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xFFFF_FFFF }
}
