/// A piece of HTML or SVG. Texts that are put into it are escaped; other pieces are not.
struct HTML: Sendable, ExpressibleByStringInterpolation {
  private(set) var text: String

  /// Text that is HTML already.
  init(markup: String) { text = markup }
  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  static func += (a: inout HTML, b: HTML) { a.text += b.text }
  static func + (a: HTML, b: HTML) -> HTML { HTML(markup: a.text + b.text) }

  var isEmpty: Bool { text.isEmpty }

  struct StringInterpolation: StringInterpolationProtocol {
    var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ piece: HTML) { text += piece.text }
    mutating func appendInterpolation(_ piece: HTML?) { text += piece?.text ?? "" }
    mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { text += piece.text } }
    mutating func appendInterpolation(_ plain: some StringProtocol) { HTML.escape(plain, into: &text) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    /// A coordinate, to a tenth.
    mutating func appendInterpolation(_ coordinate: Double) {
      let tenths = (coordinate * 10).rounded()
      guard abs(tenths) < 1e9 else { return text += "0" }
      let whole = Int(tenths)
      text += whole % 10 == 0 ? String(whole / 10) : String(Double(whole) / 10)
    }
    /// A number with all its digits.
    mutating func appendInterpolation(full number: Double) { text += number.description }
  }

  private static func escape(_ plain: some StringProtocol, into text: inout String) {
    for scalar in plain.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      // Control characters and overrides of the direction of writing show nothing and can mislead.
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t", "\u{7F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension Sequence<HTML> {
  func joined(_ separator: HTML = "") -> HTML {
    HTML(markup: map(\.text).joined(separator: separator.text))
  }
}
