/// Numbers eight side by side.
typealias LaneVector = UnsafeMutablePointer<SIMD8<Double>>

/// Memory for numbers eight side by side, on cache lines, not initialised.
final class LaneBuffer {
  let lanes: LaneVector
  let count: Int

  init(_ count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<SIMD8<Double>>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    lanes = memory.bindMemory(to: SIMD8<Double>.self, capacity: max(1, count))
  }

  deinit { UnsafeMutableRawPointer(lanes).deallocate() }

  /// The same memory, number by number.
  var numbers: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Double.self)
  }

  func numbers(from index: Int) -> UnsafeMutablePointer<Double> { numbers + 8 * index }

  func fill(_ value: SIMD8<Double>) { lanes.update(repeating: value, count: count) }
}
