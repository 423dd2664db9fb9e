/// A JSON value whose keys stay in the order they were given. Numbers are written in the shortest form that
/// reads back to the same Double.
enum JSON: Sendable {
  case object([(String, JSON)])
  case array([JSON])
  case string(String)
  case number(Double)
  case integer(Int)
  case unsigned(UInt64)
  case bool(Bool)
  case null

  /// An object without the keys whose value is nil.
  static func object(leavingOut pairs: [(String, JSON?)]) -> JSON {
    .object(pairs.compactMap { key, value in value.map { (key, $0) } })
  }

  /// A string, or null where there is none.
  static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  /// The value as text.
  /// - Parameters:
  ///   - pretty: whether objects and arrays are spread over lines; a short one of scalars stays on one.
  ///   - forHTML: whether `<`, `>` and `&` are escaped, so that the text may stand inside a script element.
  func encoded(pretty: Bool = true, forHTML: Bool = false) -> String {
    var text = ""
    write(to: &text, indent: pretty ? 0 : nil, forHTML: forHTML)
    return text
  }

  private var isScalar: Bool {
    switch self {
    case .object(let pairs): pairs.isEmpty
    case .array(let items): items.isEmpty
    default: true
    }
  }

  private func write(to text: inout String, indent: Int?, forHTML: Bool) {
    switch self {
    case .object(let pairs):
      write(pairs.count, open: "{", close: "}", to: &text, indent: indent, flat: false) { i, text, indent in
        JSON.quote(pairs[i].0, to: &text, forHTML: forHTML)
        text += indent == nil ? ":" : ": "
        pairs[i].1.write(to: &text, indent: indent, forHTML: forHTML)
      }
    case .array(let items):
      let flat = items.allSatisfy(\.isScalar)
      write(items.count, open: "[", close: "]", to: &text, indent: indent, flat: flat) { i, text, indent in
        items[i].write(to: &text, indent: indent, forHTML: forHTML)
      }
    case .string(let value): JSON.quote(value, to: &text, forHTML: forHTML)
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .integer(let value): text += value.description
    case .unsigned(let value): text += value.description
    case .bool(let value): text += value ? "true" : "false"
    case .null: text += "null"
    }
  }

  private func write(
    _ count: Int, open: String, close: String, to text: inout String, indent: Int?, flat: Bool,
    item: (Int, inout String, Int?) -> Void
  ) {
    text += open
    for i in 0..<count {
      if let indent, !flat {
        text += (i > 0 ? "," : "") + "\n" + String(repeating: " ", count: indent + 1)
      } else if i > 0 {
        text += indent == nil ? "," : ", "
      }
      item(i, &text, indent.map { $0 + 1 })
    }
    if let indent, !flat, count > 0 { text += "\n" + String(repeating: " ", count: indent) }
    text += close
  }

  private static func quote(_ value: String, to text: inout String, forHTML: Bool) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "<" where forHTML, ">" where forHTML, "&" where forHTML, "\u{2028}", "\u{2029}": escape(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: escape(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
    func escape(_ scalar: Unicode.Scalar) {
      let hex = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }
  }
}
