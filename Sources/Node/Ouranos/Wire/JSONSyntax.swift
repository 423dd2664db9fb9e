/// Finds the first fault of a text that is no JSON, in the words the Ouranos interface's answers use.
struct JSONSyntax {
  private let bytes: [UInt8]
  private var at = 0

  private struct Fault: Error { let message: String }

  /// - Returns: what is wrong; nil for correct JSON.
  static func fault(in bytes: [UInt8]) -> String? {
    var scanner = JSONSyntax(bytes)
    do throws(Fault) {
      try scanner.value(depth: 0)
      scanner.skipBlanks()
      if scanner.at < bytes.count { throw scanner.unexpected("after top-level value") }
      return nil
    } catch {
      return error.message
    }
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func skipBlanks() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private func unexpected(_ place: String) -> Fault {
    guard at < bytes.count else { return Fault(message: "unexpected end of JSON input") }
    let rest = String(decoding: bytes[at...].prefix(8), as: UTF8.self)
    let character = rest.first.map { $0 == "'" ? "\\'" : String($0) } ?? ""
    return Fault(message: "invalid character '\(character)' \(place)")
  }

  private mutating func expect(_ byte: Character, _ place: String) throws(Fault) {
    skipBlanks()
    guard at < bytes.count, bytes[at] == byte.asciiValue else { throw unexpected(place) }
    at += 1
  }

  private func next() -> UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func value(depth: Int) throws(Fault) {
    if depth > 500 { throw Fault(message: "exceeded max depth") }
    skipBlanks()
    switch next() {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "-"): try number()
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")): try number()
    default: throw unexpected("looking for beginning of value")
    }
  }

  private mutating func object(depth: Int) throws(Fault) {
    at += 1
    skipBlanks()
    if next() == UInt8(ascii: "}") {
      at += 1
      return
    }
    while true {
      skipBlanks()
      guard next() == UInt8(ascii: "\"") else {
        throw unexpected("looking for beginning of object key string")
      }
      try string()
      try expect(":", "after object key")
      try value(depth: depth + 1)
      skipBlanks()
      if next() == UInt8(ascii: ",") {
        at += 1
      } else {
        return try expect("}", "after object key:value pair")
      }
    }
  }

  private mutating func array(depth: Int) throws(Fault) {
    at += 1
    skipBlanks()
    if next() == UInt8(ascii: "]") {
      at += 1
      return
    }
    while true {
      try value(depth: depth + 1)
      skipBlanks()
      if next() == UInt8(ascii: ",") {
        at += 1
      } else {
        return try expect("]", "after array element")
      }
    }
  }

  private mutating func string() throws(Fault) {
    at += 1
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return
      case 0..<0x20: throw unexpected("in string literal")
      case UInt8(ascii: "\\"):
        at += 1
        guard let escaped = next(), "\"\\/bfnrtu".utf8.contains(escaped) else {
          throw unexpected("in string escape code")
        }
        at += 1
        guard escaped == UInt8(ascii: "u") else { continue }
        for _ in 0..<4 {
          guard let digit = next(), Character(UnicodeScalar(digit)).isHexDigit else {
            throw unexpected("in \\u hexadecimal character escape")
          }
          at += 1
        }
      default: at += 1
      }
    }
    throw unexpected("")
  }

  private mutating func literal(_ word: String) throws(Fault) {
    for letter in word {
      guard next() == letter.asciiValue else {
        throw unexpected("in literal \(word) (expecting '\(letter)')")
      }
      at += 1
    }
  }

  private mutating func digits() throws(Fault) {
    guard let first = next(), (0x30...0x39).contains(first) else { throw unexpected("in numeric literal") }
    while let digit = next(), (0x30...0x39).contains(digit) { at += 1 }
  }

  private mutating func number() throws(Fault) {
    if next() == UInt8(ascii: "-") { at += 1 }
    if next() == UInt8(ascii: "0") { at += 1 } else { try digits() }
    if next() == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if let letter = next(), letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
      at += 1
      if let sign = next(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at += 1 }
      try digits()
    }
  }
}
