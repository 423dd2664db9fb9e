import Records
import Synchronization

/// Keeps a process up to date where several write to one database: before a request is answered, it asks how long
/// the log is and takes in what is new. Requests that wait at the same time ask once.
final class Follower: Sendable {
  private struct State {
    var isRunning = false
    var waiting: [CheckedContinuation<Void, any Error>] = []
  }
  private let ledger: Ledger<World>
  /// Whether others may write: a SQLite file belongs to one process.
  private let isShared: Bool
  private let state = Mutex(State())

  init(ledger: Ledger<World>) {
    self.ledger = ledger
    isShared = !(ledger.store is MemoryStore) && !(ledger.store is SQLiteStore)
  }

  /// Returns when everything that was durable at the time of the call is taken in.
  /// - Throws: `StoreError.unavailable`.
  func catchUp() async throws {
    guard isShared else { return }
    try await withCheckedThrowingContinuation { continuation in
      let isFirst = state.withLock { state in
        state.waiting.append(continuation)
        defer { state.isRunning = true }
        return !state.isRunning
      }
      if isFirst { Task { await run() } }
    }
  }

  private func run() async {
    while true {
      let waiting = state.withLock { state in
        defer { state.waiting = [] }
        if state.waiting.isEmpty { state.isRunning = false }
        return state.waiting
      }
      if waiting.isEmpty { return }
      do {
        let store = ledger.store
        let count = try await Blocking.run { try store.head().count }
        if count > ledger.current.count { try await ledger.refresh() }
        for continuation in waiting { continuation.resume() }
      } catch {
        for continuation in waiting { continuation.resume(throwing: error) }
      }
    }
  }
}
