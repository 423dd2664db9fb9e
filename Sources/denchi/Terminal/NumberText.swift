import Foundation
import SupplyGraph

/// Numbers as people read them.
enum NumberText {
  /// A number with so many significant digits: 66.59, 7,654, 1.23e-7. Digits before the point are never cut.
  static func short(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return "–" }
    if value == 0 { return "0" }
    let magnitude = abs(value)
    let sign = value < 0 ? "−" : ""
    var exponent = Int(log10(magnitude).rounded(.down))
    if magnitude / power(exponent) + 0.5 * power(1 - digits) >= 10 { exponent += 1 }
    if exponent < -4 || exponent >= 12 {
      return sign + trimmed(String(format: "%.\(digits - 1)f", magnitude / power(exponent))) + "e\(exponent)"
    }
    let decimals = max(0, digits - 1 - exponent)
    return sign + grouped(String(format: "%.\(decimals)f", magnitude))
  }

  /// A part of a total, to the decimal that the total is shown with, so that parts seem to add up.
  static func short(_ value: Double, digits: Int, ofTotal total: Double) -> String {
    guard total.isFinite, total != 0, value != 0, abs(value) <= abs(total) * 10 else {
      return short(value, digits: digits)
    }
    let decimals = digits - 1 - Int(log10(abs(total)).rounded(.down))
    guard decimals >= 0, decimals <= 6, abs(value) >= 0.5 * power(-decimals) else {
      return short(value, digits: min(digits, 2))
    }
    return (value < 0 ? "−" : "") + grouped(String(format: "%.\(decimals)f", abs(value)))
  }

  /// The range that holds 95 % of the samples; nothing without samples.
  static func interval(_ spread: Summary?) -> String {
    guard let spread, spread.samples > 1 else { return "" }
    if spread.p2_5 == spread.p97_5 { return "–" }
    return "\(short(spread.p2_5, digits: 3)) – \(short(spread.p97_5, digits: 3))"
  }

  /// A share as a percentage: 12.3 %; below 0.05 % it says so instead of showing nothing.
  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    let value = share * 100
    if value == 0 { return "0 %" }
    if value != 0, abs(value) < 0.05 { return value < 0 ? "> −0.1 %" : "< 0.1 %" }
    return (value < 0 ? "−" : "") + String(format: "%.1f %%", abs(value))
  }

  /// A number as it was given: 1, 0.25, 1,500.
  static func plain(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return count(Int(value)) }
    return (value < 0 ? "−" : "") + abs(value).description
  }

  /// A relative change with its sign: +3.1 %.
  static func change(_ ratio: Double) -> String { ratio > 0 ? "+" + percent(ratio) : percent(ratio) }

  /// A whole percentage of samples that never claims certainty: "more than 99 %" rather than "100 %".
  static func percentOfSamples(_ share: Double) -> String {
    if share > 0.995, share < 1 { return "> 99 %" }
    if share < 0.005, share > 0 { return "< 1 %" }
    return String(format: "%.0f %%", share * 100)
  }

  /// Significant digits worth showing for a value with this standard deviation: one more than is certain,
  /// from 3 to 4.
  static func digits(for value: Double, standardDeviation: Double?) -> Int {
    guard let standardDeviation, standardDeviation > 0, value != 0 else { return 4 }
    return standardDeviation / abs(value) > 0.005 ? 3 : 4
  }

  /// A whole number with thousands separated: 2,862.
  static func count(_ n: Int) -> String { (n < 0 ? "−" : "") + grouped(String(n.magnitude)) }

  /// A count with its noun: 1 problem, 3 problems.
  static func count(_ n: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count(n)) \(n == 1 ? noun : plural ?? noun + "s")"
  }

  private static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.contains("."), text.last == "0" || text.last == "." {
      let removed = text.removeLast()
      if removed == "." { break }
    }
    return text
  }

  private static func grouped(_ text: String) -> String {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.count > 3 else { return text }
    var result = ""
    for (i, digit) in whole.enumerated() {
      if i > 0, (whole.count - i) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return parts.count > 1 ? result + "." + parts[1] : result
  }
}
