import Synchronization

/// Token buckets by key, in bounded memory: `burst` requests at once, then `perSecond` a second.
package final class RequestLimits: Sendable {
  private struct Bucket {
    var tokens: Double
    var filled: ContinuousClock.Instant
  }
  private let perSecond: Double
  private let burst: Double
  private let shards: [Shard]
  private final class Shard: Sendable { let buckets = Mutex<[UInt64: Bucket]>([:]) }
  /// Buckets a shard keeps; the fullest go when there are more.
  private let most: Int

  /// - Parameter perSecond: 0 for no limit.
  package init(perSecond: Int, burst: Int, most: Int = 65_536) {
    self.perSecond = Double(perSecond)
    self.burst = Double(max(burst, 1))
    shards = (0..<16).map { _ in Shard() }
    self.most = max(most / 16, 1)
  }

  /// Takes a token of a key; without one, the whole seconds to wait.
  package func wait(_ key: UInt64, now: ContinuousClock.Instant = .now) -> Int? {
    guard perSecond > 0 else { return nil }
    let mixed = key &* 0x9E37_79B9_7F4A_7C15
    return shards[Int(mixed >> 60)].buckets.withLock { buckets -> Int? in
      var bucket = buckets[key] ?? Bucket(tokens: burst, filled: now)
      bucket.tokens = min(burst, bucket.tokens + (now - bucket.filled).seconds * perSecond)
      bucket.filled = now
      let isAllowed = bucket.tokens >= 1
      if isAllowed { bucket.tokens -= 1 }
      if buckets[key] == nil, buckets.count >= most { forgetFull(&buckets, now) }
      buckets[key] = bucket
      return isAllowed ? nil : max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
    }
  }

  /// How many buckets are kept.
  package var count: Int { shards.reduce(0) { $0 + $1.buckets.withLock { $0.count } } }

  /// A bucket that is full again says nothing; if none is, all are dropped rather than the memory filled.
  private func forgetFull(_ buckets: inout [UInt64: Bucket], _ now: ContinuousClock.Instant) {
    buckets = buckets.filter { $0.value.tokens + (now - $0.value.filled).seconds * perSecond < burst }
    if buckets.count >= most { buckets = [:] }
  }
}
