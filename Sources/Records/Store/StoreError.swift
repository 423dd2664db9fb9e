/// Why a store did not do what it was asked.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Another process has appended since: follow the log and try again.
  case conflict
  /// The database cannot be used; the sentence says why and what to do, for an operator.
  case unavailable(String)
  /// What is stored is not what was written.
  case damaged(String)

  /// What an operator reads.
  public var description: String {
    switch self {
    case .conflict: "another process has appended records in the meantime"
    case .unavailable(let reason): "the database cannot be used: \(reason)"
    case .damaged(let what): "the records are damaged: \(what)"
    }
  }
}
