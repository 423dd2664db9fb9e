import HashTreeCollections

/// A list that only grows, cheap to copy: appending to a copy leaves the other as it was.
struct AppendList<Element: Sendable>: Sendable {
  private static var chunk: Int { 256 }
  private var chunks: TreeDictionary<Int, [Element]> = [:]
  private(set) var count = 0

  mutating func append(_ element: Element) {
    chunks[count / Self.chunk, default: []].append(element)
    count += 1
  }

  /// The element at a position, from 0 to `count` - 1; nil beyond.
  subscript(position: Int) -> Element? {
    guard position >= 0, position < count else { return nil }
    return chunks[position / Self.chunk]?[position % Self.chunk]
  }
}
