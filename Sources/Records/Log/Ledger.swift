import Dispatch
import Synchronization
import Values

/// The one way to change a state: commands are checked against it, become records, are made durable (many in
/// one commit where many wait), and only then show in `current`.
///
/// Several processes may share a PostgreSQL log; each follows it and repeats a command that met another's.
public final class Ledger<State: LedgerState>: Sendable {
  /// Where the records are.
  public let store: any RecordStore
  /// Proofs about the log.
  public let tree: MerkleTree
  let queue = DispatchQueue(label: "denchi.ledger")
  let checkpointQueue = DispatchQueue(label: "denchi.ledger.checkpoints")
  let clock: @Sendable () -> Timestamp
  private let limits: BatchLimits
  private let shared: Mutex<Snapshot<State>>
  private let waiting = Mutex<[PendingCommand<State>]>([])
  private let observers = Mutex<[@Sendable (Snapshot<State>) -> Void]>([])

  /// Opens a log: reads the derived tables and applies what is newer in the log. Where the tables cannot be
  /// read, the whole log is applied and they are written anew.
  /// - Parameters:
  ///   - limits: how much goes into one commit.
  ///   - clock: the time of new records, for tests.
  /// - Throws: `StoreError.damaged` if the log's end does not hold together.
  public init(
    store: any RecordStore, limits: BatchLimits = BatchLimits(),
    clock: @escaping @Sendable () -> Timestamp = { .now }
  ) throws {
    self.store = store
    self.clock = clock
    self.limits = limits
    let tree = MerkleTree(store: store)
    self.tree = tree
    shared = Mutex(try Snapshot(opening: store, tree: tree))
  }

  /// The state after the last durable record.
  public var current: Snapshot<State> { shared.withLock { $0 } }

  /// Calls `observer` after every commit, in order, on the ledger's own thread: it must be quick.
  public func observe(_ observer: @escaping @Sendable (Snapshot<State>) -> Void) {
    observers.withLock { $0.append(observer) }
  }

  /// Runs a command: it reads `transaction.state`, refuses by throwing, or records what is to be. Returns when
  /// the records are durable. A command may be run more than once, where another process was first.
  /// - Throws: what the command throws (then nothing is recorded), `StoreError.unavailable`.
  public func commit<Result: Sendable>(
    actor: String, _ command: @escaping @Sendable (inout Transaction<State>) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let pending = PendingCommand<State>(actor: actor, continuation: continuation, command)
      let isFirst = waiting.withLock { commands in
        commands.append(pending)
        return commands.count == 1
      }
      if isFirst { queue.async { self.commitWaiting() } }
    }
  }

  /// Takes in what other processes have appended.
  public func refresh() async throws {
    try await onQueue { try self.follow() }
  }

  /// Runs on the ledger's thread, between commits.
  func onQueue<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try body() }) }
    }
  }

  /// Takes in what is newer in the log, on the ledger's thread.
  func follow() throws {
    var snapshot = current
    let count = snapshot.count
    try snapshot.follow(store)
    guard snapshot.count > count else { return }
    _ = snapshot.state.takeChanges()
    publish(snapshot)
  }

  private func publish(_ snapshot: Snapshot<State>) {
    shared.withLock { $0 = snapshot }
    for observer in observers.withLock({ $0 }) { observer(snapshot) }
  }

  /// Commits what waits as one batch, and comes back for what has come since.
  private func commitWaiting() {
    let done = commit(waiting.withLock { $0 })
    let isEmpty = waiting.withLock { waiting in
      waiting.removeFirst(done)
      return waiting.isEmpty
    }
    if !isEmpty { queue.async { self.commitWaiting() } }
  }

  /// Commits the first of some commands as one batch.
  /// - Returns: how many of them.
  private func commit(_ commands: [PendingCommand<State>]) -> Int {
    var attempts = 0
    while true {
      let before = current
      var transaction = Transaction(snapshot: before, time: max(clock(), before.time))
      var answers: [PendingCommand<State>.Answer] = []
      for command in commands {
        let unchanged = transaction
        transaction.actor = command.actor
        let (answer, succeeded) = command.run(&transaction)
        if !succeeded { transaction = unchanged }
        answers.append(answer)
        if answers.count >= limits.commands || transaction.size >= limits.bytes { break }
      }
      do {
        if !transaction.records.isEmpty {
          let changes = transaction.snapshot.state.takeChanges()
          try store.append(transaction.records, documents: changes, expected: before.count)
          publish(transaction.snapshot)
        }
        for answer in answers { answer(nil) }
        return answers.count
      } catch {
        attempts += 1
        var failure = error
        if case StoreError.conflict = error, attempts < 100 {
          do {
            try follow()
            continue
          } catch {
            failure = error
          }
        }
        for answer in answers { answer(failure) }
        return answers.count
      }
    }
  }
}

/// How much goes into one durable commit.
public struct BatchLimits: Sendable {
  /// The most commands.
  public var commands: Int
  /// The bytes of records after which no further command is taken in.
  public var bytes: Int

  /// Limits that keep a commit well below a second.
  public init(commands: Int = 1000, bytes: Int = 8 << 20) {
    self.commands = max(1, commands)
    self.bytes = max(1, bytes)
  }
}
