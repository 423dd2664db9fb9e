import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The uncertain rows of a calculation, by family, with the place of each among the lanes of values.
///
/// Values lie in lanes of eight samples: `lanes[8 * slot + l]` is the value of a row in sample
/// `firstSample + l`. Rows that are certain are written once by whoever owns the lanes; filling touches only the
/// rows of the plan. A draw depends on (seed, sample, key) alone.
package struct DrawPlan: Sendable {
  /// Samples that are drawn together.
  package static let width = 8

  private struct Rows: Sendable {
    var keys: [UInt64] = []
    var slots: [Int32] = []
    var first: [Double] = []
    var second: [Double] = []
    var third: [Double] = []

    mutating func reserve(_ count: Int) {
      keys.reserveCapacity(count)
      slots.reserveCapacity(count)
      first.reserveCapacity(count)
      second.reserveCapacity(count)
    }

    mutating func append(
      _ key: UInt64, _ slot: Int32, _ first: Double, _ second: Double, _ third: Double? = nil
    ) {
      keys.append(key)
      slots.append(slot)
      self.first.append(first)
      self.second.append(second)
      if let third { self.third.append(third) }
    }
  }

  private var lognormal = Rows()
  private var normal = Rows()
  private var uniform = Rows()
  private var triangular = Rows()

  /// The number of rows.
  package var count: Int {
    lognormal.keys.count + normal.keys.count + uniform.keys.count + triangular.keys.count
  }

  /// A plan without rows, with room for as many lognormal ones.
  package init(expectedRows: Int = 0) { lognormal.reserve(expectedRows) }

  /// Adds a row of `distributions` whose nominal value is `amount`; its draws are multiplied by `scale`.
  ///
  /// A row that is certain is not added. Each slot is used by one row.
  package mutating func append(
    _ row: Int, of distributions: Distributions, amount: Double, scale: Double = 1, key: UInt64, slot: Int32
  ) {
    let first = distributions.first[row]
    switch distributions.kind[row] {
    case .none: break
    case .lognormal: lognormal.append(key, slot, amount * scale, first)
    case .normal: normal.append(key, slot, amount * scale, first * scale)
    case .uniform: uniform.append(key, slot, first * scale, distributions.second[row] * scale)
    case .triangular:
      triangular.append(key, slot, first * scale, amount * scale, distributions.second[row] * scale)
    }
  }

  /// Draws samples `firstSample ..< firstSample + 8` of every row into its slot of the lanes.
  package func fill(_ lanes: UnsafeMutablePointer<Double>, seed: UInt64, firstSample: UInt64) {
    func count(_ rows: Rows) -> Int64 { Int64(rows.keys.count) }
    dk_draw_lognormal8(
      lognormal.keys, lognormal.first, lognormal.second, lognormal.slots, count(lognormal), seed, firstSample,
      lanes)
    dk_draw_normal8(
      normal.keys, normal.first, normal.second, normal.slots, count(normal), seed, firstSample, lanes)
    dk_draw_uniform8(
      uniform.keys, uniform.first, uniform.second, uniform.slots, count(uniform), seed, firstSample, lanes)
    dk_draw_triangular8(
      triangular.keys, triangular.first, triangular.second, triangular.third, triangular.slots,
      count(triangular), seed, firstSample, lanes)
  }
}

extension Distributions {
  /// Mean of a row whose nominal value is `amount`.
  public func mean(_ row: Int, amount: Double) -> Double {
    switch kind[row] {
    case .none, .normal: amount
    case .lognormal: amount * exp(first[row] * first[row] / 2)
    case .uniform: (first[row] + second[row]) / 2
    case .triangular: (first[row] + amount + second[row]) / 3
    }
  }

  /// Standard deviation of a row whose nominal value is `amount`.
  public func standardDeviation(_ row: Int, amount: Double) -> Double {
    switch kind[row] {
    case .none: return 0
    case .lognormal:
      let variance = first[row] * first[row]
      return abs(amount) * (exp(variance) * expm1(variance)).squareRoot()
    case .normal: return first[row]
    case .uniform: return (second[row] - first[row]) / 12.0.squareRoot()
    case .triangular:
      let (rise, fall) = (amount - first[row], second[row] - amount)
      return ((rise * rise + rise * fall + fall * fall) / 18).squareRoot()
    }
  }
}
