import CNumber

/// Blocks of bytes, and whether they are text.
extension CSVReader {
  /// Moves what is left of the block to the front and reads on; false where that is impossible.
  @discardableResult
  mutating func fill(_ problems: inout ChainProblems) -> Bool {
    let left = filled - position
    if left > 0 && position > 0 { buffer.update(from: buffer + position, count: left) }
    consumed += position
    validated -= position
    position = 0
    filled = left
    if left > capacity / 2 {
      guard left < Self.longestRow else {
        problems.error(
          file, line, "the row that begins here is longer than 16 MB: is a quotation mark missing?")
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
      if filled >= 2, (buffer[0], buffer[1]) == (0xff, 0xfe) || (buffer[0], buffer[1]) == (0xfe, 0xff) {
        isUTF16 = true
        textIsBad = true
        problems.error(file, 1, "the file is UTF-16: save it as UTF-8 (in Excel: \"CSV UTF-8\")")
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
