import Foundation
import GRDB

extension SQLiteStore {
  /// Writes a copy while the store is in use.
  public func backup(to path: String, progress: @escaping (Double) -> Void) throws {
    try SQLiteStore.makeBackup(path) { part in
      do {
        let copy = try DatabaseQueue(path: part)
        try pool.backup(to: copy, pagesPerStep: 4096) { progress($0.completedFraction) }
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
      } catch {
        throw SQLiteStore.storeError(error, path: path)
      }
    }
  }

  /// Replaces everything by a backup.
  public func restore(from backup: SQLiteStore, progress: @escaping (Double) -> Void) throws {
    guard canAppend else { throw StoreError.unavailable("\(path) was opened for reading only") }
    do {
      try backup.pool.backup(to: pool, pagesPerStep: 4096) { progress($0.completedFraction) }
    } catch {
      throw SQLiteStore.storeError(error, path: path)
    }
  }

  /// Makes a backup as `PATH.part` that gets its name when it is complete.
  /// - Throws: `StoreError.unavailable` where there is something at the path already.
  static func makeBackup(_ path: String, _ body: (String) throws -> Void) throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw StoreError.unavailable("\(path) is there already: give a new name")
    }
    let part = path + ".part"
    let extras = [part + "-wal", part + "-shm", part + "-journal", part + ".lock"]
    for file in [part] + extras { unlink(file) }
    do {
      try makeFile(part)
      try body(part)
      let descriptor = open(part, O_RDWR | O_CLOEXEC)
      if descriptor >= 0 {
        fsync(descriptor)
        Foundation.close(descriptor)
      }
      guard rename(part, path) == 0 else {
        throw StoreError.unavailable("\(path) cannot be made: \(String(cString: strerror(errno)))")
      }
    } catch {
      for file in [part] + extras { unlink(file) }
      throw error
    }
    for file in extras { unlink(file) }
  }
}

extension DatabaseBackupProgress {
  fileprivate var completedFraction: Double {
    totalPageCount == 0 ? 1 : Double(completedPageCount) / Double(totalPageCount)
  }
}
