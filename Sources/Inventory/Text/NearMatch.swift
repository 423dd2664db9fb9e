/// Finds what a misspelt word may have been meant to be.
struct NearMatch {
  /// Comparisons that are still allowed; searching millions of ids for each of a thousand faults would take
  /// minutes.
  private var budget = 20_000_000

  /// The words closest to `word` by edits (letters changed, left out, added or swapped), best first.
  mutating func closest(to word: String, in words: some Collection<String>, limit: Int = 1) -> [String] {
    let target = Array(word.lowercased().utf8)
    guard !target.isEmpty else { return [] }
    let allowed = max(1, min(4, target.count / 4 + (target.count > 2 ? 1 : 0)))
    var found: [(distance: Int, word: String)] = []
    for candidate in words {
      guard budget > 0 else { break }
      let bytes = Array(candidate.lowercased().utf8)
      budget -= 1
      guard abs(bytes.count - target.count) <= allowed, candidate != word else { continue }
      budget -= target.count
      let distance = editDistance(target, bytes, atMost: allowed)
      if distance <= allowed && distance < max(1, bytes.count) { found.append((distance, candidate)) }
    }
    return found.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.prefix(limit).map(\.word)
  }

  /// The text of a column closest to a word, as a hint to end a message with.
  mutating func hint(for word: String, in words: TextColumn) -> String {
    guard words.count <= budget else { return "" }
    let near = closest(to: word, in: words)
    return near.first.map { "; is '\($0)' meant?" } ?? ""
  }
}

/// Edits between two words, a swap of neighbours counting as one; `limit + 1` where there are more than
/// `limit`.
func editDistance(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int {
  if abs(a.count - b.count) > limit { return limit + 1 }
  var before = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  var row = last
  for i in 0..<a.count {
    row[0] = i + 1
    var smallest = row[0]
    for j in 0..<b.count {
      var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row[j + 1] = best
      smallest = min(smallest, best)
    }
    if smallest > limit { return limit + 1 }
    (before, last, row) = (last, row, before)
  }
  return last[b.count]
}
