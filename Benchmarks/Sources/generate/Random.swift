import Foundation

/// xoshiro256** seeded by SplitMix64: the same chain for the same seed on every machine.
struct Random {
  private var state: (UInt64, UInt64, UInt64, UInt64)
  private var spare: Double?

  init(seed: UInt64) {
    var x = seed
    func next() -> UInt64 {
      x &+= 0x9E37_79B9_7F4A_7C15
      var z = x
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    state = (next(), next(), next(), next())
  }

  mutating func bits() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// Uniform on [0, 1).
  mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  /// Uniform on 0 ..< bound.
  mutating func below(_ bound: Int) -> Int {
    Int(bits().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Standard normal, by Marsaglia's polar method.
  mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let square = u * u + v * v
      if square > 0, square < 1 {
        let factor = (-2 * log(square) / square).squareRoot()
        spare = v * factor
        return u * factor
      }
    }
  }

  mutating func exponential(mean: Double) -> Double { -mean * log(1 - uniform()) }

  mutating func poisson(mean: Double) -> Int {
    let limit = exp(-mean)
    var product = uniform()
    var count = 0
    while product > limit {
      product *= uniform()
      count += 1
    }
    return count
  }
}

/// Draws from weights in constant time (Walker's alias method).
struct WeightedDraw {
  private var threshold: [Double]
  private var alias: [Int]

  init(_ weights: [Double]) {
    let n = weights.count
    let mean = weights.reduce(0, +) / Double(n)
    threshold = weights.map { $0 / mean }
    alias = Array(0..<n)
    var small = (0..<n).filter { threshold[$0] < 1 }
    var large = (0..<n).filter { threshold[$0] >= 1 }
    while let s = small.popLast(), let l = large.last {
      alias[s] = l
      threshold[l] -= 1 - threshold[s]
      if threshold[l] < 1 {
        large.removeLast()
        small.append(l)
      }
    }
  }

  func draw(_ random: inout Random) -> Int {
    let k = random.below(threshold.count)
    return random.uniform() < threshold[k] ? k : alias[k]
  }
}
