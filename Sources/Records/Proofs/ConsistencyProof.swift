/// That a log only grew: what was in it at `first` leaves is what it starts with at `second` (RFC 9162, 2.1.4).
public struct ConsistencyProof: Sendable, Hashable {
  /// How many leaves the earlier tree has.
  public let first: Int64
  /// How many leaves the later tree has.
  public let second: Int64
  /// The hashes, from the leaves up.
  public let path: [Digest]

  /// A proof as it was read; nothing is checked yet.
  public init(first: Int64, second: Int64, path: [Digest]) {
    self.first = first
    self.second = second
    self.path = path
  }

  /// Whether the proof leads to both roots (RFC 9162, 2.1.4.2).
  public func holds(firstRoot: Digest, secondRoot: Digest) -> Bool {
    guard first >= 0, first <= second else { return false }
    if first == 0 { return path.isEmpty && firstRoot == .content([]) }
    if first == second { return path.isEmpty && firstRoot == secondRoot }
    var rest = path[...]
    if first & (first - 1) == 0 { rest = [firstRoot] + rest }
    guard let start = rest.popFirst() else { return false }
    var (node, last) = (first - 1, second - 1)
    while node & 1 == 1 {
      node >>= 1
      last >>= 1
    }
    var (firstHash, secondHash) = (start, start)
    for hash in rest {
      if last == 0 { return false }
      if node & 1 == 1 || node == last {
        firstHash = .node(hash, firstHash)
        secondHash = .node(hash, secondHash)
        while node & 1 == 0, node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        secondHash = .node(secondHash, hash)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && firstHash == firstRoot && secondHash == secondRoot
  }
}
