import HashTreeCollections
import Values

/// What a node knows of PACT: partners, footprints published and received, events sent and received.
public struct PactBook: StatePart {
  public init() {}

  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    false
  }
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] { [] }
  public var allRows: [(kind: String, key: String, body: [UInt8])] { [] }
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool { false }
  public mutating func finishLoading() {}
}
