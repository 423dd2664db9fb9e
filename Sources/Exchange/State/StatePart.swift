import Values

/// A part of what a node knows: derived from records, kept in tables of its own.
public protocol StatePart: Sendable {
  init()
  /// Takes a record in; false for a type that is none of this part's.
  /// - Throws: where the body is not what the type says.
  mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool
  /// The rows changed by `apply` since this was last asked.
  mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)]
  /// Every row of every table.
  var allRows: [(kind: String, key: String, body: [UInt8])] { get }
  /// Takes a stored row in; false for a kind that is none of this part's tables.
  mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool
  /// Makes the indexes after all rows are loaded.
  mutating func finishLoading()
}

extension DataSpace: StatePart {
  /// Takes a record in; false for a type that is none of a data space's.
  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    guard let event = try DataSpaceEvent(type: type, body: body) else { return false }
    apply(event, sequence: sequence, time: time)
    return true
  }
}
