/// Some rows of a CSV file: where each field lies in the reader's buffer, quotation marks taken off.
///
/// The fields are valid until the reader is asked for the next batch.
struct RowBatch: ~Copyable {
  static let capacity = 256

  let columns: Int
  var base: UnsafePointer<UInt8>
  var count = 0
  /// First byte and end of each field: `[row * columns + column]`.
  let starts: UnsafeMutablePointer<UInt32>
  let ends: UnsafeMutablePointer<UInt32>
  /// The line on which each row begins.
  let lines: UnsafeMutablePointer<Int>

  init(columns: Int) {
    self.columns = columns
    starts = .allocate(capacity: Self.capacity * columns)
    ends = .allocate(capacity: Self.capacity * columns)
    lines = .allocate(capacity: Self.capacity)
    base = UnsafePointer(UnsafeRawPointer(starts).assumingMemoryBound(to: UInt8.self))
  }

  deinit {
    starts.deallocate()
    ends.deallocate()
    lines.deallocate()
  }

  @inline(__always)
  func field(_ row: Int, _ column: Int) -> Field {
    let place = row &* columns &+ column
    let start = starts[place]
    return Field(start: base + Int(start), count: Int(ends[place] &- start))
  }

  /// The field's text; "" where the file does not have the column.
  func text(_ row: Int, _ column: Int?) -> String { column.map { field(row, $0).string } ?? "" }

  func isEmpty(_ row: Int, _ column: Int?) -> Bool { column.map { field(row, $0).isEmpty } ?? true }
}

/// The line of each row, kept as the places where it is not the line after the row before.
struct LineIndex: Sendable {
  private var rows: [Int32] = []
  private var lines: [Int] = []
  private var nextRow = 0
  private var nextLine = -1

  /// The line, from 1, on which a row begins.
  func line(_ row: Int) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle]) <= row { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : lines[low - 1] + row - Int(rows[low - 1])
  }

  mutating func append(_ batch: borrowing RowBatch) {
    guard batch.count > 0 else { return }
    if batch.lines[0] == nextLine && batch.lines[batch.count - 1] == nextLine + batch.count - 1 {
      nextRow += batch.count
      nextLine += batch.count
      return
    }
    for r in 0..<batch.count { append(batch.lines[r]) }
  }

  mutating func append(_ line: Int) {
    if line != nextLine {
      rows.append(Int32(truncatingIfNeeded: nextRow))
      lines.append(line)
      nextLine = line
    }
    nextRow += 1
    nextLine += 1
  }
}
