import Synchronization

/// Keeps guessers waiting: after some failures, each further one doubles the time until the next attempt of an
/// account, or from an address, is looked at. In memory, and bounded.
package final class SignInThrottle: Sendable {
  private struct Failures {
    var count: Int
    var last: ContinuousClock.Instant
    var blockedUntil: ContinuousClock.Instant
  }
  private struct Key: Hashable {
    let isAddress: Bool
    let hash: Int
  }
  private let failures = Mutex<[Key: Failures]>([:])
  private let most: Int

  /// Failures without a wait.
  package static let free = (account: 5, address: 30)
  /// The longest wait, in seconds.
  static let longest = 900.0

  package init(most: Int = 65_536) { self.most = most }

  /// Whether an attempt may be looked at. It counts as a failure until `succeeded` is called, so that many
  /// attempts at once gain nothing.
  package func mayTry(account: String, address: ClientAddress?, now: ContinuousClock.Instant = .now) -> Bool {
    failures.withLock { failures in
      let keys = SignInThrottle.keys(account, address)
      for key in keys where (failures[key]?.blockedUntil ?? now) > now { return false }
      for key in keys {
        if failures[key] == nil, failures.count >= most { forget(&failures, now) }
        var entry = failures[key] ?? Failures(count: 0, last: now, blockedUntil: now)
        entry.count += 1
        entry.last = now
        let beyond = entry.count - (key.isAddress ? SignInThrottle.free.address : SignInThrottle.free.account)
        if beyond >= 0 {
          let wait = beyond > 9 ? SignInThrottle.longest : min(Double(1 << beyond), SignInThrottle.longest)
          entry.blockedUntil = now + .seconds(wait)
        }
        failures[key] = entry
      }
      return true
    }
  }

  /// The attempt was right: the account starts anew; the address, which may hold many accounts, is one better.
  package func succeeded(account: String, address: ClientAddress?) {
    failures.withLock { failures in
      for key in SignInThrottle.keys(account, address) {
        if key.isAddress, var entry = failures[key] {
          entry.count = max(0, entry.count - 1)
          entry.blockedUntil = entry.last
          failures[key] = entry
        } else {
          failures[key] = nil
        }
      }
    }
  }

  /// How many accounts and addresses are remembered.
  package var count: Int { failures.withLock { $0.count } }

  private static func keys(_ account: String, _ address: ClientAddress?) -> [Key] {
    let own = Key(isAddress: false, hash: account.lowercased().hashValue)
    guard let address, !address.isLoopback else { return [own] }
    return [own, Key(isAddress: true, hash: address.network.hashValue)]
  }

  /// Drops what is an hour old; if that is not enough, everything that keeps nobody waiting.
  private func forget(_ failures: inout [Key: Failures], _ now: ContinuousClock.Instant) {
    failures = failures.filter { $0.value.last > now - .seconds(3600) }
    if failures.count >= most { failures = failures.filter { $0.value.blockedUntil > now } }
    if failures.count >= most { failures = [:] }
  }
}
