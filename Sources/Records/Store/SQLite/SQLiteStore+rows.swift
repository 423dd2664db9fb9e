import Foundation
import GRDB

/// Statements on the tables, inside a transaction that the caller holds.
extension SQLiteStore {
  static func head(_ database: Database) throws -> (count: Int64, hash: Digest) {
    let statement = try database.cachedStatement(
      sql: "SELECT sequence, hash FROM records ORDER BY sequence DESC LIMIT 1")
    guard let row = try Row.fetchOne(statement) else { return (0, .zero) }
    return (row[0], try digest(row, 1))
  }

  static func records(from first: Int64, limit: Int, _ database: Database) throws -> [StoredRecord] {
    let statement = try database.cachedStatement(
      sql: "SELECT sequence, text, hash FROM records WHERE sequence >= ? ORDER BY sequence LIMIT ?")
    let rows = try Row.fetchCursor(statement, arguments: [first, limit])
    var records: [StoredRecord] = []
    while let row = try rows.next() {
      records.append(
        StoredRecord(sequence: row[0], text: try bytes(row, 1), hash: try digest(row, 2)))
    }
    return records
  }

  static func insert(_ records: [StoredRecord], _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT INTO records (sequence, text, hash) VALUES (?, ?, ?)")
    for record in records {
      try statement.execute(arguments: [record.sequence, Data(record.text), Data(record.hash.bytes)])
    }
  }

  static func change(_ documents: [DocumentChange], _ database: Database) throws {
    guard !documents.isEmpty else { return }
    let put = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO documents (kind, key, body) VALUES (?, ?, ?)")
    let remove = try database.cachedStatement(sql: "DELETE FROM documents WHERE kind = ? AND key = ?")
    for change in documents {
      if let body = change.body {
        try put.execute(arguments: [change.kind, Data(change.key.utf8), Data(body)])
      } else {
        try remove.execute(arguments: [change.kind, Data(change.key.utf8)])
      }
    }
  }

  /// The bytes of a column.
  static func bytes(_ row: Row, _ column: Int) throws -> [UInt8] {
    try row.withUnsafeData(atIndex: column) { $0.map { Array($0) } ?? [] }
  }

  /// The hash in a column.
  static func digest(_ row: Row, _ column: Int) throws -> Digest {
    guard let digest = try row.withUnsafeData(atIndex: column, { $0.flatMap { Digest(bytes: $0) } }) else {
      throw StoreError.damaged("a hash in the database does not have 32 bytes")
    }
    return digest
  }
}
