import Dispatch
import Foundation
import Records
import Synchronization
import Testing
import Values

@Suite struct LedgerTests {
  /// A store in memory that can be told to fail, and counts its commits.
  final class FaultyStore: RecordStore {
    struct Plan {
      var failures: [StoreError] = []
      var commits: [Int] = []
      var recordsRead = 0
      var others: [@Sendable (MemoryStore) throws -> Void] = []
    }
    let memory = MemoryStore()
    let plan = Mutex(Plan())
    let gate = DispatchSemaphore(value: 0)
    private let isGated: Bool

    init(isGated: Bool = false) { self.isGated = isGated }

    var canAppend: Bool { true }
    func head() -> (count: Int64, hash: Digest) { memory.head() }
    func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws {
      if isGated { gate.wait() }
      let (failure, other) = plan.withLock { plan in
        (plan.failures.popLast(), plan.others.popLast())
      }
      if let failure { throw failure }
      try other?(memory)
      try memory.append(records, documents: documents, expected: expected)
      plan.withLock { $0.commits.append(records.count) }
    }
    func records(from first: Int64, limit: Int) -> [StoredRecord] {
      let records = memory.records(from: first, limit: limit)
      plan.withLock { $0.recordsRead += records.count }
      return records
    }
    func hashes(from first: Int64, limit: Int) -> [Digest] { memory.hashes(from: first, limit: limit) }
    func documents(_ body: (Document) throws -> Void) throws -> Int64 { try memory.documents(body) }
    func replaceDocuments(_ documents: [Document], at count: Int64) throws {
      try memory.replaceDocuments(documents, at: count)
    }
    func putAttachment(_ content: [UInt8]) -> Digest { memory.putAttachment(content) }
    func attachment(_ digest: Digest) -> [UInt8]? { memory.attachment(digest) }
    func attachments() -> [Digest] { memory.attachments() }
    func secret(_ name: String) -> [UInt8]? { memory.secret(name) }
    func putSecret(_ name: String, _ value: [UInt8]?) { memory.putSecret(name, value) }
    func secret(_ name: String, orPut value: [UInt8]) -> [UInt8] { memory.secret(name, orPut: value) }
    func secrets(prefix: String) -> [(name: String, value: [UInt8])] { memory.secrets(prefix: prefix) }
    func putCheckpoint(_ checkpoint: StoredCheckpoint) { memory.putCheckpoint(checkpoint) }
    func checkpoints(after size: Int64, limit: Int) -> [StoredCheckpoint] {
      memory.checkpoints(after: size, limit: limit)
    }
    func lastCheckpoint() -> StoredCheckpoint? { memory.lastCheckpoint() }
    func backup(to path: String, progress: @escaping (Double) -> Void) throws {
      try memory.backup(to: path, progress: progress)
    }
    func restore(from backup: SQLiteStore, progress: @escaping (Double) -> Void) throws {
      try memory.restore(from: backup, progress: progress)
    }
    func close() {}
  }

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
    #expect(again.current.tree == ledger.current.tree)
  }

  @Test func aRecordThatCannotBeAppliedFailsItsCommandEvenIfSwallowed() async throws {
    let ledger = try Ledger<Tally>(store: MemoryStore())
    await #expect(throws: StoreError.self) {
      try await ledger.commit(actor: "a") { transaction in
        try transaction.record("x", nil)
        try? transaction.record("unknowable", nil)
      }
    }
    #expect(ledger.current.count == 0)
    #expect(ledger.current.state.counts.isEmpty)
  }

  @Test func whatWaitsGoesIntoOneCommitUpToTheLimits() async throws {
    let store = FaultyStore(isGated: true)
    let ledger = try Ledger<Tally>(store: store, limits: BatchLimits(commands: 10, bytes: 1 << 20))
    let results = try await withThrowingTaskGroup(of: Int64.self) { group in
      for index in 0..<31 {
        group.addTask {
          try await ledger.commit(actor: "\(index)") { transaction in
            try transaction.record("x", nil)
            return transaction.nextSequence - 1
          }
        }
      }
      // All wait before the first commit goes through.
      while store.plan.withLock({ $0.commits.isEmpty }) {
        try await Task.sleep(for: .milliseconds(200))
        store.gate.signal()
        try await Task.sleep(for: .milliseconds(20))
      }
      for _ in 0..<40 { store.gate.signal() }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.sorted() == Array(1...31))
    let commits = store.plan.withLock { $0.commits }
    #expect(commits.reduce(0, +) == 31)
    #expect(commits.allSatisfy { $0 <= 10 })
    #expect(commits.count <= 5, "\(commits)")
  }

  @Test func bytesLimitACommitToo() async throws {
    let store = FaultyStore(isGated: true)
    let ledger = try Ledger<Tally>(store: store, limits: BatchLimits(commands: 1000, bytes: 10_000))
    for _ in 0..<100 { store.gate.signal() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await ledger.commit(actor: "a") {
            try $0.record("x", .string(String(repeating: "x", count: 4000)))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(store.plan.withLock { $0.commits }.allSatisfy { $0 <= 3 })
  }

  @Test func aFailedCommitLeavesEverythingAsItWas() async throws {
    let store = FaultyStore()
    let ledger = try Ledger<Tally>(store: store)
    try await ledger.commit(actor: "a") { try $0.record("x", nil) }
    store.plan.withLock { $0.failures = [.unavailable("the disk is full")] }
    await #expect(throws: StoreError.unavailable("the disk is full")) {
      try await ledger.commit(actor: "a") { try $0.record("y", nil) }
    }
    #expect(ledger.current.count == 1)
    #expect(ledger.current.state.counts == ["x": 1])
    try await ledger.commit(actor: "a") { try $0.record("z", nil) }
    #expect(try Ledger<Tally>(store: store).current.state.counts == ["x": 1, "z": 1])
    #expect(try LogVerifier<Tally>(store: store).run().isSound)
  }

  @Test func aCommandThatMetAnothersIsRunAgainOnWhatIsThereNow() async throws {
    let store = FaultyStore()
    let ledger = try Ledger<Tally>(store: store)
    let other: @Sendable (MemoryStore) throws -> Void = { memory in
      let head = memory.head()
      let record = Record(
        sequence: head.count + 1, time: .now, type: "theirs", actor: "b", body: nil, previous: head.hash)
      let stored = StoredRecord(sequence: record.sequence, text: record.text, hash: .leaf(record.text))
      try memory.append([stored], documents: [], expected: head.count)
    }
    store.plan.withLock { $0.others = [other, other] }
    let seen = try await ledger.commit(actor: "a") { transaction in
      let seen = transaction.state.counts["theirs"] ?? 0
      try transaction.record("ours", nil)
      return seen
    }
    #expect(seen == 2)
    #expect(ledger.current.state.counts == ["theirs": 2, "ours": 1])
    #expect(store.head().count == 3)
    // And without a command, by refreshing.
    try other(store.memory)
    #expect(ledger.current.state.counts["theirs"] == 2)
    try await ledger.refresh()
    #expect(ledger.current.state.counts["theirs"] == 3)
  }

  @Test func theSameRequestTwiceIsDoneOnce() async throws {
    let ledger = try Ledger<Tally>(store: MemoryStore())
    let results = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask {
          do {
            try await ledger.commit(actor: "a") { transaction in
              guard transaction.state.counts["request 7"] == nil else { throw Refused() }
              try transaction.record("request 7", nil)
            }
            return true
          } catch {
            return false
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.count { $0 } == 1)
    #expect(ledger.current.count == 1)
  }

  @Test func timeNeverGoesBack() async throws {
    let times = Mutex([5000, 9000, 4000, 1000, 9500].map { Timestamp(milliseconds: $0) })
    let store = MemoryStore()
    let ledger = try Ledger<Tally>(store: store) { times.withLock { $0.removeFirst() } }
    for _ in 0..<5 { try await ledger.commit(actor: "a") { try $0.record("x", nil) } }
    let written = store.records(from: 1, limit: 5).map { Record(stored: $0)?.time.milliseconds }
    #expect(written == [5000, 9000, 9000, 9000, 9500])
    #expect(try LogVerifier<Tally>(store: store).run().isSound)
  }

  @Test func openingReadsTheEndOfTheLogOnly() async throws {
    let store = FaultyStore()
    let ledger = try Ledger<Tally>(store: store)
    for _ in 0..<300 { try await ledger.commit(actor: "a") { try $0.record("x", nil) } }
    try await ledger.checkpoint()
    for _ in 0..<30 { try await ledger.commit(actor: "a") { try $0.record("x", nil) } }
    store.plan.withLock { $0.recordsRead = 0 }
    let again = try Ledger<Tally>(store: store)
    #expect(store.plan.withLock { $0.recordsRead } == 1)
    #expect(again.current.tree == ledger.current.tree)
    #expect(again.current.state.counts == ["x": 330])
  }

  @Test func observersSeeEveryCommitInOrder() async throws {
    let ledger = try Ledger<Tally>(store: MemoryStore())
    let seen = Mutex<[Int64]>([])
    ledger.observe { snapshot in seen.withLock { $0.append(snapshot.count) } }
    for _ in 0..<5 { try await ledger.commit(actor: "a") { try $0.record("x", nil) } }
    #expect(seen.withLock { $0 } == [1, 2, 3, 4, 5])
  }
}
