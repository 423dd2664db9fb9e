import Synchronization
import Values

/// What the Ouranos interfaces of a process keep in memory, and lose with it.
final class OuranosMemory: Sendable {
  /// Encoded answers to reads that are asked for again and again.
  let answers = AnswerCache(limit: 4096)
  /// Changes that left no record: those that failed, and those that changed nothing.
  let tracks = Tracks(limit: 10_000)
  /// Orders on other platforms that are seen to at this moment.
  let ordersAtWork = Mutex<Set<Identifier>>([])
}
