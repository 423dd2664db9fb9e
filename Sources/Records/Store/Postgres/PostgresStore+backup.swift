import Foundation
import GRDB

extension PostgresStore {
  /// Writes a copy while the store is in use.
  public func backup(to path: String, progress: @escaping (Double) -> Void) throws {
    try SQLiteStore.makeBackup(path) { part in
      let copy = try SQLiteStore(path: part, logSize: 0)
      defer { copy.close() }
      do {
        try pool.once { connection in
          try connection.transaction("ISOLATION LEVEL REPEATABLE READ READ ONLY") {
            try PostgresStore.copy(connection, to: copy, progress)
          }
        }
      } catch let error as PostgresError {
        throw error.storeError
      }
      try copy.finish()
    }
  }

  /// Copies everything as of the transaction that the caller holds.
  private static func copy(
    _ connection: PostgresConnection, to copy: SQLiteStore, _ progress: @escaping (Double) -> Void
  ) throws {
    let count = try head(connection).count
    var next: Int64 = 1
    while next <= count {
      let batch = try records(from: next, limit: 1000, connection)
      guard let last = batch.last else { throw StoreError.damaged("record \(next) is missing") }
      try copy.own { try SQLiteStore.insert(batch, $0) }
      next = last.sequence + 1
      progress(Double(next - 1) / Double(count))
    }
    var documents: [DocumentChange] = []
    let derived = try self.documents(connection) { document in
      documents.append(DocumentChange(kind: document.kind, key: document.key, body: document.body))
      guard documents.count == 1000 else { return }
      try copy.own { try SQLiteStore.change(documents, $0) }
      documents = []
    }
    try copy.own { database in
      try SQLiteStore.change(documents, database)
      if derived < count {
        try database.execute(sql: "UPDATE state SET value = 0 WHERE name = 'documents complete'")
      }
    }
    let names = try connection.run("SELECT digest FROM denchi.attachments")
    for row in 0..<names.count {
      let content = try connection.run(
        "SELECT content FROM denchi.attachments WHERE digest = $1", .bytes(names.bytes(row, 0)))
      try copy.own { database in
        try database.execute(
          sql: "INSERT INTO attachments VALUES (?, ?)",
          arguments: [Data(names.bytes(row, 0)), Data(content.bytes(0, 0))])
      }
    }
    let secrets = try connection.run("SELECT name, value FROM denchi.secrets")
    let notes = try connection.run("SELECT size, note, peaks FROM denchi.checkpoints")
    try copy.own { database in
      for row in 0..<secrets.count {
        try database.execute(
          sql: "INSERT INTO secrets VALUES (?, ?)",
          arguments: [secrets.text(row, 0), Data(secrets.bytes(row, 1))])
      }
      for row in 0..<notes.count {
        try database.execute(
          sql: "INSERT INTO checkpoints VALUES (?, ?, ?)",
          arguments: [notes.integer(row, 0), notes.text(row, 1), Data(notes.bytes(row, 2))])
      }
    }
  }

  /// Replaces everything by a backup.
  public func restore(from backup: SQLiteStore, progress: @escaping (Double) -> Void) throws {
    pool.closeIdle()
    do {
      let connection = try pool.connect()
      try connection.run("SELECT pg_advisory_unlock_shared($1)", .integer(PostgresSchema.useLock))
      let alone = try connection.run("SELECT pg_try_advisory_lock($1)", .integer(PostgresSchema.useLock))
      guard alone.integer(0, 0) == 1 else {
        throw StoreError.unavailable("another process uses this database: stop every node on it first")
      }
      try connection.transaction { try PostgresStore.fill(connection, from: backup, progress) }
    } catch let error as PostgresError {
      throw error.storeError
    }
  }

  /// Replaces everything, in the transaction that the caller holds.
  private static func fill(
    _ connection: PostgresConnection, from backup: SQLiteStore, _ progress: @escaping (Double) -> Void
  ) throws {
    try connection.script(
      """
      TRUNCATE denchi.records, denchi.documents, denchi.attachments, denchi.secrets, denchi.checkpoints
      """)
    let count = try backup.head().count
    var batch: [StoredRecord] = []
    func insert() throws {
      try connection.run(
        "INSERT INTO denchi.records SELECT * FROM unnest($1, $2, $3)", .integers(batch.map(\.sequence)),
        .byteStrings(batch.map(\.text)), .byteStrings(batch.map(\.hash.bytes)))
      progress(Double(batch.last?.sequence ?? count) / Double(max(count, 1)))
      batch = []
    }
    try backup.forEachRecord(from: 1, through: count) { record in
      batch.append(record)
      if batch.count == 1000 { try insert() }
    }
    try insert()
    var documents: [Document] = []
    let derived = try backup.documents { documents.append($0) }
    try PostgresStore.insert(documents, connection)
    try connection.run(
      "UPDATE denchi.state SET value = $1 WHERE name = 'documents complete'",
      .integer(derived == count ? 1 : 0))
    for digest in try backup.attachments() {
      guard let content = try backup.attachment(digest) else { continue }
      try connection.run(
        "INSERT INTO denchi.attachments VALUES ($1, $2)", .bytes(digest.bytes), .bytes(content))
    }
    for secret in try backup.secrets(prefix: "") {
      try connection.run(
        "INSERT INTO denchi.secrets VALUES ($1, $2)", .text(secret.name), .bytes(secret.value))
    }
    for checkpoint in try backup.checkpoints(after: -1, limit: .max) {
      try connection.run(
        "INSERT INTO denchi.checkpoints VALUES ($1, $2, $3)", .integer(checkpoint.size),
        .text(checkpoint.note),
        .bytes(checkpoint.peaks))
    }
  }
}
