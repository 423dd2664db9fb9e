import Foundation

/// The base address of a PACT interface: scheme, host and perhaps port and path.
public struct PactAddress: Sendable, Hashable {
  /// `https`, or `http` (which is used on loopback addresses only).
  public let scheme: String
  /// In lower case; an IPv6 address without brackets.
  public let host: String
  /// The whole, without a slash at the end.
  public let text: String

  /// Reads a base URL. A `source` of an event will do too: `//host/...` means https, and `/3/events` at the end
  /// is left out. Nil for a relative path, another scheme, or an address with a user or a fragment.
  public init?(_ source: String) {
    var rest = Substring(source)
    guard source.utf8.count <= 2000, source.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !source.contains("\\")
    else { return nil }
    if let mark = rest.range(of: "//") {
      let prefix = rest[..<mark.lowerBound].lowercased()
      guard ["", "https:", "http:"].contains(prefix) else { return nil }
      scheme = prefix == "http:" ? "http" : "https"
      rest = rest[mark.upperBound...]
    } else {
      return nil
    }
    guard !rest.contains("#"), !rest.contains("?") else { return nil }
    let authority = rest.prefix { $0 != "/" }
    guard !authority.isEmpty, !authority.contains("@"), !authority.contains("%") else { return nil }
    var name = authority
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      name = authority[authority.index(after: authority.startIndex)..<end]
      let tail = authority[authority.index(after: end)...]
      guard tail.isEmpty || PactAddress.isPort(tail) else { return nil }
    } else if let colon = authority.firstIndex(of: ":") {
      name = authority[..<colon]
      guard PactAddress.isPort(authority[colon...]) else { return nil }
    }
    guard !name.isEmpty else { return nil }
    host = name.lowercased()
    var path = rest[authority.endIndex...]
    while path.last == "/" { path.removeLast() }
    if path.hasSuffix("/3/events") { path = path.dropLast("/3/events".count) }
    while path.last == "/" { path.removeLast() }
    text = "\(scheme)://\(authority.lowercased())\(path)"
  }

  private static func isPort(_ text: Substring) -> Bool {
    guard text.first == ":", let number = Int(text.dropFirst()) else { return false }
    return (1...65535).contains(number)
  }
}
