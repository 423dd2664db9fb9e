extension Snapshot {
  /// The state at the end of a store's log, from its documents where these can be read.
  init(opening store: any RecordStore, tree: MerkleTree) throws {
    if let snapshot = try Snapshot(documentsOf: store, tree: tree) {
      self = snapshot
      try follow(store)
    } else {
      self.init()
      try follow(store)
      try keepDocuments(in: store)
    }
    _ = state.takeChanges()
  }

  /// The state that a store's documents tell; nil where they have to be derived anew.
  private init?(documentsOf store: any RecordStore, tree: MerkleTree) throws {
    var documents: [Document] = []
    let count = try store.documents { documents.append($0) }
    guard count > 0, let state = try? State(documents: documents) else { return nil }
    guard let stored = try store.records(from: count, limit: 1).first, let record = Record(stored: stored),
      Digest.leaf(stored.text) == stored.hash, record.sequence == count
    else { throw StoreError.damaged("record \(count) cannot be read") }
    self.init(
      state: state, hash: stored.hash, time: record.time,
      tree: try Snapshot.frontier(of: store, size: count, tree: tree))
  }

  /// The Merkle tree of a store's first records: from the last checkpoint on where there is one, so that only
  /// what came since is read; else from the hashes of all.
  private static func frontier(of store: any RecordStore, size: Int64, tree: MerkleTree) throws
    -> MerkleFrontier
  {
    guard let stored = try store.lastCheckpoint(), stored.size <= size,
      try store.secret(CheckpointKey.secretName) != nil,
      let checkpoint = try? Checkpoint(note: stored.note, key: CheckpointKey(of: store).verifier),
      var frontier = stored.frontier(root: checkpoint.root)
    else { return try tree.frontier(size: size) }
    while frontier.size < size {
      let hashes = try store.hashes(from: frontier.size + 1, limit: Int(min(10_000, size - frontier.size)))
      guard !hashes.isEmpty else { throw StoreError.damaged("record \(frontier.size + 1) is missing") }
      for hash in hashes { frontier.append(hash) }
    }
    return frontier
  }

  /// Writes the documents anew where the log ends with this state; else another process has gone on, and a
  /// later opening will see to it.
  private func keepDocuments(in store: any RecordStore) throws {
    guard store.canAppend else { return }
    do {
      try store.replaceDocuments(state.allDocuments, at: count)
    } catch StoreError.conflict {
      return
    }
  }
}
