import Synchronization

/// Where a request stands in a trace (W3C Trace Context): taken from `traceparent`, or made here.
public struct TraceContext: Sendable, Hashable {
  let high: UInt64
  let low: UInt64
  /// This node's part of the trace.
  let span: UInt64
  let isSampled: Bool

  /// A new trace.
  public init() {
    (high, low, span) = (TraceContext.next(), TraceContext.next(), TraceContext.next())
    isSampled = false
  }

  /// The trace of a `traceparent`, e.g. `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`, with a span
  /// of its own; nil where it is none.
  public init?(traceparent: String) {
    let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts.map(\.utf8.count).prefix(4) == [2, 32, 16, 2], parts[0] != "ff",
      parts[0] != "00" || parts.count == 4, parts.prefix(4).allSatisfy(TraceContext.isHexadecimal),
      let high = UInt64(parts[1].prefix(16), radix: 16), let low = UInt64(parts[1].suffix(16), radix: 16),
      high | low != 0, let parent = UInt64(parts[2], radix: 16), parent != 0,
      let flags = UInt8(parts[3], radix: 16)
    else { return nil }
    self.high = high
    self.low = low
    span = TraceContext.next()
    isSampled = flags & 1 == 1
  }

  private static func isHexadecimal(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// 32 hexadecimal digits.
  public var traceID: String { TraceContext.digits(high) + TraceContext.digits(low) }

  /// 16 hexadecimal digits.
  public var spanID: String { TraceContext.digits(span) }

  /// The header for calls to others, and of the answer.
  public var traceparent: String {
    String(unsafeUninitializedCapacity: 55) { buffer in
      var at = 0
      func put(_ byte: UInt8) {
        buffer[at] = byte
        at += 1
      }
      func put(_ value: UInt64) {
        for position in 0..<16 { put(TraceContext.digit(value, position)) }
      }
      for byte in "00-".utf8 { put(byte) }
      put(high)
      put(low)
      put(UInt8(ascii: "-"))
      put(span)
      for byte in (isSampled ? "-01" : "-00").utf8 { put(byte) }
      return at
    }
  }

  private static func digits(_ value: UInt64) -> String {
    String(unsafeUninitializedCapacity: 16) { buffer in
      for position in 0..<16 { buffer[position] = digit(value, position) }
      return 16
    }
  }

  private static func digit(_ value: UInt64, _ position: Int) -> UInt8 {
    let nibble = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * position)) & 0xF
    return nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }

  private static let seed = UInt64.random(in: .min ... .max)
  private static let count = Atomic<UInt64>(0)

  /// SplitMix64 over a count, from a random seed: unique and spread, cheaper than the system's generator. It
  /// names requests; it guards nothing.
  private static func next() -> UInt64 {
    let step = count.wrappingAdd(1, ordering: .relaxed).newValue
    var z = seed &+ step &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return z == 0 ? 1 : z
  }
}
