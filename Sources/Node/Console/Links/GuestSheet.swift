import Exchange
import Spreadsheet
import Values

/// The sheet that a supplier without software fills in: a question a row, the answer beside it.
enum GuestSheet {
  private static let questions = [
    "preProduction": "value.preProduction", "mainProduction": "value.mainProduction",
    "preComponent": "value.preComponent", "mainComponent": "value.mainComponent", "company": "guest.company",
    "person": "guest.person", "note": "guest.note",
  ]
  private static let order = [
    "preProduction", "mainProduction", "preComponent", "mainComponent", "company", "person", "note",
  ]

  /// An empty sheet for a link.
  /// - Throws: `SpreadsheetProblem`.
  static func template(_ link: AnswerLink, _ words: Words) throws -> [UInt8] {
    let per = "kg CO2e / \(words("unit.\(link.unit.rawValue)"))"
    let rows: [[CellValue?]] = order.compactMap { name in
      questions[name].map { key in
        let isValue = key.hasPrefix("value.")
        return [.text(words(key)), name == "company" ? .text(link.supplier) : nil, .text(isValue ? per : "")]
      }
    }
    let draft = SheetDraft(
      name: words("guest.sheet"),
      columns: [
        .init(words("guest.question"), width: 42), .init(words("guest.yourAnswer"), width: 24),
        .init(words("column.unit"), width: 22),
      ], rows: rows)
    return try XLSXWriter.data([draft])
  }

  /// The answers of a sheet, by the name of their field: questions are known by their words in either language.
  /// - Throws: `SpreadsheetProblem`.
  static func read(_ file: FormData.File) throws(SpreadsheetProblem) -> [(name: String, value: String)] {
    let workbook = try Workbook(reading: file.content, fileName: file.name)
    var names: [String: String] = [:]
    for (name, key) in questions {
      for language in Language.allCases { names[Words(language)(key)] = name }
    }
    var found: [(name: String, value: String)] = []
    for row in workbook.sheets.flatMap(\.rows) {
      guard let question = row[1].flatMap(text), let name = names[question.trimmingWhitespace] else {
        continue
      }
      found.append((name, row[2].flatMap(text) ?? ""))
    }
    return found
  }

  private static func text(_ cell: CellValue) -> String? {
    if case .value(let text, _) = cell.asText { text } else { nil }
  }
}
