import Exchange
import HashTreeCollections
import Values

/// Who may do what at this node: users and their roles, keys of machines. Their secrets are kept elsewhere.
public struct People: StatePart {
  public init() {}

  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    false
  }
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] { [] }
  public var allRows: [(kind: String, key: String, body: [UInt8])] { [] }
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool { false }
  public mutating func finishLoading() {}
}
