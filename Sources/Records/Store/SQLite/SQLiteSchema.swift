import Foundation
import GRDB
import GRDBSQLite

/// The tables of a SQLite file, and what has to be set on each connection to it.
enum SQLiteSchema {
  /// "DNCH": marks the file as ours.
  private static let application: Int32 = 0x444E_4348
  /// The form of the tables.
  private static let version: Int32 = 1

  private static let tables = """
    CREATE TABLE records (sequence INTEGER PRIMARY KEY, text BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
    CREATE TABLE documents (
      kind TEXT NOT NULL, key BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE attachments (digest BLOB PRIMARY KEY, content BLOB NOT NULL) STRICT;
    CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL, peaks BLOB NOT NULL) STRICT;
    CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO state VALUES ('documents complete', 1);
    """

  /// - Throws: `StoreError.unavailable` for a file that is not ours or was written by a later version.
  static func check(_ database: Database, path: String) throws {
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if application == SQLiteSchema.application {
      guard version <= SQLiteSchema.version else {
        throw StoreError.unavailable(
          "\(path) was written by a newer version of Denchi (form \(version)); "
            + "this one knows forms up to \(SQLiteSchema.version): install the newer version")
      }
    } else if try application != 0 || version != 0
      || Bool.fetchOne(database, sql: "SELECT count(*) > 0 FROM sqlite_master WHERE name NOT LIKE 'grdb%'")
        == true
    {
      throw StoreError.unavailable("\(path) is a database of another program: give another path")
    }
  }

  /// Whether the file's header says that it has a write-ahead log (SQLite's file format, 1.3.3).
  static func isInWALMode(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path), let header = try? file.read(upToCount: 20) else {
      return false
    }
    return header.count == 20 && header[18] == 2
  }

  /// Makes the tables where there are none.
  static func make(_ database: Database) throws {
    try database.inTransaction(.immediate) {
      if try !database.tableExists("records") {
        try database.execute(sql: tables)
        try database.execute(sql: "PRAGMA application_id = \(application)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
      }
      return .commit
    }
  }

  /// Has the write-ahead log stay when the last connection is closed.
  static func keepLogFile(_ database: Database) {
    var flag: CInt = 1
    sqlite3_file_control(database.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &flag)
  }

  /// Fills the write-ahead log up to a size, by a transaction that is too large for the cache and rolled back.
  static func growLog(_ database: Database, path: String, size: Int) throws {
    // A checkpoint every 16 MB: the log starts again from its beginning long before its end.
    try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
    let length = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    guard length < size else { return }
    let cache = try Int.fetchOne(database, sql: "PRAGMA cache_size") ?? -2000
    try database.execute(sql: "PRAGMA cache_size = 16")
    defer { try? database.execute(sql: "PRAGMA cache_size = \(cache)") }
    try database.inTransaction(.immediate) {
      try database.execute(sql: "CREATE TABLE filler (content BLOB)")
      for _ in 0..<(size >> 20) {
        try database.execute(sql: "INSERT INTO filler VALUES (zeroblob(1048576))")
      }
      return .rollback
    }
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
