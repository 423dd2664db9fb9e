/// Reads the table of texts that cells refer to: plain and rich text, without phonetic guides (furigana).
final class SharedStrings: XMLHandler {
  var problem: SpreadsheetProblem?
  private(set) var texts: [String] = []
  private var text = RichText()
  private let limits: SpreadsheetLimits

  init(limits: SpreadsheetLimits) { self.limits = limits }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name("si") { text = RichText() } else { text.start(name) }
  }

  func end(_ name: XMLName) {
    guard name("si") else {
      text.end(name)
      return
    }
    guard text.bytes.count <= limits.cellBytes else {
      problem = SpreadsheetProblem(RichText.tooLong(limits.cellBytes))
      return
    }
    texts.append(text.string)
    if texts.count > limits.cells { problem = SpreadsheetProblem(SheetReader.tooManyCells(limits.cells)) }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) { text.append(bytes) }
}

/// The text of a `si` or `is` element: its `t` and those of its runs `r`, but not those of phonetic runs `rPh`.
struct RichText {
  private(set) var bytes: [UInt8] = []
  private var isText = false
  private var isPhonetic = false

  mutating func start(_ name: XMLName) {
    if name("t") { isText = !isPhonetic } else if name("rPh") { isPhonetic = true }
  }
  mutating func end(_ name: XMLName) {
    if name("t") { isText = false } else if name("rPh") { isPhonetic = false }
  }
  mutating func append(_ piece: UnsafeBufferPointer<UInt8>) { if isText { bytes.append(contentsOf: piece) } }

  /// The text, its `_xHHHH_` escapes (ECMA-376 part 1, 22.9.2.19) resolved.
  var string: String { RichText.unescaped(bytes) }

  static func tooLong(_ limit: Int) -> Sentence {
    Sentence("a text is longer than \(limit) bytes: shorten it", "文字列が長すぎます（上限\(limit)バイト）。短くしてください。")
  }

  static func unescaped(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(UInt8(ascii: "_")), text.contains("_x") else { return text }
    var units: [UInt16] = []
    let all = Array(text.utf16)
    var at = 0
    while at < all.count {
      if at + 6 < all.count, all[at] == 0x5F, all[at + 1] == 0x78, all[at + 6] == 0x5F,
        let code = UInt16(String(decoding: all[(at + 2)..<(at + 6)], as: UTF16.self), radix: 16)
      {
        units.append(code)
        at += 7
      } else {
        units.append(all[at])
        at += 1
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// A text that `unescaped` gives back: what looks like an escape in it is escaped itself.
  static func escaped(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    return text.replacing(#/_(?=x[0-9A-Fa-f]{4}_)/#, with: "_x005F_")
  }
}
