/// A sheet with a row of titles, and rows below it.
public struct SheetTable: Sendable {
  /// The sheet's name.
  public let name: String
  /// The number of the row of titles.
  public let titleRow: Int
  /// The rows below the titles.
  public let rows: [Row]
  /// What is wrong with the titles.
  public let problems: [SpreadsheetProblem]
  /// Columns that are not known and were left alone.
  public let notes: [Sentence]
  private let columns: [String: Int]
  private let titles: [Int: String]
  let allowsGroups: Bool

  /// Finds the titles: among the first ten rows the one with most that are known.
  public init(_ sheet: Sheet, columns known: [ColumnName]) {
    name = sheet.name
    allowsGroups = !sheet.hasSemicolons
    var byTitle: [String: String] = [:]
    for column in known { for title in column.folded { byTitle[title] = column.key } }
    func key(_ cell: Cell) -> String? { byTitle[ColumnName.folded(cell.value.text)] }

    var best = 0
    var at: Int?
    for (index, row) in sheet.rows.prefix(10).enumerated() {
      let count = Set(row.cells.compactMap(key)).count
      if count > best { (best, at) = (count, index) }
    }
    guard let at else {
      titleRow = sheet.rows.first?.number ?? 1
      (rows, columns, titles, notes) = ([], [:], [:], [])
      let titles = known.filter(\.isRequired).map(\.english).joined(separator: ", ")
      let japanese = known.filter(\.isRequired).map(\.japanese).joined(separator: "、")
      problems = [
        SpreadsheetProblem(
          Sentence(
            "no row of titles was found: the first row should have \(titles)",
            "見出しの行がありません。1行目に\(japanese)を書いてください。"),
          sheet: sheet.name)
      ]
      return
    }
    let head = sheet.rows[at]
    titleRow = head.number
    rows = Array(sheet.rows[(at + 1)...])
    var (found, names): ([String: Int], [Int: String]) = ([:], [:])
    var problems: [SpreadsheetProblem] = []
    var unknown: [String] = []
    for cell in head.cells {
      let title = cell.value.text
      names[cell.column] = title
      guard let key = key(cell) else {
        if !title.isEmpty { unknown.append(title) }
        continue
      }
      if let other = found[key] {
        problems.append(
          SpreadsheetProblem(
            Sentence(
              "this column means the same as column \(ColumnLetters.text(other)): delete one of them",
              "\(ColumnLetters.text(other))列と同じ項目です。どちらかを削除してください。"),
            sheet: sheet.name, row: head.number, column: cell.column, header: title))
      } else {
        found[key] = cell.column
      }
    }
    for column in known where column.isRequired && found[column.key] == nil {
      problems.append(
        SpreadsheetProblem(
          Sentence("the column '\(column.english)' is missing", "「\(column.japanese)」の列がありません。"),
          sheet: sheet.name,
          row: head.number))
    }
    notes =
      unknown.isEmpty
      ? []
      : [
        Sentence(
          "\(sheet.name): columns that are not known were left alone: \(unknown.joined(separator: ", "))",
          "シート「\(sheet.name)」の次の列は読み込みませんでした：\(unknown.joined(separator: "、"))")
      ]
    (columns, titles, self.problems) = (found, names, problems)
  }

  /// Whether there is such a column.
  public func has(_ key: String) -> Bool { columns[key] != nil }

  /// The title of a column (from 1).
  public func title(column: Int) -> String? { titles[column] }

  /// The column a key stands for.
  public func column(_ key: String) -> Int? { columns[key] }

  /// What is wrong in a cell.
  public func problem(_ message: Sentence, row: Int, key: String) -> SpreadsheetProblem {
    let column = columns[key]
    return SpreadsheetProblem(
      message, sheet: name, row: row, column: column, header: column.flatMap { titles[$0] })
  }
}
