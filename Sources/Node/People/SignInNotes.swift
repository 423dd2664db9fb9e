import Records
import Synchronization
import Values

/// Gathers failures to sign in, and uses of keys, until they are recorded together: a flood of guesses is a record
/// now and then. What names no account of this node's (an unknown one, a bad token or key) is counted in the
/// metrics only: who is nobody here cannot fill the log.
final class SignInNotes: Sendable {
  private struct Failure: Hashable {
    let userID: Identifier
    let reason: SignInFailure
    let address: ClientAddress?
  }
  private struct Waiting {
    var failures: [Failure: Int] = [:]
    var uses: [Identifier: Int] = [:]
  }
  private let ledger: Ledger<World>
  private let metrics: Metrics
  private let waiting = Mutex(Waiting())
  /// Different failures kept between two records; further ones count without their address, then not at all.
  private static let most = 200

  init(ledger: Ledger<World>, metrics: Metrics) {
    self.ledger = ledger
    self.metrics = metrics
  }

  func refused(_ reason: SignInFailure, user: Identifier?, address: ClientAddress?) {
    metrics.signInFailures.add()
    guard let user else { return }
    waiting.withLock { waiting in
      var failure = Failure(userID: user, reason: reason, address: address)
      if waiting.failures[failure] == nil, waiting.failures.count >= SignInNotes.most {
        failure = Failure(userID: user, reason: reason, address: nil)
        if waiting.failures[failure] == nil, waiting.failures.count >= 10 * SignInNotes.most { return }
      }
      waiting.failures[failure, default: 0] += 1
    }
  }

  func used(_ id: Identifier) { waiting.withLock { $0.uses[id, default: 0] += 1 } }

  /// Records the failures.
  /// - Throws: `StoreError.unavailable`; what was noted is kept for the next time.
  func flushFailures() async throws {
    let failures = waiting.withLock { waiting in
      defer { waiting.failures = [:] }
      return waiting.failures
    }
    guard !failures.isEmpty else { return }
    let record = PeopleRecord.Refused(
      failures: failures.map { failure, count in
        .init(
          userID: failure.userID, reason: failure.reason.rawValue, address: failure.address?.description,
          count: count)
      })
    do {
      let body = try JSONValue(encoding: record)
      try await ledger.commit(actor: "node") { try $0.record(PeopleRecord.refused, body) }
    } catch {
      waiting.withLock { $0.failures.merge(failures) { $0 + $1 } }
      throw error
    }
  }

  /// Records which keys and clients were used.
  /// - Throws: `StoreError.unavailable`; what was noted is kept for the next time.
  func flushUses() async throws {
    let uses = waiting.withLock { waiting in
      defer { waiting.uses = [:] }
      return waiting.uses
    }
    guard !uses.isEmpty else { return }
    do {
      let body = try JSONValue(encoding: PeopleRecord.Used(uses: uses.map { .init(id: $0, count: $1) }))
      try await ledger.commit(actor: "node") { try $0.record(PeopleRecord.used, body) }
    } catch {
      waiting.withLock { $0.uses.merge(uses) { $0 + $1 } }
      throw error
    }
  }
}
