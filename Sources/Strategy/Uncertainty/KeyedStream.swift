/// Random numbers that are a pure function of (seed, key, index).
///
/// A key is the hash of a name, so that the numbers of one assumption do not depend on which others there are or
/// on their order. The mixer is the finaliser of SplitMix64 (Steele, Lea and Flood 2014) with Stafford's
/// constants, variant 13.
package enum KeyedStream {
  /// The key of a name: FNV-1a over its UTF-8, mixed.
  package static func key(_ name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return mix(hash)
  }

  /// The stream of a key under a seed.
  package static func stream(seed: UInt64, key: UInt64) -> UInt64 { mix(mix(seed &+ golden) ^ key) }

  /// The 64 bits at an index of a stream.
  @inline(__always)
  package static func bits(_ stream: UInt64, _ index: UInt64) -> UInt64 {
    mix(mix(stream &+ golden &* (index &+ 1)) ^ stream)
  }

  /// Bits as an odd multiple of 2^-53 in (0, 1).
  @inline(__always)
  package static func unit(_ bits: UInt64) -> Double { Double(bits >> 11 | 1) * 0x1p-53 }

  @inline(__always)
  package static func mix(_ value: UInt64) -> UInt64 {
    var h = value
    h = (h ^ (h >> 30)) &* 0xbf58_476d_1ce4_e5b9
    h = (h ^ (h >> 27)) &* 0x94d0_49bb_1331_11eb
    return h ^ (h >> 31)
  }

  private static let golden: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// Streams of names.
  /// - Throws: where two names are the same, which would give both the same numbers.
  package static func streams(_ names: [String], seed: UInt64) throws(UncertaintyProblem) -> [UInt64] {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw UncertaintyProblem("'\(name)' stands twice among the uncertain inputs")
    }
    return names.map { stream(seed: seed, key: key($0)) }
  }
}
