import Values

/// Identifiers in the order they came, cheap to add to while older copies of it are read.
struct Timeline: Sendable, Equatable {
  /// All but the last are full.
  private var chunks: [[Identifier]] = []
  private static let size = 256

  mutating func append(_ id: Identifier) {
    if let last = chunks.indices.last, chunks[last].count < Timeline.size {
      chunks[last].append(id)
    } else {
      chunks.append([id])
    }
  }

  /// From the last to the first.
  var newestFirst: some Sequence<Identifier> { chunks.reversed().lazy.flatMap { $0.reversed() } }
}
