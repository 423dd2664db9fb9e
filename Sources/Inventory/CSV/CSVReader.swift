/// Reads the rows of one CSV file (RFC 4180) in blocks.
///
/// The places of commas, line feeds and quotation marks are found first, 64 bytes at a time. A row that holds
/// as many commas as the header and no quotation mark needs nothing more; every other row is taken apart by
/// the rules.
struct CSVReader: ~Copyable {
  /// Bytes that are read at a time.
  static let blockSize = 1 << 18
  /// The longest row in bytes, so that a missing quotation mark does not swallow the memory.
  static let longestRow = 1 << 24

  let file: String
  /// The header, once read.
  var header: [String] = []
  /// Whether the file begins with a byte-order mark.
  var hasByteOrderMark = false
  /// Whether the header ends in carriage return and line feed.
  var endsLinesInCRLF = false
  /// Where a row that is refused for its number of fields has the key by which others name it.
  var keyColumn: Int?
  var rejectedKeys: [String] = []
  /// Whether a last row without line break looks cut off.
  var expectsLastLineBreak = true
  /// Columns whose value may be cut short without making a difference to a result.
  var descriptiveColumns: Set<Int> = []

  var source: ByteSource
  var buffer: UnsafeMutablePointer<UInt8>
  var marks: UnsafeMutablePointer<UInt32>
  var capacity: Int
  var filled = 0
  var validated = 0
  var position = 0
  var markCount = 0
  var nextMark = 0
  var line = 1
  var atEnd = false
  var isFirstBlock = true
  /// Whether a line feed was added after the last byte of the file.
  var isUnterminated = false
  var textIsBad = false
  var isUTF16 = false
  var consumed = 0
  var bounds: [(start: Int, end: Int, isQuoted: Bool)] = []

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
    if isUTF16 { return false }
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
      case .malformed(let message, _):
        problems.error(file, line, message)
        return false
      case .row(let lines):
        header = bounds.map { text($0.start, $0.end) }
        if let lone = header.firstIndex(where: { $0.unicodeScalars.contains("\r") }), !bounds[lone].isQuoted {
          problems.error(file, 1, "lines end in carriage returns alone: line feeds (LF or CRLF) are expected")
          return false
        }
        if position > filled && expectsLastLineBreak {
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
    case .malformed(let message, let lines):
      line += lines
      problems.error(file, first, message)
      keepRejectedKey()
      return true
    case .row(let lines):
      line += lines
      let isLast = position > filled
      guard bounds.count == batch.columns else {
        keepRejectedKey()
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

  private mutating func keepRejectedKey() {
    guard let key = keyColumn, key < bounds.count else { return }
    rejectedKeys.append(text(bounds[key].start, bounds[key].end))
  }

  /// A last row without line break may be cut off: it is taken only where that could not change a result, or where no file of the
  /// chain ends in one.
  private func checkLastRow(_ first: Int, _ problems: inout ChainProblems) {
    let column = header.count - 1
    if bounds[column].isQuoted { return }
    if descriptiveColumns.contains(column) || !expectsLastLineBreak {
      problems.warning(
        file, first,
        "the last row has no line break: its '\(header[column])' may be cut off, it is taken as it is")
    } else {
      problems.error(
        file, first,
        "the last row has no line break, so that its '\(header[column])' may be cut off: a line "
          + "break is expected"
      )
    }
  }

  static let unclosedMessage =
    "the quotation mark opened here is never closed: the file is cut off, or a quotation mark is missing "
    + "(inside a quoted field it is written twice)"
}
