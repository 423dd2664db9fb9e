/// A command in the queue. Each run gives a new answer; the last one is told to its caller.
struct PendingCommand<State: LedgerState>: Sendable {
  /// Tells the caller the command's result or, where there is one, why it was not made durable.
  typealias Answer = ((any Error)?) -> Void

  let actor: String
  /// Gives the way to answer its caller, and whether it succeeded.
  let run: @Sendable (inout Transaction<State>) -> (answer: Answer, succeeded: Bool)

  init<Result: Sendable>(
    actor: String, continuation: CheckedContinuation<Result, any Error>,
    _ command: @escaping @Sendable (inout Transaction<State>) throws -> Result
  ) {
    self.actor = actor
    run = { transaction in
      var result = Swift.Result { try command(&transaction) }
      if let failure = transaction.failure { result = .failure(failure) }
      let outcome = result
      let answer: Answer = { failure in
        if let failure {
          continuation.resume(throwing: failure)
        } else {
          continuation.resume(with: outcome)
        }
      }
      if case .success = outcome { return (answer, true) }
      return (answer, false)
    }
  }
}
