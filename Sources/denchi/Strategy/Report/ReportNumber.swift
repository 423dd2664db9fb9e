import Foundation

/// Numbers as the report shows them: no more digits than the sources allow.
enum ReportNumber {
  /// Significant digits of what is computed from sources that print two or three.
  static let digits = 3

  /// A value rounded to significant digits.
  static func rounded(_ value: Double, _ digits: Int = digits) -> Double {
    guard value.isFinite, value != 0 else { return value }
    let place = pow(10, Double(digits - 1) - log10(abs(value)).rounded(.down))
    return (value * place).rounded() / place
  }

  /// 98.5, 20, 10,100; also before the point no digit beyond the significant ones.
  static func text(_ value: Double?, _ digits: Int = digits) -> String {
    guard let value, value.isFinite else { return "–" }
    if value != 0, abs(value) < 1e-4 { return value < 0 ? "> −0.0001" : "< 0.0001" }
    let short = NumberText.short(rounded(value, digits), digits: digits)
    guard short.contains("."), !short.contains("e") else { return short }
    let trimmed = short.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(trimmed.reversed())
  }

  /// A share in per cent: 3 %, 20 %, 0.52 %.
  static func percent(_ share: Double?, _ digits: Int = 2) -> String {
    guard let share, share.isFinite else { return "–" }
    return text(share * 100, abs(share) >= 1 ? max(digits, 3) : digits) + "\u{A0}%"
  }

  /// A value in its unit: fractions as per cent.
  static func text(_ value: Double?, unit: String, _ digits: Int = digits) -> String {
    unit == "fraction" ? percent(value, digits) : text(value, digits)
  }

  /// Digits for a value that is compared with a figure: one more where they are within 2 % of each other.
  static func digits(_ value: Double, near figure: Double) -> Int {
    abs(value - figure) < 0.02 * abs(figure) ? digits + 1 : digits
  }

  /// How far a value, rounded as it is shown, is from a figure: 98.5 - 150 is −51.5.
  static func difference(_ value: Double, _ figure: Double, unit: String) -> String {
    let factor = unit == "fraction" ? 100.0 : 1
    let digits = unit == "fraction" ? 2 : digits(value, near: figure)
    let shown = rounded(value, digits) * factor
    let difference = shown - figure * factor
    // The last place of the value that is shown.
    let place = value == 0 ? 0 : max(0, digits - 1 - Int(log10(abs(shown)).rounded(.down)))
    let power = pow(10, Double(place))
    let rounded = (difference * power).rounded() / power
    return (rounded > 0 ? "+" : "") + text(rounded, 9) + (unit == "fraction" ? "\u{A0}%" : "")
  }

  /// A label of an axis whose marks are so far apart.
  static func axis(_ value: Double, step: Double) -> String {
    let decimals =
      (0...6).first { abs((step * pow(10, Double($0))).rounded() / pow(10, Double($0)) - step) < step * 1e-9 }
      ?? 6
    let plain = String(format: "%.\(decimals)f", value)
    return decimals == 0 ? NumberText.count(Int(value.rounded())) : plain
  }
}
