import Values

/// Checks everything a store holds against everything else: the whole log is read and applied once.
public struct LogVerifier<State: LedgerState> {
  private let store: any RecordStore
  private let key: VerifierKey?

  /// - Parameter key: the public key that checkpoints must be signed with; nil for the one in the store.
  public init(store: any RecordStore, key: VerifierKey? = nil) {
    self.store = store
    self.key = key
  }

  /// Checks; what is appended meanwhile is left out.
  /// - Parameter progress: told how much is done, from 0 to 1.
  public func run(progress: (Double) -> Void = { _ in }) throws -> VerificationReport {
    var report = VerificationReport()
    var stored: [Document] = []
    let derived = try store.documents { stored.append($0) }
    let head = try store.head()
    let checkpoints = try readCheckpoints(&report)
    var walk = Walk<State>(derived: derived, checkpoints: checkpoints)
    var next: Int64 = 1
    while next <= head.count {
      let batch = try store.records(from: next, limit: Int(min(1000, head.count - next + 1)))
      guard !batch.isEmpty else { break }
      for record in batch { walk.take(record, &report) }
      next += Int64(batch.count)
      progress(Double(next) / Double(head.count) * 0.95)
    }
    report.records = walk.tree.size
    report.root = walk.tree.root
    if walk.last != head.hash { report.add("the log does not end with the record that was its last") }
    for checkpoint in checkpoints where checkpoint.size > walk.tree.size {
      report.add("there is a checkpoint of \(checkpoint.size) records, and only \(walk.tree.size) are there")
    }
    compare(stored, derived: derived, with: walk, &report)
    for digest in try store.attachments() {
      report.attachments += 1
      if try store.attachment(digest).map({ Digest.content($0) }) != digest {
        report.add("attachment \(digest): its content has another hash")
      }
    }
    progress(1)
    return report
  }

  private func readCheckpoints(_ report: inout VerificationReport) throws -> [Checkpoint] {
    let stored = try store.checkpoints(after: -1, limit: .max)
    guard !stored.isEmpty else { return [] }
    guard
      let key = try key
        ?? (store.secret(CheckpointKey.secretName) == nil ? nil : CheckpointKey(of: store).verifier)
    else {
      report.add("there are checkpoints, and the key that they were signed with is missing")
      return []
    }
    report.key = key
    var checkpoints: [Checkpoint] = []
    for one in stored {
      report.checkpoints += 1
      do {
        let checkpoint = try Checkpoint(note: one.note, key: key)
        guard checkpoint.size == one.size else { throw ProofError("it is of \(checkpoint.size) records") }
        checkpoints.append(checkpoint)
        if one.frontier(root: checkpoint.root) == nil { throw ProofError("its subtrees have another root") }
      } catch let error as ProofError {
        report.add("checkpoint of \(one.size) records: \(error)")
      }
    }
    return checkpoints
  }

  private func compare(
    _ stored: [Document], derived: Int64, with walk: Walk<State>, _ report: inout VerificationReport
  ) {
    report.documents = stored.count
    guard let documents = walk.documents else {
      if derived == 0, walk.tree.size > 0 {
        report.add("the derived tables are missing: run 'denchi records rebuild'")
      } else if walk.tree.size > 0 {
        report.add("the derived tables were not compared: not all records could be applied")
      }
      return
    }
    for difference in DocumentDifference.between(stored, and: documents) {
      report.add("\(difference): run 'denchi records rebuild'")
    }
  }
}

/// The way through the log, record by record.
private struct Walk<State: LedgerState> {
  var tree = MerkleFrontier()
  var last = Digest.zero
  /// The documents after as many records as the stored ones are derived from.
  var documents: [Document]?
  private var time = Timestamp(milliseconds: 0)
  private var state: State? = State()
  private let derived: Int64
  private var checkpoints: ArraySlice<Checkpoint>

  init(derived: Int64, checkpoints: [Checkpoint]) {
    self.derived = derived
    self.checkpoints = checkpoints[...]
    checkRoots()
    if derived == 0 { documents = nil }
  }

  mutating func take(_ stored: StoredRecord, _ report: inout VerificationReport) {
    let number = tree.size + 1
    let hash = Digest.leaf(stored.text)
    if stored.sequence != number { report.add("record \(number) is missing: \(stored.sequence) follows") }
    if hash != stored.hash { report.add("record \(number): its text has another hash than the stored one") }
    if let record = Record(stored: stored) {
      if record.text != stored.text { report.add("record \(number): its text is not canonical JSON") }
      if record.sequence != number { report.add("record \(number): it says it is \(record.sequence)") }
      if record.previous != last { report.add("record \(number): it does not follow the one before") }
      if record.time < time { report.add("record \(number): it is older than the one before") }
      time = max(time, record.time)
      do {
        try state?.apply(record)
      } catch {
        report.add("record \(number): it cannot be applied: \(error)")
        state = nil
      }
    } else {
      report.add("record \(number): its text is no record")
      state = nil
    }
    tree.append(hash)
    // What follows says what was stored when it was appended.
    last = stored.hash
    _ = state?.takeChanges()
    if tree.size == derived { documents = state?.allDocuments }
    for size in checkRoots() { report.add("checkpoint of \(size) records: the records have another root") }
  }

  /// The sizes of the checkpoints reached now whose root is not the tree's.
  @discardableResult
  private mutating func checkRoots() -> [Int64] {
    var wrong: [Int64] = []
    while let checkpoint = checkpoints.first, checkpoint.size <= tree.size {
      if checkpoint.size == tree.size, checkpoint.root != tree.root { wrong.append(checkpoint.size) }
      checkpoints.removeFirst()
    }
    return wrong
  }
}
