import CNumber

/// Reads the rows of one CSV file (RFC 4180) in blocks.
///
/// The places of commas, line feeds and quotation marks are found first, 64 bytes at a time. A row that holds as
/// many commas as the header and no quotation mark needs nothing more; every other row is taken apart by the rules.
struct CSVReader: ~Copyable {
  /// Bytes that are read at a time.
  static let blockSize = 1 << 20
  /// The longest row in bytes, so that a missing quotation mark does not swallow the memory.
  static let longestRow = 1 << 24

  let file: String
  /// The header, once read.
  private(set) var header: [String] = []
  /// Whether the file begins with a byte-order mark.
  private(set) var hasByteOrderMark = false
  /// Whether the header ends in carriage return and line feed.
  private(set) var endsLinesInCRLF = false
  /// Where a row that is refused for its number of fields has the key by which others name it.
  var keyColumn: Int?
  private(set) var rejectedKeys: [String] = []
  /// Columns whose value may be cut short without making a difference to a result.
  var descriptiveColumns: Set<Int> = []

  private var source: ByteSource
  private var buffer: UnsafeMutablePointer<UInt8>
  private var marks: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  private var filled = 0
  private var validated = 0
  private var position = 0
  private var markCount = 0
  private var nextMark = 0
  private var line = 1
  private var atEnd = false
  private var isFirstBlock = true
  /// Whether a line feed was added after the last byte of the file.
  private var isUnterminated = false
  private var textIsBad = false
  private var consumed = 0
  private var bounds: [(start: Int, end: Int, isQuoted: Bool)] = []

  init(file: String, source: consuming ByteSource) {
    self.file = file
    self.source = source
    capacity = Self.blockSize
    buffer = .allocate(capacity: capacity + 128)
    marks = .allocate(capacity: capacity + 128)
  }

  deinit {
    buffer.deallocate()
    marks.deallocate()
  }

  /// Rows that the file will have, if the rest is like what was read so far.
  func expectedRows(after rows: Int) -> Int {
    let bytes = consumed + position
    guard rows > 0, bytes > 0, source.size > bytes else { return rows }
    return Int(Double(rows) * Double(source.size) / Double(bytes) * 1.03) + 1_000
  }

  // MARK: Header

  /// Reads the first line that is not blank; false where the file has none that can be used.
  mutating func readHeader(expected: String, _ problems: inout ChainProblems) -> Bool {
    fill(&problems)
    guard filled > 0 || !atEnd else {
      problems.error(file, 0, "the file is empty: a header line with the columns \(expected) is expected")
      return false
    }
    if filled >= 2, (buffer[0], buffer[1]) == (0xff, 0xfe) || (buffer[0], buffer[1]) == (0xfe, 0xff) {
      problems.error(file, 1, "the file is UTF-16: save it as UTF-8 (in Excel: \"CSV UTF-8\")")
      return false
    }
    while true {
      switch splitRow() {
      case .incomplete:
        if !atEnd && fill(&problems) { continue }
        problems.error(
          file, line, "no header line is there: the columns \(expected) are expected")
        return false
      case .blank:
        continue
      case .unclosed(let opened):
        problems.error(file, opened, Self.unclosedMessage)
        return false
      case .malformed(let message):
        problems.error(file, line, message)
        return false
      case .row(let lines):
        header = bounds.map { text($0.start, $0.end) }
        if position > filled {
          problems.error(
            file, line,
            "the header line has no line break: the file is cut off, or has no rows and needs a line break")
          return false
        }
        endsLinesInCRLF = position >= 2 && buffer[position - 2] == Ascii.carriageReturn
        line += lines
        return true
      }
    }
  }

  // MARK: Rows

  /// Reads the next rows; false at the end of the file.
  mutating func next(_ batch: inout RowBatch, _ problems: inout ChainProblems) -> Bool {
    batch.count = 0
    while true {
      readFastRows(&batch)
      if batch.count == RowBatch.capacity { break }
      let outcome = splitRow()
      if case .incomplete = outcome {
        if batch.count > 0 { break }
        if atEnd { return false }
        if !fill(&problems) { return false }
        continue
      }
      if !take(outcome, &batch, &problems) {
        atEnd = true
        position = filled
        nextMark = markCount
        break
      }
    }
    batch.base = UnsafePointer(buffer)
    return true
  }

  /// Rows that have no quotation mark and as many fields as the header.
  @inline(__always)
  private mutating func readFastRows(_ batch: inout RowBatch) {
    let columns = batch.columns
    let available = markCount - (isUnterminated ? 1 : 0)
    let bytes = UnsafePointer(buffer)
    var mark = nextMark
    var start = UInt32(truncatingIfNeeded: position)
    var row = batch.count
    var starts = batch.starts + row * columns
    var ends = batch.ends + row * columns
    let found = UnsafePointer(marks)
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
      if wrong != 0 { break }
      starts[columns &- 1] = fieldStart
      ends[columns &- 1] = end &- (end > fieldStart && bytes[Int(end) &- 1] == Ascii.carriageReturn ? 1 : 0)
      batch.lines[row] = line
      line &+= 1
      row &+= 1
      start = end &+ 1
      mark &+= columns
      starts += columns
      ends += columns
    }
    batch.count = row
    nextMark = mark
    position = Int(start)
  }

  /// Adds a row that was taken apart, or reports what is wrong with it; false where reading cannot go on.
  private mutating func take(
    _ outcome: RowOutcome, _ batch: inout RowBatch, _ problems: inout ChainProblems
  ) -> Bool {
    let first = line
    switch outcome {
    case .incomplete, .blank:
      return true
    case .unclosed(let opened):
      problems.error(file, opened, Self.unclosedMessage)
      return false
    case .malformed(let message):
      problems.error(file, first, message)
      return true
    case .row(let lines):
      line += lines
      let isLast = position > filled
      guard bounds.count == batch.columns else {
        if let key = keyColumn, key < bounds.count {
          rejectedKeys.append(text(bounds[key].start, bounds[key].end))
        }
        let fields = bounds.count == 1 ? "1 field" : "\(bounds.count) fields"
        let expected = "where the header has \(batch.columns)"
        if isLast && bounds.count < batch.columns {
          problems.error(
            file, first,
            "the file ends in the middle of this row (\(fields) \(expected), no line break): it is cut off")
        } else if bounds.count > batch.columns {
          problems.error(
            file, first, "\(fields) \(expected): a field that holds a comma needs quotation marks")
        } else {
          problems.error(file, first, "\(fields) \(expected)")
        }
        return true
      }
      if isLast { checkLastRow(first, &problems) }
      let place = batch.count * batch.columns
      for (column, field) in bounds.enumerated() {
        batch.starts[place + column] = UInt32(truncatingIfNeeded: field.start)
        batch.ends[place + column] = UInt32(truncatingIfNeeded: field.end)
      }
      batch.lines[batch.count] = first
      batch.count += 1
      return true
    }
  }

  /// A last row without line break may be cut off: it is taken only where that could not change a result.
  private func checkLastRow(_ first: Int, _ problems: inout ChainProblems) {
    let column = header.count - 1
    if bounds[column].isQuoted { return }
    if descriptiveColumns.contains(column) {
      problems.warning(
        file, first, "the last row has no line break: its '\(header[column])' may be cut off, it is taken as it is")
    } else {
      problems.error(
        file, first,
        "the last row has no line break, so that its '\(header[column])' may be cut off: a line break is expected")
    }
  }

  static let unclosedMessage =
    "the quotation mark opened here is never closed: the file is cut off, or a quotation mark is missing "
    + "(inside a quoted field it is written twice)"
}

// MARK: - One row by the rules of RFC 4180

extension CSVReader {
  fileprivate enum RowOutcome {
    /// The fields are in `bounds`; the row takes so many lines.
    case row(lines: Int)
    case blank
    /// More bytes are needed, or there are none.
    case incomplete
    /// A quotation mark opened on that line is not closed before the end of the file.
    case unclosed(line: Int)
    /// The row was skipped.
    case malformed(String)
  }

  /// Takes the next row apart into `bounds` and moves past it.
  fileprivate mutating func splitRow() -> RowOutcome {
    bounds.removeAll(keepingCapacity: true)
    var mark = nextMark
    var start = position
    var extraLines = 0
    var doubled: [Int] = []
    var fault: String?
    while true {
      guard mark < markCount else { return .incomplete }
      var end = Int(marks[mark])
      var isQuoted = false
      if end == start && buffer[end] == Ascii.quote {
        let opened = line + extraLines
        isQuoted = true
        var closing = -1
        mark += 1
        while mark < markCount {
          let place = Int(marks[mark])
          mark += 1
          if buffer[place] == Ascii.lineFeed {
            extraLines += 1
          } else if buffer[place] == Ascii.quote {
            if mark < markCount, Int(marks[mark]) == place + 1, buffer[place + 1] == Ascii.quote {
              if doubled.last != bounds.count { doubled.append(bounds.count) }
              mark += 1
            } else {
              closing = place
              break
            }
          }
        }
        guard closing >= 0 else { return atEnd ? .unclosed(line: opened) : .incomplete }
        guard mark < markCount else { return .incomplete }
        end = Int(marks[mark])
        let gap = end - closing - 1
        let isReturn = gap == 1 && buffer[closing + 1] == Ascii.carriageReturn && buffer[end] == Ascii.lineFeed
        if gap > 0 && !isReturn {
          fault = fault ?? "text follows a closing quotation mark: inside a quoted field a quotation mark is written twice"
        }
        bounds.append((start + 1, closing, true))
      }
      while buffer[end] == Ascii.quote {
        fault = fault ?? "a quotation mark inside a field that does not begin with one: quote the whole field and write the mark twice"
        mark += 1
        guard mark < markCount else { return .incomplete }
        end = Int(marks[mark])
      }
      mark += 1
      let isLast = buffer[end] == Ascii.lineFeed
      if !isQuoted {
        let trimmed = isLast && end > start && buffer[end - 1] == Ascii.carriageReturn ? end - 1 : end
        bounds.append((start, trimmed, false))
      }
      start = end + 1
      if isLast { break }
    }
    nextMark = mark
    position = start
    if let fault {
      line += extraLines + 1
      return .malformed(fault)
    }
    if bounds.count == 1, bounds[0].start == bounds[0].end, !bounds[0].isQuoted {
      line += 1
      return .blank
    }
    for field in doubled { bounds[field].end = unescape(bounds[field].start, bounds[field].end) }
    return .row(lines: extraLines + 1)
  }

  /// Turns doubled quotation marks into single ones in place and returns the new end.
  private func unescape(_ start: Int, _ end: Int) -> Int {
    var from = start
    var to = start
    while from < end {
      buffer[to] = buffer[from]
      to += 1
      from += buffer[from] == Ascii.quote ? 2 : 1
    }
    return to
  }

  fileprivate func text(_ start: Int, _ end: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: buffer + start, count: end - start), as: UTF8.self)
  }
}

// MARK: - Blocks

extension CSVReader {
  /// Moves what is left of the block to the front and reads on; false where that is impossible.
  @discardableResult
  fileprivate mutating func fill(_ problems: inout ChainProblems) -> Bool {
    let left = filled - position
    if left > 0 && position > 0 { buffer.update(from: buffer + position, count: left) }
    consumed += position
    validated -= position
    position = 0
    filled = left
    if left > capacity / 2 {
      guard left < Self.longestRow else {
        problems.error(file, line, "the row that begins here is longer than 16 MB: is a quotation mark missing?")
        atEnd = true
        filled = 0
        markCount = 0
        nextMark = 0
        return false
      }
      grow()
    }
    do {
      let space = UnsafeMutableRawBufferPointer(start: buffer + left, count: capacity - left)
      let count = try source.read(into: space)
      filled += count
      atEnd = count < space.count
    } catch {
      problems.error(file, line, "cannot be read on: \(error.message)")
      atEnd = true
    }
    if isFirstBlock {
      isFirstBlock = false
      if filled >= 3, (buffer[0], buffer[1], buffer[2]) == (0xef, 0xbb, 0xbf) {
        hasByteOrderMark = true
        position = 3
        validated = 3
      }
    }
    (buffer + filled).update(repeating: 0, count: 128)
    var flags: UInt32 = 0
    markCount = denchi_mark(buffer, filled, marks, &flags)
    nextMark = 0
    checkText(flags, &problems)
    if atEnd && filled > position && buffer[filled - 1] != Ascii.lineFeed {
      isUnterminated = true
      buffer[filled] = Ascii.lineFeed
      marks[markCount] = UInt32(truncatingIfNeeded: filled)
      markCount += 1
    }
    return true
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + 128)
    larger.update(from: buffer, count: filled)
    buffer.deallocate()
    marks.deallocate()
    buffer = larger
    capacity *= 2
    marks = .allocate(capacity: capacity + 128)
  }

  /// Reports the first byte of the file that is not UTF-8, and the first zero byte.
  private mutating func checkText(_ flags: UInt32, _ problems: inout ChainProblems) {
    guard !textIsBad else { return }
    if flags & UInt32(denchi_mark_zero_byte) != 0,
      let place = (position..<filled).first(where: { buffer[$0] == 0 })
    {
      textIsBad = true
      problems.error(
        file, line + lineFeeds(before: place), "a zero byte: the file is not text, or is not UTF-8 (UTF-16?)")
      return
    }
    if flags & UInt32(denchi_mark_not_ascii) == 0 {
      validated = filled
      return
    }
    let start = max(validated, 0)
    let checked = checkUTF8(UnsafeBufferPointer(start: buffer + start, count: filled - start), isEnd: atEnd)
    if let invalid = checked.invalid {
      textIsBad = true
      problems.error(
        file, line + lineFeeds(before: start + invalid),
        "the text is not UTF-8 (byte \(hexadecimal(buffer[start + invalid]))): save the file as UTF-8")
    }
    validated = start + checked.valid
  }

  private func lineFeeds(before place: Int) -> Int {
    (position..<max(position, place)).reduce(0) { $0 + (buffer[$1] == Ascii.lineFeed ? 1 : 0) }
  }
}
