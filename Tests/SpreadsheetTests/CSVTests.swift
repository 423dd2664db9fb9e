import Foundation
import Spreadsheet
import Testing

@Suite struct CSVTests {
  func cells(_ sheet: Sheet) -> [[String]] {
    sheet.rows.map { row in
      (1...(row.cells.last?.column ?? 1)).map { column in
        if case .text(let text)? = row[column] { text } else { "" }
      }
    }
  }

  @Test func quotesLineBreaksAndEmptyCells() throws {
    let sheet = try read(csv: "a,\"b \"\"x\"\"\",c\r\n1,\"two\nlines, and a comma\",\r\n\r\n,,9\n\"\",x")
    #expect(sheet.name == "Parts")
    #expect(
      cells(sheet) == [["a", "b \"x\"", "c"], ["1", "two\nlines, and a comma"], ["", "", "9"], ["", "x"]])
    #expect(sheet.rows.map(\.number) == [1, 2, 4, 5])
  }

  @Test(arguments: [",", ";", "\t"])
  func separators(_ separator: String) throws {
    let sheet = try read(csv: "a\(separator)b\(separator)c\n\"1,2;3\"\(separator)2\(separator)3")
    #expect(cells(sheet) == [["a", "b", "c"], ["1,2;3", "2", "3"]])
    let named = try read(csv: "sep=\(separator)\na\(separator)b\n")
    #expect(cells(named) == [["a", "b"]])
    #expect(named.rows[0].number == 2)
  }

  @Test func whatIsWrongIsPlaced() {
    let open = problem(Array("a,b\nc,\"d\n".utf8), name: "x.csv")
    #expect(open?.row == 2 && open?.column == 2 && open?.sheet == "x")
    #expect(open?.english == "x, row 2, column B: a quotation mark is opened here and never closed")
    let after = problem(Array("a,b\nc,\"d\"e\n".utf8), name: "x.csv")
    #expect(after?.row == 2 && after?.column == 2)
  }

  @Test(arguments: ["UTF-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932"])
  func encodings(_ encoding: String) throws {
    try #require(Project.hasPython, "make deps-test makes .build/python")
    let text = "品番,名称\r\nA-1,ﾃｽﾄ 正極材～①㈱∥－髙﨑ソ表\r\n"
    try withFolder { folder in
      let path = folder + "/部品.csv"
      let script =
        "import sys; open(sys.argv[1], 'wb').write(sys.argv[2].encode(sys.argv[3]))"
      try Project.run(Project.python, ["-c", script, path, text, encoding])
      let workbook = try read(path)
      #expect(cells(workbook.sheets[0]) == [["品番", "名称"], ["A-1", "ﾃｽﾄ 正極材～①㈱∥－髙﨑ソ表"]])
      #expect(workbook.sheets[0].name == "部品")
      let name =
        encoding == "cp932" ? "Shift_JIS (CP932)" : encoding.hasPrefix("utf-16") ? "UTF-16" : "UTF-8"
      #expect(workbook.notes.first?.english == "部品.csv was read as \(name), separated by commas")
    }
  }

  @Test func bytesOfNoEncodingAreRefusedWithTheirLine() {
    let bad = problem(Array("a,b\n".utf8) + [0x81, 0xFF, 0xFF], name: "x.csv")
    #expect(bad?.message.english.hasPrefix("line 2 ") == true)
    #expect(problem([0, 1, 2, 0, 0, 7, 0], name: "x.csv") != nil)
    #expect(problem([0xEF, 0xBB, 0xBF, 0xFF], name: "x.csv") != nil)
  }

  @Test func writtenTextsAreNeverFormulasAndReadBackEqual() throws {
    let texts = [
      "=1+1", "+81", "-5", "@x", "'=x", "''@", "'plain", "＝全角", "a,b", "a;b", "q\"q", "x\ny", "\tx", "正極材",
      "'",
    ]
    let data = CSVWriter.data(texts.map { [.text($0), .number(-0.1), .bool(true)] })
    #expect(data.starts(with: [0xEF, 0xBB, 0xBF]))
    let lines = String(decoding: data, as: UTF8.self)
    for danger in ["=", "+", "@", "＝"] { #expect(!lines.contains("\n" + danger)) }
    #expect(lines.contains("'=1+1,-0.1,TRUE\r\n"))
    let sheet = try #require(try Workbook(reading: data, fileName: "x.csv").sheets.first)
    #expect(sheet.rows.map { $0[1] } == texts.map { .text($0) })
    #expect(sheet.rows.allSatisfy { $0[2]?.asNumber() == .value(-0.1) })
  }

  @Test func randomRowsReadBackEqual() throws {
    var dice = Dice(state: 9)
    let alphabet = Array("ab,;\t\"'\r\n=+-@正　🔋 _")
    for _ in 0..<200 {
      let rows = (0..<Int.random(in: 1...5, using: &dice)).map { _ in
        (0..<4).map { _ -> String in
          String(
            (0..<Int.random(in: 1...6, using: &dice)).compactMap { _ in alphabet.randomElement(using: &dice) }
          )
        }
      }
      let data = CSVWriter.data([["k", "l", "m", "n"].map { .text($0) }] + rows.map { $0.map { .text($0) } })
      let sheet = try #require(try Workbook(reading: data, fileName: "x.csv").sheets.first)
      #expect(cells(sheet).dropFirst() == rows[...])
    }
  }
}
