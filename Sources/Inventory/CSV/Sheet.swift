/// A small CSV file as text, each row with the line it begins on: for tables that people keep by hand.
package struct Sheet: Sendable {
  /// One row: its line in the file, from 1, and its fields in the order of the header.
  package struct Row: Sendable {
    package let line: Int
    package let fields: [String]
  }

  /// The name that problems are reported under.
  package let file: String
  package let header: [String]
  package let rows: [Row]

  /// Reads a file (UTF-8, RFC 4180, one header row).
  /// - Parameter file: the name that problems are reported under.
  /// - Throws: `ChainProblems` with every line that cannot be read.
  package static func read(path: String, as file: String) throws(ChainProblems) -> Sheet {
    var problems = ChainProblems()
    let source: ByteSource
    do {
      source = try ByteSource(path: path)
    } catch {
      if error.isNotFound {
        problems.fileNotFound(file, "there is no such file")
      } else {
        problems.error(file, 0, "cannot be opened: \(error.message)")
      }
      throw problems
    }
    return try read(source, as: file)
  }

  /// Reads a table from memory.
  /// - Throws: `ChainProblems` with every line that cannot be read.
  package static func read(text: String, as file: String) throws(ChainProblems) -> Sheet {
    try read(ByteSource(bytes: Array(text.utf8)), as: file)
  }

  private static func read(
    _ source: consuming ByteSource, as file: String
  ) throws(ChainProblems) -> Sheet {
    var problems = ChainProblems()
    var reader = CSVReader(file: file, source: source)
    reader.expectsLastLineBreak = false
    var rows: [Row] = []
    if reader.readHeader(expected: "of a header row", &problems) {
      var batch = RowBatch(columns: reader.header.count)
      while reader.next(&batch, &problems) {
        for r in 0..<batch.count {
          rows.append(
            Row(line: batch.lines[r], fields: (0..<reader.header.count).map { batch.text(r, $0) }))
        }
      }
    }
    guard problems.errorCount == 0 else { throw problems }
    return Sheet(file: file, header: reader.header, rows: rows)
  }

  /// A table without rows.
  package static func empty(file: String, header: [String]) -> Sheet {
    Sheet(file: file, header: header, rows: [])
  }

  /// The finite number that fills a text; nil where it holds anything else.
  package static func number(_ text: String) -> Double? {
    let value = withField(text) { NumberReader().read($0) }
    return value.isFinite ? value : nil
  }
}

/// The word closest to a misspelt one, if any is near.
package func nearestWord(to word: String, in words: some Collection<String>) -> String? {
  var near = NearMatch()
  return near.closest(to: word, in: words).first
}
