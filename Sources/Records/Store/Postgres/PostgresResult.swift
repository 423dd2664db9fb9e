import CPostgres

/// The rows that a statement gave, in binary form.
final class PostgresResult {
  private let handle: OpaquePointer

  /// Takes the result over, to clear it in the end.
  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { PQclear(handle) }

  var count: Int { Int(PQntuples(handle)) }

  func isNull(_ row: Int, _ column: Int) -> Bool { PQgetisnull(handle, Int32(row), Int32(column)) == 1 }

  func bytes(_ row: Int, _ column: Int) -> [UInt8] {
    guard let value = PQgetvalue(handle, Int32(row), Int32(column)) else { return [] }
    return Array(
      UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(handle, Int32(row), Int32(column)))))
  }

  func text(_ row: Int, _ column: Int) -> String { String(decoding: bytes(row, column), as: UTF8.self) }

  /// An `int2`, `int4`, `int8` or `bool`.
  func integer(_ row: Int, _ column: Int) -> Int64 {
    let bytes = bytes(row, column)
    guard let first = bytes.first, bytes.count <= 8 else { return 0 }
    return bytes.dropFirst().reduce(bytes.count == 1 ? Int64(first) : Int64(Int8(bitPattern: first))) {
      $0 << 8 | Int64($1)
    }
  }

  /// - Throws: `StoreError.damaged` where there are not 32 bytes.
  func digest(_ row: Int, _ column: Int) throws -> Digest {
    guard let digest = Digest(bytes: bytes(row, column)) else {
      throw StoreError.damaged("a hash in the database does not have 32 bytes")
    }
    return digest
  }
}
