/// Reads CSV (RFC 4180) as spreadsheet programs write it. Every cell is text.
enum CSVReader {
  static func read(
    _ data: [UInt8], fileName: String, limits: SpreadsheetLimits
  ) throws(SpreadsheetProblem) -> Workbook {
    var (text, encoding) = try TextEncoding.decode(data)
    let name = sheetName(fileName)
    var separator = separator(of: text)
    // Excel's own first line, which names the separator.
    let first = text.prefix { $0 != 10 && $0 != 13 }
    if first.count == 5, first.starts(with: Array("sep=".utf8)) {
      separator = first[4]
      text.removeFirst(5)
    }
    let rows = try rows(text, separator: separator, sheet: name, limits: limits)
    let (english, japanese) =
      switch separator {
      case UInt8(ascii: ";"): ("semicolons", "セミコロン")
      case UInt8(ascii: "\t"): ("tabs", "タブ")
      default: ("commas", "コンマ")
      }
    return Workbook(
      sheets: [Sheet(name: name, rows: rows, hasSemicolons: separator == UInt8(ascii: ";"))],
      notes: [
        Sentence(
          "\(fileName) was read as \(encoding), separated by \(english)",
          "\(fileName)は\(encoding)、\(japanese)区切りとして読み込みました。")
      ])
  }

  /// A file's name without folders and ending.
  private static func sheetName(_ fileName: String) -> String {
    let file = fileName.split(separator: "/").last.map(String.init) ?? fileName
    guard let point = file.lastIndex(of: "."), point > file.startIndex else { return file }
    return String(file[..<point])
  }

  /// The separator that the first line with any has most of, outside quotes.
  private static func separator(of text: [UInt8]) -> UInt8 {
    let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    var counts = [0, 0, 0]
    var isQuoted = false
    for byte in text {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 10 || byte == 13, counts != [0, 0, 0] { break }
      if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    return candidates[counts.indices.max { counts[$0] < counts[$1] } ?? 0]
  }

  private static func rows(
    _ text: [UInt8], separator: UInt8, sheet: String, limits: SpreadsheetLimits
  ) throws(SpreadsheetProblem) -> [Row] {
    var rows: [Row] = []
    var cells: [Cell] = []
    var field: [UInt8] = []
    var (number, column, count) = (1, 1, 0)
    var at = 0
    let quote = UInt8(ascii: "\"")

    func problem(_ message: Sentence) -> SpreadsheetProblem {
      SpreadsheetProblem(message, sheet: sheet, row: number, column: column)
    }
    func endField() throws(SpreadsheetProblem) {
      defer { column += 1 }
      guard !field.isEmpty else { return }
      guard field.count <= limits.cellBytes else { throw problem(RichText.tooLong(limits.cellBytes)) }
      cells.append(Cell(column: column, value: .text(CSVText.plain(field))))
      field.removeAll(keepingCapacity: true)
      count += 1
      guard count <= limits.cells else { throw problem(SheetReader.tooManyCells(limits.cells)) }
    }
    func endRow() {
      if !cells.isEmpty { rows.append(Row(number: number, cells: cells)) }
      cells.removeAll(keepingCapacity: true)
      number += 1
      column = 1
    }

    while at < text.count {
      if text[at] == quote {
        at += 1
        while true {
          guard at < text.count else {
            throw problem(
              Sentence("a quotation mark is opened here and never closed", "ここで始まる引用符（\"）が閉じられていません。"))
          }
          if text[at] == quote {
            at += 1
            guard at < text.count, text[at] == quote else { break }
          }
          field.append(text[at])
          at += 1
        }
        guard at == text.count || text[at] == separator || text[at] == 10 || text[at] == 13 else {
          throw problem(
            Sentence(
              "there is text after the closing quotation mark: write a quotation mark inside a cell twice",
              "閉じた引用符の後に文字があります。セル内の引用符は2つ重ねてください。"))
        }
      } else {
        let start = at
        while at < text.count, text[at] != separator, text[at] != 10, text[at] != 13 { at += 1 }
        field.append(contentsOf: text[start..<at])
      }
      try endField()
      guard at < text.count else { break }
      if text[at] == separator {
        at += 1
      } else {
        if text[at] == 13, at + 1 < text.count, text[at + 1] == 10 { at += 1 }
        at += 1
        endRow()
      }
    }
    endRow()
    return rows
  }
}
