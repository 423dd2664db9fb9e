/// A UUID (RFC 9562), written in lower case: names an operator, a part, a request, a footprint ...
public struct Identifier: Sendable, Hashable, Comparable {
  /// The first 16 digits.
  public let high: UInt64
  /// The last 16 digits.
  public let low: UInt64

  /// An identifier of its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A new random identifier (version 4).
  public init() {
    high = UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000
    low = UInt64.random(in: .min ... .max) & (1 << 62 - 1) | 1 << 63
  }

  /// An identifier made of a record's sequence number and a count in it (version 8): the same in every replay.
  public init(sequence: Int64, index: Int) {
    high = UInt64(bitPattern: sequence) << 16 | 0x8000
    low = UInt64(index) & (1 << 62 - 1) | 1 << 63
  }

  /// By the order of the digits.
  public static func < (a: Identifier, b: Identifier) -> Bool {
    (a.high, a.low) < (b.high, b.low)
  }
}

extension Identifier: LosslessStringConvertible {
  /// Reads `8-4-4-4-12` hexadecimal digits, upper or lower case; nil for anything else.
  public init?(_ text: String) {
    var halves: (UInt64, UInt64) = (0, 0)
    var digits = 0
    for (index, byte) in text.utf8.enumerated() {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt64
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt64(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
      if digits < 16 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
      digits += 1
      if digits > 32 { return nil }
    }
    guard digits == 32 else { return nil }
    self.init(high: halves.0, low: halves.1)
  }

  /// `8-4-4-4-12` digits in lower case.
  public var description: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var at = 0
      for position in 0..<32 {
        if position == 8 || position == 12 || position == 16 || position == 20 {
          buffer[at] = UInt8(ascii: "-")
          at += 1
        }
        let half = position < 16 ? high : low
        let digit = UInt8(half >> UInt64(60 - 4 * (position % 16)) & 0xF)
        buffer[at] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        at += 1
      }
      return 36
    }
  }
}

extension Identifier: Codable {
  /// Reads a string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let identifier = Identifier(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no UUID")
    }
    self = identifier
  }

  /// Writes a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
