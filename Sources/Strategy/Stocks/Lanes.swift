/// Neighbouring numbers that are computed with together.
protocol Lanes {
  init(_ value: Double)
  static func load(_ pointer: UnsafePointer<Double>) -> Self
  func store(_ pointer: UnsafeMutablePointer<Double>)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Double) -> Self
  static func / (a: Self, b: Double) -> Self
}

extension Lanes where Self: SIMD, Scalar == Double {
  @inline(__always)
  init(_ value: Double) { self.init(repeating: value) }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<Double>) -> Self {
    UnsafeRawPointer(pointer).loadUnaligned(as: Self.self)
  }

  @inline(__always)
  func store(_ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self)
  }
}

extension SIMD8<Double>: Lanes {}
extension SIMD4<Double>: Lanes {}
extension SIMD2<Double>: Lanes {}

extension Double: Lanes {
  @inline(__always)
  static func load(_ pointer: UnsafePointer<Double>) -> Double { pointer.pointee }

  @inline(__always)
  func store(_ pointer: UnsafeMutablePointer<Double>) { pointer.pointee = self }
}
