import Values

/// Where records, what is derived from them, attachments and secrets are kept: SQLite or PostgreSQL.
///
/// All calls block until done and may be made from any thread.
public protocol RecordStore: Sendable {
  /// How many records there are and the hash of the last (zero for none).
  func head() throws -> (count: Int64, hash: Digest)

  /// Appends records and changes documents in one durable transaction: all of it or nothing.
  /// - Throws: `StoreError.conflict` if the log no longer ends with `expected` records,
  ///   `StoreError.unavailable` if nothing can be written now (disk full, database away); then nothing was.
  func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws

  /// Records `first`, `first` + 1 ..., at most `limit`, in order.
  func records(from first: Int64, limit: Int) throws -> [StoredRecord]

  /// The documents derived from the first `count` records, each once, in no order.
  func documents(_ body: (Document) throws -> Void) throws -> Int64
  /// Replaces all documents: what `rebuild` does.
  func replaceDocuments(_ documents: [Document], at count: Int64) throws

  /// Keeps an attachment under the SHA-256 of its content; twice is once.
  func putAttachment(_ content: [UInt8]) throws -> Digest
  func attachment(_ digest: Digest) throws -> [UInt8]?

  /// Small values that must not be in the log, which cannot forget: hashes of passwords and keys.
  func secret(_ name: String) throws -> [UInt8]?
  func putSecret(_ name: String, _ value: [UInt8]?) throws
  /// Every secret whose name starts with `prefix`.
  func secrets(prefix: String) throws -> [(name: String, value: [UInt8])]

  func close()
}

/// A record as it is stored: its canonical text and its leaf hash.
public struct StoredRecord: Sendable, Hashable {
  public let sequence: Int64
  public let text: [UInt8]
  public let hash: Digest

  public init(sequence: Int64, text: [UInt8], hash: Digest) {
    self.sequence = sequence
    self.text = text
    self.hash = hash
  }
}

/// A row of a derived table: JSON under a kind and a key. Can be lost: the log gives it back.
public struct Document: Sendable, Hashable {
  public let kind: String
  public let key: String
  public let body: [UInt8]

  public init(kind: String, key: String, body: [UInt8]) {
    self.kind = kind
    self.key = key
    self.body = body
  }
}

/// A document written anew, or removed (`body` nil).
public struct DocumentChange: Sendable, Hashable {
  public let kind: String
  public let key: String
  public let body: [UInt8]?

  public init(kind: String, key: String, body: [UInt8]?) {
    self.kind = kind
    self.key = key
    self.body = body
  }
}

public enum StoreError: Error, Sendable, CustomStringConvertible {
  /// Another process has appended since: follow the log and try again.
  case conflict
  /// Nothing could be written; the message says why, for an operator.
  case unavailable(String)
  /// What is stored is not what was written.
  case damaged(String)

  public var description: String {
    switch self {
    case .conflict: "another process has appended records in the meantime"
    case .unavailable(let reason): "the database cannot be used: \(reason)"
    case .damaged(let what): "the records are damaged: \(what)"
    }
  }
}
