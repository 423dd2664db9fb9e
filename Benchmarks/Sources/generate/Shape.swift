import Foundation

/// What an activity is in the made-up industry.
enum Role: UInt8 {
  case hub
  case market
  case producer
}

/// The structure of a made-up supply chain.
enum Shape: String, CaseIterable {
  /// 1 % of the activities are services that everyone takes; loops run only through these.
  case hubs
  /// Half of the activities form a random graph, the others are made from it.
  case core
}

/// Activities in stage order with their inputs, compressed by activity.
struct Chain {
  var roles: [Role] = []
  var start: [Int32] = [0]
  var inputs: [Int32] = []
  var amounts: [Double] = []
  var count: Int { roles.count }

  /// Appends an activity with these suppliers, each once, in the order of drawing.
  mutating func append(_ role: Role, inputs suppliers: [Int32]) {
    roles.append(role)
    let first = inputs.count
    for supplier in suppliers
    where supplier != Int32(roles.count - 1) && !inputs[first...].contains(supplier) {
      inputs.append(supplier)
    }
    start.append(Int32(inputs.count))
  }

  mutating func drawAmounts(_ random: inout Random) {
    amounts = inputs.map { _ in exp(-2.5 + 2 * random.normal()) }
  }

  /// Turns this share of the amounts negative (credits, waste given to treatment).
  mutating func negate(share: Double, _ random: inout Random) {
    for k in amounts.indices where random.uniform() < share { amounts[k] = -amounts[k] }
  }

  /// The same chain under other numbers: activity `i` becomes `number[i]`.
  func renumbered(_ number: [Int32]) -> Chain {
    var order = [Int32](repeating: 0, count: count)
    for (old, new) in number.enumerated() { order[Int(new)] = Int32(old) }
    var result = Chain()
    result.roles.reserveCapacity(count)
    result.start.reserveCapacity(count + 1)
    result.inputs.reserveCapacity(inputs.count)
    result.amounts.reserveCapacity(amounts.count)
    for old in order {
      let old = Int(old)
      result.roles.append(roles[old])
      for k in Int(start[old])..<Int(start[old + 1]) {
        result.inputs.append(number[Int(inputs[k])])
        result.amounts.append(amounts[k])
      }
      result.start.append(Int32(result.inputs.count))
    }
    return result
  }

  static func make(_ shape: Shape, count: Int, hubShare: Double, _ random: inout Random) -> Chain {
    switch shape {
    case .hubs: hubs(count, share: hubShare, &random)
    case .core: core(count, &random)
    }
  }

  /// Hubs come first in the numbering, then markets and producers in stage order.
  private static func hubs(_ n: Int, share: Double, _ random: inout Random) -> Chain {
    let hubCount = max(4, Int(Double(n) * share))
    let rest = n - hubCount
    let reach = 0.32 * Double(n).squareRoot()
    let popularity = WeightedDraw((1...hubCount).map { pow(Double($0), -0.9) })
    var chain = Chain()
    var suppliers: [Int32] = []
    for _ in 0..<hubCount {
      suppliers.removeAll(keepingCapacity: true)
      for _ in 0..<12 {
        let other = random.uniform() < 0.3
        suppliers.append(Int32(other ? popularity.draw(&random) : hubCount + random.below(rest / 2)))
      }
      chain.append(.hub, inputs: suppliers)
    }
    for position in 0..<rest {
      let market = random.uniform() < 0.25 && position > 0
      let wanted = market ? paretoCount(&random) : 14
      suppliers.removeAll(keepingCapacity: true)
      for _ in 0..<wanted {
        let hub = position == 0 || random.uniform() < (market ? 0.1 : 0.55)
        suppliers.append(
          Int32(hub ? popularity.draw(&random) : hubCount + nearby(before: position, mean: reach, &random)))
      }
      chain.append(market ? .market : .producer, inputs: suppliers)
    }
    return chain
  }

  /// The core (the first half), a random graph in which some are taken far more often than others; then
  /// products, each made from the core and from what was made shortly before.
  private static func core(_ n: Int, _ random: inout Random) -> Chain {
    let coreCount = n / 2
    let popularity = WeightedDraw((1...coreCount).map { pow(Double($0), -1.1) })
    var chain = Chain()
    var suppliers: [Int32] = []
    for position in 0..<n {
      let market = random.uniform() < 0.25
      let wanted = market ? paretoCount(&random) : 12
      suppliers.removeAll(keepingCapacity: true)
      for _ in 0..<wanted {
        let before = position >= coreCount && random.uniform() < 0.5
        suppliers.append(
          Int32(
            before
              ? nearby(before: position, mean: 0.03 * Double(n), &random)
              : popularity.draw(&random)))
      }
      chain.append(market ? .market : .producer, inputs: suppliers)
    }
    return chain
  }

  /// Inputs of a market: 4 to 150, Pareto with exponent 1.6.
  private static func paretoCount(_ random: inout Random) -> Int {
    min(150, Int(4 * pow(1 - random.uniform(), -1 / 1.6)))
  }

  /// A position before this one, so many back on average.
  private static func nearby(before position: Int, mean: Double, _ random: inout Random) -> Int {
    let back = Int(random.exponential(mean: mean))
    return back < position ? position - 1 - back : random.below(position)
  }
}
