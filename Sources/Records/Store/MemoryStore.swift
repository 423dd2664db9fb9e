import Synchronization

/// A store that is gone with the process: for tests of what stands on a store.
public final class MemoryStore: RecordStore {
  private struct Content {
    var records: [StoredRecord] = []
    var documents: [String: Document] = [:]
    var derived: Int64 = 0
    var attachments: [Digest: [UInt8]] = [:]
    var secrets: [String: [UInt8]] = [:]
  }
  private let content = Mutex(Content())

  public init() {}

  public func head() -> (count: Int64, hash: Digest) {
    content.withLock { (Int64($0.records.count), $0.records.last?.hash ?? .zero) }
  }

  public func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws {
    try content.withLock { content in
      guard Int64(content.records.count) == expected else { throw StoreError.conflict }
      content.records += records
      content.derived = Int64(content.records.count)
      for change in documents {
        let key = change.kind + "\u{0}" + change.key
        content.documents[key] = change.body.map {
          Document(kind: change.kind, key: change.key, body: $0)
        }
      }
    }
  }

  public func records(from first: Int64, limit: Int) -> [StoredRecord] {
    content.withLock { Array($0.records.dropFirst(Int(first) - 1).prefix(limit)) }
  }

  public func documents(_ body: (Document) throws -> Void) throws -> Int64 {
    let (documents, count) = content.withLock { (Array($0.documents.values), $0.derived) }
    for document in documents { try body(document) }
    return count
  }

  public func replaceDocuments(_ documents: [Document], at count: Int64) {
    content.withLock { content in
      content.documents = Dictionary(
        documents.map { ($0.kind + "\u{0}" + $0.key, $0) }, uniquingKeysWith: { _, last in last })
      content.derived = count
    }
  }

  public func putAttachment(_ attachment: [UInt8]) -> Digest {
    let digest = Digest.content(attachment)
    content.withLock { $0.attachments[digest] = attachment }
    return digest
  }

  public func attachment(_ digest: Digest) -> [UInt8]? { content.withLock { $0.attachments[digest] } }

  public func secret(_ name: String) -> [UInt8]? { content.withLock { $0.secrets[name] } }

  public func putSecret(_ name: String, _ value: [UInt8]?) { content.withLock { $0.secrets[name] = value } }

  public func secrets(prefix: String) -> [(name: String, value: [UInt8])] {
    content.withLock { content in
      content.secrets.filter { $0.key.hasPrefix(prefix) }.map { (name: $0.key, value: $0.value) }
    }
  }

  public func close() {}
}
