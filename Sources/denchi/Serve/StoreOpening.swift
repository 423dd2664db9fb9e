import Foundation
import Records

/// Opens the database that a configuration names.
enum StoreOpening {
  /// - Parameter database: the path of a SQLite file, a `postgresql://` address, or `memory`, which keeps nothing.
  /// - Throws: `Failure.unavailable` where it cannot be used.
  static func open(_ database: String) throws -> any RecordStore {
    if database == "memory" { return MemoryStore() }
    do {
      return try RecordStores.open(database)
    } catch let error as StoreError {
      throw Failure.unavailable(error.description)
    }
  }

  /// The database's name for a terminal: without a password.
  static func shown(_ database: String) -> String {
    guard var parts = URLComponents(string: database), parts.scheme?.hasPrefix("postgres") == true else {
      return database
    }
    parts.password = nil
    parts.query = nil
    return parts.string ?? "postgresql"
  }
}
