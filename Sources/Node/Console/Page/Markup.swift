/// HTML that may stand in a page as it is: text becomes markup by being escaped, never otherwise.
struct Markup: Sendable {
  let html: String

  /// What was written by this program itself.
  init(trusted html: String) { self.html = html }

  /// A text, shown as it is whatever stands in it.
  init(_ text: String) { html = Markup.escaped(text) }

  static let empty = Markup(trusted: "")

  static func + (a: Markup, b: Markup) -> Markup { Markup(trusted: a.html + b.html) }

  static func link(_ text: String, _ href: String, label: String? = nil) -> Markup {
    let label = label.map { #" aria-label="\#(escaped($0))""# } ?? ""
    return Markup(trusted: #"<a href="\#(escaped(href))"\#(label)>\#(escaped(text))</a>"#)
  }

  static func strong(_ text: String) -> Markup { Markup(trusted: "<strong>\(escaped(text))</strong>") }
  static func soft(_ text: String) -> Markup {
    Markup(trusted: #"<span class="soft">\#(escaped(text))</span>"#)
  }
  static func code(_ text: String) -> Markup { Markup(trusted: "<code>\(escaped(text))</code>") }
  static let lineBreak = Markup(trusted: "<br>")

  /// A state in a word: `ok`, `wait`, `bad` or `plain` colours it.
  static func tag(_ text: String, _ kind: TagKind) -> Markup {
    Markup(trusted: #"<span class="tag \#(kind.rawValue)">\#(escaped(text))</span>"#)
  }

  enum TagKind: String { case ok, wait, bad, plain }

  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}

extension [Markup] {
  var joined: Markup { Markup(trusted: map(\.html).joined()) }
}

extension String {
  /// As a segment of a path, or a value in a query.
  var pathEncoded: String {
    utf8.map { byte in
      let character = Character(UnicodeScalar(byte))
      return character.isASCII && (character.isLetter || character.isNumber || "-._~".contains(character))
        ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
