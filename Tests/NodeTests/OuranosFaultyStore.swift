import Foundation
import Records

/// A store in memory that fails to append while a file says so: `unavailable` or `broken`.
struct OuranosFaultyStore: RecordStore {
  struct Broken: Error {}

  let file: String
  private let store = MemoryStore()

  init(file: String) { self.file = file }

  func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws {
    switch try? String(contentsOfFile: file, encoding: .utf8) {
    case "unavailable": throw StoreError.unavailable("the database is away")
    case "broken": throw Broken()
    default: try store.append(records, documents: documents, expected: expected)
    }
  }

  var canAppend: Bool { store.canAppend }
  func head() throws -> (count: Int64, hash: Digest) { store.head() }
  func records(from first: Int64, limit: Int) throws -> [StoredRecord] {
    store.records(from: first, limit: limit)
  }
  func hashes(from first: Int64, limit: Int) throws -> [Digest] { store.hashes(from: first, limit: limit) }
  func documents(_ body: (Document) throws -> Void) throws -> Int64 { try store.documents(body) }
  func replaceDocuments(_ documents: [Document], at count: Int64) throws {
    try store.replaceDocuments(documents, at: count)
  }
  func putAttachment(_ content: [UInt8]) throws -> Digest { store.putAttachment(content) }
  func attachment(_ digest: Digest) throws -> [UInt8]? { store.attachment(digest) }
  func attachments() throws -> [Digest] { store.attachments() }
  func secret(_ name: String) throws -> [UInt8]? { store.secret(name) }
  func putSecret(_ name: String, _ value: [UInt8]?) throws { store.putSecret(name, value) }
  func secret(_ name: String, orPut value: [UInt8]) throws -> [UInt8] { store.secret(name, orPut: value) }
  func secrets(prefix: String) throws -> [(name: String, value: [UInt8])] { store.secrets(prefix: prefix) }
  func putCheckpoint(_ checkpoint: StoredCheckpoint) throws { store.putCheckpoint(checkpoint) }
  func checkpoints(after size: Int64, limit: Int) throws -> [StoredCheckpoint] {
    store.checkpoints(after: size, limit: limit)
  }
  func lastCheckpoint() throws -> StoredCheckpoint? { store.lastCheckpoint() }
  func backup(to path: String, progress: @escaping (Double) -> Void) throws {
    try store.backup(to: path, progress: progress)
  }
  func restore(from backup: SQLiteStore, progress: @escaping (Double) -> Void) throws {
    try store.restore(from: backup, progress: progress)
  }
  func close() { store.close() }
}
