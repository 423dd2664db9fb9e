import Exchange
import Spreadsheet
import Values

extension PartsWorkbook {
  /// Reads a workbook (XLSX), or one of its sheets as a CSV file.
  /// - Throws: `WorkbookProblems`: all that is wrong with it.
  public static func read(data: [UInt8], fileName: String) throws(WorkbookProblems) -> PartsWorkbook {
    try read(files: [(data, fileName)])
  }

  /// Reads a workbook whose sheets are files of their own.
  /// - Throws: `WorkbookProblems`: all that is wrong with them.
  public static func read(
    files: [(data: [UInt8], fileName: String)]
  ) throws(WorkbookProblems) -> PartsWorkbook {
    var reader = PartsReader(fileName: files.first?.fileName ?? "")
    for file in files {
      do {
        let workbook = try Workbook(reading: file.data, fileName: file.fileName)
        reader.workbook.notes += workbook.notes
        let isAlone = workbook.sheets.count == 1
        for sheet in workbook.sheets { reader.read(sheet, of: file.fileName, isAlone: isAlone) }
      } catch {
        reader.problems.append(error)
      }
    }
    if reader.workbook.tables.isEmpty && reader.problems.isEmpty {
      let names = WorkbookSheet.allCases.map(\.name)
      reader.problems.append(
        SpreadsheetProblem(
          Sentence(
            "no sheet is named \(names.map(\.english).joined(separator: ", ")): start from the template",
            "「\(names.map(\.japanese).joined(separator: "」「"))」という名前のシートがありません。テンプレートをお使いください。")))
    }
    guard reader.problems.isEmpty else { throw WorkbookProblems(reader.problems) }
    return reader.workbook
  }
}

/// Takes in sheet after sheet.
private struct PartsReader {
  var workbook: PartsWorkbook
  var problems: [SpreadsheetProblem] = []

  init(fileName: String) { workbook = PartsWorkbook(fileName: fileName) }

  /// - Parameter isAlone: whether the titles may tell which sheet it is, where its name does not.
  mutating func read(_ sheet: Sheet, of file: String, isAlone: Bool) {
    guard let kind = WorkbookSheet(named: sheet.name) ?? (isAlone ? WorkbookSheet(titledAs: sheet) : nil)
    else {
      if !WorkbookPage.isOwn(sheet.name) {
        workbook.notes.append(
          Sentence(
            "the sheet '\(sheet.name)' is not known and was left alone", "シート「\(sheet.name)」は読み込みませんでした。"))
      }
      return
    }
    let table = SheetTable(sheet, columns: kind.columns.map(\.name))
    if let other = workbook.tables[kind] {
      problems.append(
        SpreadsheetProblem(
          Sentence(
            "this sheet means the same as '\(other.name)': delete one of them",
            "「\(other.name)」と同じ種類のシートです。どちらかを削除してください。"),
          sheet: sheet.name))
      return
    }
    workbook.tables[kind] = SheetPlace(
      file: file, name: sheet.name,
      columns: Dictionary(
        kind.columns.compactMap { column in
          table.column(column.name.key).map {
            (column.name.key, SheetPlace.Column(number: $0, title: table.title(column: $0) ?? ""))
          }
        }, uniquingKeysWith: { first, _ in first }))
    problems += table.problems
    workbook.notes += table.notes
    guard table.problems.isEmpty else { return }
    let examples = ExampleFilter(table, kind)
    for row in table.rows {
      var reader = RowReader(row, of: table)
      guard kind.columns.contains(where: { !reader.isEmpty($0.name.key) }) else { continue }
      if examples.isExample(row) {
        problems.append(
          SpreadsheetProblem(
            Sentence(
              "this is the template's example row: overwrite it with your own data, or delete the row",
              "テンプレートの記入例のままです。自社のデータに書き換えるか、行を削除してください。"),
            sheet: sheet.name, row: row.number))
        continue
      }
      switch kind {
      case .plants: if let row = plant(&reader) { workbook.plants.append(row) }
      case .parts: if let row = part(&reader) { workbook.parts.append(row) }
      case .structure: if let row = component(&reader) { workbook.components.append(row) }
      case .footprints: if let row = footprint(&reader) { workbook.footprints.append(row) }
      }
      problems += reader.problems
      workbook.notes += reader.notes.map { Sentence($0.english, $0.japanese) }
    }
  }

  private func plant(_ reader: inout RowReader) -> PartsWorkbook.PlantRow? {
    let number = reader.text("plant", 6...26, required: true)
    if let number, !number.utf8.suffix(6).allSatisfy({ (48...57).contains($0) }) {
      reader.refuse("plant", Sentence("'\(number)' must end in six digits", "「\(number)」の末尾6文字は数字にしてください。"))
    }
    let name = reader.text("name", 1...256, required: true)
    let address = reader.text("address", 1...256, required: true)
    let global = reader.text("global", 1...256)
    guard let number, let name, let address, reader.problems.isEmpty else { return nil }
    return .init(row: reader.row.number, number: number, name: name, address: address, globalID: global)
  }

  private func part(_ reader: inout RowReader) -> PartsWorkbook.PartRow? {
    let name = partName(&reader, "name", "support", "plant")
    let label = reader.text("label", 1...50)
    let unit = unit(&reader)
    let terminated = reader.bool("terminated") ?? false
    let infos = (1...3).map { reader.text("info\($0)", 1...50) }
    var traceID: Identifier?
    if let text = reader.text("traceID") {
      traceID = Identifier(text)
      if traceID == nil {
        reader.refuse(
          "traceID",
          Sentence(
            "'\(text.prefix(60))' is no trace identifier: leave the cell empty for a new part",
            "トレース識別子ではありません。新しい部品は空欄にしてください。"))
      }
    }
    guard let name, reader.problems.isEmpty else { return nil }
    return .init(
      row: reader.row.number, part: name, traceID: traceID, label: label, unit: unit, terminated: terminated,
      infos: infos)
  }

  private func component(_ reader: inout RowReader) -> PartsWorkbook.ComponentRow? {
    let parent = partName(&reader, "parent", "parentSupport", "parentPlant")
    let component = partName(&reader, "component", "componentSupport", "componentPlant")
    let amount = reader.amount("amount", required: true)
    let unit = unit(&reader)
    guard let parent, let component, let amount, reader.problems.isEmpty else { return nil }
    return .init(row: reader.row.number, parent: parent, component: component, amount: amount, unit: unit)
  }

  private func footprint(_ reader: inout RowReader) -> PartsWorkbook.FootprintRow? {
    let name = partName(&reader, "name", "support", "plant")
    let unit = unit(&reader)
    let production = Stages(pre: reader.amount("preProduction"), main: reader.amount("mainProduction"))
    let component = Stages(pre: reader.amount("preComponent"), main: reader.amount("mainComponent"))
    let quality = Stages(pre: quality(&reader, "pre"), main: quality(&reader, "main"))
    if reader.problems.isEmpty, production.pre == nil, production.main == nil, component.pre == nil,
      component.main == nil
    {
      reader.refuse(
        "mainProduction",
        Sentence(
          "the row has no footprint: write at least one value, also if it is 0",
          "CFPの値がありません。0の場合も1つ以上書いてください。"))
    }
    guard let name, reader.problems.isEmpty else { return nil }
    return .init(
      row: reader.row.number, part: name, unit: unit, production: production, component: component,
      quality: quality)
  }

  private func partName(
    _ reader: inout RowReader, _ name: String, _ support: String, _ plant: String
  ) -> PartsWorkbook.PartName? {
    let number = reader.text(name, 1...50, required: true)
    let sub = reader.text(support, 1...50)
    let site = reader.text(plant, 1...256)
    return number.map { PartsWorkbook.PartName(name: $0, support: sub, plant: site) }
  }

  private func unit(_ reader: inout RowReader) -> DeclaredUnit? {
    guard let text = reader.text("unit") else { return nil }
    let unit = UnitNames.unit(text)
    if unit == nil {
      reader.refuse(
        "unit",
        Sentence(
          "'\(text.prefix(40))' is none of the units \(UnitNames.choices(.english).joined(separator: ", ")): convert to one of them",
          "「\(text.prefix(40))」は使える単位（\(UnitNames.choices(.japanese).joined(separator: "、"))）ではありません。換算してください。"
        ))
    }
    return unit
  }

  private func quality(_ reader: inout RowReader, _ stage: String) -> DataQuality {
    func rating(_ name: String) -> Double? {
      guard let rating = reader.number(stage + name) else { return nil }
      if rating < 0 || rating > 5 {
        reader.refuse(
          stage + name, Sentence("a rating is from 1 (best) to 5 (worst)", "データ品質は1（最良）〜5（最低）で書いてください。"))
      }
      return rating
    }
    return DataQuality(technological: rating("TeR"), geographical: rating("GeR"), temporal: rating("TiR"))
  }
}

extension RowReader {
  /// A text of so many characters; nil where it is empty or wrong.
  fileprivate mutating func text(_ key: String, _ length: ClosedRange<Int>, required: Bool = false) -> String?
  {
    let before = problems.count
    guard let text = text(key) else {
      if required, problems.count == before {
        refuse(key, Sentence("the cell is empty and must not be", "空欄にできません。"))
      }
      return nil
    }
    let count = text.unicodeScalars.count
    guard length.contains(count) else {
      refuse(
        key,
        Sentence(
          "'\(text.prefix(20))…' has \(count) characters; \(length.lowerBound) to \(length.upperBound) are allowed",
          "\(count)文字あります（\(length.lowerBound)〜\(length.upperBound)文字）。"))
      return nil
    }
    return text
  }

  /// A number that is not negative, rid of what a formula's binary arithmetic leaves behind the fifth decimal.
  fileprivate mutating func amount(_ key: String, required: Bool = false) -> Double? {
    let before = problems.count
    guard let number = number(key) else {
      if required, problems.count == before {
        refuse(key, Sentence("the cell is empty: write a number", "空欄です。数値を書いてください。"))
      }
      return nil
    }
    guard number >= 0 else {
      refuse(key, Sentence("must not be negative", "負の値は書けません。"))
      return nil
    }
    let rounded = (number * 100_000).rounded() / 100_000
    return abs(number - rounded) <= 1e-13 * number ? rounded : number
  }
}
