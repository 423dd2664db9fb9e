import NIOCore

/// The address a request comes from, as limits know it: an IPv6 address counts by its first 64 bits, which one
/// subscriber has.
public struct ClientAddress: Sendable, Hashable {
  private let high: UInt64
  private let low: UInt64

  /// Reads an IPv4 or IPv6 address; nil for anything else.
  public init?(_ text: String) {
    guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
    self.init(address)
  }

  /// The address of a connection's other end; nil for one that is no IP connection.
  init?(_ address: SocketAddress?) {
    switch address {
    case .v4(let v4):
      self.init(v4: UInt32(bigEndian: v4.address.sin_addr.s_addr))
    case .v6(let v6):
      let bytes = withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
      func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
      let (high, low) = (half(0..<8), half(8..<16))
      if high == 0, low >> 32 == 0xFFFF {
        self.init(v4: UInt32(truncatingIfNeeded: low))
      } else {
        self.init(high: high, low: low)
      }
    default: return nil
    }
  }

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  private init(v4: UInt32) { self.init(high: 0, low: 0xFFFF << 32 | UInt64(v4)) }

  private var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Whether it is this machine's own: 127.0.0.0/8 or ::1.
  public var isLoopback: Bool { isV4 ? low >> 24 & 0xFF == 127 : high == 0 && low == 1 }

  /// What limits count by.
  var network: UInt64 { isV4 || isLoopback ? low : high }
}

extension ClientAddress: CustomStringConvertible {
  /// As it is written.
  public var description: String {
    if isV4 { return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xFF) }.joined(separator: ".") }
    let bytes = (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) }
    let address = try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0)
    return address?.ipAddress ?? "::"
  }
}
