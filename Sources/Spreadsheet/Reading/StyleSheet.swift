/// How the number in a cell is to be read.
enum NumberKind: Hashable {
  case plain
  case date(hasDay: Bool, hasTime: Bool)
  /// At least so many digits, with zeros in front.
  case zeros(Int)
}

/// Reads the styles: which of them show dates.
final class StyleSheet: XMLHandler {
  var problem: SpreadsheetProblem?
  /// By the style's number in a cell.
  private(set) var kinds: [NumberKind] = []
  private var formats: [Int: NumberKind] = [:]
  private var isCellFormats = false

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name("numFmt") {
      if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] {
        formats[id] = StyleSheet.kind(code)
      }
    } else if name("cellXfs") {
      isCellFormats = true
    } else if name("xf"), isCellFormats {
      let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
      kinds.append(formats[id] ?? StyleSheet.builtIn(id))
    }
  }
  func end(_ name: XMLName) { if name("cellXfs") { isCellFormats = false } }
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// ECMA-376 part 1, 18.8.30, with the Japanese formats 27-36 and 50-58.
  static func builtIn(_ id: Int) -> NumberKind {
    switch id {
    case 14...17, 27...31, 34...36, 50...58: .date(hasDay: true, hasTime: false)
    case 22: .date(hasDay: true, hasTime: true)
    case 18...21, 32...33, 45, 47: .date(hasDay: false, hasTime: true)
    default: .plain
    }
  }

  /// What a format code says of positive numbers: dates have y, m, d, h, s or an era outside of quotes and
  /// brackets. Elapsed times (`[h]:mm`) are numbers.
  static func kind(_ code: String) -> NumberKind {
    var letters: Set<Character> = []
    var shown = ""
    var rest = Array(code)[...]
    while let character = rest.popFirst(), character != ";" {
      switch character {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inner = rest.prefix { $0 != "]" }
        if let first = inner.first, "hmsHMS".contains(first), inner.allSatisfy({ $0 == first }) {
          return .plain
        }
        rest = rest.dropFirst(inner.count + 1)
      default:
        shown.append(character)
        if let letter = character.lowercased().first { letters.insert(letter) }
      }
    }
    if shown.lowercased() == "general" { return .plain }
    if shown.count > 1, shown.allSatisfy({ $0 == "0" }) { return .zeros(shown.count) }
    let hasTime = letters.contains("h") || letters.contains("s")
    let hasDay =
      letters.contains("y") || letters.contains("d") || letters.contains("g")
      || (letters.contains("m") && !hasTime)
    return hasDay || hasTime ? .date(hasDay: hasDay, hasTime: hasTime) : .plain
  }
}
