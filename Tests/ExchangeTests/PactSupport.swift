import Exchange
import Foundation
import Testing
import Values

/// Independent implementations of PACT's schema and filters, in Python.
enum PactPeer {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let python = root + "/.build/python/bin/python"

  static let isThere =
    FileManager.default.fileExists(atPath: python)
    && FileManager.default.fileExists(atPath: root + "/../shared/pact/openapi-v3.0.yaml")

  /// Runs footprints.py, and gives the JSON on each line.
  static func run(_ arguments: String...) throws -> [JSONValue] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [root + "/Tests/ExchangeTests/Pact/footprints.py"] + arguments
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: file) }
    process.standardOutput = try FileHandle(forWritingTo: file)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0) }
  }
}

extension Trait where Self == ConditionTrait {
  static var needsPactPeer: Self {
    .enabled(
      if: PactPeer.isThere,
      "needs ../shared/pact/openapi-v3.0.yaml and the Python packages of `make deps-test`")
  }
}

/// Two companies in a journal: one that publishes, with a part of 3 + 10 kg CO2e and a confirmed profile.
struct PactStory {
  var journal = MemoryPactJournal(now: Timestamp("2026-01-15T09:00:00Z") ?? .now)
  let company = Identifier()
  let part = Identifier()
  let base = "https://node.example"

  init() throws {
    journal.record(
      .operatorPut(Operator(operatorID: company, openOperatorID: "123", name: "Maker", address: "Tokyo")))
    journal.record(
      .partPut(
        Part(
          traceID: part, operatorID: company, plantID: Identifier(), name: "Cell 72/A", terminated: true,
          unit: .unit)))
    try declare(pre: 3, main: 10)
    var profile = PactProfile.suggested(
      for: try #require(journal.space.operators[company]), host: "maker.example", now: journal.now)
    profile.confirmed = true
    try journal.putProfile(by: company, profile)
    try journal.putProduct(by: company, PactProduct(traceID: part, mass: 1.05, fossilCarbon: 0.2))
  }

  mutating func declare(pre: Double, main: Double) throws {
    journal.record(
      .footprintDeclared(
        FootprintDeclaration(
          cfpID: Identifier(), traceID: part, unit: .unit, production: Stages(pre: pre, main: main),
          component: Stages(pre: 0, main: 0),
          quality: Stages(
            pre: DataQuality(technological: 1, geographical: 2, temporal: 3),
            main: DataQuality(technological: 2, geographical: 2, temporal: 2)),
          source: .entered, declared: journal.now)))
  }

  mutating func addPartner(_ grant: PactGrant, baseURL: String? = "https://buyer.example") throws
    -> PactPartner
  {
    let partner = PactPartner(
      partnerID: Identifier(), operatorID: company, name: "Buyer", baseURL: baseURL, grant: grant)
    try journal.putPartner(by: company, partner)
    return partner
  }

  func event(_ kind: PactEventKind, _ data: JSONValue, id: String = Identifier().description) -> JSONValue {
    [
      "type": .string(kind.rawValue), "specversion": "1.0", "id": .string(id),
      "source": "https://buyer.example/3/events", "time": "2026-01-15T09:00:00Z", "data": data,
    ]
  }

  var delivery: PactDelivery { PactDelivery(base: base, assurance: "unsigned, in a test") { _ in true } }

  /// The events that wait to be sent, in order.
  var sent: [JSONValue] {
    journal.pact.waitingMessages(of: company).compactMap {
      if case .send(let event) = $0.task { event } else { nil }
    }
  }
}
