import Foundation

/// Places values on a straight axis, with marks at round numbers.
struct Scale {
  let domain: ClosedRange<Double>
  let from: Double
  let to: Double
  /// Round numbers inside the domain.
  let marks: [Double]
  /// How far apart the marks are.
  let step: Double

  /// - Parameter count: about as many marks.
  init(_ low: Double, _ high: Double, from: Double, to: Double, count: Int = 5) {
    let high = high > low ? high : low + 1
    let raw = (high - low) / Double(max(1, count))
    let power = pow(10, log10(raw).rounded(.down))
    let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999 } ?? raw
    let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
    domain = first * step...last * step
    marks = (Int(first)...Int(last)).map { Double($0) * step }
    self.step = step
    self.from = from
    self.to = to
  }

  func callAsFunction(_ value: Double) -> Double {
    let share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return from + (to - from) * min(max(share, 0), 1)
  }
}

/// How wide text is drawn, near enough without a font.
enum TextWidth {
  static func of(_ text: String, size: Double = 13) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      let isWide = scalar.value >= 0x2E80
      let isLarge = ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
      return sum + size * (isWide ? 1 : isLarge ? 0.66 : 0.54)
    }
  }

  /// The text, or its beginning with an ellipsis, within a width.
  static func cut(_ text: String, to width: Double, size: Double = 13) -> String {
    guard of(text, size: size) > width else { return text }
    var letters = text
    while letters.count > 1, of(letters, size: size) > width - size * 0.8 { letters.removeLast() }
    return letters.trimmingCharacters(in: .whitespaces) + "…"
  }
}
