import Exchange
import Testing
import Values

@Suite struct CommandTests {
  private struct Two {
    var journal = MemoryJournal()
    let a, b, plant, plantOfB: Identifier

    init() throws {
      (a, b) = (try journal.company("1000001"), try journal.company("1000002"))
      plant = try #require(journal.space.plants(of: a).first?.plantID)
      plantOfB = try #require(journal.space.plants(of: b).first?.plantID)
    }
  }

  @Test func companiesAndPlants() throws {
    var two = try Two()
    let a = two.a
    _ = try two.journal.updateOperator(
      by: a, openOperatorID: "1000001", globalOperatorID: "529900T8BM49AURSDO55", name: "A", address: "Kyoto")
    #expect(two.journal.space.operatorID(globalID: "529900T8BM49AURSDO55") == a)
    expectRefusal(.immutable(field: "openOperatorId"), two.journal) {
      _ = try $0.updateOperator(
        by: a, openOperatorID: "9", globalOperatorID: nil, name: "A", address: "Kyoto")
    }
    expectRefusal(.taken(field: "globalOperatorId", "another company has this identifier"), two.journal) {
      _ = try $0.updateOperator(
        by: two.b, openOperatorID: "1000002", globalOperatorID: "529900T8BM49AURSDO55", name: "B",
        address: "Kyoto")
    }
    expectRefusal(.taken(field: "openOperatorId", "another company has this number"), two.journal) {
      _ = try $0.registerOperator(openOperatorID: "1000001", name: "C", address: "X")
    }
    for (number, name, field) in [
      ("", "C", "openOperatorId"), (String(repeating: "1", count: 21), "C", "openOperatorId"),
      ("3", "", "operatorName"), ("3", String(repeating: "名", count: 257), "operatorName"),
    ] {
      expectInvalid(field, two.journal) {
        _ = try $0.registerOperator(openOperatorID: number, name: name, address: "X")
      }
    }
    _ = try two.journal.updateOperator(
      by: a, openOperatorID: "1000001", globalOperatorID: "", name: "A", address: "Kyoto")
    #expect(two.journal.space.operatorID(globalID: "529900T8BM49AURSDO55") == nil)
    for number in ["12345", "ABC12345x", "１２３４５６", String(repeating: "1", count: 27)] {
      expectInvalid("openPlantId", two.journal) {
        _ = try $0.putPlant(by: a, plantID: nil, openPlantID: number, name: "P", address: "X")
      }
    }
    expectRefusal(.taken(field: "openPlantId", "another plant of the company has this number"), two.journal) {
      _ = try $0.putPlant(by: a, plantID: nil, openPlantID: "1000001000001", name: "P", address: "X")
    }
    expectRefusal(.notFound("plantId"), two.journal) {
      _ = try $0.putPlant(by: a, plantID: two.plantOfB, openPlantID: "000002", name: "P", address: "X")
    }
    let renamed = try two.journal.putPlant(
      by: a, plantID: two.plant, openPlantID: "1000001000001", name: "Works", address: "X")
    #expect(two.journal.space.plants(of: a) == [renamed])
  }

  @Test func parts() throws {
    var two = try Two()
    let (a, plant) = (two.a, two.plant)
    let part = try two.journal.putPart(by: a, PartDraft(plantID: plant, name: "cell", unit: .unit))
    let count = two.journal.sequence
    #expect(try two.journal.putPart(by: a, PartDraft(plantID: plant, name: "cell", unit: .unit)) == part)
    #expect(two.journal.sequence == count, "the same once more is not recorded")
    let other = try two.journal.putPart(by: a, PartDraft(plantID: plant, name: "cell", supportName: "2026"))
    #expect(other.traceID != part.traceID)
    expectRefusal(
      .taken(field: "partsName", "another part has this plant, name and support name"), two.journal
    ) {
      _ = try $0.putPart(by: a, PartDraft(traceID: other.traceID, plantID: plant, name: "cell"))
    }
    expectRefusal(.notFound("traceId"), two.journal) {
      _ = try $0.putPart(
        by: two.b, PartDraft(traceID: part.traceID, plantID: two.plantOfB, name: "mine"))
    }
    expectRefusal(.notFound("plantId"), two.journal) {
      _ = try $0.putPart(by: a, PartDraft(plantID: two.plantOfB, name: "x"))
    }
    let long = String(repeating: "部", count: 51)
    expectInvalid("partsName", two.journal) { _ = try $0.putPart(by: a, PartDraft(plantID: plant, name: "")) }
    expectInvalid("partsName", two.journal) {
      _ = try $0.putPart(by: a, PartDraft(plantID: plant, name: long))
    }
    expectInvalid("supportPartsName", two.journal) {
      _ = try $0.putPart(by: a, PartDraft(plantID: plant, name: "x", supportName: long))
    }
    expectInvalid("partsAddInfo3", two.journal) {
      _ = try $0.putPart(by: a, PartDraft(plantID: plant, name: "x", info3: long))
    }
    for amount in [-1, 100_000, 1.000001, Double.nan, .infinity] {
      expectInvalid("amountRequired", two.journal) {
        _ = try $0.putPart(by: a, PartDraft(plantID: plant, name: "x", amountRequired: amount))
      }
    }
    for amount in [0, 99_999.99999, 0.00001, 0.1, 12_345.67891] {
      var copy = two.journal
      _ = try copy.putPart(by: a, PartDraft(plantID: plant, name: "x", amountRequired: amount))
    }
  }

  @Test func structures() throws {
    var two = try Two()
    let (a, plant) = (two.a, two.plant)
    func child(_ name: String, _ amount: Double? = 1) -> PartDraft {
      PartDraft(plantID: plant, name: name, amountRequired: amount, unit: .unit)
    }
    let parent = PartDraft(plantID: plant, name: "pack")
    let made = try two.journal.putStructure(
      by: a, parent: parent, children: [child("cell", 96), child("case")])
    #expect(
      two.journal.space.structures[made.parent.traceID]?.components.map(\.amount) == [96, 1])
    #expect(two.journal.space.parents(of: made.children[0].traceID) == [made.parent.traceID])
    let again = try two.journal.putStructure(by: a, parent: parent, children: [child("cell", 90)])
    #expect(again.children.map(\.traceID) == [made.children[0].traceID])
    #expect(two.journal.space.parents(of: made.children[1].traceID).isEmpty)
    let second = try two.journal.putStructure(
      by: a, parent: PartDraft(plantID: plant, name: "small pack"), children: [child("cell", 12)])
    #expect(second.children.map(\.traceID) == again.children.map(\.traceID))
    #expect(two.journal.space.structures[again.parent.traceID]?.components.map(\.amount) == [90])
    expectInvalid("childrenPartsModel", two.journal) {
      _ = try $0.putStructure(by: a, parent: parent, children: (0..<51).map { child("c\($0)") })
    }
    _ = try two.journal.putStructure(
      by: a, parent: PartDraft(plantID: plant, name: "big"), children: (0..<50).map { child("c\($0)") })
    expectInvalid("childrenPartsModel", two.journal) {
      _ = try $0.putStructure(by: a, parent: parent, children: [child("new"), child("new")])
    }
    expectInvalid("amountRequired", two.journal) {
      _ = try $0.putStructure(by: a, parent: parent, children: [child("fine"), child("bad", nil)])
    }
    expectInvalid("amountRequired", two.journal) {
      _ = try $0.putStructure(by: a, parent: child("pack"), children: [])
    }
    expectRefusal(.notFound("traceId"), two.journal) {
      _ = try $0.putStructure(
        by: two.b,
        parent: PartDraft(traceID: made.parent.traceID, plantID: two.plantOfB, name: "pack"), children: [])
    }
    _ = try two.journal.putStructure(by: a, parent: parent, children: [])
    #expect(two.journal.space.ownComponents(of: made.parent.traceID).isEmpty)
  }

  @Test func deletion() throws {
    var two = try Two()
    let (a, b) = (two.a, two.b)
    let (pack, cell) = (try two.journal.part(a, "pack"), try two.journal.part(a, "cell"))
    let sold = try two.journal.part(b, "cell")
    try two.journal.structure(a, pack, [(cell, 1)])
    expectRefusal(.partHasStructure, two.journal) { try $0.deletePart(by: a, traceID: pack) }
    expectRefusal(.partHasStructure, two.journal) { try $0.deletePart(by: a, traceID: cell) }
    expectRefusal(.notFound("traceId"), two.journal) { try $0.deletePart(by: a, traceID: sold) }
    try two.journal.structure(a, pack, [])
    let trade = try two.journal.trade(a, cell, b, sold)
    expectRefusal(.partRequested, two.journal) { try $0.deletePart(by: a, traceID: cell) }
    expectRefusal(.partAnswered, two.journal) { try $0.deletePart(by: b, traceID: sold) }
    try two.journal.declare(b, sold, pre: 1, main: 1)
    try two.journal.setDisclosure(by: b, to: a, traceID: sold, totalCFP: true, totalDQR: true)
    let file = try two.journal.reserveFile(by: b, name: "c.pdf", extension: "PDF")
    _ = try two.journal.putCertification(
      by: b, certificationID: nil, traceID: sold, files: [(file.fileID, nil)])
    try two.journal.cancelRequest(by: a, requestID: trade.requestID)
    try two.journal.deletePart(by: b, traceID: sold)
    try two.journal.deletePart(by: a, traceID: cell)
    let space = two.journal.space
    #expect(space.parts(of: b).isEmpty)
    #expect(space.disclosures(from: b).isEmpty)
    #expect(space.certifications.count == 0)
    #expect(space.declarations[sold] == nil)
    #expect(space.receivedRequests(of: b).isEmpty)
    let new = try two.journal.part(b, "cell")
    #expect(new != sold)
  }

  @Test func footprints() throws {
    var two = try Two()
    let a = two.a
    let part = try two.journal.part(a, "cell", unit: .kilogram)
    func draft(
      _ id: Identifier? = nil, unit: DeclaredUnit = .kilogram, pre: Double? = 1, main: Double? = 2,
      quality: Stages<DataQuality> = Stages(pre: DataQuality(), main: DataQuality())
    ) -> FootprintDraft {
      FootprintDraft(
        cfpID: id, traceID: part, unit: unit, production: Stages(pre: pre, main: main), quality: quality)
    }
    expectRefusal(.notFound("traceId"), two.journal) { _ = try $0.declareFootprint(by: two.b, draft()) }
    expectRefusal(.notFound("cfpId"), two.journal) {
      _ = try $0.declareFootprint(by: a, draft(Identifier()))
    }
    expectInvalid("ghgDeclaredUnit", two.journal) { _ = try $0.declareFootprint(by: a, draft(unit: .unit)) }
    for value in [-0.1, 100_000, 0.000001] {
      expectInvalid("ghgEmission", two.journal) { _ = try $0.declareFootprint(by: a, draft(pre: value)) }
    }
    let rated = Stages(pre: DataQuality(technological: 2), main: DataQuality())
    expectInvalid("ghgEmission", two.journal) {
      _ = try $0.declareFootprint(by: a, draft(pre: 0, quality: rated))
    }
    expectInvalid("dqrValue.TeR", two.journal) {
      _ = try $0.declareFootprint(
        by: a, draft(quality: Stages(pre: DataQuality(technological: -1), main: DataQuality())))
    }
    let first = try two.journal.declareFootprint(by: a, draft(pre: 1, quality: rated))
    expectRefusal(
      .taken(field: "cfpId", "this part has a footprint: give its cfpId to change it"), two.journal
    ) { _ = try $0.declareFootprint(by: a, draft()) }
    let second = try two.journal.declareFootprint(by: a, draft(first.cfpID, pre: 5))
    #expect(second.cfpID == first.cfpID)
    #expect(two.journal.space.totals[part]?.production.pre == 5)
  }

  @Test func disclosureAndFiles() throws {
    var two = try Two()
    let (a, b) = (two.a, two.b)
    let part = try two.journal.part(a, "cell")
    expectRefusal(.notFound("releasedToOperatorId"), two.journal) {
      try $0.setDisclosure(by: a, to: Identifier(), traceID: part, totalCFP: true, totalDQR: true)
    }
    expectInvalid("releasedToOperatorId", two.journal) {
      try $0.setDisclosure(by: a, to: a, traceID: part, totalCFP: true, totalDQR: true)
    }
    expectRefusal(.notFound("traceId"), two.journal) {
      try $0.setDisclosure(by: b, to: a, traceID: part, totalCFP: true, totalDQR: true)
    }
    try two.journal.setDisclosure(by: a, to: b, traceID: part, totalCFP: true, totalDQR: false)
    try two.journal.setCertificationDisclosure(by: a, to: b, traceID: part, released: true)
    let statement = try #require(two.journal.space.disclosureStatements(of: a).first)
    #expect(statement.partner == b)
    #expect(statement.traceID == part)
    #expect(statement.released == [.totalCFP: .rule, .certification: .rule])
    #expect(statement.withheld == [.totalDQR])
    expectInvalid("extension", two.journal) { _ = try $0.reserveFile(by: a, name: "x.exe", extension: "exe") }
    for name in ["", "../x.pdf", "a\\b.pdf", "a\nb.pdf", String(repeating: "x", count: 257)] {
      expectInvalid("fileName", two.journal) { _ = try $0.reserveFile(by: a, name: name, extension: "pdf") }
    }
    let file = try two.journal.reserveFile(by: a, name: "証明書.pdf", extension: "pdf")
    expectRefusal(.notFound("fileId"), two.journal) {
      _ = try $0.completeFile(by: b, fileID: file.fileID, attachment: "00")
    }
    _ = try two.journal.completeFile(by: a, fileID: file.fileID, attachment: "00")
    #expect(throws: Refusal.self) {
      try two.journal.completeFile(by: a, fileID: file.fileID, attachment: "01")
    }
    let certification = try two.journal.putCertification(
      by: a, certificationID: nil, traceID: part, description: "ISO 14067", files: [(file.fileID, nil)])
    #expect(certification.files.map(\.name) == ["証明書.pdf"])
    #expect(two.journal.space.file(file.fileID, for: b)?.sighting?.basis == .rule)
    let fileOfB = try two.journal.reserveFile(by: b, name: "b.pdf", extension: "pdf")
    expectRefusal(.notFound("fileId"), two.journal) {
      _ = try $0.putCertification(
        by: a, certificationID: certification.certificationID, traceID: part, files: [(fileOfB.fileID, nil)])
    }
    expectInvalid("cfpCertificationDescription", two.journal) {
      _ = try $0.putCertification(
        by: a, certificationID: nil, traceID: part, description: String(repeating: "x", count: 101), files: []
      )
    }
    #expect(try two.journal.deleteCertificationFile(by: a, fileID: file.fileID) == part)
    #expect(two.journal.space.certifications(of: part).isEmpty)
    expectRefusal(.notFound("traceId"), two.journal) { try $0.deleteCertifications(by: a, traceID: part) }
  }

  @Test func whatTheInterfaceShows() throws {
    var two = try Two()
    let (a, b) = (two.a, two.b)
    let (pack, cell, case_) = (
      try two.journal.part(a, "pack"), try two.journal.part(a, "cell"),
      try two.journal.part(a, "case", terminated: true)
    )
    let sold = try two.journal.part(b, "cell")
    try two.journal.structure(a, pack, [(cell, 2), (case_, 1)])
    try two.journal.declare(a, pack, pre: 1, main: 2)
    try two.journal.declare(a, case_, pre: 3, main: 4)
    func rows(_ part: Identifier, _ reader: Identifier) -> [String] {
      two.journal.space.footprint(of: part, for: reader).rows.map {
        "\($0.kind.rawValue) \($0.emission.map { "\($0)" } ?? "-") \($0.cfpID == nil ? "" : "id")"
      }
    }
    let nothing = ["preProductionResponse - ", "mainProductionResponse - "]
    #expect(rows(cell, a) == nothing)
    #expect(rows(cell, b).isEmpty)
    try two.journal.trade(a, cell, b, sold)
    #expect(rows(cell, a) == nothing)
    try two.journal.declare(b, sold, pre: 10, main: 20)
    let answer = ["preProductionResponse 10.0 ", "mainProductionResponse 20.0 "]
    #expect(rows(cell, a) == answer)
    #expect(rows(sold, a) == answer)
    #expect(
      rows(case_, a) == [
        "preProduction 3.0 id", "mainProduction 4.0 id", "preComponent 0.0 id", "mainComponent 0.0 id",
      ])
    #expect(
      rows(pack, a) == [
        "preProduction 1.0 id", "mainProduction 2.0 id", "preComponent 0.0 id", "mainComponent 0.0 id",
        "preProductionTotal 1.0 id", "mainProductionTotal 2.0 id", "preComponentTotal 23.0 id",
        "mainComponentTotal 44.0 id",
      ])
    let sightings = two.journal.space.footprint(of: cell, for: a).sightings
    #expect(sightings.map(\.item) == [.totalCFP, .totalDQR])
    #expect(sightings.allSatisfy { $0.part == sold && $0.owner == b && $0.basis == .answer })
    #expect(rows(Identifier(), a).isEmpty)
  }
}
