/// A column of texts that repeat: each text once, and the runs of rows that have it.
struct PooledColumn: Sendable {
  private(set) var pool = IdTable()
  /// First row of each run, and the number of its text (-1 for none). Rows before the first run have none.
  private var starts: [Int32] = []
  private var numbers: [Int32] = []
  private var last: Int32 = -1

  /// The text of a row; "" for none.
  func text(_ row: Int) -> String {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= row { low = middle + 1 } else { high = middle }
    }
    guard low > 0, numbers[low - 1] >= 0 else { return "" }
    return pool.texts[Int(numbers[low - 1])]
  }

  /// Adds a column of a batch whose first row is `row`.
  mutating func append(_ batch: borrowing RowBatch, _ column: Int?, at row: Int) {
    guard let column else { return }
    var field = Field(start: batch.base, count: last < 0 ? 0 : -1)
    for r in 0..<batch.count {
      let next = batch.field(r, column)
      if next == field { continue }
      field = next
      begin(next, row &+ r)
    }
  }

  /// Adds one row of a batch as row `row`.
  mutating func append(_ batch: borrowing RowBatch, _ r: Int, _ column: Int?, at row: Int) {
    if let column { begin(batch.field(r, column), row) }
  }

  @inline(never)
  private mutating func begin(_ field: Field, _ row: Int) {
    let number = field.isEmpty ? -1 : pool.intern(field).number
    if number == last { return }
    last = number
    starts.append(Int32(truncatingIfNeeded: row))
    numbers.append(number)
  }
}
