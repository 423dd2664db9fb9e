import Foundation
import Records
import Testing
import Values

/// What holds for every kind of store; the store in memory says what is expected.
@Suite struct StoreTests {
  /// Everything a store tells, in one order.
  private func content(_ store: any RecordStore) throws -> [String] {
    var documents: [String] = []
    let derived = try store.documents { documents.append("\($0.kind) \($0.key.debugDescription) \($0.body)") }
    let head = try store.head()
    let records = try store.records(from: 1, limit: 1000)
    #expect(try store.hashes(from: 2, limit: 3) == Array(records.map(\.hash).dropFirst().prefix(3)))
    return ["\(derived) \(head)"] + records.map { "\($0)" } + documents.sorted()
      + (try store.attachments()).map(\.description).sorted()
      + (try store.secrets(prefix: "")).map { "\($0.name) \($0.value)" }.sorted()
      + (try store.secrets(prefix: "a%")).map { "prefix \($0.name)" }.sorted()
      + (try store.checkpoints(after: 3, limit: 2)).map { "\($0)" }
      + ["\(String(describing: try store.lastCheckpoint()))"]
  }

  private func record(_ sequence: Int64) -> StoredRecord {
    let text = Array("{\"sequence\":\(sequence),\"text\":\"'; DROP TABLE records; -- \u{0} 電池\"}".utf8)
    return StoredRecord(sequence: sequence, text: text, hash: .leaf(text))
  }

  /// One history, with every call and every odd value.
  private func live(_ store: any RecordStore) throws {
    let keys = ["", "a\u{0}b", "e\u{301}", "é", "'; --", "電池", String(repeating: "k", count: 2000)]
    try store.append(
      [record(1), record(2)],
      documents: keys.map { DocumentChange(kind: "kind", key: $0, body: Array($0.utf8)) }, expected: 0)
    #expect(throws: StoreError.conflict) { try store.append([record(1)], documents: [], expected: 0) }
    #expect(throws: StoreError.conflict) { try store.append([record(5)], documents: [], expected: 4) }
    try store.append(
      [record(3)],
      documents: [
        DocumentChange(kind: "kind", key: "", body: nil),
        DocumentChange(kind: "kind", key: "none", body: nil),
        DocumentChange(kind: "kind", key: "é", body: [1]), DocumentChange(kind: "other", key: "é", body: []),
        DocumentChange(kind: "kind", key: "twice", body: [1]),
        DocumentChange(kind: "kind", key: "twice", body: [2]),
      ], expected: 2)
    try store.append((4...20).map(record), documents: [], expected: 3)
    #expect(throws: StoreError.conflict) { try store.replaceDocuments([], at: 19) }
    for content in [[], [0], Array("attachment".utf8), Array("attachment".utf8)] as [[UInt8]] {
      let digest = try store.putAttachment(content)
      #expect(digest == .content(content))
      #expect(try store.attachment(digest) == content)
    }
    #expect(try store.attachment(.zero) == nil)
    try store.putSecret("a%b", [1, 0, 2])
    try store.putSecret("a%c", [])
    try store.putSecret("axb", [3])
    try store.putSecret("gone", [3])
    try store.putSecret("gone", nil)
    try store.putSecret("axb", [4])
    #expect(try store.secret("axb") == [4])
    #expect(try store.secret("a%c") == [])
    #expect(try store.secret("gone") == nil)
    #expect(try store.secret("axb", orPut: [9]) == [4])
    #expect(try store.secret("new", orPut: [9]) == [9])
    for size in [2, 5, 4, 9] as [Int64] {
      try store.putCheckpoint(StoredCheckpoint(size: size, note: "note \(size)\n", peaks: [UInt8(size)]))
    }
    try store.putCheckpoint(StoredCheckpoint(size: 9, note: "another", peaks: []))
  }

  @Test(arguments: Kind.installed) func everyStoreDoesTheSame(kind: Kind) async throws {
    try await withFolder { folder in
      let expected = MemoryStore()
      try live(expected)
      let location = try kind.location(in: folder)
      let store = try kind.open(location)
      try live(store)
      #expect(try content(store) == content(expected))
      store.close()
      let again = try kind.open(location)
      #expect(try content(again) == content(expected))
      let documents = [Document(kind: "k", key: "\u{0}", body: [7])]
      for one in [again, expected] as [any RecordStore] { try one.replaceDocuments(documents, at: 20) }
      #expect(try content(again) == content(expected))
      again.close()
    }
  }

  @Test(arguments: Kind.installed) func aBackupHoldsEverythingAndGoesIntoEitherDatabase(kind: Kind)
    async throws
  {
    try await withFolder { folder in
      let store = try kind.open(kind.location(in: folder))
      try live(store)
      let path = folder + "/backup.sqlite"
      try store.backup(to: path) { #expect(0...1 ~= $0) }
      let backup = try SQLiteStore(path: path, for: .read)
      #expect(try content(backup) == content(store))
      #expect(throws: StoreError.self) { try store.backup(to: path) { _ in } }
      for other in Kind.installed {
        try FileManager.default.createDirectory(
          atPath: folder + "/" + other.rawValue, withIntermediateDirectories: true)
        let target = try other.open(other.location(in: folder + "/" + other.rawValue))
        try target.append([record(1)], documents: [], expected: 0)
        try target.restore(from: backup) { _ in }
        #expect(try content(target) == content(store))
        try target.append([record(21)], documents: [], expected: 20)
        target.close()
      }
      backup.close()
      store.close()
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("backup") }
          == ["backup.sqlite"])
    }
  }

  @Test func oneProcessOwnsASQLiteFileAndOthersRead() async throws {
    try await withFolder { folder in
      let path = folder + "/new/records.sqlite"
      #expect(throws: StoreError.self) { try SQLiteStore(path: path, for: .read) }
      let owner = try SQLiteStore(path: path, logSize: 0)
      try owner.append([record(1)], documents: [], expected: 0)
      let refusal = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
      #expect(refusal?.description.contains("in use by process \(getpid())") == true)
      let reader = try SQLiteStore(path: path, for: .read)
      #expect(try reader.head().count == 1)
      #expect(!reader.canAppend)
      #expect(throws: StoreError.self) { try reader.append([record(2)], documents: [], expected: 1) }
      try reader.putCheckpoint(StoredCheckpoint(size: 1, note: "n", peaks: []))
      try owner.append([record(2)], documents: [], expected: 1)
      #expect(try reader.head().count == 2)
      reader.close()
      owner.close()
      try SQLiteStore(path: path).close()
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func theWriteAheadLogIsGrownOnceAndStays() async throws {
    try await withFolder { folder in
      let path = folder + "/records.sqlite"
      func size(_ name: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path + name)[.size] as? Int)
      }
      let store = try SQLiteStore(path: path, logSize: 4 << 20)
      let grown = try size("-wal")
      #expect(grown >= 4 << 20)
      for sequence in 1...50 as ClosedRange<Int64> {
        try store.append([record(sequence)], documents: [], expected: sequence - 1)
      }
      #expect(try size("-wal") == grown)
      store.close()
      #expect(try size("-wal") == grown)
      #expect(try size("") < 1 << 20)
      let again = try SQLiteStore(path: path, logSize: 4 << 20)
      #expect(try again.head().count == 50)
      #expect(try size("-wal") == grown)
      again.close()
    }
  }

  @Test(arguments: [
    (
      "",
      "not a database at all, but long enough to have a header of a hundred bytes, if that were what it is ...",
      "not a SQLite database"
    ),
    ("CREATE TABLE t (x)", "", "another program"),
    ("PRAGMA application_id = 1145979720; PRAGMA user_version = 99", "", "newer version"),
  ]) func filesThatAreNotOursAreLeftAlone(sql: String, bytes: String, message: String) async throws {
    try await withFolder { folder in
      let path = folder + "/other.sqlite"
      if sql.isEmpty {
        try bytes.write(toFile: path, atomically: false, encoding: .utf8)
      } else {
        try Kind.sqlite.run(sql: sql, at: path)
      }
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      for use in [.own, .read] as [RecordStores.Use] {
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path, for: use) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
  }

  @Test func aDatabaseThatIsNotThereSaysSo() throws {
    let error = #expect(throws: StoreError.self) {
      try RecordStores.open("postgresql://nobody:verysecret@127.0.0.1:1/none")
    }
    #expect(error?.description.contains("does not answer") == true)
    #expect(error?.description.contains("verysecret") == false)
  }
}
