/// The bytes of one field, in a buffer that can be read for 64 bytes after its end.
struct Field {
  let start: UnsafePointer<UInt8>
  let count: Int

  var isEmpty: Bool { count == 0 }
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Eight bytes at an offset, those after the field's end as zeros.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    let left = count &- offset
    if left <= 0 { return 0 }
    let word = UInt64(littleEndian: UnsafeRawPointer(start + offset).loadUnaligned(as: UInt64.self))
    return left >= 8 ? word : word & ((1 << (UInt64(left) &* 8)) &- 1)
  }

  @inline(__always)
  static func == (a: Field, b: Field) -> Bool {
    guard a.count == b.count else { return false }
    var offset = 0
    while offset < a.count {
      if a.word(at: offset) != b.word(at: offset) { return false }
      offset &+= 8
    }
    return true
  }

  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount
      && bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}

/// Calls `body` with the bytes of a text as a field.
func withField<R>(_ text: String, _ body: (Field) throws -> R) rethrows -> R {
  let bytes = Array(text.utf8)
  func call(_ start: UnsafePointer<UInt8>) throws -> R { try body(Field(start: start, count: bytes.count)) }
  return try call(bytes + [UInt8](repeating: 0, count: 64))
}
