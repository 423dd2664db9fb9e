/// Rows without a fault, straight into a batch.
extension CSVReader {
  /// Reads rows with as many fields as the header, up to the end of the block or to one that is not so.
  @inline(__always)
  mutating func readFastRows(_ batch: inout RowBatch) {
    let columns = batch.columns
    let available = markCount - (isUnterminated ? 1 : 0)
    let bytes = UnsafePointer(buffer)
    let found = UnsafePointer(marks)
    var mark = nextMark
    var start = UInt32(truncatingIfNeeded: position)
    var row = batch.count
    var starts = batch.starts + row * columns
    var ends = batch.ends + row * columns
    while row < RowBatch.capacity && mark &+ columns <= available {
      var wrong: UInt8 = 0
      var fieldStart = start
      for column in 0..<columns &- 1 {
        let end = found[mark &+ column]
        wrong |= bytes[Int(end)] ^ Ascii.comma
        starts[column] = fieldStart
        ends[column] = end
        fieldStart = end &+ 1
      }
      let end = found[mark &+ columns &- 1]
      wrong |= bytes[Int(end)] ^ Ascii.lineFeed
      batch.lines[row] = line
      if wrong == 0 {
        starts[columns &- 1] = fieldStart
        ends[columns &- 1] = end &- (end > fieldStart && bytes[Int(end) &- 1] == Ascii.carriageReturn ? 1 : 0)
        line &+= 1
        start = end &+ 1
        mark &+= columns
      } else {
        guard let quoted = readQuotedRow(columns, mark, start, starts, ends) else { break }
        line &+= quoted.lines
        start = quoted.end
        mark = quoted.mark
      }
      row &+= 1
      starts += columns
      ends += columns
    }
    batch.count = row
    nextMark = mark
    position = Int(start)
  }

  /// A row with quoted fields and no fault; nil where it has one or the block ends before it does.
  @inline(never)
  private func readQuotedRow(
    _ columns: Int, _ firstMark: Int, _ rowStart: UInt32, _ starts: UnsafeMutablePointer<UInt32>,
    _ ends: UnsafeMutablePointer<UInt32>
  ) -> (lines: Int, mark: Int, end: UInt32)? {
    let available = markCount - (isUnterminated ? 1 : 0)
    let bytes = UnsafePointer(buffer)
    var mark = firstMark
    var start = Int(rowStart)
    var lines = 1
    /// A bit for each field with a doubled quotation mark.
    var doubled: UInt64 = 0
    for column in 0..<columns {
      guard mark < available else { return nil }
      var end = Int(marks[mark])
      let terminator = column == columns - 1 ? Ascii.lineFeed : Ascii.comma
      if bytes[end] == Ascii.quote {
        guard end == start else { return nil }
        mark += 1
        var closing = -1
        while closing < 0 {
          guard mark < available else { return nil }
          let place = Int(marks[mark])
          mark += 1
          if bytes[place] == Ascii.lineFeed {
            lines += 1
          } else if bytes[place] == Ascii.quote {
            if bytes[place + 1] == Ascii.quote {
              guard mark < available, column < 64 else { return nil }
              mark += 1
              doubled |= 1 << UInt64(column)
            } else {
              closing = place
            }
          }
        }
        guard mark < available else { return nil }
        end = Int(marks[mark])
        let isReturn =
          end == closing + 2 && bytes[end - 1] == Ascii.carriageReturn && bytes[end] == Ascii.lineFeed
        guard end == closing + 1 || isReturn else { return nil }
        starts[column] = UInt32(truncatingIfNeeded: start + 1)
        ends[column] = UInt32(truncatingIfNeeded: closing)
      } else {
        let isReturn = terminator == Ascii.lineFeed && end > start && bytes[end - 1] == Ascii.carriageReturn
        starts[column] = UInt32(truncatingIfNeeded: start)
        ends[column] = UInt32(truncatingIfNeeded: isReturn ? end - 1 : end)
      }
      guard bytes[end] == terminator else { return nil }
      mark += 1
      start = end + 1
    }
    while doubled != 0 {
      let column = doubled.trailingZeroBitCount
      doubled &= doubled - 1
      ends[column] = UInt32(truncatingIfNeeded: unescape(Int(starts[column]), Int(ends[column])))
    }
    return (lines, mark, UInt32(truncatingIfNeeded: start))
  }
}
