import Values

extension Ledger {
  /// Makes a signed checkpoint of the records there are now, after checking that the log continues the last
  /// one. Where nothing was added since, that is the last one.
  /// - Parameter origin: the log's name, best `host/path`, if this is its first checkpoint; nil for one made up.
  /// - Throws: `StoreError.damaged` where the log does not continue the last checkpoint.
  @discardableResult
  public func checkpoint(origin: String? = nil) async throws -> Checkpoint {
    try await refresh()
    return try await withCheckedThrowingContinuation { continuation in
      checkpointQueue.async {
        continuation.resume(with: Result { try self.makeCheckpoint(origin: origin) })
      }
    }
  }

  private func makeCheckpoint(origin: String?) throws -> Checkpoint {
    let key = try CheckpointKey(of: store, name: origin)
    let stored = try store.lastCheckpoint()
    let snapshot = current
    let root = snapshot.tree.root
    if let stored {
      let last: Checkpoint
      do {
        last = try Checkpoint(note: stored.note, key: key.verifier)
      } catch {
        throw StoreError.damaged("the checkpoint of \(stored.size) records: \(error)")
      }
      guard last.size <= snapshot.count else {
        throw StoreError.damaged(
          "the last checkpoint is of \(last.size) records, and there are \(snapshot.count): some are missing")
      }
      let proof = try tree.consistencyProof(from: last.size, to: snapshot.count)
      guard proof.holds(firstRoot: last.root, secondRoot: root) else {
        throw StoreError.damaged("the log does not continue the checkpoint of \(last.size) records")
      }
      if last.size == snapshot.count { return last }
    }
    let checkpoint = try Checkpoint(
      size: snapshot.count, root: root, time: max(clock(), snapshot.time), key: key)
    try store.putCheckpoint(
      StoredCheckpoint(size: checkpoint.size, note: checkpoint.note, frontier: snapshot.tree))
    return checkpoint
  }

  /// The proof that a record is in the log, under the last checkpoint or, where that is older, a new one.
  /// - Parameter since: an earlier checkpoint, whose continuation is proved as well.
  /// - Throws: `ProofError` where there is no such record or the earlier checkpoint is not of this log.
  public func proof(of sequence: Int64, since: String? = nil) async throws -> ProofBundle {
    let last = try store.lastCheckpoint()
    let key: CheckpointKey
    var checkpoint: Checkpoint
    if let last, last.size >= sequence {
      key = try CheckpointKey(of: store)
      checkpoint = try Checkpoint(note: last.note, key: key.verifier)
    } else {
      checkpoint = try await self.checkpoint()
      key = try CheckpointKey(of: store)
    }
    guard sequence >= 1, sequence <= checkpoint.size,
      let stored = try store.records(from: sequence, limit: 1).first, stored.sequence == sequence
    else { throw ProofError("there is no record \(sequence): the log has \(current.count)") }
    var growth: ProofBundle.Growth?
    if let since {
      let earlier = try Checkpoint(note: since, key: key.verifier)
      if earlier.size > checkpoint.size { checkpoint = try await self.checkpoint() }
      guard earlier.size <= checkpoint.size else {
        throw ProofError("the earlier checkpoint is of \(earlier.size) records: the log has fewer")
      }
      growth = ProofBundle.Growth(
        checkpoint: since,
        consistency: try tree.consistencyProof(from: earlier.size, to: checkpoint.size))
    }
    return ProofBundle(
      record: String(decoding: stored.text, as: UTF8.self),
      inclusion: try tree.inclusionProof(index: sequence - 1, size: checkpoint.size), checkpoint: checkpoint,
      verifierKey: key.verifier, since: growth)
  }
}
