import CNumber

/// Powers of ten that a double holds exactly.
private let exactPowers: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]

/// Reads decimal numbers, each to the nearest double.
struct NumberReader {
  /// The number that fills the field; NaN where it holds anything else.
  ///
  /// A number of up to 2^53 times a power of ten up to 22 is one exact integer and one rounded operation; any other
  /// is read by fast_float.
  @inline(__always)
  func read(_ field: Field) -> Double {
    let bytes = field.start
    let count = field.count
    var i = 0
    let isNegative = count > 0 && bytes[0] == Ascii.minus
    if isNegative { i = 1 }
    let first = i
    var digits: UInt64 = 0
    while i < count {
      let digit = bytes[i] &- Ascii.zero
      if digit > 9 { break }
      digits = digits &* 10 &+ UInt64(digit)
      i &+= 1
    }
    var digitCount = i &- first
    var decimals = 0
    if i < count && bytes[i] == Ascii.point {
      i &+= 1
      let start = i
      while i < count {
        let digit = bytes[i] &- Ascii.zero
        if digit > 9 { break }
        digits = digits &* 10 &+ UInt64(digit)
        i &+= 1
      }
      decimals = i &- start
      digitCount &+= decimals
    }
    if i == count && digitCount > 0 && digitCount <= 19 && digits <= 1 << 53 && decimals <= 22 {
      let value = Double(digits) / exactPower(decimals)
      return isNegative ? -value : value
    }
    return Self.slow(field)
  }

  @inline(__always)
  private func exactPower(_ exponent: Int) -> Double {
    exponent == 0 ? 1 : exactPowers.withUnsafeBufferPointer { $0[exponent] }
  }

  @inline(never)
  private static func slow(_ field: Field) -> Double {
    var value = 0.0
    let status = field.bytes.withMemoryRebound(to: CChar.self) { text -> Int32 in
      guard let start = text.baseAddress, !text.isEmpty else { return 1 }
      return denchi_parse_double(start, start + text.count, &value)
    }
    return status == 0 ? value : .nan
  }
}

/// What is wrong with a text that should be a finite number.
func numberFault(_ text: String) -> String {
  func isNumber(_ text: String) -> Bool { withField(text) { NumberReader().read($0).isFinite } }
  let trimmed = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  let quoted = "'\(text)'"
  if text.isEmpty { return "is empty: a number is expected" }
  let lower = trimmed.lowercased()
  if ["nan", "+nan", "-nan", "#n/a", "n/a", "null", "none"].contains(lower) {
    return "\(quoted) is not a number: a finite number is expected"
  }
  if ["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞"].contains(lower) {
    return "\(quoted) is infinite: a finite number is expected"
  }
  if trimmed != text, isNumber(trimmed) {
    return "\(quoted) has blanks around the number: take them out"
  }
  let separators = trimmed.filter { $0 == "," || $0 == "." }
  if separators.contains(",") {
    let point = String(trimmed.map { $0 == "," ? "." : $0 })
    if separators == ",", isNumber(point) {
      return "\(quoted) has a decimal comma: write \(point) (or \(trimmed.filter { $0 != "," }) if the comma separates thousands)"
    }
    if isNumber(trimmed.filter { $0 != "," }) {
      return "\(quoted) has separators of thousands: write \(trimmed.filter { $0 != "," })"
    }
    return "\(quoted) is not a number: write digits with a decimal point and no separators of thousands"
  }
  if trimmed.hasSuffix("%") { return "\(quoted) is a percentage: write it as a plain number" }
  let start = trimmed.first.map { $0.isASCII && ($0.isNumber || "+-.".contains($0)) } ?? false
  if start, trimmed.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }),
    withField(trimmed, { NumberReader().read($0).isInfinite })
  {
    return "\(quoted) is too large for a double-precision number (the largest is 1.8e308)"
  }
  return "\(quoted) is not a number: a number such as 0.012 or 1.2e-2 is expected"
}
