/// One row at a time, by the rules of RFC 4180.
extension CSVReader {
  enum RowOutcome {
    /// The fields are in `bounds`; the row takes so many lines.
    case row(lines: Int)
    case blank
    /// More bytes are needed, or there are none.
    case incomplete
    /// A quotation mark opened on that line is not closed before the end of the file.
    case unclosed(line: Int)
    /// The row, of so many lines, breaks the rules.
    case malformed(String, lines: Int)
  }

  /// Takes the next row apart into `bounds` and moves past it.
  mutating func splitRow() -> RowOutcome {
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
        let isReturn =
          gap == 1 && buffer[closing + 1] == Ascii.carriageReturn && buffer[end] == Ascii.lineFeed
        if gap > 0 && !isReturn {
          fault =
            fault
            ?? "text follows a closing quotation mark: inside a quoted field a quotation mark is "
            + "written twice"
        }
        bounds.append((start + 1, closing, true))
      }
      while buffer[end] == Ascii.quote {
        fault =
          fault
          ?? "a quotation mark inside a field that does not begin with one: quote the whole field "
          + "and write the mark twice"
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
      return .malformed(fault, lines: extraLines + 1)
    }
    if bounds.count == 1, bounds[0].start == bounds[0].end, !bounds[0].isQuoted {
      line += 1
      return .blank
    }
    for field in doubled { bounds[field].end = unescape(bounds[field].start, bounds[field].end) }
    return .row(lines: extraLines + 1)
  }

  /// Turns doubled quotation marks into single ones in place and returns the new end.
  func unescape(_ start: Int, _ end: Int) -> Int {
    var from = start
    var to = start
    while from < end {
      buffer[to] = buffer[from]
      to += 1
      from += buffer[from] == Ascii.quote ? 2 : 1
    }
    return to
  }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: buffer + start, count: end - start), as: UTF8.self)
  }
}
