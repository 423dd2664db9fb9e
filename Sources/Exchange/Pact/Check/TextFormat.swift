import Values

/// Forms that strings in PACT's documents have; the raw value ends the sentence "... is not".
enum TextFormat: String, Sendable {
  case uuid = "a UUID"
  case dateTime = "a date and time of RFC 3339, e.g. 2025-04-01T00:00:00Z"
  case decimal = "a decimal number, e.g. 12.5"
  case urn = "a URN"
  case uri = "an absolute URI"
  case uriReference = "a URI or relative reference"
  case version = "a version, e.g. 3.0.0"
  case country = "a country code of two capital letters (ISO 3166-1)"
  case subdivision = "a country and subdivision code, e.g. JP-13 (ISO 3166-2)"
  case assessmentReport = "an IPCC assessment report, e.g. AR6"

  func matches(_ text: String) -> Bool {
    switch self {
    case .uuid: Identifier(text) != nil
    case .dateTime: TextFormat.isDateTime(text)
    case .decimal: TextFormat.isDecimal(text)
    case .urn: text.lowercased().hasPrefix("urn:")
    case .uri: TextFormat.hasScheme(text) && TextFormat.isReference(text)
    case .uriReference: TextFormat.isReference(text)
    case .version: TextFormat.isVersion(text)
    case .country: text.utf8.count == 2 && text.utf8.allSatisfy(TextFormat.isCapital)
    case .subdivision: TextFormat.isSubdivision(text)
    case .assessmentReport: text.hasPrefix("AR") && TextFormat.areDigits(text.dropFirst(2))
    }
  }

  private static func isDateTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
      bytes[16] == UInt8(ascii: ":")
    else { return false }
    return Timestamp(text) != nil
  }

  /// `-12`, `12.50`: digits, at most one point between digits, no exponent.
  private static func isDecimal(_ text: String) -> Bool {
    let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : Substring(text)
    let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count) && parts.allSatisfy(areDigits)
  }

  /// `3.0.0`, `2.3.0-20240904`.
  private static func isVersion(_ text: String) -> Bool {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 3 && numbers.allSatisfy(areDigits)
      && (parts.count == 1 || parts[1].utf8.count == 8 && areDigits(parts[1]))
  }

  private static func isSubdivision(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return (4...6).contains(bytes.count) && bytes.prefix(2).allSatisfy(isCapital)
      && bytes[2] == UInt8(ascii: "-") && bytes.dropFirst(3).allSatisfy { isCapital($0) || isDigit($0) }
  }

  private static func hasScheme(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = text.utf8[..<colon]
    guard let first = scheme.first, isLetter(first) else { return false }
    return scheme.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
  }

  /// Only characters that a URI may have, each `%` with two hexadecimal digits after it, brackets around an
  /// address only, no colon in the first segment but after a scheme (RFC 3986).
  private static func isReference(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "%") {
        guard index + 2 < bytes.count, isHexadecimal(bytes[index + 1]), isHexadecimal(bytes[index + 2]) else {
          return false
        }
      } else if !isLetter(byte), !isDigit(byte), !"-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte) {
        return false
      }
    }
    let withoutAddress = text.replacing(
      /\/\/([^\/?#@\[\]]*@)?\[[0-9A-Fa-f:.]+\]/, with: "//", maxReplacements: 1)
    guard !withoutAddress.contains("["), !withoutAddress.contains("]") else { return false }
    let segment = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return (hasScheme(text) || !segment.contains(":")) && bytes.filter { $0 == UInt8(ascii: "#") }.count <= 1
  }

  private static func areDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isDigit)
  }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isCapital(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte) || (97...122).contains(byte) }
  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (65...70).contains(byte) || (97...102).contains(byte)
  }
}
