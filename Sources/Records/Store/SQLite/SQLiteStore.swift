import Foundation
import GRDB
import Synchronization

/// Records in one SQLite file, in its WAL mode: a commit is durable when `append` returns.
///
/// One process owns the file, guarded by a lock beside it (`NAME.lock`); others may read it meanwhile.
public final class SQLiteStore: RecordStore {
  /// The file.
  public let path: String
  /// Whether records can be appended.
  public let canAppend: Bool
  let pool: DatabasePool
  private let lock: Mutex<ProcessLock?>

  /// Opens a file, making it and the folders on the way where it is not there and is to be owned.
  ///
  /// The write-ahead log is filled once with zeroes: a commit that need not extend a file is durable several
  /// times faster.
  /// - Parameter logSize: bytes the write-ahead log has from the start.
  /// - Throws: `StoreError.unavailable` with a sentence that says what is wrong.
  public init(path: String, for use: RecordStores.Use = .own, logSize: Int = 32 << 20) throws {
    self.path = path
    canAppend = use == .own
    var heldLock: ProcessLock?
    do {
      if use == .own {
        try SQLiteStore.makeFile(path)
        heldLock = try ProcessLock(path: path + ".lock", of: path)
      } else if !FileManager.default.fileExists(atPath: path) {
        throw StoreError.unavailable("\(path) is not there")
      }
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      configuration.maximumReaderCount = 4
      // A backup is not in WAL mode and must stay as it is.
      configuration.readonly = use == .read && !SQLiteSchema.isInWALMode(path)
      configuration.prepareDatabase { database in
        try SQLiteSchema.check(database, path: path)
        SQLiteSchema.keepLogFile(database)
      }
      pool = try DatabasePool(path: path, configuration: configuration)
      try pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
        if use == .own {
          try SQLiteSchema.make(database)
          try SQLiteSchema.growLog(database, path: path + "-wal", size: logSize)
        }
      }
    } catch {
      throw SQLiteStore.storeError(error, path: path)
    }
    lock = Mutex(heldLock)
  }

  /// Makes an empty file that only its owner can read, as there are secrets in it.
  static func makeFile(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StoreError.unavailable("the folder \(folder) cannot be made: \(error.localizedDescription)")
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError.unavailable("\(path) cannot be opened: \(String(cString: strerror(errno)))")
    }
    Foundation.close(descriptor)
  }

  /// How many records there are, and the hash of the last.
  public func head() throws -> (count: Int64, hash: Digest) {
    try read { database in try SQLiteStore.head(database) }
  }

  /// Appends records and changes documents: all of it or nothing.
  public func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws {
    try own { database in
      guard try SQLiteStore.head(database).count == expected else { throw StoreError.conflict }
      try SQLiteStore.insert(records, database)
      try SQLiteStore.change(documents, database)
    }
  }

  /// Records in order, from a number on.
  public func records(from first: Int64, limit: Int) throws -> [StoredRecord] {
    try read { try SQLiteStore.records(from: first, limit: limit, $0) }
  }

  /// Leaf hashes in order, from a number on.
  public func hashes(from first: Int64, limit: Int) throws -> [Digest] {
    try read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT hash FROM records WHERE sequence >= ? ORDER BY sequence LIMIT ?")
      let rows = try Row.fetchCursor(statement, arguments: [first, limit])
      var hashes: [Digest] = []
      while let row = try rows.next() {
        hashes.append(try SQLiteStore.digest(row, 0))
      }
      return hashes
    }
  }

  /// Ends the use of the store.
  public func close() {
    try? pool.close()
    lock.withLock { $0 = nil }
  }

  /// Leaves one file that is complete without a write-ahead log beside it.
  func finish() throws {
    do {
      try pool.close()
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try queue.close()
    } catch {
      throw SQLiteStore.storeError(error, path: path)
    }
  }

  /// Reads, as of one moment.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try pool.read(body)
    } catch {
      throw SQLiteStore.storeError(error, path: path)
    }
  }

  /// Writes in a durable transaction.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try pool.writeWithoutTransaction { database in
        var value: Value?
        try database.inTransaction(.immediate) {
          value = try body(database)
          return .commit
        }
        guard let value else { throw StoreError.unavailable("the transaction was not run") }
        return value
      }
    } catch {
      throw SQLiteStore.storeError(error, path: path)
    }
  }

  /// Writes what only the owner of the file may write.
  func own<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard canAppend else { throw StoreError.unavailable("\(path) was opened for reading only") }
    return try write(body)
  }
}
