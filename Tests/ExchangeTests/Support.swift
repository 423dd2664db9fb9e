import Exchange
import Foundation
import Testing
import Values

/// splitmix64: worlds in tests are the same in every run, but for their identifiers.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Where the project is.
enum Project {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// Runs a Python script that lies beside the tests with Debian's Python, and decodes what it prints.
  static func python<Result: Decodable>(_ script: String, input: some Encodable) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (given, printed) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
    try JSONEncoder().encode(input).write(to: given)
    try Data().write(to: printed)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [root + "/Tests/ExchangeTests/" + script, given.path]
    process.standardOutput = try FileHandle(forWritingTo: printed)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try JSONDecoder().decode(Result.self, from: Data(contentsOf: printed))
  }
}

extension MemoryJournal {
  /// A journal after other events, at the times and with the numbers they would have had in `WorldOfChance`.
  init(replaying events: [DataSpaceEvent]) {
    self.init(now: Timestamp(milliseconds: 0))
    for event in events {
      now = Timestamp(milliseconds: 1_700_000_000_000 + sequence)
      record(event)
    }
  }

  /// A company with one plant.
  mutating func company(_ number: String) throws -> Identifier {
    let company = try registerOperator(openOperatorID: number, name: "Company \(number)", address: "Tokyo")
    _ = try putPlant(
      by: company.operatorID, plantID: nil, openPlantID: number + "000001", name: "Plant", address: "Tokyo")
    return company.operatorID
  }

  /// A part of a company, in its first plant.
  mutating func part(
    _ company: Identifier, _ name: String, terminated: Bool = false, unit: DeclaredUnit? = .kilogram
  ) throws -> Identifier {
    let plant = try #require(space.plants(of: company).first)
    return try putPart(
      by: company, PartDraft(plantID: plant.plantID, name: name, terminated: terminated, unit: unit)
    ).traceID
  }

  /// Makes `parent` of `children`.
  mutating func structure(
    _ company: Identifier, _ parent: Identifier, _ children: [(Identifier, Double)]
  ) throws {
    func draft(_ id: Identifier, _ amount: Double?) throws -> PartDraft {
      var draft = PartDraft(try #require(space.parts[id]))
      draft.amountRequired = amount
      return draft
    }
    _ = try putStructure(
      by: company, parent: try draft(parent, nil), children: try children.map { try draft($0.0, $0.1) })
  }

  /// Has `buyer` ask for `component`, and the supplier answer with `part`.
  @discardableResult
  mutating func trade(
    _ buyer: Identifier, _ component: Identifier, _ supplier: Identifier, _ part: Identifier
  ) throws -> Trade {
    let asked = try requestFootprint(
      by: buyer, component: component, supplier: supplier, responseDueDate: "2026-12-31")
    return try linkAnswer(by: supplier, tradeID: asked.trade.tradeID, traceID: part)
  }

  /// Declares what a company's own work on a part emits.
  mutating func declare(
    _ company: Identifier, _ part: Identifier, pre: Double, main: Double,
    component: Stages<Double?> = Stages(pre: nil, main: nil)
  ) throws {
    _ = try declareFootprint(
      by: company,
      FootprintDraft(
        cfpID: space.declarations[part]?.cfpID, traceID: part, unit: space.parts[part]?.unit ?? .kilogram,
        production: Stages(pre: pre, main: main), component: component))
  }
}

/// Checks that a command is refused, and why, and that nothing was recorded.
func expectRefusal(
  _ refusal: Refusal, _ journal: MemoryJournal, sourceLocation: SourceLocation = #_sourceLocation,
  _ command: (inout MemoryJournal) throws -> Void
) {
  var copy = journal
  #expect(throws: refusal, sourceLocation: sourceLocation) { try command(&copy) }
  #expect(copy.sequence == journal.sequence, "something was recorded", sourceLocation: sourceLocation)
}

/// Checks that a command is refused for a field, and that nothing was recorded.
func expectInvalid(
  _ field: String, _ journal: MemoryJournal, sourceLocation: SourceLocation = #_sourceLocation,
  _ command: (inout MemoryJournal) throws -> Void
) {
  var copy = journal
  do {
    try command(&copy)
    Issue.record("not refused", sourceLocation: sourceLocation)
  } catch Refusal.invalid(let found, _) {
    #expect(found == field, sourceLocation: sourceLocation)
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
  #expect(copy.sequence == journal.sequence, "something was recorded", sourceLocation: sourceLocation)
}
