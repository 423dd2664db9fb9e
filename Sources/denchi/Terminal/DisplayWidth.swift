/// How many columns text takes on a terminal: East Asian wide characters take two, combining marks none.
enum DisplayWidth {
  /// Columns of the whole text.
  static func of(_ text: String) -> Int {
    var width = 0
    for scalar in text.unicodeScalars { width += of(scalar) }
    return width
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
    0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// The text cut to a number of columns, with an ellipsis where something was cut.
  static func fit(_ text: String, to columns: Int) -> String {
    if of(text) <= columns { return text }
    var kept = ""
    var width = 1
    for character in text {
      let w = of(String(character))
      if width + w > columns { break }
      kept.append(character)
      width += w
    }
    return columns > 0 ? kept + "…" : ""
  }

  /// Text from a file made harmless for a terminal: control characters (escape codes, line breaks) become a
  /// visible mark, and so do marks that reverse the direction of what follows.
  static func plain(_ text: String) -> String {
    func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
      let v = scalar.value
      return
        !(v < 0x20 || (0x7F...0x9F).contains(v) || (0x2028...0x202E).contains(v)
        || (0x2066...0x2069).contains(v))
    }
    if text.unicodeScalars.allSatisfy(isHarmless) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isHarmless(scalar) ? scalar : "\u{FFFD}") }
    return String(result)
  }
}

/// Bars of Unicode blocks, eight steps a column.
enum Bar {
  private static let eighths: [String] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar that fills a share (0 to 1) of a width, without trailing space.
  static func of(_ share: Double, width: Int) -> String {
    guard share.isFinite, share > 0 else { return "" }
    let steps = max(1, Int((min(share, 1) * Double(width) * 8).rounded()))
    return String(repeating: "█", count: steps / 8) + eighths[steps % 8]
  }

  /// The same, with the rest of the width dotted.
  static func filled(_ share: Double, width: Int) -> String {
    let bar = of(share, width: width)
    return bar + String(repeating: "·", count: max(0, width - DisplayWidth.of(bar)))
  }
}
