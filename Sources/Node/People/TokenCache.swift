import Synchronization
import Values

/// Who checked tokens speak for, so that a signature is checked once. In shards, each locked for one look-up only.
final class TokenCache: Sendable {
  struct Entry: Sendable {
    let caller: Caller
    let expires: Timestamp
    /// The people's revision that `caller` was looked up in.
    let revision: Int
  }
  private final class Shard: Sendable { let entries = Mutex<[String: Entry]>([:]) }
  private let shards = (0..<16).map { _ in Shard() }
  private static let most = 1024

  private func shard(_ token: String) -> Shard { shards[Int(token.utf8.last ?? 0) & 15] }

  subscript(token: String) -> Entry? { shard(token).entries.withLock { $0[token] } }

  func keep(_ entry: Entry, for token: String) {
    shard(token).entries.withLock { entries in
      if entries.count >= TokenCache.most {
        let now = Timestamp.now
        entries = entries.filter { $0.value.expires > now }
        if entries.count >= TokenCache.most { entries = [:] }
      }
      entries[token] = entry
    }
  }
}
