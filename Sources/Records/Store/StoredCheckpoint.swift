/// A checkpoint as it is stored: `Checkpoint` reads its note.
public struct StoredCheckpoint: Sendable, Hashable {
  /// How many records it covers.
  public let size: Int64
  /// The signed note.
  public let note: String
  /// The hashes of the tree's full subtrees, 32 bytes each: so that the tree can go on without reading them.
  public let peaks: [UInt8]

  /// A checkpoint as it was read; nothing is checked.
  public init(size: Int64, note: String, peaks: [UInt8]) {
    self.size = size
    self.note = note
    self.peaks = peaks
  }

  init(size: Int64, note: String, frontier: MerkleFrontier) {
    self.init(size: size, note: note, peaks: frontier.peaks.flatMap(\.bytes))
  }

  /// The tree that it covers; nil where the subtrees do not lead to the root that was signed.
  func frontier(root: Digest) -> MerkleFrontier? {
    let hashes = stride(from: 0, to: peaks.count, by: 32).map {
      Digest(bytes: peaks[$0..<min($0 + 32, peaks.count)])
    }
    guard let frontier = MerkleFrontier(size: size, peaks: hashes.compactMap { $0 }), frontier.root == root
    else { return nil }
    return frontier
  }
}
