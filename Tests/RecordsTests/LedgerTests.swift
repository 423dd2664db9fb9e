import Records
import Testing
import Values

/// Counts the records of each type.
struct Tally: LedgerState {
  var counts: [String: Int] = [:]
  var changed: Set<String> = []

  init() {}
  init(documents: [Document]) throws {
    for document in documents { counts[document.key] = Int(String(decoding: document.body, as: UTF8.self)) }
  }
  mutating func apply(_ record: Record) {
    counts[record.type, default: 0] += 1
    changed.insert(record.type)
  }
  mutating func takeChanges() -> [DocumentChange] {
    defer { changed = [] }
    return changed.map { DocumentChange(kind: "tally", key: $0, body: Array(String(counts[$0] ?? 0).utf8)) }
  }
  var allDocuments: [Document] {
    counts.map { Document(kind: "tally", key: $0.key, body: Array(String($0.value).utf8)) }
  }
}

@Suite struct LedgerTests {
  struct Refused: Error {}

  @Test func recordsSurviveAndRefusedCommandsLeaveNothing() async throws {
    let store = MemoryStore()
    let ledger = try Ledger<Tally>(store: store)
    try await ledger.commit(actor: "a") { try $0.record("x", ["n": 1]) }
    await #expect(throws: Refused.self) {
      try await ledger.commit(actor: "a") { transaction in
        try transaction.record("x", nil)
        throw Refused()
      }
    }
    try await ledger.commit(actor: "b") { try $0.record("y", nil) }
    #expect(ledger.current.count == 2)
    let again = try Ledger<Tally>(store: store)
    #expect(again.current.state.counts == ["x": 1, "y": 1])
    #expect(again.current.hash == ledger.current.hash)
  }
}
