extension PostgresStore {
  /// Every derived document, and how many records they are derived from.
  public func documents(_ body: (Document) throws -> Void) throws -> Int64 {
    // Not run again where the connection is lost half-way: `body` has seen some by then.
    do {
      return try pool.once { connection in
        try connection.transaction("ISOLATION LEVEL REPEATABLE READ READ ONLY") {
          try PostgresStore.documents(connection, body)
        }
      }
    } catch let error as PostgresError {
      throw error.storeError
    }
  }

  /// The documents as of the transaction that the caller holds.
  static func documents(_ connection: PostgresConnection, _ body: (Document) throws -> Void) throws -> Int64 {
    let complete = try connection.run("SELECT value FROM denchi.state WHERE name = 'documents complete'")
    guard complete.count == 1, complete.integer(0, 0) == 1 else { return 0 }
    try connection.script("DECLARE rows BINARY CURSOR FOR SELECT kind, key, body FROM denchi.documents")
    while true {
      let rows = try connection.run("FETCH 1000 FROM rows")
      for row in 0..<rows.count {
        try body(Document(kind: rows.text(row, 0), key: rows.text(row, 1), body: rows.bytes(row, 2)))
      }
      if rows.count < 1000 { break }
    }
    return try head(connection).count
  }

  /// Replaces all documents.
  public func replaceDocuments(_ documents: [Document], at count: Int64) throws {
    try use { connection in
      try connection.transaction {
        try connection.run("SELECT pg_advisory_xact_lock($1)", .integer(PostgresSchema.appendLock))
        guard try PostgresStore.head(connection).count == count else { throw StoreError.conflict }
        try connection.run("DELETE FROM denchi.documents")
        try PostgresStore.insert(documents, connection)
        try connection.run("UPDATE denchi.state SET value = 1 WHERE name = 'documents complete'")
      }
    }
  }

  /// Inserts documents, in parts that fit into a message.
  static func insert(_ documents: [Document], _ connection: PostgresConnection) throws {
    for start in stride(from: 0, to: documents.count, by: 1000) {
      let part = documents[start..<min(start + 1000, documents.count)]
      try connection.run(
        "INSERT INTO denchi.documents SELECT * FROM unnest($1, $2, $3)", .texts(part.map(\.kind)),
        .byteStrings(part.map { Array($0.key.utf8) }), .byteStrings(part.map(\.body)))
    }
  }

  /// Keeps an attachment under the SHA-256 of its content.
  public func putAttachment(_ content: [UInt8]) throws -> Digest {
    let digest = Digest.content(content)
    try use { connection in
      _ = try connection.run(
        "INSERT INTO denchi.attachments VALUES ($1, $2) ON CONFLICT DO NOTHING", .bytes(digest.bytes),
        .bytes(content))
    }
    return digest
  }

  /// The content of an attachment.
  public func attachment(_ digest: Digest) throws -> [UInt8]? {
    try use { connection in
      let rows = try connection.run(
        "SELECT content FROM denchi.attachments WHERE digest = $1", .bytes(digest.bytes))
      return rows.count == 0 ? nil : rows.bytes(0, 0)
    }
  }

  /// The digests of all attachments.
  public func attachments() throws -> [Digest] {
    try use { connection in
      let rows = try connection.run("SELECT digest FROM denchi.attachments")
      return try (0..<rows.count).map { try rows.digest($0, 0) }
    }
  }

  /// A secret by its name.
  public func secret(_ name: String) throws -> [UInt8]? {
    try use { connection in
      let rows = try connection.run("SELECT value FROM denchi.secrets WHERE name = $1", .text(name))
      return rows.count == 0 ? nil : rows.bytes(0, 0)
    }
  }

  /// Keeps or removes a secret.
  public func putSecret(_ name: String, _ value: [UInt8]?) throws {
    _ = try use { connection in
      if let value {
        try connection.run(
          """
          INSERT INTO denchi.secrets VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value
          """, .text(name), .bytes(value))
      } else {
        try connection.run("DELETE FROM denchi.secrets WHERE name = $1", .text(name))
      }
    }
  }

  /// A secret by its name, made where there is none.
  public func secret(_ name: String, orPut value: [UInt8]) throws -> [UInt8] {
    try use { connection in
      _ = try connection.run(
        "INSERT INTO denchi.secrets VALUES ($1, $2) ON CONFLICT DO NOTHING", .text(name), .bytes(value))
    }
    return try secret(name) ?? value
  }

  /// Every secret whose name starts with a prefix.
  public func secrets(prefix: String) throws -> [(name: String, value: [UInt8])] {
    try use { connection in
      let rows = try connection.run(
        "SELECT name, value FROM denchi.secrets WHERE starts_with(name, $1)", .text(prefix))
      return (0..<rows.count).map { (rows.text($0, 0), rows.bytes($0, 1)) }
    }
  }

  /// Keeps a checkpoint.
  public func putCheckpoint(_ checkpoint: StoredCheckpoint) throws {
    try use { connection in
      _ = try connection.run(
        "INSERT INTO denchi.checkpoints VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        .integer(checkpoint.size),
        .text(checkpoint.note), .bytes(checkpoint.peaks))
    }
  }

  /// Checkpoints in order, after a size.
  public func checkpoints(after size: Int64, limit: Int) throws -> [StoredCheckpoint] {
    try use { connection in
      let rows = try connection.run(
        "SELECT size, note, peaks FROM denchi.checkpoints WHERE size > $1 ORDER BY size LIMIT $2",
        .integer(size),
        .integer(Int64(limit)))
      return (0..<rows.count).map { PostgresStore.checkpoint(rows, $0) }
    }
  }

  private static func checkpoint(_ rows: PostgresResult, _ row: Int) -> StoredCheckpoint {
    StoredCheckpoint(size: rows.integer(row, 0), note: rows.text(row, 1), peaks: rows.bytes(row, 2))
  }

  /// The newest checkpoint.
  public func lastCheckpoint() throws -> StoredCheckpoint? {
    try use { connection in
      let rows = try connection.run(
        "SELECT size, note, peaks FROM denchi.checkpoints ORDER BY size DESC LIMIT 1")
      return rows.count == 0 ? nil : PostgresStore.checkpoint(rows, 0)
    }
  }
}
