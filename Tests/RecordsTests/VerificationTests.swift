import Foundation
import Records
import Testing
import Values

@Suite struct VerificationTests {
  /// A store with records, two checkpoints, documents and an attachment.
  private func filled(_ store: any RecordStore) async throws -> Ledger<Tally> {
    let ledger = try Ledger<Tally>(store: store)
    for index in 0..<7 {
      try await ledger.commit(actor: "user") { transaction in
        try transaction.record(
          "type \(index % 3)", ["n": .number(Double(index) / 3), "text": "電池 \"\\\u{1}"])
      }
      if index == 3 { try await ledger.checkpoint(origin: "example.com/denchi") }
    }
    try await ledger.checkpoint()
    _ = try store.putAttachment(Array("certificate".utf8))
    return ledger
  }

  private func check(_ store: any RecordStore) throws -> VerificationReport {
    try LogVerifier<Tally>(store: store).run()
  }

  @Test(arguments: Kind.installed) func whatWasWrittenIsSound(kind: Kind) async throws {
    try await withFolder { folder in
      let store = try kind.open(kind.location(in: folder))
      let ledger = try await filled(store)
      let report = try check(store)
      #expect(report.problems == [])
      #expect(
        report.records == 7 && report.checkpoints == 2 && report.documents == 3 && report.attachments == 1)
      #expect(report.root == ledger.current.tree.root)
      #expect(report.key?.name == "example.com/denchi")
      store.close()
    }
  }

  /// Each is found, whatever else of the database fits.
  @Test(arguments: Kind.installed) func anythingChangedIsFound(kind: Kind) async throws {
    try await withFolder { folder in
      let location = try kind.location(in: folder)
      let store = try kind.open(location)
      _ = try await filled(store)
      let hex = kind == .sqlite ? ("x'", "'") : ("'\\x", "'")
      func bytes(_ digits: String) -> String { hex.0 + digits + hex.1 }
      let zero = bytes(String(repeating: "0", count: 64))
      let changes = [
        ("UPDATE records SET hash = \(zero) WHERE sequence = 3", "UPDATE", "record 3"),
        ("DELETE FROM records WHERE sequence = 4", "", "record 4 is missing"),
        ("DELETE FROM records WHERE sequence = 7", "", "only 6 are there"),
        ("DELETE FROM records WHERE sequence > 4", "", "only 4 are there"),
        ("UPDATE documents SET body = \(bytes("39"))", "", "not what the log gives"),
        ("DELETE FROM documents", "", "is missing"),
        (
          "INSERT INTO documents VALUES ('tally', \(bytes("41")), \(bytes("31")))", "",
          "does not come from the log"
        ),
        ("UPDATE attachments SET content = \(bytes("00"))", "", "another hash"),
        ("DELETE FROM secrets", "", "key"),
        ("UPDATE checkpoints SET note = replace(note, '/', '.')", "", "not signed with the key"),
        ("UPDATE checkpoints SET size = 6 WHERE size = 7", "", "it is of 7 records"),
        ("UPDATE checkpoints SET peaks = \(zero) WHERE size = 4", "", "subtrees"),
      ]
      let backup = folder + "/sound.sqlite"
      try store.backup(to: backup) { _ in }
      store.close()
      for (change, _, message) in changes {
        let store = try kind.open(location)
        store.close()
        try kind.run(sql: change, at: location)
        let changed = try kind.open(location)
        let report = try check(changed)
        #expect(report.problems.contains { $0.contains(message) }, "\(change): \(report.problems)")
        changed.close()
        let restored = try kind.open(location)
        let sound = try SQLiteStore(path: backup, for: .read)
        try restored.restore(from: sound) { _ in }
        #expect(try check(restored).problems == [])
        sound.close()
        restored.close()
      }
    }
  }

  /// Every bit of every byte of a record, with a hash that fits it and with the one that was there.
  @Test func everyByteOfARecordCounts() async throws {
    let original = MemoryStore()
    _ = try await filled(original)
    let records = original.records(from: 1, limit: 10)
    for index in records.indices {
      for position in records[index].text.indices {
        for rehashes in [false, true] {
          var text = records[index].text
          text[position] ^= 1 << UInt8.random(in: 0..<8)
          var changed = records
          changed[index] = StoredRecord(
            sequence: records[index].sequence, text: text,
            hash: rehashes ? .leaf(text) : records[index].hash)
          let store = MemoryStore()
          try store.append(changed, documents: [], expected: 0)
          for checkpoint in original.checkpoints(after: 0, limit: 9) { store.putCheckpoint(checkpoint) }
          store.putSecret(CheckpointKey.secretName, original.secret(CheckpointKey.secretName))
          var documents: [Document] = []
          let count = try original.documents { documents.append($0) }
          try store.replaceDocuments(documents, at: count)
          let report = try check(store)
          #expect(report.problems.contains { $0.contains("record") }, "byte \(position) of \(index + 1)")
        }
      }
    }
  }

  @Test func everyByteOfACheckpointCounts() async throws {
    let store = MemoryStore()
    let ledger = try await filled(store)
    let key = try CheckpointKey(of: store).verifier
    let note = try await ledger.checkpoint().note
    #expect(throws: Never.self) { try Checkpoint(note: note, key: key) }
    var bytes = Array(note.utf8)
    for position in bytes.indices {
      let byte = bytes[position]
      bytes[position] ^= 1
      let changed = String(decoding: bytes, as: UTF8.self)
      #expect(throws: ProofError.self, "byte \(position)") { try Checkpoint(note: changed, key: key) }
      bytes[position] = byte
    }
    #expect(throws: ProofError.self) { try Checkpoint(note: note + note, key: key) }
    #expect(throws: ProofError.self) { try Checkpoint(note: note + "\n", key: key) }
  }

  @Test(arguments: Kind.installed) func rebuildingGivesTheSameTables(kind: Kind) async throws {
    try await withFolder { folder in
      let location = try kind.location(in: folder)
      var store = try kind.open(location)
      _ = try await filled(store)
      func documents() throws -> Set<Document> {
        var documents: Set<Document> = []
        _ = try store.documents { documents.insert($0) }
        return documents
      }
      let before = try documents()
      #expect(try Ledger<Tally>.rebuild(store) == (3, 0))
      store.close()
      let key = kind == .sqlite ? "x'41'" : "'\\x41'"
      try kind.run(
        sql: """
          DELETE FROM documents WHERE key IN (SELECT key FROM documents LIMIT 1);
          INSERT INTO documents VALUES ('tally', \(key), \(key));
          """, at: location)
      store = try kind.open(location)
      #expect(try documents() != before)
      let rebuilt = try Ledger<Tally>.rebuild(store)
      #expect(rebuilt == (3, 2))
      #expect(try documents() == before)
      store.close()
    }
  }

  @Test func documentsThatCannotBeReadAreDerivedAnewWhenOpening() async throws {
    /// Reads no documents.
    struct Forgetful: LedgerState {
      var tally = Tally()
      init() {}
      init(documents: [Document]) throws { throw Unknowable() }
      mutating func apply(_ record: Record) throws { try tally.apply(record) }
      mutating func takeChanges() -> [DocumentChange] { tally.takeChanges() }
      var allDocuments: [Document] { tally.allDocuments }
    }
    let store = MemoryStore()
    _ = try await filled(store)
    try store.replaceDocuments([Document(kind: "tally", key: "wrong", body: [])], at: 7)
    let ledger = try Ledger<Forgetful>(store: store)
    #expect(ledger.current.count == 7)
    #expect(try check(store).problems == [])
  }

  @Test func aLogThatLostRecordsGetsNoNewCheckpoint() async throws {
    try await withFolder { folder in
      let path = folder + "/records.sqlite"
      let store = try SQLiteStore(path: path, logSize: 0)
      _ = try await filled(store)
      store.close()
      try Kind.sqlite.run(sql: "DELETE FROM records WHERE sequence > 5", at: path)
      let again = try SQLiteStore(path: path, logSize: 0)
      let ledger = try Ledger<Tally>(store: again)
      let error = await #expect(throws: StoreError.self) { try await ledger.checkpoint() }
      #expect(error?.description.contains("some are missing") == true)
      try await ledger.commit(actor: "a") { for _ in 0..<4 { try $0.record("new", nil) } }
      let later = await #expect(throws: StoreError.self) { try await ledger.checkpoint() }
      #expect(later?.description.contains("does not continue") == true)
      again.close()
    }
  }

  @Test func backingUpWhileOthersWriteGivesAValidBeginning() async throws {
    for kind in Kind.installed {
      try await withFolder { folder in
        let store = try kind.open(kind.location(in: folder))
        let ledger = try Ledger<Tally>(store: store)
        for _ in 0..<100 { try await ledger.commit(actor: "a") { try $0.record("before", nil) } }
        let writing = Task {
          for index in 0..<100_000 {
            if Task.isCancelled { return }
            try await ledger.commit(actor: "a") { try $0.record("during \(index % 7)", nil) }
          }
        }
        var counts: [Int64] = []
        for index in 0..<5 {
          let path = folder + "/backup \(index).sqlite"
          try await Task.sleep(for: .milliseconds(20))
          try store.backup(to: path) { _ in }
          let backup = try SQLiteStore(path: path, for: .read)
          let report = try check(backup)
          #expect(report.problems == [])
          #expect(report.documents > 1)
          counts.append(report.records)
          backup.close()
        }
        writing.cancel()
        try await writing.value
        #expect(counts == counts.sorted() && counts[0] >= 100 && counts[4] > counts[0])
        #expect(try check(store).problems == [])
        store.close()
      }
    }
  }
}
