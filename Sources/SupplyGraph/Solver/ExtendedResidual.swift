/// Numbers as unevaluated sums of two Doubles: about 32 digits.
struct Extended: Sendable {
  var high: [Double]
  var low: [Double]

  init(_ high: [Double]) {
    self.high = high
    low = [Double](repeating: 0, count: high.count)
  }

  /// Adds a correction, entry by entry (Knuth's TwoSum).
  mutating func add(_ step: [Double]) {
    for j in high.indices {
      let sum = high[j] + step[j]
      let part = sum - high[j]
      let error = (high[j] - (sum - part)) + (step[j] - part)
      high[j] = sum
      low[j] += error
    }
  }
}

/// What a candidate misses, computed from the chain's own numbers (not the scaled ones) with twice the digits.
///
/// Ogita, Rump and Oishi, Accurate sum and dot product (SIAM J. Sci. Comput. 26, 2005): products by fused
/// multiply-add, sums with their errors kept.
struct ExtendedResidual {
  let graph: SupplyGraph
  let matrix: TornMatrix

  /// Relative to the terms of a sum, what is left of rounding: k · 2⁻¹⁰⁴ and room.
  static func rounding(_ single: Double) -> Double { single * 0x1p-48 }

  /// The residual of T s = demand, in levels and solve order; `runs` by position.
  func forward(_ runs: Extended, demand: [Double]) -> [Double] {
    var sum = Accumulator(demand)
    for j in 0..<matrix.count {
      let (high, low) = (runs.high[j], runs.low[j])
      if high == 0 { continue }
      let a = Int(matrix.activity[j])
      sum.subtract(graph.outputs[a], high, low, at: j)
      for k in Int(graph.inputStart[a])..<Int(graph.inputStart[a + 1]) {
        sum.subtract(-graph.amounts[k], high, low, at: Int(matrix.position[Int(graph.inputs[k])]))
      }
    }
    return (0..<matrix.count).map { matrix.net[$0] < 0 ? -sum.value($0) : sum.value($0) }
  }

  /// The residual of Tᵀ v = weight (per run), per unit of level and in solve order; `values` by position.
  func adjoint(_ values: Extended, weight: [Double]) -> [Double] {
    var sum = Accumulator(weight)
    for j in 0..<matrix.count {
      let a = Int(matrix.activity[j])
      sum.subtract(graph.outputs[a], values.high[j], values.low[j], at: j)
      for k in Int(graph.inputStart[a])..<Int(graph.inputStart[a + 1]) {
        let i = Int(matrix.position[Int(graph.inputs[k])])
        sum.subtract(-graph.amounts[k], values.high[i], values.low[i], at: j)
      }
    }
    return (0..<matrix.count).map { sum.value($0) / matrix.net[$0].magnitude }
  }
}

/// Sums with a second Double for the error of each.
private struct Accumulator {
  private var high: [Double]
  private var low: [Double]

  init(_ start: [Double]) {
    high = start
    low = [Double](repeating: 0, count: start.count)
  }

  @inline(__always) mutating func subtract(_ a: Double, _ x: Double, _ xLow: Double, at j: Int) {
    let product = -a * x
    let productError = (-product).addingProduct(-a, x) - a * xLow
    let old = high[j]
    let sum = old + product
    let part = sum - old
    low[j] += ((old - (sum - part)) + (product - part)) + productError
    high[j] = sum
  }

  func value(_ j: Int) -> Double { high[j] + low[j] }
}
