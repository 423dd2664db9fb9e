import GRDB

extension SQLiteStore {
  /// An error of SQLite in words for an operator.
  static func storeError(_ error: any Error, path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    let message = error.message ?? "no further message"
    switch error.resultCode {
    case .SQLITE_FULL:
      return StoreError.unavailable("the disk is full: make room for \(path)")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return StoreError.unavailable("\(path) or its folder cannot be written: check who may write there")
    case .SQLITE_CANTOPEN:
      return StoreError.unavailable("\(path) cannot be opened: check that it and its folder can be written")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError.unavailable("\(path) is locked by another process: stop it, or try again")
    case .SQLITE_NOTADB:
      return StoreError.unavailable("\(path) is not a SQLite database: give another path")
    case .SQLITE_CORRUPT:
      return StoreError.damaged("\(path): \(message); restore a backup")
    case .SQLITE_IOERR:
      return StoreError.unavailable(
        "the disk does not do what it is asked for \(path) (full, over a quota, or failing): \(message)")
    default:
      return StoreError.unavailable("\(path): \(message) (SQLite \(error.extendedResultCode.rawValue))")
    }
  }
}
