/// What is wrong with a workbook, and where: the sheet by name, the row as a spreadsheet program numbers it, the
/// column by letter and header.
public struct SpreadsheetProblem: Error, Sendable, Hashable {
  /// The name of the sheet, or of the CSV file without its ending.
  public var sheet: String?
  /// From 1.
  public var row: Int?
  /// From 1.
  public var column: Int?
  /// The title in the header row of that column.
  public var header: String?
  /// What is wrong and what to do.
  public var message: Sentence

  /// A problem; nil where it is not of one sheet, row or column.
  public init(
    _ message: Sentence, sheet: String? = nil, row: Int? = nil, column: Int? = nil, header: String? = nil
  ) {
    self.message = message
    self.sheet = sheet
    self.row = row
    self.column = column
    self.header = header
  }

  /// The column's letters, as `C`.
  public var columnLetters: String? { column.map(ColumnLetters.text) }

  /// The place and the message in one line of English.
  public var english: String {
    var place: [String] = []
    if let sheet { place.append(sheet) }
    if let row { place.append("row \(row)") }
    if let columnLetters { place.append("column \(columnLetters)" + (header.map { " (\($0))" } ?? "")) }
    return place.isEmpty ? message.english : place.joined(separator: ", ") + ": " + message.english
  }

  /// The place and the message in one line of Japanese.
  public var japanese: String {
    var place: [String] = []
    if let sheet { place.append("シート「\(sheet)」") }
    if let row { place.append("\(row)行目") }
    if let columnLetters { place.append("\(columnLetters)列" + (header.map { "（\($0)）" } ?? "")) }
    return place.isEmpty ? message.japanese : place.joined(separator: " ") + "：" + message.japanese
  }
}

/// Names of columns: A ... Z, AA ...
public enum ColumnLetters {
  /// - Parameter column: from 1.
  public static func text(_ column: Int) -> String {
    var letters: [UInt8] = []
    var rest = column
    while rest > 0 {
      rest -= 1
      letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
      rest /= 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}
