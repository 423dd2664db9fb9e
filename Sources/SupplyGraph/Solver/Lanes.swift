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
}

extension Double: Lanes {
  @inline(__always) init(repeating value: Double) { self = value }
  @inline(__always) func greater(_ other: Double) -> Double {
    other.isNaN || self.isNaN ? .nan : Swift.max(self, other)
  }
  @inline(__always) func quotient(_ other: Double) -> Double { other == 0 ? 0 : self / other }
  @inline(__always) var largest: Double { self }
  @inline(__always) func atMost(_ other: Double) -> Double { self <= other ? 1 : 0 }
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
}
