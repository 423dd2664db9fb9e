/// Writes CSV (RFC 4180, lines ended by CR LF).
public enum CSVWriter {
  /// - Parameters:
  ///   - rows: values by column, the first row usually being titles.
  ///   - hasMark: whether a UTF-8 byte order mark comes first, without which Excel takes the file for its
  ///     system's own encoding.
  /// - Returns: UTF-8. Texts that a spreadsheet program would run as a formula have an apostrophe in front.
  public static func data(_ rows: [[CellValue?]], hasMark: Bool = true) -> [UInt8] {
    var bytes: [UInt8] = hasMark ? [0xEF, 0xBB, 0xBF] : []
    for row in rows {
      for (index, value) in row.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        guard let value else { continue }
        let text =
          switch value {
          case .text(let text): CSVText.guarded(text)
          default: value.text
          }
        append(text, to: &bytes)
      }
      bytes += [13, 10]
    }
    return bytes
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    guard text.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 || $0 == 59 || $0 == 9 })
    else {
      bytes += text.utf8
      return
    }
    bytes.append(34)
    for byte in text.utf8 {
      if byte == 34 { bytes.append(34) }
      bytes.append(byte)
    }
    bytes.append(34)
  }
}
