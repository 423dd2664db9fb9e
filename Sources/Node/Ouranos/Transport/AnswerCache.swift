import Exchange
import NIOCore
import Synchronization
import Values

/// Encoded answers by company and question, each good as long as nothing in the data space has changed.
final class AnswerCache: Sendable {
  struct Key: Hashable, Sendable {
    let company: Identifier
    let query: Query
  }

  /// An answer, and whose data it shows: every read of these is noted in the audit, a repeated one too.
  struct Answer: Sendable {
    let body: ByteBuffer
    /// The address of the next page.
    var next: String?
    var reads: [Read] = []
  }

  struct Read: Sendable {
    let owner: Identifier
    let item: String
    let basis: DisclosureBasis
  }

  private let limit: Int
  private let content = Mutex<(version: Int64, answers: [Key: Answer])>((-1, [:]))

  /// - Parameter limit: how many answers are kept at most.
  init(limit: Int) { self.limit = limit }

  /// The answer that is kept, else the one that `make` gives.
  /// - Parameter version: of the data space: answers of another one are forgotten.
  func answer(_ key: Key, version: Int64, _ make: () throws -> Answer) rethrows -> Answer {
    let kept = content.withLock { $0.version == version ? $0.answers[key] : nil }
    if let kept { return kept }
    let answer = try make()
    content.withLock { content in
      guard version >= content.version else { return }
      if version > content.version || content.answers.count >= limit { content = (version, [:]) }
      content.answers[key] = answer
    }
    return answer
  }
}
