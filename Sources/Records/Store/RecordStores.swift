/// Opens stores by where they are.
public enum RecordStores {
  /// What a process does with a store.
  public enum Use: Sendable {
    /// Appends records. Only one process may use a SQLite file so; any number a PostgreSQL database.
    case own
    /// Reads, also while another process appends, and may add checkpoints.
    case read
  }

  /// Opens a store, making it where it is not there yet and is to be owned.
  /// - Parameter location: the path of a SQLite file, or `postgresql://user@host:port/database`.
  /// - Throws: `StoreError.unavailable` with a sentence that says what is wrong.
  public static func open(_ location: String, for use: Use = .own) throws -> any RecordStore {
    if isPostgres(location) { return try PostgresStore(url: location) }
    return try SQLiteStore(path: location, for: use)
  }

  /// Whether the location is the address of a PostgreSQL database.
  public static func isPostgres(_ location: String) -> Bool {
    location.hasPrefix("postgresql://") || location.hasPrefix("postgres://")
  }
}
