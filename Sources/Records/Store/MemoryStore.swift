import Synchronization

/// A store that is gone with the process: for tests of what stands on a store.
public final class MemoryStore: RecordStore {
  private struct Name: Hashable {
    let kind: String
    let key: [UInt8]

    init(_ kind: String, _ key: String) {
      self.kind = kind
      self.key = Array(key.utf8)
    }
  }
  private struct Content {
    var records: [StoredRecord] = []
    var documents: [Name: Document] = [:]
    var attachments: [Digest: [UInt8]] = [:]
    var secrets: [String: [UInt8]] = [:]
    var checkpoints: [StoredCheckpoint] = []
  }
  private let content = Mutex(Content())

  /// An empty store.
  public init() {}

  /// Whether records can be appended.
  public var canAppend: Bool { true }

  /// How many records there are, and the hash of the last.
  public func head() -> (count: Int64, hash: Digest) {
    content.withLock { (Int64($0.records.count), $0.records.last?.hash ?? .zero) }
  }

  /// Appends records and changes documents: all of it or nothing.
  public func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws {
    try content.withLock { content in
      guard Int64(content.records.count) == expected else { throw StoreError.conflict }
      content.records += records
      for change in documents {
        content.documents[Name(change.kind, change.key)] = change.body.map {
          Document(kind: change.kind, key: change.key, body: $0)
        }
      }
    }
  }

  /// Records in order, from a number on.
  public func records(from first: Int64, limit: Int) -> [StoredRecord] {
    content.withLock { Array($0.records.dropFirst(Int(first) - 1).prefix(limit)) }
  }

  /// Leaf hashes in order, from a number on.
  public func hashes(from first: Int64, limit: Int) -> [Digest] {
    records(from: first, limit: limit).map(\.hash)
  }

  /// Every derived document, and how many records they are derived from.
  public func documents(_ body: (Document) throws -> Void) throws -> Int64 {
    let (documents, count) = content.withLock { (Array($0.documents.values), Int64($0.records.count)) }
    for document in documents { try body(document) }
    return count
  }

  /// Replaces all documents.
  public func replaceDocuments(_ documents: [Document], at count: Int64) throws {
    try content.withLock { content in
      guard Int64(content.records.count) == count else { throw StoreError.conflict }
      content.documents = Dictionary(
        documents.map { (Name($0.kind, $0.key), $0) }, uniquingKeysWith: { _, last in last })
    }
  }

  /// Keeps an attachment under the SHA-256 of its content.
  public func putAttachment(_ attachment: [UInt8]) -> Digest {
    let digest = Digest.content(attachment)
    content.withLock { $0.attachments[digest] = attachment }
    return digest
  }

  /// The content of an attachment.
  public func attachment(_ digest: Digest) -> [UInt8]? { content.withLock { $0.attachments[digest] } }

  /// The digests of all attachments.
  public func attachments() -> [Digest] { content.withLock { Array($0.attachments.keys) } }

  /// A secret by its name.
  public func secret(_ name: String) -> [UInt8]? { content.withLock { $0.secrets[name] } }

  /// Keeps or removes a secret.
  public func putSecret(_ name: String, _ value: [UInt8]?) { content.withLock { $0.secrets[name] = value } }

  /// A secret by its name, made where there is none.
  public func secret(_ name: String, orPut value: [UInt8]) -> [UInt8] {
    content.withLock { content in
      if content.secrets[name] == nil { content.secrets[name] = value }
      return content.secrets[name] ?? value
    }
  }

  /// Every secret whose name starts with a prefix.
  public func secrets(prefix: String) -> [(name: String, value: [UInt8])] {
    content.withLock { content in
      content.secrets.filter { $0.key.hasPrefix(prefix) }.map { (name: $0.key, value: $0.value) }
    }
  }

  /// Keeps a checkpoint.
  public func putCheckpoint(_ checkpoint: StoredCheckpoint) {
    content.withLock { content in
      guard !content.checkpoints.contains(where: { $0.size == checkpoint.size }) else { return }
      content.checkpoints.append(checkpoint)
      content.checkpoints.sort { $0.size < $1.size }
    }
  }

  /// Checkpoints in order, after a size.
  public func checkpoints(after size: Int64, limit: Int) -> [StoredCheckpoint] {
    content.withLock { Array($0.checkpoints.filter { $0.size > size }.prefix(limit)) }
  }

  /// The newest checkpoint.
  public func lastCheckpoint() -> StoredCheckpoint? { content.withLock { $0.checkpoints.last } }

  /// A store in memory has nothing to keep.
  public func backup(to path: String, progress: @escaping (Double) -> Void) throws {
    throw StoreError.unavailable("a store in memory cannot be backed up")
  }

  /// Replaces everything by a backup.
  public func restore(from backup: SQLiteStore, progress: @escaping (Double) -> Void) throws {
    throw StoreError.unavailable("a store in memory cannot be restored")
  }

  /// Ends the use of the store.
  public func close() {}
}
