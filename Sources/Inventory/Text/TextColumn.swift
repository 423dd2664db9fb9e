/// Texts by row, their bytes one after the other.
public struct TextColumn: Sendable, RandomAccessCollection, Equatable {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// No rows.
  public init() {}

  /// The first row.
  public var startIndex: Int { 0 }
  /// One past the last row.
  public var endIndex: Int { ends.count }

  /// The text of a row.
  public subscript(row: Int) -> String { String(decoding: bytes[range(row)], as: UTF8.self) }

  @inline(__always)
  func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

  func length(_ row: Int) -> Int { range(row).count }

  mutating func reserve(rows: Int, bytes count: Int) {
    ends.reserveCapacity(rows)
    bytes.reserveCapacity(count)
  }

  mutating func append(_ field: Field) {
    bytes.append(contentsOf: field.bytes)
    ends.append(bytes.count)
  }

  mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    ends.append(bytes.count)
  }

  func row(_ row: Int, equals field: Field) -> Bool {
    let range = range(row)
    guard range.count == field.count else { return false }
    return bytes.withUnsafeBufferPointer { all in
      for i in 0..<field.count where all[range.lowerBound + i] != field.start[i] { return false }
      return true
    }
  }

  /// A hash of a row's bytes that depends on nothing else (FNV-1a, 64 bits): the same in every run and
  /// version.
  func stableHash(_ row: Int) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes[range(row)] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
  }

  var stableHashes: [UInt64] { (0..<count).map(stableHash) }
}
