/// A row of a derived table: JSON under a kind and a key. Can be lost: the log gives it back.
public struct Document: Sendable, Hashable {
  /// The table.
  public let kind: String
  /// The row's name, unique in the table.
  public let key: String
  /// The JSON.
  public let body: [UInt8]

  /// A row of a derived table.
  public init(kind: String, key: String, body: [UInt8]) {
    self.kind = kind
    self.key = key
    self.body = body
  }
}

/// A document written anew, or removed (`body` nil).
public struct DocumentChange: Sendable, Hashable {
  /// The table.
  public let kind: String
  /// The row's name, unique in the table.
  public let key: String
  /// The JSON; nil where the row is removed.
  public let body: [UInt8]?

  /// A change of a derived table.
  public init(kind: String, key: String, body: [UInt8]?) {
    self.kind = kind
    self.key = key
    self.body = body
  }
}
