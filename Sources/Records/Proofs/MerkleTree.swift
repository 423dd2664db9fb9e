import Synchronization

/// Proofs about a log as a Merkle tree (RFC 9162, 2.1), made from the leaf hashes that a store keeps.
///
/// It remembers the hashes of full subtrees of 256 leaves: the first proof reads all hashes, each later one a
/// few hundred. Leaves are numbered from 0 here as in the RFC: record n is leaf n - 1.
public final class MerkleTree: Sendable {
  private static let blockSize: Int64 = 256
  private let leaves: @Sendable (Range<Int64>) throws -> [Digest]
  private let blocks = Mutex<[Digest]>([])

  /// - Parameter leaves: reads the hashes of a range of leaves.
  public init(leaves: @escaping @Sendable (Range<Int64>) throws -> [Digest]) { self.leaves = leaves }

  /// The tree over a store's records.
  public convenience init(store: any RecordStore) {
    self.init { try store.hashes(from: $0.lowerBound + 1, limit: $0.count) }
  }

  /// The root of the tree of the first `size` leaves.
  public func root(size: Int64) throws -> Digest { try hash(0..<size) }

  /// The full subtrees of the tree of the first `size` leaves.
  public func frontier(size: Int64) throws -> MerkleFrontier {
    var start: Int64 = 0
    var peaks: [Digest] = []
    for bit in stride(from: 62, through: 0, by: -1) where size & 1 << Int64(bit) != 0 {
      peaks.append(try hash(start..<start + 1 << Int64(bit)))
      start += 1 << Int64(bit)
    }
    guard let frontier = MerkleFrontier(size: size, peaks: peaks) else {
      throw StoreError.damaged("a tree cannot have \(size) leaves")
    }
    return frontier
  }

  /// The hashes that lead from leaf `index` to the root of the first `size` leaves (RFC 9162, 2.1.3.1).
  public func inclusionProof(index: Int64, size: Int64) throws -> InclusionProof {
    guard index >= 0, index < size else { throw StoreError.damaged("there is no leaf \(index) of \(size)") }
    var path: [Digest] = []
    var range = 0..<size
    while range.count > 1 {
      let (left, right) = MerkleTree.halves(range)
      let goesLeft = index < left.upperBound
      path.append(try hash(goesLeft ? right : left))
      range = goesLeft ? left : right
    }
    return InclusionProof(index: index, size: size, path: path.reversed())
  }

  /// The hashes that show that the first `size` leaves start with the first `first` (RFC 9162, 2.1.4.1).
  public func consistencyProof(from first: Int64, to size: Int64) throws -> ConsistencyProof {
    guard first >= 0, first <= size else {
      throw StoreError.damaged("a tree of \(size) leaves cannot follow one of \(first)")
    }
    var path: [Digest] = []
    var range = 0..<size
    var isComplete = true
    while first > 0, first < range.upperBound {
      let (left, right) = MerkleTree.halves(range)
      if first <= left.upperBound {
        path.append(try hash(right))
        range = left
      } else {
        path.append(try hash(left))
        range = right
        isComplete = false
      }
    }
    if first > 0, !isComplete { path.append(try hash(range)) }
    return ConsistencyProof(first: first, second: size, path: path.reversed())
  }

  /// The parts of a tree: the left has the largest power of two that is less than the number of leaves.
  private static func halves(_ range: Range<Int64>) -> (Range<Int64>, Range<Int64>) {
    let half: Int64 = 1 << Int64(63 - (Int64(range.count) - 1).leadingZeroBitCount)
    let middle = range.lowerBound + half
    return (range.lowerBound..<middle, middle..<range.upperBound)
  }

  /// The hash of a subtree (RFC 9162, 2.1.1) that starts where a full subtree of its size can.
  private func hash(_ range: Range<Int64>) throws -> Digest {
    if range.count <= MerkleTree.blockSize {
      if range.count == MerkleTree.blockSize { return try block(range.lowerBound / MerkleTree.blockSize) }
      var frontier = MerkleFrontier()
      for leaf in try read(range) { frontier.append(leaf) }
      return frontier.root
    }
    let (left, right) = MerkleTree.halves(range)
    return .node(try hash(left), try hash(right))
  }

  /// The hash of a full subtree of 256 leaves.
  private func block(_ number: Int64) throws -> Digest {
    let known = blocks.withLock { $0 }
    if number < known.count { return known[Int(number)] }
    var more: [Digest] = []
    for number in Int64(known.count)...number {
      var frontier = MerkleFrontier()
      let start = number * MerkleTree.blockSize
      for leaf in try read(start..<start + MerkleTree.blockSize) { frontier.append(leaf) }
      more.append(frontier.root)
    }
    let hash = more[more.count - 1]
    blocks.withLock { if $0.count == known.count { $0 += more } }
    return hash
  }

  private func read(_ range: Range<Int64>) throws -> [Digest] {
    let hashes = try leaves(range)
    guard hashes.count == range.count else {
      throw StoreError.damaged("records \(range.lowerBound + 1) to \(range.upperBound) are not all there")
    }
    return hashes
  }
}
