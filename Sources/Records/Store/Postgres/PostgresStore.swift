import Foundation

/// Records in a PostgreSQL database, which several processes may share.
public final class PostgresStore: RecordStore {
  let pool: PostgresPool
  /// How long to try to find out whether an append was done whose answer was lost, in seconds.
  private let patience: TimeInterval

  /// Opens a database, making the tables in its schema `denchi` where there are none.
  /// - Parameters:
  ///   - url: `postgresql://user:password@host:port/database`, with any option that libpq knows.
  ///   - connections: the most connections open at a time.
  ///   - patience: how long to wait, in seconds, for a server that was lost during a commit, to see its outcome.
  /// - Throws: `StoreError.unavailable` with a sentence that says what is wrong.
  public init(url: String, connections: Int = 8, patience: TimeInterval = 30) throws {
    self.patience = patience
    pool = PostgresPool(url: url, size: connections)
    try use { try PostgresSchema.make($0) }
  }

  /// Whether records can be appended.
  public var canAppend: Bool { true }

  /// How many records there are, and the hash of the last.
  public func head() throws -> (count: Int64, hash: Digest) {
    try use { try PostgresStore.head($0) }
  }

  static func head(_ connection: PostgresConnection) throws -> (count: Int64, hash: Digest) {
    let rows = try connection.run("SELECT sequence, hash FROM denchi.records ORDER BY sequence DESC LIMIT 1")
    return rows.count == 0 ? (0, .zero) : (rows.integer(0, 0), try rows.digest(0, 1))
  }

  /// Appends records and changes documents: all of it or nothing.
  public func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws {
    var changes: [DocumentName: DocumentChange] = [:]
    for change in documents { changes[DocumentName(kind: change.kind, key: Array(change.key.utf8))] = change }
    let rows = Array(changes)
    var backend: Int32?
    do {
      let done = try pool.once { connection in
        backend = connection.backend
        return try connection.run(
          "SELECT denchi.append($1, $2, $3, $4, $5, $6, $7)", .integer(expected),
          .integers(records.map(\.sequence)), .byteStrings(records.map(\.text)),
          .byteStrings(records.map(\.hash.bytes)), .texts(rows.map(\.key.kind)),
          .byteStrings(rows.map(\.key.key)), .byteStrings(rows.map(\.value.body))
        ).integer(0, 0)
      }
      guard done == 1 else { throw StoreError.conflict }
    } catch let error as PostgresError {
      guard error.isConnectionLost, let backend else { throw error.storeError }
      try resolve(records, expected: expected, backend: backend, after: error)
    }
  }

  /// Finds out whether an append was done whose answer was lost with the connection.
  /// - Throws: why it was not.
  private func resolve(
    _ records: [StoredRecord], expected: Int64, backend: Int32, after lost: PostgresError
  ) throws {
    let end = Date(timeIntervalSinceNow: patience)
    while true {
      do {
        let found = try pool.once { connection in
          // The server may still be at it, or have it before it: what it has not done it shall not do.
          try connection.run(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE pid = $1 AND usename = current_user AND pid <> pg_backend_pid() AND application_name = 'denchi'
            """, .integer(Int64(backend)))
          try connection.run("SELECT pg_advisory_lock($1)", .integer(PostgresSchema.appendLock))
          defer {
            _ = try? connection.run("SELECT pg_advisory_unlock($1)", .integer(PostgresSchema.appendLock))
          }
          return try PostgresStore.records(from: expected + 1, limit: records.count, connection)
        }
        if found.map(\.hash) == records.map(\.hash) { return }
        throw found.isEmpty ? lost.storeError : StoreError.conflict
      } catch let error as PostgresError {
        guard Date() < end else {
          throw StoreError.unavailable(
            "PostgreSQL was lost during a commit and is not back: whether it was done shows when it is. "
              + "\(error.storeError)")
        }
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  /// Records in order, from a number on.
  public func records(from first: Int64, limit: Int) throws -> [StoredRecord] {
    try use { try PostgresStore.records(from: first, limit: limit, $0) }
  }

  static func records(
    from first: Int64, limit: Int, _ connection: PostgresConnection
  ) throws -> [StoredRecord] {
    let rows = try connection.run(
      "SELECT sequence, text, hash FROM denchi.records WHERE sequence >= $1 ORDER BY sequence LIMIT $2",
      .integer(first), .integer(Int64(limit)))
    return try (0..<rows.count).map {
      StoredRecord(sequence: rows.integer($0, 0), text: rows.bytes($0, 1), hash: try rows.digest($0, 2))
    }
  }

  /// Leaf hashes in order, from a number on.
  public func hashes(from first: Int64, limit: Int) throws -> [Digest] {
    try use { connection in
      let rows = try connection.run(
        "SELECT hash FROM denchi.records WHERE sequence >= $1 ORDER BY sequence LIMIT $2",
        .integer(first), .integer(Int64(limit)))
      return try (0..<rows.count).map { try rows.digest($0, 0) }
    }
  }

  /// Ends the use of the store.
  public func close() { pool.closeIdle() }

  /// Runs what may be run twice.
  func use<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
    do {
      return try pool.use(body)
    } catch let error as PostgresError {
      throw error.storeError
    }
  }
}

/// A document's kind and key, its key as bytes: PostgreSQL's text cannot hold every string.
struct DocumentName: Hashable {
  let kind: String
  let key: [UInt8]
}
