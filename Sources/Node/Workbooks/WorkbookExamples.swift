import Spreadsheet

/// The rows of the template that show how to fill it in. They are never taken in.
enum WorkbookExamples {
  /// Values by column key.
  static func rows(_ sheet: WorkbookSheet, _ language: WorkbookLanguage) -> [[String: CellValue]] {
    let isEnglish = language == .english
    func text(_ english: String, _ japanese: String) -> CellValue { .text(isEnglish ? english : japanese) }
    let plant = text("EXAMPLE-000001", "例-000001")
    let pack = text("EXAMPLE-PACK", "記入例-PACK")
    let cell = text("EXAMPLE-CELL", "記入例-CELL")
    let cathode = text("EXAMPLE-CATHODE", "記入例-正極材")
    let piece = CellValue.text(UnitNames.name(.unit, language))
    let kilogram = CellValue.text(UnitNames.name(.kilogram, language))
    switch sheet {
    case .plants:
      return [
        [
          "plant": plant, "name": text("Example works", "記入例工場"),
          "address": text("1-2-3 Example-cho, Osaka", "大阪府大阪市例町1-2-3"),
        ]
      ]
    case .parts:
      return [
        [
          "name": pack, "label": text("Battery pack", "電池パック"), "plant": plant, "unit": piece,
          "terminated": text("no", "いいえ"),
        ],
        [
          "name": cell, "support": .text("A"), "label": text("Battery cell", "電池セル"), "plant": plant,
          "unit": piece,
          "terminated": text("no", "いいえ"),
        ],
        [
          "name": cathode, "label": text("Cathode material, bought", "正極材（購入品）"), "plant": plant,
          "unit": kilogram,
          "terminated": text("yes", "はい"),
        ],
      ]
    case .structure:
      return [
        [
          "parent": pack, "parentPlant": plant, "component": cell, "componentSupport": .text("A"),
          "componentPlant": plant, "amount": .number(96), "unit": piece,
        ],
        [
          "parent": cell, "parentSupport": .text("A"), "parentPlant": plant, "component": cathode,
          "componentPlant": plant, "amount": .number(0.95), "unit": kilogram,
        ],
      ]
    case .footprints:
      return [
        [
          "name": cell, "support": .text("A"), "plant": plant, "unit": piece, "preProduction": .number(0),
          "mainProduction": .number(4.2), "mainTeR": .number(2), "mainGeR": .number(1), "mainTiR": .number(2),
        ],
        [
          "name": cathode, "plant": plant, "unit": kilogram, "preProduction": .number(9.5),
          "mainProduction": .number(12.25),
          "preTeR": .number(3), "preGeR": .number(3), "preTiR": .number(2), "mainTeR": .number(2),
          "mainGeR": .number(2),
          "mainTiR": .number(2),
        ],
      ]
    }
  }
}

/// Tells the template's example rows from others in a table.
struct ExampleFilter {
  private let columns: [Int]
  private let examples: Set<[String]>

  init(_ table: SheetTable, _ sheet: WorkbookSheet) {
    let keys = sheet.columns.map(\.name.key).filter(table.has)
    columns = keys.compactMap(table.column)
    examples = Set(
      WorkbookLanguage.allCases.flatMap { WorkbookExamples.rows(sheet, $0) }.map { row in
        keys.map { row[$0]?.text ?? "" }
      })
  }

  /// Whether a row says exactly what an example row says.
  func isExample(_ row: Row) -> Bool { examples.contains(columns.map { row[$0]?.text ?? "" }) }
}
