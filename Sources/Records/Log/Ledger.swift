import Dispatch
import Foundation
import Synchronization
import Values

/// The one way to change a state: commands are checked against it, become records, are made durable (many in
/// one commit where many wait), and only then show in `current`.
///
/// Several processes may share a PostgreSQL log; each follows it and repeats a command that met another's.
public final class Ledger<State: LedgerState>: Sendable {
  public let store: any RecordStore
  private let queue = DispatchQueue(label: "denchi.ledger")
  private let shared: Mutex<Snapshot<State>>
  private let waiting = Mutex<[Pending<State>]>([])
  private let observers = Mutex<[@Sendable (Snapshot<State>) -> Void]>([])
  private let clock: @Sendable () -> Timestamp

  /// Opens a log: reads the derived tables and applies what is newer in the log.
  /// - Parameters:
  ///   - clock: the time of new records, for tests.
  /// - Throws: `StoreError.damaged` if the log's end does not hold together.
  public init(store: any RecordStore, clock: @escaping @Sendable () -> Timestamp = { .now }) throws {
    self.store = store
    self.clock = clock
    var documents: [Document] = []
    let count = try store.documents { documents.append($0) }
    var snapshot: Snapshot<State>
    if count > 0, let state = try? State(documents: documents),
      let last = try store.records(from: count, limit: 1).first, let record = Record(stored: last)
    {
      snapshot = Snapshot(state: state, count: count, hash: last.hash, time: record.time)
    } else {
      snapshot = Snapshot(state: State(), count: 0, hash: .zero, time: Timestamp(milliseconds: 0))
    }
    try snapshot.follow(store)
    _ = snapshot.state.takeChanges()
    shared = Mutex(snapshot)
  }

  /// The state after the last durable record.
  public var current: Snapshot<State> { shared.withLock { $0 } }

  /// Calls `observer` after every commit, in order, on the ledger's own thread: it must be quick.
  public func observe(_ observer: @escaping @Sendable (Snapshot<State>) -> Void) {
    observers.withLock { $0.append(observer) }
  }

  /// Runs a command: it reads `transaction.state`, refuses by throwing, or records what is to be. Returns when
  /// the records are durable.
  /// - Throws: what the command throws (then nothing is recorded), `StoreError.unavailable`.
  public func commit<Result: Sendable>(
    actor: String, _ command: @escaping @Sendable (inout Transaction<State>) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let pending = Pending<State>(actor: actor) { transaction in
        let result = Swift.Result { try command(&transaction) }
        return (
          { (failure: (any Error)?) in
            if let failure {
              continuation.resume(throwing: failure)
            } else {
              continuation.resume(with: result)
            }
          },
          { if case .failure = result { false } else { true } }()
        )
      }
      let first = waiting.withLock { queue in
        queue.append(pending)
        return queue.count == 1
      }
      if first { queue.async { self.commitWaiting() } }
    }
  }

  /// Takes in what other processes have appended.
  public func refresh() async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      queue.async {
        continuation.resume(
          with: Result {
            var snapshot = self.current
            let count = snapshot.count
            try snapshot.follow(self.store)
            if snapshot.count > count {
              _ = snapshot.state.takeChanges()
              self.publish(snapshot)
            }
          })
      }
    }
  }

  private func publish(_ snapshot: Snapshot<State>) {
    shared.withLock { $0 = snapshot }
    for observer in observers.withLock({ $0 }) { observer(snapshot) }
  }

  private func commitWaiting() {
    let commands = waiting.withLock { queue in
      defer { queue = [] }
      return queue
    }
    guard !commands.isEmpty else { return }
    var attempts = 0
    while true {
      var transaction = Transaction(snapshot: current, time: max(clock(), current.time))
      var answers: [((any Error)?) -> Void] = []
      for command in commands {
        let before = transaction
        transaction.actor = command.actor
        let (answer, succeeded) = command.run(&transaction)
        if !succeeded { transaction = before }
        answers.append(answer)
      }
      do {
        let changes = transaction.snapshot.state.takeChanges()
        if !transaction.records.isEmpty {
          try store.append(transaction.records, documents: changes, expected: current.count)
          publish(transaction.snapshot)
        }
        for answer in answers { answer(nil) }
        return
      } catch StoreError.conflict where attempts < 100 {
        attempts += 1
        do {
          var snapshot = current
          try snapshot.follow(store)
          _ = snapshot.state.takeChanges()
          publish(snapshot)
        } catch {
          for answer in answers { answer(error) }
          return
        }
      } catch {
        for answer in answers { answer(error) }
        return
      }
    }
  }
}

/// A state, and how much of the log it has taken in.
public struct Snapshot<State: LedgerState>: Sendable {
  public internal(set) var state: State
  /// How many records it has taken in.
  public internal(set) var count: Int64
  /// The hash of the last of them.
  public internal(set) var hash: Digest
  /// The time of the last of them.
  public internal(set) var time: Timestamp

  mutating func follow(_ store: any RecordStore) throws {
    while true {
      let batch = try store.records(from: count + 1, limit: 1000)
      if batch.isEmpty { return }
      for stored in batch {
        guard let record = Record(stored: stored), record.sequence == count + 1, record.previous == hash,
          Digest.leaf(stored.text) == stored.hash
        else { throw StoreError.damaged("record \(count + 1) does not follow the one before") }
        try state.apply(record)
        count = record.sequence
        hash = stored.hash
        time = record.time
      }
    }
  }
}

/// A command at work: the state as it will be, and the records that make it so.
public struct Transaction<State: LedgerState> {
  var snapshot: Snapshot<State>
  var records: [StoredRecord] = []
  /// The time all records of this commit get.
  public let time: Timestamp
  public internal(set) var actor = "node"

  init(snapshot: Snapshot<State>, time: Timestamp) {
    self.snapshot = snapshot
    self.time = time
  }

  /// The state with everything recorded so far taken in.
  public var state: State { snapshot.state }
  /// The number the next record will get.
  public var nextSequence: Int64 { snapshot.count + 1 }

  /// Appends a record and takes it into the state.
  public mutating func record(_ type: String, _ body: JSONValue) throws {
    let record = Record(
      sequence: snapshot.count + 1, time: time, type: type, actor: actor, body: body, previous: snapshot.hash)
    let text = record.text
    try snapshot.state.apply(record)
    snapshot.count = record.sequence
    snapshot.hash = .leaf(text)
    snapshot.time = time
    records.append(StoredRecord(sequence: record.sequence, text: text, hash: snapshot.hash))
  }
}

/// A command in the queue. `run` gives the way to answer its caller, and whether it succeeded.
struct Pending<State: LedgerState>: Sendable {
  let actor: String
  let run: @Sendable (inout Transaction<State>) -> (answer: ((any Error)?) -> Void, succeeded: Bool)
}

extension Record {
  /// Reads a stored text back; nil if it is not one that `text` wrote.
  public init?(stored: StoredRecord) {
    guard let value = try? JSONValue(parsing: stored.text), let sequence = value["sequence"]?.number,
      let time = value["time"]?.string.flatMap({ Timestamp($0) }), let type = value["type"]?.string,
      let actor = value["actor"]?.string, let body = value["body"],
      let previous = value["previous"]?.string.flatMap({ Digest($0) })
    else { return nil }
    self.init(
      sequence: Int64(sequence), time: time, type: type, actor: actor, body: body, previous: previous)
  }
}
