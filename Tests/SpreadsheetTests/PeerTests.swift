import Foundation
import Spreadsheet
import Testing

/// Files by other programs read back equal; files of ours are read by another program.
@Suite struct PeerTests {
  struct Book: Decodable {
    struct Sheet: Decodable {
      var name: String
      var cells: [ExpectedCell]
    }
    var file: String
    var sheets: [Sheet]
  }

  struct ExpectedCell: Decodable {
    var row: Int
    var column: Int
    var kind: String
    var text: String?
    var number: Double?
    var bool: Bool?

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      row = try list.decode(Int.self)
      column = try list.decode(Int.self)
      kind = try list.decode(String.self)
      switch kind {
      case "number", "n": number = try list.decode(Double.self)
      case "bool", "b": bool = try list.decode(Bool.self)
      default: text = try list.decode(String.self)
      }
    }

    /// Whether a cell read is this one.
    func matches(_ value: CellValue?) -> Bool {
      switch (kind, value) {
      case ("text", .text(let text)), ("error", .error(let text)): text == self.text
      case ("date", .date(let text)): text == self.text
      case ("number", .number(let number)): number.value == self.number && Double(number.text) == self.number
      case ("zeros", .number(let number)): number.text == text && number.value == 123
      case ("bool", .bool(let bool)): bool == self.bool
      case ("formula", .formula): true
      default: false
      }
    }
  }

  func compare(_ book: Book, folder: String, file: String? = nil, exact: Bool = true) throws -> Int {
    let workbook = try read(folder + "/" + (file ?? book.file))
    #expect(workbook.sheets.map(\.name) == book.sheets.map(\.name), "\(book.file)")
    var count = 0
    for (sheet, expected) in zip(workbook.sheets, book.sheets) {
      let rows = Dictionary(uniqueKeysWithValues: sheet.rows.map { ($0.number, $0) })
      for cell in expected.cells {
        let value = rows[cell.row]?[cell.column]
        let matches = cell.matches(value)
        #expect(matches, "\(book.file) \(sheet.name) \(cell) is \(String(describing: value))")
        count += 1
      }
      #expect(sheet.rows.map(\.cells.count).reduce(0, +) == expected.cells.count)
      #expect(sheet.rows.map(\.number) == sheet.rows.map(\.number).sorted())
    }
    return count
  }

  @Test(.enabled(if: Project.hasPython, "make deps-test installs openpyxl and XlsxWriter"))
  func otherProgramsFilesReadBackEqual() throws {
    try withFolder { folder in
      let books = try JSONDecoder().decode(
        [Book].self, from: Data(try Project.python("write_books.py", folder).utf8))
      var cells = 0
      for book in books { cells += try compare(book, folder: folder) }
      #expect(cells > 2500)
      let hidden = try read(folder + "/openpyxl.xlsx").notes
      #expect(hidden.count == 1 && hidden[0].english.contains("隠し"))
    }
  }

  @Test(
    .enabled(if: Project.hasPython && Project.office != nil, "LibreOffice is not installed"))
  func libreOfficesFilesReadBackEqual() throws {
    try withFolder { folder in
      let books = try JSONDecoder().decode(
        [Book].self, from: Data(try Project.python("write_books.py", folder).utf8))
      let office = try #require(Project.office)
      try Project.run(
        office, ["--headless", "--convert-to", "xlsx", "--outdir", folder + "/out", folder + "/rich.xlsx"])
      let rich = try #require(books.first { $0.file == "rich.xlsx" })
      let sheet = try #require(try read(folder + "/out/rich.xlsx").sheets.first)
      #expect(sheet.name == rich.sheets[0].name)
      #expect(sheet.rows.first?[1] == .text("正極材 NMC"))
      #expect(sheet.rows.last?[2] == .number(2))
    }
  }

  struct Seen: Decodable {
    var name: String
    var cells: [ExpectedCell]
    var frozen: String?
    var choices: [[String]]
    var notes: [[String]]
    var bold: [String]
  }

  @Test(.enabled(if: Project.hasPython, "make deps-test installs openpyxl"))
  func anotherProgramReadsOurFiles() throws {
    var dice = Dice(state: 5)
    let texts = ["=1+1", "+81", "-x", "@a", "正極材", "a\nb", "_x0041_", " blanks ", "'", "<&>", "000123", "🔋"]
    let rows = (0..<200).map { _ in
      (0..<3).map { column -> CellValue? in
        switch column {
        case 0: .text(texts.randomElement(using: &dice) ?? "")
        case 1:
          .number(
            Double.random(in: -1...1, using: &dice) * pow(10, Double(Int.random(in: -20...20, using: &dice))))
        default: Bool.random(using: &dice) ? .bool(Bool.random(using: &dice)) : nil
        }
      }
    }
    var draft = SheetDraft(
      name: "部品",
      columns: [
        .init("Part / 品番", note: "the number"), .init("Unit", choices: .list(["kilogram", "unit"])),
        .init("Plant", choices: .range("=Plants!$A$2:$A$9")),
      ], rows: rows)
    draft.exampleRows = [2]
    let data = try XLSXWriter.data([
      draft, SheetDraft(name: "Plants", columns: [.init("Number")], rows: [[.text("000001")]]),
    ])
    let own = try #require(try Workbook(reading: data, fileName: "x.xlsx").sheets.first)
    for (offset, row) in rows.enumerated() {
      #expect(own.rows[offset + 1][1] == row[0])
      #expect(own.rows[offset + 1][3] == row[2])
      guard case .number(let written)? = row[1], case .number(let seen)? = own.rows[offset + 1][2] else {
        Issue.record("no number in row \(offset + 2)")
        continue
      }
      #expect(abs(written.value - seen.value) <= 1e-15 * abs(written.value))
    }
    try withFolder { folder in
      let path = folder + "/x.xlsx"
      try Data(data).write(to: URL(fileURLWithPath: path))
      let seen = try JSONDecoder().decode(
        [Seen].self, from: Data(try Project.python("read_book.py", path).utf8))
      #expect(seen.map(\.name) == ["部品", "Plants"])
      #expect(seen[0].frozen == "A2")
      #expect(seen[0].bold == ["A1", "B1", "C1"])
      #expect(seen[0].notes == [["A1", "the number"]])
      #expect(seen[0].choices.contains(["B2:B10001", "\"kilogram,unit\""]))
      #expect(seen[0].choices.contains(["C2:C10001", "Plants!$A$2:$A$9"]))
      #expect(!seen[0].cells.contains { $0.kind == "f" })
      // openpyxl leaves the escapes of control characters as they are.
      for cell in seen[0].cells where cell.kind == "s" && cell.row > 1 {
        let text = cell.text?.replacingOccurrences(of: "_x005F_", with: "_")
        #expect(rows[cell.row - 2][cell.column - 1] == .text(text ?? ""))
      }
    }
  }
}
