/// What PostgreSQL, or the way to it, answered instead of a result.
struct PostgresError: Error {
  /// The SQLSTATE; empty where no server answered.
  let state: String
  let message: String
  /// Whether the connection is gone, so that the statement may or may not have been run.
  let isConnectionLost: Bool

  /// In words for an operator.
  var storeError: StoreError {
    let text = message.split(whereSeparator: \.isNewline).joined(separator: "; ")
    switch state {
    case "40001", "40P01": return .conflict
    case "53100": return .unavailable("the disk of PostgreSQL is full: make room for it")
    case "53300": return .unavailable("PostgreSQL has no free connection: raise max_connections")
    case "28P01", "28000": return .unavailable("PostgreSQL does not let this user in: \(text)")
    case "3D000": return .unavailable("PostgreSQL has no such database: make it with createdb (\(text))")
    case "42501":
      return .unavailable(
        "this user may not do that in PostgreSQL: grant it CREATE on the database (\(text))")
    case "XX001", "XX002": return .damaged("PostgreSQL says: \(text)")
    case "": return .unavailable("PostgreSQL does not answer: \(text)")
    default: return .unavailable("PostgreSQL says: \(text) (SQLSTATE \(state))")
    }
  }
}
