extension String {
  /// Without spaces at its ends.
  fileprivate var trimmed: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}

extension PageTable {
  /// The table as CSV (RFC 4180): full numbers; text that a spreadsheet would run as a formula is led by an
  /// apostrophe.
  var csv: String {
    func field(_ text: String) -> String {
      let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
      let safe = isFormula && Double(text) == nil ? "'" + text : text
      return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
    let head = columns.map { field($0.title) }.joined(separator: ",")
    let lines = rows.map { row in
      row.map { cell in
        cell.value.map(\.description)
          ?? field((cell.links.map(\.text) + [cell.text]).joined(separator: " ").trimmed)
      }.joined(separator: ",")
    }
    return ([head] + lines).map { $0 + "\r\n" }.joined()
  }

  /// A text as a link that holds it.
  static func link(_ csv: String) -> String {
    var link = "data:text/csv;charset=utf-8,%EF%BB%BF"
    for byte in csv.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ":"), UInt8(ascii: ";"):
        link.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        link += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
      }
    }
    return link
  }
}
