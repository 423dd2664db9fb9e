import CKernels

/// One number, or eight side by side: sweeps and iterations are written once for both.
protocol Lanes: Sendable, Equatable {
  static var zero: Self { get }
  init(repeating value: Double)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func * (a: Self, b: Double) -> Self
  static func += (a: inout Self, b: Self)
  static func -= (a: inout Self, b: Self)
  static func *= (a: inout Self, b: Double)
  func squareRoot() -> Self
  var magnitude: Self { get }
  /// Lane by lane the greater; NaN where either is NaN.
  func greater(_ other: Self) -> Self
  /// Lane by lane `self / other`, and zero where `other` is zero.
  func quotient(_ other: Self) -> Self
  /// The largest lane; NaN where one is NaN.
  var largest: Double { get }
  /// Lane by lane 1 where `self` is less than or equal to `other`, else 0 (also for NaN).
  func atMost(_ other: Self) -> Self
  /// x[j] = inflation · (x[j] + Σ value[k] · x[row[k]]) over column j, for the columns `columns - 1` down to 0.
  static func gather(
    _ columns: Int, _ start: [Int32], _ row: [Int32], _ value: [Double], inflation: Double, _ x: inout [Self]
  )
  /// x[row[k]] += value[k] · x[j] over column j, for the columns 0 to `columns - 1`.
  static func scatter(_ columns: Int, _ start: [Int32], _ row: [Int32], _ value: [Double], _ x: inout [Self])
}

extension Double: Lanes {
  @inline(__always) init(repeating value: Double) { self = value }
  @inline(__always) func greater(_ other: Double) -> Double {
    other.isNaN || self.isNaN ? .nan : Swift.max(self, other)
  }
  @inline(__always) func quotient(_ other: Double) -> Double { other == 0 ? 0 : self / other }
  @inline(__always) var largest: Double { self }
  @inline(__always) func atMost(_ other: Double) -> Double { self <= other ? 1 : 0 }

  static func gather(
    _ columns: Int, _ start: [Int32], _ row: [Int32], _ value: [Double], inflation: Double,
    _ x: inout [Double]
  ) {
    x.withUnsafeMutableBufferPointer { x in
      row.withUnsafeBufferPointer { row in
        value.withUnsafeBufferPointer { value in
          for j in stride(from: columns - 1, through: 0, by: -1) {
            var sum = x[j]
            for k in Int(start[j])..<Int(start[j &+ 1]) { sum += x[Int(row[k])] * value[k] }
            x[j] = sum * inflation
          }
        }
      }
    }
  }

  static func scatter(
    _ columns: Int, _ start: [Int32], _ row: [Int32], _ value: [Double], _ x: inout [Double]
  ) {
    x.withUnsafeMutableBufferPointer { x in
      row.withUnsafeBufferPointer { row in
        value.withUnsafeBufferPointer { value in
          for j in 0..<columns {
            let level = x[j]
            if level == 0 { continue }
            for k in Int(start[j])..<Int(start[j &+ 1]) { x[Int(row[k])] += level * value[k] }
          }
        }
      }
    }
  }
}

extension SIMD8<Double>: Lanes {
  @inline(__always) var magnitude: Self { replacing(with: -self, where: self .< 0) }
  @inline(__always) func greater(_ other: Self) -> Self {
    var result = replacing(with: other, where: other .> self)
    result.replace(with: .nan, where: (other .!= other) .| (self .!= self))
    return result
  }
  @inline(__always) func quotient(_ other: Self) -> Self {
    (self / other).replacing(with: 0, where: other .== 0)
  }
  var largest: Double {
    var result = self[0]
    for lane in 1..<8 { result = result.greater(self[lane]) }
    return result
  }
  @inline(__always) func atMost(_ other: Self) -> Self {
    Self.zero.replacing(with: 1, where: self .<= other)
  }

  static func gather(
    _ columns: Int, _ start: [Int32], _ row: [Int32], _ value: [Double], inflation: Double, _ x: inout [Self]
  ) {
    x.withUnsafeMutableBytes {
      dk_sweep_gather8(
        Int32(columns) - 1, -1, start, row, value, inflation,
        $0.assumingMemoryBound(to: Double.self).baseAddress)
    }
  }

  static func scatter(
    _ columns: Int, _ start: [Int32], _ row: [Int32], _ value: [Double], _ x: inout [Self]
  ) {
    x.withUnsafeMutableBytes {
      dk_sweep_scatter8(
        0, Int32(columns), start, row, value, $0.assumingMemoryBound(to: Double.self).baseAddress)
    }
  }
}

extension Array {
  /// Takes over the elements of an array of the same count without a new allocation.
  mutating func assign(_ other: [Element]) {
    withUnsafeMutableBufferPointer { target in
      other.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { target.baseAddress?.update(from: start, count: source.count) }
      }
    }
  }
}
