/// The indicators of one unit of level at each position, eight indicators side by side.
struct IndicatorWeights {
  /// Block b holds the indicators 8b ..< 8b + 8, by position; unused lanes are zero.
  let blocks: [[SIMD8<Double>]]
  let count: Int
  private let positions: Int

  init(_ graph: SupplyGraph, _ matrix: TornMatrix) {
    let count = graph.indicatorCount
    self.count = count
    positions = matrix.count
    blocks = stride(from: 0, to: count, by: 8).map { first in
      let lanes = min(8, count - first)
      var block = [SIMD8<Double>](repeating: .zero, count: matrix.count)
      block.withUnsafeMutableBytes { bytes in
        let numbers = bytes.bindMemory(to: Double.self)
        graph.characterised.withUnsafeBufferPointer { characterised in
          for j in 0..<matrix.count {
            let base = Int(matrix.activity[j]) &* count &+ first
            let scale = 1 / matrix.net[j].magnitude
            for k in 0..<lanes { numbers[8 &* j &+ k] = characterised[base &+ k] * scale }
          }
        }
      }
      return block
    }
  }

  /// One indicator by position.
  func column(_ indicator: Int) -> [Double] { blocks[indicator / 8].map { $0[indicator % 8] } }

  /// Σ weight · level of every indicator, in blocks.
  func sums(_ p: [Double]) -> BlockSums {
    var result = BlockSums()
    for weight in blocks {
      var sum = BlockSum()
      for j in p.indices { sum.add(weight[j] * p[j]) }
      sum.close()
      for lane in 0..<min(8, count - result.totals.count) {
        result.totals.append(sum.total[lane])
        result.magnitudes.append(sum.magnitude[lane])
        result.errors.append(sum.errorBound[lane])
      }
    }
    return result
  }

  /// Σ |weight| · error of every indicator.
  func magnitudeSums(_ error: [Double]) -> [Double] {
    var result: [Double] = []
    for weight in blocks {
      var sum = SIMD8<Double>.zero
      for j in error.indices { sum += weight[j].magnitude * error[j] }
      for lane in 0..<min(8, count - result.count) { result.append(sum[lane]) }
    }
    return result
  }

  /// At each position the largest |weight| relative to the scale of its indicator, where that is above zero.
  func largest(relativeTo scales: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: positions)
    for (b, weight) in blocks.enumerated() {
      var inverse = SIMD8<Double>.zero
      for lane in 0..<min(8, count - 8 * b) where scales[8 * b + lane] > 0 {
        inverse[lane] = 1 / scales[8 * b + lane]
      }
      for j in weight.indices { result[j] = max(result[j], (weight[j].magnitude * inverse).max()) }
    }
    return result
  }
}

/// Sums by indicator, of terms and of their magnitudes, with bounds on their rounding.
struct BlockSums {
  var totals: [Double] = []
  var magnitudes: [Double] = []
  var errors: [Double] = []
}

/// Eight sums in blocks of 512 terms, and what rounding may have done to them: it grows by one unit in 512 terms.
private struct BlockSum {
  private(set) var total = SIMD8<Double>.zero
  private(set) var magnitude = SIMD8<Double>.zero
  private var block = SIMD8<Double>.zero
  private var blockMagnitude = SIMD8<Double>.zero
  private var terms: Int32 = 0
  private var blocks: Int32 = 0

  @inline(__always) mutating func add(_ x: SIMD8<Double>) {
    block += x
    blockMagnitude += x.magnitude
    terms += 1
    if terms == 512 { close() }
  }

  mutating func close() {
    total += block
    magnitude += blockMagnitude
    block = .zero
    blockMagnitude = .zero
    terms = 0
    blocks += 1
  }

  var errorBound: SIMD8<Double> { magnitude * (Rounding.gamma(512 + blocks) * 1.0001) }
}
