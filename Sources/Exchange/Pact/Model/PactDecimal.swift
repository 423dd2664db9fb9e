/// Numbers as PACT writes them: decimal strings.
public enum PactDecimal {
  /// The shortest digits that give the number back, without an exponent; `0` for what is no number.
  public static func text(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "0" }
    let parts = abs(value).description.split(separator: "e", maxSplits: 1)
    let mantissa = parts[0].split(separator: ".", maxSplits: 1)
    var digits = String(mantissa[0]) + (mantissa.count > 1 ? String(mantissa[1]) : "")
    var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    if point <= 0 {
      digits = String(repeating: "0", count: 1 - point) + digits
      point = 1
    }
    if point > digits.count { digits += String(repeating: "0", count: point - digits.count) }
    var whole = digits.prefix(point)
    var fraction = digits.dropFirst(point)
    while whole.count > 1, whole.first == "0" { whole.removeFirst() }
    while fraction.last == "0" { fraction.removeLast() }
    return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
  }
}
