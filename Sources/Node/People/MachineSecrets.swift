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
    /// Keys seen lately by their text, so that most need no hash.
    var seen: [String: Identifier] = [:]
  }
  private let store: any RecordStore
  private let content = Mutex(Content())

  init(store: any RecordStore) { self.store = store }

  /// The key with this text, revoked or not.
  func key(_ text: String, revision: Int) -> Identifier? {
    refresh(revision)
    return content.withLock { content in
      if let known = content.seen[text] { return known }
      guard text.utf8.count <= 256, let id = content.keys[Digest.content(text.utf8)] else { return nil }
      if content.seen.count >= 1024 { content.seen = [:] }
      content.seen[text] = id
      return id
    }
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
