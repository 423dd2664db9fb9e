/// The right edge of a Merkle tree (RFC 9162, 2.1.1): all it takes to add leaves and to give the root.
///
/// Of a tree of n leaves it keeps one hash for every bit that is set in n: that of a full subtree.
public struct MerkleFrontier: Sendable, Hashable {
  /// How many leaves the tree has.
  public private(set) var size: Int64 = 0
  /// The hashes of the full subtrees, the largest (leftmost) first.
  public private(set) var peaks: [Digest] = []

  /// A tree without leaves.
  public init() {}

  /// A tree of `size` leaves whose full subtrees have these hashes; nil if there is a wrong number of them.
  public init?(size: Int64, peaks: [Digest]) {
    guard size >= 0, size.nonzeroBitCount == peaks.count else { return nil }
    self.size = size
    self.peaks = peaks
  }

  /// Adds a leaf on the right.
  /// - Parameter leaf: its hash, `Digest.leaf` of a record's text.
  public mutating func append(_ leaf: Digest) {
    var hash = leaf
    for _ in 0..<(~size).trailingZeroBitCount {
      hash = .node(peaks.removeLast(), hash)
    }
    peaks.append(hash)
    size += 1
  }

  /// The root: the hash of the whole tree; of no leaves the SHA-256 of nothing.
  public var root: Digest {
    guard let last = peaks.last else { return .content([]) }
    return peaks.dropLast().reversed().reduce(last) { .node($1, $0) }
  }
}
