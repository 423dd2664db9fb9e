import Spreadsheet
import Testing

@Suite struct CellTests {
  @Test(arguments: [
    ("12.5", 12.5), (" -3 ", -3), ("1e-7", 1e-7), ("１２．５", 12.5), ("－３", -3), ("−3", -3),
    ("1,234,567.5", 1_234_567.5),
    ("１，２３４", 1234), ("+0.5", 0.5),
  ])
  func textsThatAreNumbers(_ text: String, _ value: Double) {
    guard case .value(let number, let note) = CellValue.text(text).asNumber() else {
      Issue.record("\(text) is no number")
      return
    }
    #expect(number == value)
    let isPlain = text.allSatisfy { $0.isASCII && $0 != "," }
    #expect((note == nil) == isPlain)
  }

  @Test(arguments: [
    "1,5", "12,34", "5 kg", "nan", "inf", "0x10", "1e999", "", "一", "1.2.3", "--1", "12a", "1,234.5.6",
  ])
  func textsThatAreNone(_ text: String) {
    guard case .misfit = CellValue.text(text).asNumber() else {
      Issue.record("\(text) was taken for a number")
      return
    }
  }

  @Test func aCommaOfSemicolonFilesIsRefused() {
    guard case .misfit(let sentence) = CellValue.text("1,234").asNumber(allowsGroups: false) else {
      Issue.record("1,234 was taken for a number")
      return
    }
    #expect(sentence.english.contains("two numbers"))
  }

  @Test func yesAndNo() {
    for text in ["yes", "TRUE", "はい", "○", "1", "Ｙ"] { #expect(CellValue.text(text).asBool == .value(true)) }
    for text in ["no", "False", "いいえ", "×", "0"] { #expect(CellValue.text(text).asBool == .value(false)) }
    #expect(CellValue.number(1).asBool == .value(true))
    if case .value = CellValue.text("maybe").asBool { Issue.record("maybe was taken for an answer") }
  }

  @Test func days() {
    for text in ["2024-12-31", "2024/12/31", "2024年12月31日", "２０２４/12/31"] {
      #expect(CellValue.text(text).asDate == .value("2024-12-31"))
    }
    #expect(CellValue.date("2024-02-29T10:00:00").asDate == .value("2024-02-29"))
    for wrong in ["2023-02-29", "31/12/2024", "2024-13-01", "soon"] {
      if case .value = CellValue.text(wrong).asDate { Issue.record("\(wrong) was taken for a day") }
    }
    if case .value = CellValue.number(45657).asDate { Issue.record("a bare number was taken for a day") }
    if case .value = CellValue.date("10:00:00").asDate { Issue.record("a time was taken for a day") }
  }

  @Test func errorsAndFormulasAreExplained() {
    guard case .misfit(let error) = CellValue.error("#N/A").asNumber(),
      case .misfit = CellValue.formula.asText,
      case .misfit = CellValue.error("#N/A").asText
    else {
      Issue.record("an error was read as a value")
      return
    }
    #expect(error.english.contains("#N/A") && error.japanese.contains("#N/A"))
  }

  @Test func letters() {
    #expect(
      [1, 26, 27, 52, 53, 702, 703, 16384].map(ColumnLetters.text) == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
      ])
  }

  @Test func titlesAreFoundInBothLanguagesAndBelowAHeading() throws {
    let columns = [
      ColumnName("name", "Part no.", "品番", synonyms: ["item"], isRequired: true),
      ColumnName("amount", "Amount", "使用量", isRequired: true),
    ]
    let sheet = try read(csv: "My parts,,\n\n使用量 (kg),ＰＡＲＴ　Ｎｏ．,remark\n2,A-1,x\nzwei,A-2,\n")
    let table = SheetTable(sheet, columns: columns)
    #expect(table.problems.isEmpty && table.titleRow == 3)
    #expect(table.notes.first?.english.contains("remark") == true)
    var first = RowReader(table.rows[0], of: table)
    #expect(first.number("amount") == 2 && first.text("name") == "A-1" && first.problems.isEmpty)
    var second = RowReader(table.rows[1], of: table)
    #expect(second.number("amount") == nil)
    #expect(
      second.problems.first?.english
        == "Parts, row 5, column A (使用量 (kg)): 'zwei' is no number: write digits, with a point for decimals and without a unit"
    )
    #expect(second.problems.first?.japanese.hasPrefix("シート「Parts」 5行目 A列（使用量 (kg)）：") == true)
  }

  @Test func missingAndDoubleTitlesAreProblems() throws {
    let columns = [
      ColumnName("name", "Part no.", "品番", isRequired: true),
      ColumnName("amount", "Amount", "量", isRequired: true),
    ]
    #expect(
      SheetTable(try read(csv: "Part no.\nx\n"), columns: columns).problems.first?.message.english
        == "the column 'Amount' is missing")
    let double = SheetTable(try read(csv: "Part no.,Amount,量\nx\n"), columns: columns).problems
    #expect(double.map(\.column) == [3])
    #expect(SheetTable(try read(csv: "x,y\n"), columns: columns).problems.count == 1)
    #expect(SheetTable(Sheet(name: "Empty", rows: []), columns: columns).problems.count == 1)
  }
}
