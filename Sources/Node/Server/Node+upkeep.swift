import Records
import Values

extension Node {
  /// What is done beside requests, until the task is cancelled.
  func upkeep() async {
    var seconds = 0
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      seconds += 1
      await attempt("notes of reads wait for the database") { try await audit.flush() }
      if seconds % 10 == 0 {
        await attempt("failures to sign in wait for the database") { try await signIn.notes.flushFailures() }
      }
      if seconds % 600 == 0 {
        await attempt("uses of keys wait for the database") { try await signIn.notes.flushUses() }
        await attempt("old sessions could not be removed") { try await sessions.sweep() }
        await attempt("no new token key could be made") { try await signIn.keys.rotateIfOld() }
        await attempt("no checkpoint could be made") { try await checkpoint() }
      }
    }
  }

  /// Writes what is kept for writing, and a checkpoint of the log.
  func close() async {
    await attempt("notes of reads are lost") { try await audit.flush() }
    await attempt("failures to sign in are lost") { try await signIn.notes.flushFailures() }
    await attempt("uses of keys are lost") { try await signIn.notes.flushUses() }
    await attempt("no checkpoint could be made") { try await checkpoint() }
  }

  private func checkpoint() async throws {
    guard ledger.current.count > 0 else { return }
    try await ledger.checkpoint()
  }

  private func attempt(_ failure: String, _ work: () async throws -> Void) async {
    do {
      try await work()
    } catch is CancellationError {
    } catch {
      logger.error("\(failure)", metadata: ["error": "\(error)"])
    }
  }
}
