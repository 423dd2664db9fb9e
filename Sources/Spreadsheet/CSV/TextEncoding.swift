import Foundation

/// How the bytes of a text file are to be read.
enum TextEncoding {
  /// The text as UTF-8 without a byte order mark, and the name of the encoding it was in.
  ///
  /// A byte order mark decides; else valid UTF-8 is UTF-8, zero bytes mean UTF-16, and anything else is CP932
  /// (Shift_JIS as Microsoft extended it), which Excel in Japan writes as "CSV".
  /// - Throws: `SpreadsheetProblem` with the line that is in none of them.
  static func decode(_ bytes: [UInt8]) throws(SpreadsheetProblem) -> (text: [UInt8], encoding: String) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (try utf8(Array(bytes.dropFirst(3))), "UTF-8") }
    if bytes.starts(with: [0xFF, 0xFE]) { return (try convert(bytes.dropFirst(2), "UTF-16LE"), "UTF-16") }
    if bytes.starts(with: [0xFE, 0xFF]) { return (try convert(bytes.dropFirst(2), "UTF-16BE"), "UTF-16") }
    let zeros = bytes.prefix(1000).enumerated().filter { $0.element == 0 }.map(\.offset)
    if !zeros.isEmpty, bytes.count % 2 == 0 {
      if zeros.allSatisfy({ $0 % 2 == 1 }) { return (try convert(bytes[...], "UTF-16LE"), "UTF-16") }
      if zeros.allSatisfy({ $0 % 2 == 0 }) { return (try convert(bytes[...], "UTF-16BE"), "UTF-16") }
    }
    guard zeros.isEmpty else {
      throw SpreadsheetProblem(
        Sentence("the file is no text: send a .csv or an .xlsx file", "テキストファイルではありません。.csvか.xlsxを送ってください。"))
    }
    if String(validating: bytes, as: UTF8.self) != nil { return (bytes, "UTF-8") }
    return (try convert(bytes[...], "CP932"), "Shift_JIS (CP932)")
  }

  private static func utf8(_ bytes: [UInt8]) throws(SpreadsheetProblem) -> [UInt8] {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw SpreadsheetProblem(
        Sentence(
          "the file says that it is UTF-8 and is not: save it as 'CSV UTF-8'",
          "UTF-8として壊れています。「CSV UTF-8」で保存し直してください。"))
    }
    return bytes
  }

  private static func convert(
    _ bytes: ArraySlice<UInt8>, _ encoding: String
  ) throws(SpreadsheetProblem) -> [UInt8] {
    let converter = iconv_open("UTF-8", encoding)
    guard let converter, Int(bitPattern: converter) != -1 else {
      throw SpreadsheetProblem(
        Sentence(
          "this machine cannot read \(encoding): save the file as 'CSV UTF-8'", "「CSV UTF-8」で保存し直してください。"))
    }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // CP932 has at most 3 bytes of UTF-8 for one of its own, UTF-16 for two.
    var output = [CChar](repeating: 0, count: input.count * 3 + 4)
    var read = 0
    var written = 0
    let done = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, to) = (source.baseAddress, target.baseAddress)
        var (rest, room) = (source.count, target.count)
        let result = iconv(converter, &from, &rest, &to, &room)
        read = source.count - rest
        written = target.count - room
        return result != .max && rest == 0
      }
    }
    let text = output[..<written].map { UInt8(bitPattern: $0) }
    guard done else {
      let line = text.count { $0 == UInt8(ascii: "\n") } + 1
      throw SpreadsheetProblem(
        Sentence(
          "line \(line) (byte \(read + 1)) is neither UTF-8, UTF-16 nor Shift_JIS: save the file as 'CSV UTF-8'",
          "\(line)行目がUTF-8・UTF-16・Shift_JISのいずれでもありません。「CSV UTF-8」で保存し直してください。"))
    }
    return text
  }
}
