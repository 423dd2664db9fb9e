import Exchange
import Foundation
import Node
import Spreadsheet
import Testing
import Values

/// What is wrong in a workbook is said with sheet, row and column.
@Suite struct WorkbookProblemTests {
  /// A file with one wrong cell: its sheet, row and column, and words of the message.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var sheet: WorkbookSheet
    var text: String
    var row: Int
    var column: String?
    var words: String
    var testDescription: String { text }
  }

  static let wrongs: [Wrong] = [
    .init(
      sheet: .plants, text: "Plant no.,Plant name,Address\nOSK-1,x,y\n", row: 2, column: "A", words: "6 to 26"
    ),
    .init(
      sheet: .plants, text: "Plant no.,Plant name,Address\nOSAKA-X,x,y\n", row: 2, column: "A",
      words: "six digits"),
    .init(
      sheet: .plants, text: "Plant no.,Plant name,Address\nA-000001,,y\n", row: 2, column: "B", words: "empty"
    ),
    .init(
      sheet: .plants, text: "Plant no.,Plant name,Address\nA-000001,x,y\nA-000001,z,y\n", row: 3, column: "A",
      words: "row 2 has this plant"),
    .init(
      sheet: .plants, text: "Plant no.,Plant name\nA-000001,x\n", row: 1, column: nil,
      words: "'Address' is missing"),
    .init(sheet: .parts, text: "Part no.,Unit\nX,g\n", row: 2, column: "B", words: "none of the units"),
    .init(sheet: .parts, text: "Part no.,Last in chain\nX,maybe\n", row: 2, column: "B", words: "yes or no"),
    .init(sheet: .parts, text: "Part no.,Unit\n,kg\n", row: 2, column: "A", words: "empty"),
    .init(
      sheet: .parts, text: "Part no.\n\(String(repeating: "長", count: 51))\n", row: 2, column: "A",
      words: "51 characters"),
    .init(
      sheet: .parts, text: "Part no.,Plant no.\nX,nowhere\n", row: 2, column: "B", words: "no plant 'nowhere'"
    ),
    .init(sheet: .parts, text: "Part no.,Trace ID\nX,7\n", row: 2, column: "B", words: "no trace identifier"),
    .init(
      sheet: .parts, text: "Part no.,Trace ID\nX,00000000-0000-4000-8000-000000000000\n", row: 2, column: "B",
      words: "has no part"),
    .init(sheet: .parts, text: "Part no.\nX\nY\nX\n", row: 4, column: "A", words: "row 2 has this part"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount\nPACK,NMC,two\n", row: 2,
      column: "C",
      words: "'two' is no number"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount\nPACK,NMC,-1\n", row: 2,
      column: "C",
      words: "negative"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount\nPACK,NMC,\n", row: 2, column: "C",
      words: "empty"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount\nPACK,CELL,1\n", row: 2,
      column: "B",
      words: "2 parts are named 'CELL'"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount\nPACK,CEL,1\n", row: 2, column: "B",
      words: "no part 'CEL'"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount\nPACK,NMC,1\nPACK,NMC,2\n", row: 3,
      column: "B",
      words: "add the amounts up"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount,Unit\nPACK,NMC,1,m3\n", row: 2,
      column: "D",
      words: "counted in kilogram"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount\nPACK,NMC,0.123456\n", row: 2,
      column: "C",
      words: "five decimals"),
    .init(
      sheet: .structure, text: "Parent part no.,Component part no.,Amount\nPACK,NMC,1\nNMC,PACK,1\n", row: 3,
      column: "B",
      words: "component of itself: "),
    .init(
      sheet: .footprints, text: "Part no.,\"Production, own work\"\nNMC,1 kg\n", row: 2, column: "B",
      words: "without a unit"),
    .init(
      sheet: .footprints, text: "Part no.,\"Production, own work\"\nNMC,\n", row: 2, column: "B",
      words: "no footprint"),
    .init(
      sheet: .footprints, text: "Part no.,\"Production, own work\"\nNMC,100000\n", row: 2, column: "B",
      words: "smaller unit"),
    .init(
      sheet: .footprints, text: "Part no.,\"Production, own work\",Production TeR\nNMC,1,6\n", row: 2,
      column: "C",
      words: "1 (best) to 5"),
    .init(
      sheet: .footprints, text: "Part no.,\"Production, own work\",Unit\nNMC,1,L\n", row: 2, column: "C",
      words: "counted in kilogram"),
    .init(
      sheet: .footprints, text: "Part no.,\"Production, own work\"\nNMC,1\nNMC,2\n", row: 3, column: "A",
      words: "row 2 has the footprint"),
    .init(
      sheet: .footprints, text: "Part no.,\"Production, own work\",\"Production, own work\"\nNMC,1,2\n",
      row: 1, column: "C",
      words: "same as column B"),
  ]

  @Test(arguments: wrongs)
  func whatIsWrongHasAPlace(_ wrong: Wrong) throws {
    let problems =
      switch wrong.sheet {
      case .plants: try Sample.problems(plants: wrong.text, parts: nil, structure: nil, footprints: nil)
      case .parts: try Sample.problems(parts: wrong.text, structure: nil, footprints: nil)
      case .structure: try Sample.problems(structure: wrong.text, footprints: nil)
      case .footprints: try Sample.problems(structure: nil, footprints: wrong.text)
      }
    #expect(problems.count == 1, "\(problems.map(\.english))")
    let problem = try #require(problems.first)
    #expect(problem.message.english.contains(wrong.words), "\(problem.english)")
    #expect(problem.row == wrong.row && problem.columnLetters == wrong.column, "\(problem.english)")
    #expect(problem.sheet != nil && !problem.message.japanese.isEmpty)
  }

  @Test func wrongTypesInEveryColumnAreProblemsWithPlace() throws {
    let errors = ["#N/A", "#DIV/0!"]
    let export = PartsWorkbook.template(language: .english)
    for (index, file) in export.csv().enumerated() {
      let titles = try #require(try Workbook(reading: file.data, fileName: "x.csv").sheets.first?.rows.first)
        .cells
        .map(\.value.text)
      for column in titles.indices {
        var row: [CellValue?] = titles.map { _ in nil }
        row[column] = .error(errors[column % 2])
        let draft = SheetDraft(
          name: WorkbookSheet.allCases[index].name.english, columns: titles.map { .init($0) }, rows: [row])
        // Our writer writes errors as text: they become error cells in the XML.
        var archive = try Archive(try XLSXWriter.data([draft]))
        for at in archive.files.indices where archive.files[at].name == "xl/worksheets/sheet1.xml" {
          let text = String(decoding: archive.files[at].data, as: UTF8.self)
          let reference = ColumnLetters.text(column + 1) + "2"
          archive.files[at].data = Array(
            text.replacing(
              try Regex("<c r=\"\(reference)\" t=\"s\"><v>[0-9]+</v>"),
              with: "<c r=\"\(reference)\" t=\"e\"><v>#N/A</v>"
            ).utf8)
        }
        let failure = #expect(throws: WorkbookProblems.self) {
          try PartsWorkbook.read(data: try archive.packed(), fileName: "x.xlsx")
        }
        #expect(
          failure?.problems.contains {
            $0.row == 2 && $0.column == column + 1 && $0.header == titles[column]
              && $0.message.english.contains("error #N/A")
          } == true, "\(titles[column])")
      }
    }
  }

  @Test func allProblemsAreSaidAtOnceUpToTwoHundred() throws {
    let rows = (0..<300).map { "X\($0),g,maybe" }.joined(separator: "\n")
    let failure = #expect(throws: WorkbookProblems.self) {
      try PartsWorkbook.read(
        data: Array("Part no.,Unit,Last in chain\n\(rows)\n".utf8), fileName: "Parts.csv")
    }
    #expect(failure?.count == 600 && failure?.problems.count == 200)
  }

  @Test func aRowThatIsWrongDoesNotMakeThoseThatNameItWrong() throws {
    let problems = try Sample.problems(
      parts: "Part no.,Plant no.\nPACK,nowhere\nNMC,\n",
      structure: "Parent part no.,Component part no.,Amount\nPACK,NMC,1\n", footprints: nil)
    #expect(problems.map(\.row) == [2])
  }

  @Test func filesThatAreNoWorkbookAreSaidToBeNone() throws {
    for (text, name) in [("", "Parts.csv"), ("hello\n", "letter.csv"), ("a,b\n1,2\n", "Parts.csv")] {
      let failure = #expect(throws: WorkbookProblems.self) {
        try PartsWorkbook.read(data: Array(text.utf8), fileName: name)
      }
      #expect(failure?.count == 1)
    }
  }

  @Test func aFileOfAnyNameIsKnownByItsTitles() throws {
    let book = try PartsWorkbook.read(data: Array(Sample.structure.utf8), fileName: "構成2024.csv")
    #expect(book.components.count == 2 && book.has(.structure))
    #expect(book.check().problems.isEmpty)
  }

  @Test func structuresThatTurnRoundAreTakenInWhateverTheirOrder() throws {
    var company = try Company()
    let head = "Parent part no.,Component part no.,Amount\n"
    let parts = "Part no.\nA\nB\nC\n"
    try company.apply(try Sample.read(parts: parts, structure: head + "A,B,1\n", footprints: nil))
    try company.apply(try Sample.read(parts: parts, structure: head + "B,A,2\nA,C,1\n", footprints: nil))
    let (a, b, c) = (try company.part("A"), try company.part("B"), try company.part("C"))
    #expect(company.journal.space.structures[a.traceID]?.components == [.init(traceID: c.traceID, amount: 1)])
    #expect(company.journal.space.structures[b.traceID]?.components == [.init(traceID: a.traceID, amount: 2)])
  }

  /// Changed bytes in the XML of a good workbook: read and checked to the end, or refused; a crash ends the run.
  @Test func changedWorkbooksDoNotCrash() throws {
    var company = try Company()
    try company.apply(try Sample.read())
    let export = PartsWorkbook.export(of: company.id, in: company.journal.space, language: .japanese)
    let archive = try Archive(try export.xlsx())
    let sheets = archive.files.indices.filter {
      archive.files[$0].name.contains("worksheets/sheet") || archive.files[$0].name.contains("sharedStrings")
    }
    var dice = Dice(state: 11)
    var (good, bad) = (0, 0)
    for _ in 0..<1000 {
      var changed = archive
      let file = try #require(sheets.randomElement(using: &dice))
      for _ in 0..<Int.random(in: 1...3, using: &dice) {
        let at = changed.files[file].data.indices.randomElement(using: &dice) ?? 0
        changed.files[file].data[at] = Array("0123456789.-ABCx ".utf8).randomElement(using: &dice) ?? 0
      }
      do {
        let book = try PartsWorkbook.read(data: try changed.packed(), fileName: "x.xlsx")
        _ = book.check()
        _ = company.plan(book)
        good += 1
      } catch is WorkbookProblems {
        bad += 1
      }
    }
    #expect(good > 50 && bad > 50)
  }
}
