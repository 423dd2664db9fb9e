import Foundation
import GRDB

extension SQLiteStore {
  /// Every derived document, and how many records they are derived from.
  public func documents(_ body: (Document) throws -> Void) throws -> Int64 {
    try read { database in
      let complete = try Bool.fetchOne(
        database, sql: "SELECT value FROM state WHERE name = 'documents complete'")
      guard complete == true else { return 0 }
      let rows = try Row.fetchCursor(database, sql: "SELECT kind, key, body FROM documents")
      while let row = try rows.next() {
        let key = String(decoding: try SQLiteStore.bytes(row, 1), as: UTF8.self)
        try body(Document(kind: row[0], key: key, body: try SQLiteStore.bytes(row, 2)))
      }
      return try SQLiteStore.head(database).count
    }
  }

  /// Replaces all documents.
  public func replaceDocuments(_ documents: [Document], at count: Int64) throws {
    try own { database in
      guard try SQLiteStore.head(database).count == count else { throw StoreError.conflict }
      try database.execute(sql: "DELETE FROM documents")
      try SQLiteStore.change(
        documents.map { DocumentChange(kind: $0.kind, key: $0.key, body: $0.body) }, database)
      try database.execute(sql: "UPDATE state SET value = 1 WHERE name = 'documents complete'")
    }
  }

  /// Keeps an attachment under the SHA-256 of its content.
  public func putAttachment(_ content: [UInt8]) throws -> Digest {
    let digest = Digest.content(content)
    try own { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO attachments (digest, content) VALUES (?, ?)",
        arguments: [Data(digest.bytes), Data(content)])
    }
    return digest
  }

  /// The content of an attachment.
  public func attachment(_ digest: Digest) throws -> [UInt8]? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT content FROM attachments WHERE digest = ?", arguments: [Data(digest.bytes)]
      ).map { try SQLiteStore.bytes($0, 0) }
    }
  }

  /// The digests of all attachments.
  public func attachments() throws -> [Digest] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT digest FROM attachments").map { try SQLiteStore.digest($0, 0) }
    }
  }

  /// A secret by its name.
  public func secret(_ name: String) throws -> [UInt8]? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT value FROM secrets WHERE name = ?", arguments: [name])
        .map { try SQLiteStore.bytes($0, 0) }
    }
  }

  /// Keeps or removes a secret.
  public func putSecret(_ name: String, _ value: [UInt8]?) throws {
    try own { database in
      if let value {
        try database.execute(
          sql: "INSERT OR REPLACE INTO secrets (name, value) VALUES (?, ?)", arguments: [name, Data(value)])
      } else {
        try database.execute(sql: "DELETE FROM secrets WHERE name = ?", arguments: [name])
      }
    }
  }

  /// A secret by its name, made where there is none.
  public func secret(_ name: String, orPut value: [UInt8]) throws -> [UInt8] {
    if let known = try secret(name) { return known }
    try write { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)", arguments: [name, Data(value)])
    }
    return try secret(name) ?? value
  }

  /// Every secret whose name starts with a prefix.
  public func secrets(prefix: String) throws -> [(name: String, value: [UInt8])] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT name, value FROM secrets WHERE substr(name, 1, length(?1)) = ?1",
        arguments: [prefix]
      ).map { ($0[0], try SQLiteStore.bytes($0, 1)) }
    }
  }

  /// Keeps a checkpoint.
  public func putCheckpoint(_ checkpoint: StoredCheckpoint) throws {
    try write { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO checkpoints (size, note, peaks) VALUES (?, ?, ?)",
        arguments: [checkpoint.size, checkpoint.note, Data(checkpoint.peaks)])
    }
  }

  /// Checkpoints in order, after a size.
  public func checkpoints(after size: Int64, limit: Int) throws -> [StoredCheckpoint] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT size, note, peaks FROM checkpoints WHERE size > ? ORDER BY size LIMIT ?",
        arguments: [size, limit]
      ).map { StoredCheckpoint(size: $0[0], note: $0[1], peaks: try SQLiteStore.bytes($0, 2)) }
    }
  }

  /// The newest checkpoint.
  public func lastCheckpoint() throws -> StoredCheckpoint? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT size, note, peaks FROM checkpoints ORDER BY size DESC LIMIT 1")
        .map { StoredCheckpoint(size: $0[0], note: $0[1], peaks: try SQLiteStore.bytes($0, 2)) }
    }
  }
}
