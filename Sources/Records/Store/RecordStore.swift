/// Where records, what is derived from them, attachments and secrets are kept: SQLite or PostgreSQL.
///
/// All calls block until done and may be made from any thread. Each throws `StoreError.unavailable` where the
/// database cannot be used, and `StoreError.damaged` where it holds what was never written.
public protocol RecordStore: Sendable {
  /// Whether this process may append: not where another one owns a SQLite file.
  var canAppend: Bool { get }

  /// How many records there are and the hash of the last (zero for none).
  func head() throws -> (count: Int64, hash: Digest)

  /// Appends records and changes documents in one durable transaction: all of it or nothing.
  /// - Throws: `StoreError.conflict` if the log no longer ends with `expected` records,
  ///   `StoreError.unavailable` if nothing can be written now (disk full, database away); then nothing was.
  func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws

  /// Records `first`, `first` + 1 ..., at most `limit`, in order.
  func records(from first: Int64, limit: Int) throws -> [StoredRecord]

  /// The leaf hashes stored with records `first`, `first` + 1 ..., at most `limit`, in order.
  func hashes(from first: Int64, limit: Int) throws -> [Digest]

  /// Gives the documents, each once, in no order.
  /// - Returns: how many records they are derived from; 0 where they have to be derived anew.
  func documents(_ body: (Document) throws -> Void) throws -> Int64

  /// Replaces all documents: what `rebuild` does.
  /// - Parameter count: how many records they are derived from.
  /// - Throws: `StoreError.conflict` if the log has another number of records.
  func replaceDocuments(_ documents: [Document], at count: Int64) throws

  /// Keeps an attachment under the SHA-256 of its content; twice is once.
  func putAttachment(_ content: [UInt8]) throws -> Digest
  /// The content of an attachment, nil if there is none of this name.
  func attachment(_ digest: Digest) throws -> [UInt8]?
  /// The names of all attachments.
  func attachments() throws -> [Digest]

  /// Small values that must not be in the log, which cannot forget: hashes of passwords and keys.
  func secret(_ name: String) throws -> [UInt8]?
  /// Sets a secret, or removes it (nil).
  func putSecret(_ name: String, _ value: [UInt8]?) throws
  /// Sets a secret if there is none of this name.
  /// - Returns: what is kept: `value`, or what was there, also where another process was first.
  func secret(_ name: String, orPut value: [UInt8]) throws -> [UInt8]
  /// Every secret whose name starts with `prefix`.
  func secrets(prefix: String) throws -> [(name: String, value: [UInt8])]

  /// Keeps a signed checkpoint; one of the same size stays as it is.
  func putCheckpoint(_ checkpoint: StoredCheckpoint) throws
  /// The checkpoints of more than `size` records, the smallest first, at most `limit`.
  func checkpoints(after size: Int64, limit: Int) throws -> [StoredCheckpoint]
  /// The checkpoint of the most records.
  func lastCheckpoint() throws -> StoredCheckpoint?

  /// Writes everything into a new SQLite file, as it was at one moment, while others go on.
  /// - Parameter progress: told how much is done, from 0 to 1.
  func backup(to path: String, progress: @escaping (Double) -> Void) throws

  /// Replaces everything by what a backup holds, in one transaction.
  /// - Parameter progress: told how much is done, from 0 to 1.
  func restore(from backup: SQLiteStore, progress: @escaping (Double) -> Void) throws

  /// Ends the use of the store.
  func close()
}

extension RecordStore {
  /// Calls `body` with every record from `first` to `last`, in order.
  public func forEachRecord(from first: Int64, through last: Int64, _ body: (StoredRecord) throws -> Void)
    throws
  {
    var next = first
    while next <= last {
      let batch = try records(from: next, limit: Int(min(1000, last - next + 1)))
      guard let end = batch.last, batch.first?.sequence == next, end.sequence == next + Int64(batch.count) - 1
      else { throw StoreError.damaged("record \(next) is missing, or one of the \(batch.count) after it") }
      for record in batch { try body(record) }
      next = end.sequence + 1
    }
  }
}
