import Foundation
import HashTreeCollections
import Values

/// Rows by key, cheap to copy, that knows which rows were written since it was last asked: a derived table.
public struct Table<
  Key: Hashable & Sendable & LosslessStringConvertible, Row: Codable & Sendable & Equatable
>: Sendable, Equatable {
  /// The name of the derived table.
  public let kind: String
  /// The rows, by key.
  public private(set) var rows: TreeDictionary<Key, Row> = [:]
  private var changed: TreeSet<Key> = []

  /// An empty table.
  public init(_ kind: String) { self.kind = kind }

  /// The same rows; what was written since does not matter.
  public static func == (a: Table, b: Table) -> Bool { a.kind == b.kind && a.rows == b.rows }

  /// A row; nil where there is none. Setting it marks it as written.
  public subscript(key: Key) -> Row? {
    get { rows[key] }
    set {
      rows[key] = newValue
      changed.insert(key)
    }
  }

  /// How many rows there are.
  public var count: Int { rows.count }
  /// The rows, in no order.
  public var values: TreeDictionary<Key, Row>.Values { rows.values }

  /// The rows written since this was last asked, as their JSON; nil for those removed.
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] {
    defer { changed = [] }
    return changed.map { (kind, String(describing: $0), rows[$0].map(Table.encoded)) }
  }

  /// Every row, as its JSON.
  public var all: [(kind: String, key: String, body: [UInt8])] {
    rows.map { (kind, String(describing: $0.key), Table.encoded($0.value)) }
  }

  /// Takes a row in from its JSON, without marking it as changed.
  public mutating func load(key: String, body: [UInt8]) throws {
    guard let key = Key(key) else {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "\(kind): bad key \(key)"))
    }
    rows[key] = try JSONDecoder().decode(Row.self, from: Data(body))
  }

  private static func encoded(_ row: Row) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(row)).map { Array($0) } ?? []
  }
}

/// An ordered pair or triple of identifiers as a key, e.g. of a disclosure rule: from, to, part.
public struct CompositeKey: Hashable, Sendable, LosslessStringConvertible {
  /// The identifiers, in order.
  public let parts: [Identifier]

  /// A key of identifiers; the text form has `/` between them.
  public init(_ parts: Identifier...) { self.parts = parts }

  /// A key of identifiers; the text form has `/` between them.
  public init?(_ text: String) {
    let parts = text.split(separator: "/").map { Identifier(String($0)) }
    guard parts.count > 1, parts.allSatisfy({ $0 != nil }) else { return nil }
    self.parts = parts.compactMap { $0 }
  }

  /// The identifiers with `/` between them.
  public var description: String { parts.map(\.description).joined(separator: "/") }
}
