import CNumber

/// Reads decimal numbers, each to the nearest double.
struct NumberReader {
  /// The number that fills the field; NaN where it holds anything else.
  ///
  /// Up to 8 digits before the point and 16 after it are read eight at a time; where they make an integer of
  /// up to 2^53 that and a power of ten are exact, so that the one division rounds correctly. Any other is
  /// read by fast_float.
  @inline(__always)
  func read(_ field: Field) -> Double {
    let sign = field.count > 0 && field.start[0] == Ascii.minus ? 1 : 0
    let text = Field(start: field.start + sign, count: field.count &- sign)
    // Bytes that are a point are zero in `points`; what is found first is right, whatever follows.
    let points = text.word(at: 0) ^ 0x2e2e_2e2e_2e2e_2e2e
    let point = (points &- 0x0101_0101_0101_0101) & ~points & 0x8080_8080_8080_8080
    if point != 0 {
      let whole = point.trailingZeroBitCount / 8
      let decimals = text.count &- whole &- 1
      guard whole &+ decimals > 0, decimals <= 16, whole &+ decimals <= 19 else { return Self.slow(field) }
      let places = text.start + whole + 1
      var bad: UInt64 = 0
      var digits = Self.digits(text.start, whole, &bad)
      if decimals <= 8 {
        digits = digits &* denchi_integer_power(decimals) &+ Self.digits(places, decimals, &bad)
      } else {
        digits =
          (digits &* 100_000_000 &+ Self.digits(places, 8, &bad)) &* denchi_integer_power(decimals &- 8)
          &+ Self.digits(places + 8, decimals &- 8, &bad)
      }
      if bad == 0 && digits <= 1 << 53 {
        let value = Double(digits) / denchi_power_of_ten(decimals)
        return sign == 1 ? -value : value
      }
    } else if text.count > 0 && text.count <= 8 {
      var bad: UInt64 = 0
      let digits = Self.digits(text.start, text.count, &bad)
      if bad == 0 { return sign == 1 ? -Double(digits) : Double(digits) }
    }
    return Self.slow(field)
  }

  /// The value of `count` (0 to 8) digits; `bad` becomes non-zero where a byte is none.
  @inline(__always)
  private static func digits(_ start: UnsafePointer<UInt8>, _ count: Int, _ bad: inout UInt64) -> UInt64 {
    var word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    word = (word ^ 0x3030_3030_3030_3030) << (64 &- 8 &* count)
    bad |= ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
    word = word &* 10 &+ (word >> 8)
    return
      (((word & 0x0000_00ff_0000_00ff) &* 0x000f_4240_0000_0064)
      &+ (((word >> 16) & 0x0000_00ff_0000_00ff) &* 0x0000_2710_0000_0001)) >> 32
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
      return
        "\(quoted) has a decimal comma: write \(point) (or \(trimmed.filter { $0 != "," }) if the "
        + "comma separates thousands)"
    }
    let decimalComma = separators.last == "," && separators.count { $0 == "," } == 1
    let plain =
      decimalComma
      ? String(trimmed.filter { $0 != "." }.map { $0 == "," ? "." : $0 }) : trimmed.filter { $0 != "," }
    if isNumber(plain) {
      return
        "\(quoted) has separators of thousands\(decimalComma ? " and a decimal comma" : ""): write \(plain)"
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
