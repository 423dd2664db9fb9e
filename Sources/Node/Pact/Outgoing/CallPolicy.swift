import Foundation
import NIOCore
import Values

/// Which addresses may be called. The address is often a partner's choice, so that nothing inside one's own
/// network may be reached by it (server-side request forgery).
package struct CallPolicy: Sendable {
  private let hosts: Set<String>
  private let allowsPrivate: Bool

  package init(_ configuration: NodeConfiguration) {
    hosts = Set(configuration.callbackHosts.map { $0.lowercased() })
    allowsPrivate = configuration.allowsPrivateCallbacks
  }

  /// Whether answers may go to a host that a partner named, as far as its name tells.
  package func allowsName(_ host: String) -> Bool {
    guard hosts.contains("*") || hosts.contains(host.lowercased()) else { return false }
    if let address = try? SocketAddress(ipAddress: host, port: 0) { return allows(address) }
    return allowsPrivate || host.lowercased() != "localhost"
  }

  /// Whether an address may be connected to.
  func allows(_ address: SocketAddress) -> Bool { allowsPrivate || CallPolicy.isPublic(address) }

  /// Whether plain HTTP may be spoken with an address: with this machine itself, where that is allowed.
  func allowsPlain(_ address: SocketAddress) -> Bool {
    allowsPrivate && ClientAddress(address)?.isLoopback == true
  }

  /// Whether an address is one of the Internet at large (IANA special-purpose registries).
  package static func isPublic(_ address: SocketAddress) -> Bool {
    switch address {
    case .v4(let v4): return isPublic(UInt32(bigEndian: v4.address.sin_addr.s_addr))
    case .v6(let v6):
      let bytes = withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
      if isMapped { return isPublic(bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }) }
      guard bytes[0] & 0xE0 == 0x20 else { return false }
      let first = UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
      let isSpecial =
        first >> 9 == 0x2001_0000 >> 9 || first == 0x2001_0DB8 || first >> 16 == 0x2002
        || first >> 12 == 0x3FFF0
      return !isSpecial
    case .unixDomainSocket: return false
    }
  }

  /// First address and length of prefix of the blocks that are not public.
  private static let special: [(UInt32, UInt32)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
    (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16),
    (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
  ]

  private static func isPublic(_ address: UInt32) -> Bool {
    !special.contains { address >> (32 - $0.1) == $0.0 >> (32 - $0.1) }
  }

  /// The addresses of a host, as its name server gives them now.
  static func resolve(_ host: String, port: Int) async throws -> [SocketAddress] {
    try await Blocking.run {
      var hints = addrinfo()
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
      var list: UnsafeMutablePointer<addrinfo>?
      guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
      defer { freeaddrinfo(list) }
      var found: [SocketAddress] = []
      var next = list
      while let entry = next?.pointee {
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        if getnameinfo(
          entry.ai_addr, entry.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0
        {
          let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
          let text = String(decoding: bytes, as: UTF8.self)
          if let address = try? SocketAddress(ipAddress: text, port: port) { found.append(address) }
        }
        next = entry.ai_next
      }
      return found
    }
  }
}
