/// That a record is in a log: the hashes beside the way from its leaf to the root (RFC 9162, 2.1.3).
public struct InclusionProof: Sendable, Hashable {
  /// The leaf's number, from 0.
  public let index: Int64
  /// How many leaves the tree has.
  public let size: Int64
  /// The hashes beside the way, from the leaf up.
  public let path: [Digest]

  /// A proof as it was read; nothing is checked yet.
  public init(index: Int64, size: Int64, path: [Digest]) {
    self.index = index
    self.size = size
    self.path = path
  }

  /// The root that the proof leads to from a leaf's hash; nil if it has too many or too few hashes
  /// (RFC 9162, 2.1.3.2).
  public func root(leaf: Digest) -> Digest? {
    guard index >= 0, index < size else { return nil }
    var (node, last) = (index, size - 1)
    var hash = leaf
    for sibling in path {
      if last == 0 { return nil }
      if node & 1 == 1 || node == last {
        hash = .node(sibling, hash)
        while node & 1 == 0, node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        hash = .node(hash, sibling)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 ? hash : nil
  }
}
