import Exchange
import Node
import Records
import Spreadsheet
import Testing
import Values

/// A company with a journal of its own.
struct Company {
  var journal = MemoryJournal(now: Timestamp(milliseconds: 1_732_000_000_000))
  let id: Identifier

  init() throws {
    id = try journal.registerOperator(openOperatorID: "1234567890123", name: "B", address: "Osaka").operatorID
  }

  func plan(_ workbook: PartsWorkbook) -> WorkbookPlan { workbook.plan(in: journal.space, company: id) }

  @discardableResult
  mutating func apply(_ workbook: PartsWorkbook) throws -> WorkbookPlan {
    try workbook.apply(journal: &journal, company: id)
  }

  var parts: [Part] { journal.space.parts(of: id) }

  func part(_ name: String, _ support: String? = nil) throws -> Part {
    try #require(parts.first { $0.name == name && $0.supportName == support })
  }
}

enum Sample {
  static let plants = "Plant no.,Plant name,Address\nOSK-000001,大阪工場,大阪府\n"
  static let parts = """
    品番,枝番,品名,事業所番号,単位,終端
    PACK,,電池パック,OSK-000001,個,いいえ
    CELL,A,セル,大阪工場,個,
    CELL,B,セル,,個,no
    NMC,,正極材,,kg,はい

    """
  static let structure = """
    Parent part no.,Component part no.,Component sub no.,Amount
    PACK,CELL,A,９６
    PACK,CELL,B,0.1

    """
  static let footprints = """
    Part no.,Sub no.,"Raw materials, own work (kg CO2e)","Production, own work (kg CO2e)",Production TeR
    CELL,A,0.5,4.2,2
    CELL,B,,1,
    NMC,,9.5,12.25,

    """

  static func read(
    plants: String? = plants, parts: String? = parts, structure: String? = structure,
    footprints: String? = footprints
  ) throws -> PartsWorkbook {
    let files = [("Plants", plants), ("部品", parts), ("Structure", structure), ("CFP", footprints)]
    return try PartsWorkbook.read(
      files: files.compactMap { name, text in text.map { (Array($0.utf8), name + ".csv") } })
  }

  /// What reading or planning says is wrong.
  static func problems(
    plants: String? = plants, parts: String? = parts, structure: String? = structure,
    footprints: String? = footprints
  ) throws -> [SpreadsheetProblem] {
    do {
      let book = try read(plants: plants, parts: parts, structure: structure, footprints: footprints)
      return try Company().plan(book).problems
    } catch let failure as WorkbookProblems {
      return failure.problems
    }
  }
}

@Suite struct PartsWorkbookTests {
  @Test func aDryRunWritesNothingAndTakingInDoesWhatItSaid() throws {
    var company = try Company()
    let workbook = try Sample.read()
    let before = company.journal.events.count
    let plan = company.plan(workbook)
    #expect(company.journal.events.count == before)
    #expect(plan.problems.isEmpty)
    #expect(plan.count(.create) == 9 && plan.count(.change) == 0)
    #expect(plan.notes.contains { $0.english.contains("'９６' was read as 96") })
    #expect(try company.apply(workbook).items == plan.items)

    let pack = try company.part("PACK")
    let cell = try company.part("CELL", "A")
    #expect(company.journal.space.plants(of: company.id).map(\.openPlantID) == ["OSK-000001"])
    #expect(try company.part("NMC").terminated && company.part("NMC").unit == .kilogram)
    #expect(company.journal.space.structures[pack.traceID]?.components.map(\.amount) == [96, 0.1])
    let declared = try #require(company.journal.space.declarations[cell.traceID])
    #expect(declared.production == Stages(pre: 0.5, main: 4.2))
    #expect(declared.quality.main.technological == 2 && declared.quality.pre == DataQuality())
    #expect(declared.source == .spreadsheet(file: "CFP.csv", row: 2))
    let total = try #require(company.journal.space.totals[pack.traceID])
    #expect(total.component == Stages(pre: 48, main: 96 * 4.2 + 0.1))

    let events = company.journal.events.count
    #expect(company.plan(workbook).changesNothing)
    try company.apply(workbook)
    #expect(company.journal.events.count == events)
  }

  @Test func changesAreSaidWithOldAndNew() throws {
    var company = try Company()
    try company.apply(try Sample.read())
    let trace = try company.part("NMC").traceID
    let parts = "Trace ID,Part no.,Part name\n\(trace),NMC-811,正極材\n"
    let structure =
      "Parent part no.,Component part no.,Component sub no.,Amount\nPACK,CELL,A,100\nPACK,NMC-811,,3\n"
    let footprints = "Part no.,Sub no.,Production own work\nCELL,A,5\n"
    let book = try PartsWorkbook.read(files: [
      (Array(parts.utf8), "Parts.csv"), (Array(structure.utf8), "Structure.csv"),
      (
        Array(footprints.replacing("Production own work", with: "\"Production, own work\"").utf8),
        "Footprints.csv"
      ),
    ])
    let plan = try company.apply(book)
    #expect(plan.items.map(\.action) == [.change, .change, .change])
    let renamed = try #require(plan.items[0].fields.first)
    #expect(renamed.name == Sentence("Part no.", "部品項目") && renamed.old == "NMC" && renamed.new == "NMC-811")
    #expect(plan.items[0].fields.count == 1)
    #expect(plan.items[1].fields.map(\.old) == ["96", nil, "0.1"])
    #expect(plan.items[1].fields.map(\.new) == ["100", "3", nil])
    #expect(plan.items[2].fields.map(\.old) == ["4.2"] && plan.items[2].fields.map(\.new) == ["5"])
    let part = try company.part("NMC-811")
    #expect(part.traceID == trace && part.terminated && part.unit == .kilogram)
    let declared = try #require(company.journal.space.declarations[try company.part("CELL", "A").traceID])
    #expect(declared.production == Stages(pre: 0.5, main: 5) && declared.quality.main.technological == 2)
  }

  @Test func nothingIsWrittenWhereAnythingIsWrong() async throws {
    let ledger = try Ledger<World>(store: MemoryStore())
    let company = try await ledger.commit(actor: "test") {
      try $0.registerOperator(openOperatorID: "1", name: "B", address: "Osaka").operatorID
    }
    let bad = try Sample.read(structure: "Parent part no.,Component part no.,Amount\nPACK,NONE,1\n")
    await #expect(throws: WorkbookProblems.self) {
      try await ledger.commit(actor: "test") { transaction in
        _ = try bad.apply(journal: &transaction, company: company)
      }
    }
    #expect(ledger.current.count == 1)
    let good = try Sample.read()
    try await ledger.commit(actor: "test") { transaction in
      _ = try good.apply(journal: &transaction, company: company)
    }
    #expect(ledger.current.count > 9)
    #expect(good.plan(in: ledger.current.state.space, company: company).changesNothing)

    var other = try Company()
    let before = other.journal.events.count
    #expect(throws: WorkbookProblems.self) { try other.apply(bad) }
    #expect(other.journal.events.count == before)
  }

  @Test(arguments: WorkbookLanguage.allCases)
  func theTemplatesExamplesAreRefused(_ language: WorkbookLanguage) throws {
    let template = PartsWorkbook.template(language: language)
    let book = #expect(throws: WorkbookProblems.self) {
      try PartsWorkbook.read(data: try template.xlsx(), fileName: "t.xlsx")
    }
    let files = #expect(throws: WorkbookProblems.self) {
      try PartsWorkbook.read(files: template.csv().map { ($0.data, $0.fileName) })
    }
    for failure in [book, files] {
      #expect(failure?.count == 8)
      #expect(failure?.problems.allSatisfy { $0.message.english.contains("example row") } == true)
      #expect(failure?.problems.map(\.row) == [2, 2, 3, 4, 2, 3, 2, 3])
    }
    #expect(template.csv().map(\.fileName) == WorkbookSheet.allCases.map { language.text($0.name) + ".csv" })
  }

  @Test(arguments: WorkbookLanguage.allCases)
  func overwrittenExamplesAreTakenIn(_ language: WorkbookLanguage) throws {
    let files = PartsWorkbook.template(language: language).csv().map { file in
      let text = String(decoding: file.data, as: UTF8.self)
      return (
        Array(
          text.replacing("EXAMPLE-", with: "MY-").replacing("記入例-", with: "品-").replacing("例-", with: "P-")
            .utf8),
        file.fileName
      )
    }
    let plan = try Company().plan(try PartsWorkbook.read(files: files))
    #expect(plan.problems.isEmpty)
    #expect(WorkbookSheet.allCases.map { plan.count(.create, in: $0) } == [1, 3, 2, 2])
  }

  /// A company whose data try the file formats, made by commands.
  func variedCompany(seed: UInt64) throws -> Company {
    var dice = Dice(state: seed)
    var company = try Company()
    let words = [
      "正極材", "=1+1", "+81-3", "-x", "@a", "000123", "a,b", "q\"q", "l\nl", "１２", "é", "🔋", "'q", "TRUE",
      "1e5", "_x0041_",
    ]
    func word() -> String { words.randomElement(using: &dice) ?? "" }
    let plants = try (1...3).map { number in
      try company.journal.putPlant(
        by: company.id, plantID: nil, openPlantID: "00000\(number)",
        globalPlantID: number == 2 ? word() : nil,
        name: word(), address: word() + "町")
    }
    var parts: [Part] = []
    for number in 0..<40 {
      let draft = PartDraft(
        plantID: try #require(plants.randomElement(using: &dice)).plantID, name: word() + String(number / 2),
        supportName: number % 2 == 0 ? nil : word(), label: Bool.random(using: &dice) ? word() : nil,
        info1: Bool.random(using: &dice) ? word() : nil, info3: Bool.random(using: &dice) ? "" : word(),
        terminated: Bool.random(using: &dice), unit: DeclaredUnit.allCases.randomElement(using: &dice))
      parts.append(try company.journal.putPart(by: company.id, draft))
    }
    for number in 0..<10 {
      let children = Set((0..<5).map { _ in Int.random(in: (number + 1)..<parts.count, using: &dice) })
      _ = try company.journal.putStructure(
        by: company.id, parent: PartDraft(parts[number]),
        children: children.map { child in
          var draft = PartDraft(parts[child])
          draft.amountRequired = Double(Int.random(in: 0...9_999_999, using: &dice)) / 100_000
          return draft
        })
    }
    for part in parts where Bool.random(using: &dice) {
      func value() -> Double { Double(Int.random(in: 1...9_999_999_999, using: &dice)) / 100_000 }
      _ = try company.journal.declareFootprint(
        by: company.id,
        FootprintDraft(
          traceID: part.traceID, unit: part.unit ?? .kilogram,
          production: Stages(pre: value(), main: value()),
          component: Stages(pre: nil, main: Bool.random(using: &dice) ? value() : nil),
          quality: Stages(pre: DataQuality(technological: 1.5), main: DataQuality(temporal: 2.33333))))
    }
    return company
  }

  @Test(arguments: WorkbookLanguage.allCases, [1, 2, 3] as [UInt64])
  func anExportReadBackChangesNothing(_ language: WorkbookLanguage, _ seed: UInt64) throws {
    let company = try variedCompany(seed: seed)
    let space = company.journal.space
    let export = PartsWorkbook.export(of: company.id, in: space, language: language)
    let books = [
      try PartsWorkbook.read(data: try export.xlsx(), fileName: "x.xlsx"),
      try PartsWorkbook.read(files: export.csv().map { ($0.data, $0.fileName) }),
    ]
    for book in books {
      let plan = company.plan(book)
      #expect(plan.problems.isEmpty, "\(plan.problems.map(\.english))")
      #expect(plan.changesNothing, "\(plan.items.filter { $0.action != .leave })")
      #expect(
        plan.count(.leave, in: .plants) == 3
          && plan.count(.leave, in: .parts) == space.parts(of: company.id).count)
      #expect(plan.count(.leave, in: .structure) == 10)
      #expect(
        plan.count(.leave, in: .footprints)
          == space.parts(of: company.id).count { space.declarations[$0.traceID] != nil })
      #expect(book.check().problems.isEmpty)
      #expect(book.plan(beside: book).changesNothing)
    }
  }

  @Test func anExportMakesTheSameCompanyElsewhere() throws {
    let company = try variedCompany(seed: 7)
    let export = PartsWorkbook.export(of: company.id, in: company.journal.space, language: .english)
    // Without trace identifiers, which belong to the node that gave them.
    let files = try export.csv().map { file in
      guard file.fileName == "Parts.csv" else { return (file.data, file.fileName) }
      let sheet = try #require(try Workbook(reading: file.data, fileName: file.fileName).sheets.first)
      let last = try #require(sheet.rows.first?.cells.last)
      let rows = sheet.rows.map { row in (1..<last.column).map { row[$0] } }
      return (CSVWriter.data(rows), file.fileName)
    }
    var other = try Company()
    let plan = try other.apply(try PartsWorkbook.read(files: files))
    #expect(plan.items.allSatisfy { $0.action == .create })
    #expect(other.parts.map(\.name) == company.parts.map(\.name))
    func values(_ company: Company) -> [[Double]] {
      company.parts.map { part in
        let own = company.journal.space.declarations[part.traceID]
        let components = company.journal.space.structures[part.traceID]?.components.map(\.amount).sorted()
        return [own?.production.pre ?? -1, own?.production.main ?? -1, own?.component.main ?? -1]
          + (components ?? [])
      }
    }
    #expect(
      values(other).sorted { $0.lexicographicallyPrecedes($1) }
        == values(company).sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test func valuesWithAllTheirDigitsAreLeftAlone() throws {
    var company = try Company()
    try company.apply(try Sample.read())
    let part = try company.part("NMC")
    var declared = try #require(company.journal.space.declarations[part.traceID])
    declared.production = Stages(pre: 1 / 3.0, main: 0.1 + 0.2)
    declared.component.main = 1e-14 / 3
    company.journal.record(.footprintDeclared(declared))
    let export = PartsWorkbook.export(of: company.id, in: company.journal.space, language: .english)
    #expect(company.plan(try PartsWorkbook.read(data: try export.xlsx(), fileName: "x.xlsx")).changesNothing)
  }
}
