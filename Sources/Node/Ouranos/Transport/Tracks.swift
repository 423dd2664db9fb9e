import Synchronization
import Values

/// Changes asked for through the Ouranos interfaces that left no record, by the track their answer carried: the
/// last ones, in memory. What was recorded is found in the log by its track.
final class Tracks: Sendable {
  enum Outcome: String, Sendable { case success = "SUCCESS", error = "ERROR" }

  struct Entry: Sendable {
    let company: Identifier
    let time: Timestamp
    let outcome: Outcome
  }

  private struct Content {
    var entries: [Identifier: Entry] = [:]
    var order: [Identifier] = []
  }

  private let limit: Int
  private let content = Mutex(Content())

  init(limit: Int) { self.limit = limit }

  /// - Returns: the track under which the outcome is kept.
  func note(_ outcome: Outcome, company: Identifier) -> Identifier {
    let track = Identifier()
    content.withLock { content in
      if content.order.count >= limit {
        for old in content.order.prefix(limit / 2) { content.entries[old] = nil }
        content.order.removeFirst(limit / 2)
      }
      content.entries[track] = Entry(company: company, time: .now, outcome: outcome)
      content.order.append(track)
    }
    return track
  }

  subscript(track: Identifier) -> Entry? { content.withLock { $0.entries[track] } }
}
