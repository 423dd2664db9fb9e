/// A parameter of a statement, sent in PostgreSQL's binary form and never as a part of the statement's text.
enum PostgresValue {
  case integer(Int64)
  case text(String)
  case bytes([UInt8])
  case integers([Int64])
  case texts([String])
  /// Each nil becomes NULL.
  case byteStrings([[UInt8]?])

  /// The type's number in `pg_type`.
  var type: UInt32 {
    switch self {
    case .integer: 20
    case .text: 25
    case .bytes: 17
    case .integers: 1016
    case .texts: 1009
    case .byteStrings: 1001
    }
  }

  var encoded: [UInt8] {
    switch self {
    case .integer(let value): PostgresValue.bigEndian(value)
    case .text(let value): Array(value.utf8)
    case .bytes(let value): value
    case .integers(let values): PostgresValue.array(values.map { PostgresValue.bigEndian($0) }, type: 20)
    case .texts(let values): PostgresValue.array(values.map { Array($0.utf8) }, type: 25)
    case .byteStrings(let values): PostgresValue.array(values, type: 17)
    }
  }

  private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// Number of dimensions, whether there are NULLs, the elements' type, length and first index; then each
  /// element's length (-1 for NULL) and bytes.
  private static func array(_ elements: [[UInt8]?], type: UInt32) -> [UInt8] {
    let header: [Int32] = [elements.isEmpty ? 0 : 1, elements.contains { $0 == nil } ? 1 : 0]
    var bytes = header.flatMap { bigEndian($0) } + bigEndian(type)
    guard !elements.isEmpty else { return bytes }
    bytes += bigEndian(Int32(elements.count)) + bigEndian(Int32(1))
    bytes.reserveCapacity(bytes.count + elements.reduce(0) { $0 + 4 + ($1?.count ?? 0) })
    for element in elements {
      bytes += bigEndian(Int32(element?.count ?? -1))
      if let element { bytes += element }
    }
    return bytes
  }
}
