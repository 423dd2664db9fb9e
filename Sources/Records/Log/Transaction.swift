import Values

/// A command at work: the state as it will be, and the records that make it so.
public struct Transaction<State: LedgerState> {
  var snapshot: Snapshot<State>
  var records: [StoredRecord] = []
  /// How many bytes the records have.
  var size = 0
  /// Why a record could not be applied: the state is then half changed, and the command fails whatever it does.
  var failure: (any Error)?
  /// The time all records of this commit get.
  public let time: Timestamp
  /// Who does it.
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
  /// - Throws: where the state cannot take it in; nothing of the command is recorded then.
  public mutating func record(_ type: String, _ body: JSONValue) throws {
    let record = Record(
      sequence: nextSequence, time: time, type: type, actor: actor, body: body, previous: snapshot.hash)
    let text = record.text
    let hash = Digest.leaf(text)
    do {
      try snapshot.take(record, hash: hash)
    } catch {
      failure = error
      throw error
    }
    records.append(StoredRecord(sequence: record.sequence, text: text, hash: hash))
    size += text.count
  }
}
