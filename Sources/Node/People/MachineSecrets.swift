import Records
import Synchronization
import Values

/// The hashes of keys and of clients' secrets, kept in memory so that a request with a key asks no database, and
/// neither does one with a wrong key. They are read again when a key or client has changed.
final class MachineSecrets: Sendable {
  private struct Content {
    var revision = -1
    var keys: [Digest: Identifier] = [:]
    var clients: [Identifier: Digest] = [:]
    /// Keys that hold, seen lately, by their text: most requests need no hash and no look at the state.
    var seen: [String: APIKey] = [:]
  }
  private let store: any RecordStore
  private let content = Mutex(Content())

  init(store: any RecordStore) { self.store = store }

  /// A key that was found to hold.
  func seenKey(_ text: String, revision: Int) -> APIKey? {
    content.withLock { $0.revision == revision ? $0.seen[text] : nil }
  }

  func keep(_ key: APIKey, for text: String, revision: Int) {
    content.withLock { content in
      guard content.revision == revision else { return }
      if content.seen.count >= 1024 { content.seen = [:] }
      content.seen[text] = key
    }
  }

  /// The key with this text, revoked or not.
  func key(_ text: String, revision: Int) -> Identifier? {
    refresh(revision)
    guard text.utf8.count <= 256 else { return nil }
    let digest = Digest.content(text.utf8)
    return content.withLock { $0.keys[digest] }
  }

  /// The hash of a client's secret.
  func secret(of client: Identifier, revision: Int) -> Digest? {
    refresh(revision)
    return content.withLock { $0.clients[client] }
  }

  /// Where the database is away, what was known stays known.
  private func refresh(_ revision: Int) {
    guard content.withLock({ $0.revision != revision }),
      let keys = try? store.secrets(prefix: "key/"), let clients = try? store.secrets(prefix: "client/")
    else { return }
    var new = Content(revision: revision)
    for (name, value) in keys {
      if let digest = Digest(String(name.dropFirst("key/".count))) {
        new.keys[digest] = Identifier(String(decoding: value, as: UTF8.self))
      }
    }
    for (name, value) in clients {
      if let id = Identifier(String(name.dropFirst("client/".count))) {
        new.clients[id] = Digest(bytes: value)
      }
    }
    content.withLock { $0 = new }
  }
}
