import Records
import Testing
import Values

@Suite struct LedgerTests {
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
