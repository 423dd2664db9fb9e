import Foundation
import Spreadsheet
import Testing

@Suite struct MalformedTests {
  @Test func harmfulFilesAreRefusedWithASentence() throws {
    try withFolder { folder in
      let script = Project.root + "/Tests/SpreadsheetTests/write_bad.py"
      try #require(try Project.run("/usr/bin/python3", [script, folder]).status == 0)
      let expected: [String: String] = [
        "bomb": "unpacks to more", "lyingBomb": "damaged|unpacks to more", "deep": "nested deeper",
        "laughs": "document type", "external": "document type", "doctype": "document type",
        "broken": "damaged (mismatched tag", "sharedMissing": "text is not in the file",
        "noNumber": "holds '1x'", "infinite": "holds '1e999'", "badReference": "valid reference",
        "badRow": "valid number", "longText": "longer than", "noSheet": "lacks its part",
        "noWorkbook": "no workbook",
        "noRelationships": "no workbook", "notXML": "damaged", "entries": "more than the 10000",
        "other": "no workbook",
        "ods": "OpenDocument", "xlsb": ".xlsb", "cut4": "damaged", "cut30": "damaged",
      ]
      for (name, words) in expected.sorted(by: { $0.key < $1.key }) {
        let found = problem(try bytes("\(folder)/\(name).xlsx"), name: name + ".xlsx")
        let message = found?.message.english ?? "nothing"
        #expect(words.split(separator: "|").contains { message.contains($0) }, "\(name): \(message)")
        #expect(found?.message.japanese.isEmpty == false)
      }
      for name in ["sharedMissing", "noNumber", "infinite"] {
        let place = problem(try bytes("\(folder)/\(name).xlsx"))
        #expect(place?.sheet == "Parts" && place?.row == 2 && place?.column == 2)
      }
      #expect(problem(try bytes(folder + "/old.xls"))?.message.english.contains("old .xls") == true)
      #expect(problem(try bytes(folder + "/locked.xlsx"))?.message.english.contains("password") == true)
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasPrefix("cut") {
        #expect(problem(try bytes("\(folder)/\(file)")) != nil, "\(file)")
      }
      #expect(try read(folder + "/good.xlsx").sheets.first?.rows.first?[2] == .text("x"))
      #expect(try read(folder + "/utf16.xlsx").sheets.first?.rows.first?[2] == .text("文字"))
    }
  }

  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"

  /// A workbook of one sheet with the XML given.
  func book(
    sheet: String, strings: String = "", workbook: String = "", namespace: String = main, prefix: String = ""
  ) throws -> [UInt8] {
    let types =
      namespace == Self.main
      ? "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
      : "http://purl.oclc.org/ooxml/officeDocument/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    let p = prefix.isEmpty ? "" : prefix + ":"
    let xmlns = prefix.isEmpty ? "xmlns" : "xmlns:\(prefix)"
    let parts = [
      ("[Content_Types].xml", "<Types/>"),
      (
        "_rels/.rels",
        "<Relationships xmlns='\(package)'><Relationship Id='a' Type='\(types)/officeDocument' Target='/xl/workbook.xml'/></Relationships>"
      ),
      (
        "xl/workbook.xml",
        "<\(p)workbook \(xmlns)='\(namespace)' xmlns:r='\(types)'>\(workbook)<\(p)sheets><\(p)sheet name='S' sheetId='1' r:id='s'/></\(p)sheets></\(p)workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns='\(package)'><Relationship Id='s' Type='\(types)/worksheet' Target='worksheets/../worksheets/sheet1.xml'/><Relationship Id='t' Type='\(types)/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
      ),
      (
        "xl/worksheets/sheet1.xml",
        "<\(p)worksheet \(xmlns)='\(namespace)'><\(p)sheetData>\(sheet)</\(p)sheetData></\(p)worksheet>"
      ),
      ("xl/sharedStrings.xml", "<\(p)sst \(xmlns)='\(namespace)'>\(strings)</\(p)sst>"),
    ]
    return try Archive(files: parts.map { ($0.0, Array($0.1.utf8)) }).packed()
  }

  func rows(_ data: [UInt8]) throws -> [Row] {
    try #require(try Workbook(reading: data, fileName: "x.xlsx").sheets.first).rows
  }

  @Test func furiganaIsNotPartOfAText() throws {
    let strings =
      "<si><t>電池</t><rPh sb='0' eb='2'><t>デンチ</t></rPh><phoneticPr fontId='1'/></si>"
      + "<si><r><t>正</t></r><r><rPr><b/></rPr><t xml:space='preserve'>極 </t></r><rPh sb='0' eb='1'><t>セイ</t></rPh></si>"
    let inline = "<c t='inlineStr'><is><t>部品</t><rPh sb='0' eb='2'><t>ブヒン</t></rPh></is></c>"
    let data = try book(
      sheet: "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c>\(inline)</row>", strings: strings)
    #expect(try rows(data).first?.cells.map(\.value) == [.text("電池"), .text("正極 "), .text("部品")])
  }

  @Test func strictAndPrefixedNamespaces() throws {
    let plain = try book(
      sheet: "<row r='3'><c r='B3' t='d'><v>2024-12-31T00:00:00</v></c></row>", namespace: Self.strict)
    #expect(try rows(plain) == [Row(number: 3, cells: [Cell(column: 2, value: .date("2024-12-31"))])])
    let prefixed = try book(
      sheet:
        "<x:row r='3'><x:c r='B3'><x:v>7</x:v></x:c></x:row><y:row xmlns:y='other'><y:c><y:v>8</y:v></y:c></y:row>",
      prefix: "x")
    #expect(try rows(prefixed) == [Row(number: 3, cells: [Cell(column: 2, value: .number(7))])])
  }

  @Test func cellsWithoutReferencesFollowOneAnotherAndDisorderIsSorted() throws {
    let plain = try book(
      sheet: "<row><c><v>1</v></c><c r='D1'><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>")
    #expect(try rows(plain).map { $0.cells.map(\.column) } == [[1, 4, 5], [1]])
    #expect(try rows(plain).map(\.number) == [1, 2])
    let mixed = try book(
      sheet: "<row r='5'><c r='C5'><v>1</v></c><c r='A5'><v>2</v></c></row><row r='2'><c><v>3</v></c></row>")
    #expect(
      try rows(mixed) == [
        Row(number: 2, cells: [Cell(column: 1, value: .number(3))]),
        Row(number: 5, cells: [Cell(column: 1, value: .number(2)), Cell(column: 3, value: .number(1))]),
      ])
  }

  @Test func numbersOfSeventeenDigitsAreExact() throws {
    var dice = Dice(state: 3)
    let numbers =
      [0.1 + 0.2, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -1 / 3.0, 9_007_199_254_740_993]
      + (0..<1000).map { _ in
        Double.random(in: -1...1, using: &dice) * pow(10, Double(Int.random(in: -300...300, using: &dice)))
      }
    let cells = numbers.map { "<c><v>\(String(format: "%.17g", $0))</v></c>" }.joined()
    let read = try rows(try book(sheet: "<row>\(cells)</row>")).first?.cells.map(\.value)
    #expect(read == numbers.map { .number($0) })
    #expect(CellValue.number(0.1).text == "0.1" && CellValue.number(7).text == "7")
    #expect(
      try rows(try book(sheet: "<row><c><v>0.10000000000000001</v></c></row>")).first?[1]?.text == "0.1")
  }

  @Test func limitsHold() throws {
    let data = try book(sheet: "<row>" + String(repeating: "<c><v>1</v></c>", count: 50) + "</row>")
    var limits = SpreadsheetLimits()
    limits.cells = 50
    #expect(throws: Never.self) { try Workbook(reading: data, fileName: "x", limits: limits) }
    limits.cells = 49
    #expect(throws: SpreadsheetProblem.self) { try Workbook(reading: data, fileName: "x", limits: limits) }
    limits = SpreadsheetLimits()
    limits.fileBytes = data.count - 1
    #expect(throws: SpreadsheetProblem.self) { try Workbook(reading: data, fileName: "x", limits: limits) }
    limits = SpreadsheetLimits()
    limits.unpackedBytes = 500
    #expect(throws: SpreadsheetProblem.self) { try Workbook(reading: data, fileName: "x", limits: limits) }
  }

  /// 10,000 changed copies: bytes of the packed file, and of the XML inside it. Reading must end in a value or
  /// a problem; a crash ends the test run.
  @Test func changedBytesDoNotCrash() throws {
    let draft = SheetDraft(
      name: "部品", columns: [.init("Part", note: "n", choices: .list(["a", "b"]))],
      rows: (0..<5).map { [.text("品番\($0)"), .number(Double($0) + 0.5), .bool(true)] })
    let valid = try XLSXWriter.data(
      [draft, draft].enumerated().map { index, draft in
        var draft = draft
        draft.name += String(index)
        return draft
      })
    let archive = try Archive(valid)
    var dice = Dice(state: 1)
    var (good, bad) = (0, 0)
    func change(_ data: inout [UInt8]) {
      for _ in 0..<Int.random(in: 1...4, using: &dice) where !data.isEmpty {
        let at = Int.random(in: 0..<data.count, using: &dice)
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: data[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
        case 1: data[at] = UInt8.random(in: 0...255, using: &dice)
        case 2: data.removeSubrange(at..<min(at + Int.random(in: 1...20, using: &dice), data.count))
        case 3: data.insert(contentsOf: data[at..<min(at + 30, data.count)], at: at)
        default: data[at] = Array("0123456789<>/\"=&;AZaz-".utf8).randomElement(using: &dice) ?? 0
        }
      }
    }
    for round in 0..<10_000 {
      var data = valid
      if round % 2 == 0 {
        change(&data)
      } else {
        var changed = archive
        change(&changed.files[Int.random(in: 0..<changed.files.count, using: &dice)].data)
        data = try changed.packed()
      }
      if problem(data) == nil { good += 1 } else { bad += 1 }
    }
    #expect(good + bad == 10_000)
    #expect(good > 500 && bad > 500)
  }
}
