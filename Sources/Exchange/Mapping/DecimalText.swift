import Foundation

/// Decimal numbers as PACT writes them: strings like `-12.500`, without exponent.
public enum DecimalText {
  /// Reads a decimal string exactly; nil for anything else, or for more digits than can be kept (38).
  public static func parse(_ text: String) -> Decimal? {
    var rest = Substring(text)
    if rest.first == "-" { rest = rest.dropFirst() }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 1 || parts.count == 2, parts.allSatisfy({ isDigits($0) }),
      let value = Decimal(string: text, locale: nil), plain(write(value)) == plain(text)
    else { return nil }
    return value
  }

  /// A decimal as a string, without exponent, every digit there.
  public static func write(_ value: Decimal) -> String { value.description }

  /// The nearest double.
  public static func double(_ value: Decimal) -> Double { Double(write(value)) ?? .nan }

  /// The shortest decimal that gives the double back; nil for infinities and what is no number.
  public static func decimal(_ value: Double) -> Decimal? {
    value.isFinite ? Decimal(string: value.description, locale: nil) : nil
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Without zeros that say nothing.
  private static func plain(_ text: String) -> String {
    var digits = Substring(text)
    let isNegative = digits.first == "-"
    if isNegative { digits = digits.dropFirst() }
    while digits.first == "0" { digits = digits.dropFirst() }
    if digits.contains(".") {
      while digits.last == "0" { digits = digits.dropLast() }
      if digits.last == "." { digits = digits.dropLast() }
    }
    return digits.isEmpty ? "0" : (isNegative ? "-" : "") + digits
  }
}
