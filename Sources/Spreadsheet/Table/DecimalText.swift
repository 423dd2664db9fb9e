/// Decimal numbers as text.
enum DecimalText {
  /// The number that plain text (digits, sign, point, exponent) stands for; nil for anything else, also for what
  /// a Double cannot hold.
  static func value(_ text: String) -> Double? {
    guard text.utf8.count <= 400,
      text.utf8.allSatisfy({
        ($0 >= 48 && $0 <= 57) || $0 == 43 || $0 == 45 || $0 == 46 || $0 == 69 || $0 == 101
      }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }
}
