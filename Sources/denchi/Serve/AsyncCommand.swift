import ArgumentParser
import Dispatch
import Synchronization

/// Runs an asynchronous command to its end on a thread that waits.
///
/// The other commands run on the main thread, with its deep stack; so `main` stays synchronous.
enum AsyncCommand {
  private final class Outcome: Sendable {
    let failure = Mutex<(any Error)?>(nil)
    let ended = DispatchSemaphore(value: 0)
  }

  /// - Throws: what the command throws.
  static func run(_ command: sending any AsyncParsableCommand) throws {
    let outcome = Outcome()
    Task {
      var command = command
      do {
        try await command.run()
      } catch {
        outcome.failure.withLock { $0 = error }
      }
      outcome.ended.signal()
    }
    outcome.ended.wait()
    if let failure = outcome.failure.withLock({ $0 }) { throw failure }
  }
}
