import Values

/// A state, and how much of the log it has taken in.
public struct Snapshot<State: LedgerState>: Sendable {
  /// What is known.
  public internal(set) var state: State
  /// The hash of the last record taken in.
  public internal(set) var hash: Digest
  /// The time of the last record taken in.
  public internal(set) var time: Timestamp
  /// The Merkle tree over the records taken in.
  public internal(set) var tree: MerkleFrontier

  /// How many records have been taken in.
  public var count: Int64 { tree.size }

  /// Before the first record.
  init() {
    state = State()
    hash = .zero
    time = Timestamp(milliseconds: 0)
    tree = MerkleFrontier()
  }

  init(state: State, hash: Digest, time: Timestamp, tree: MerkleFrontier) {
    self.state = state
    self.hash = hash
    self.time = time
    self.tree = tree
  }

  /// Takes in what the store has beyond this.
  mutating func follow(_ store: any RecordStore) throws {
    while true {
      let batch = try store.records(from: count + 1, limit: 1000)
      if batch.isEmpty { return }
      for stored in batch { try take(stored) }
    }
  }

  /// Takes in the next record as it is stored.
  /// - Throws: `StoreError.damaged` where it does not follow.
  mutating func take(_ stored: StoredRecord) throws {
    guard Digest.leaf(stored.text) == stored.hash else {
      throw StoreError.damaged("record \(count + 1) does not have the hash that is stored with it")
    }
    guard let record = Record(stored: stored), record.sequence == stored.sequence else {
      throw StoreError.damaged("record \(count + 1) cannot be read")
    }
    guard record.sequence == count + 1, record.previous == hash, record.time >= time else {
      throw StoreError.damaged("record \(count + 1) does not follow the one before")
    }
    try take(record, hash: stored.hash)
  }

  /// Takes in the next record, known to follow.
  mutating func take(_ record: Record, hash: Digest) throws {
    do {
      try state.apply(record)
    } catch {
      throw StoreError.damaged("record \(record.sequence) (\(record.type)) cannot be applied: \(error)")
    }
    self.hash = hash
    time = record.time
    tree.append(hash)
  }
}
