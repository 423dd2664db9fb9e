import Values

/// Identifiers of companies and products as uniform resource names (RFC 8141).
public enum PactURN {
  /// `urn:pact:<domain>:<kind>:<value>`, with the bytes percent-encoded that an URN cannot have.
  public static func make(domain: String, kind: String, value: String) -> String {
    var text = "urn:pact:\(domain.lowercased()):\(kind):"
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }

  /// Whether a text has the form of RFC 8141: `urn:`, a namespace of 2 to 32 letters, digits or hyphens, a
  /// colon and something that has no blanks.
  public static func isValid(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "urn", (2...32).contains(parts[1].utf8.count),
      !parts[2].isEmpty
    else { return false }
    return parts[1].utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
      && parts[1].first != "-" && parts[1].last != "-"
      && parts[2].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}

extension Part {
  /// The identifiers by which partners ask for a part: its trace identifier, and what the company calls it.
  public func productIDs(domain: String) -> [String] {
    [
      PactURN.make(domain: domain, kind: "trace-id", value: traceID.description),
      PactURN.make(domain: domain, kind: "product-id", value: name),
    ]
  }
}
