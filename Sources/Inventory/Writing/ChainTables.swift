/// One file of a chain as text: every column, known or not, and every field as it came.
public struct TextTable: Sendable, Equatable {
  /// The names of the columns, in the order of the file.
  public private(set) var header: [String]
  /// The number of rows below the header.
  public private(set) var rowCount = 0
  /// What ends a line when it is written: LF, or CRLF where the file came so.
  public var lineEnd = "\n"
  /// Whether the file begins with a byte-order mark (Excel needs one to show Japanese).
  public var hasByteOrderMark = false

  /// Fields as read: `[row * stride + column]`.
  private var cells = TextColumn()
  private var stride: Int
  /// Fields set since, by the same number; those of later columns by row and column name.
  private var changes: [Int: String] = [:]
  private var added: [String: [Int: String]] = [:]

  /// A table without rows.
  public init(header: [String]) {
    self.header = header
    stride = header.count
  }

  init(header: [String], lineEnd: String, hasByteOrderMark: Bool) {
    self.init(header: header)
    self.lineEnd = lineEnd
    self.hasByteOrderMark = hasByteOrderMark
  }

  mutating func append(_ batch: borrowing RowBatch) {
    for r in 0..<batch.count {
      for column in 0..<stride { cells.append(batch.field(r, column)) }
    }
    rowCount += batch.count
  }

  /// The text of a field; nil where the table does not have the column.
  public subscript(row: Int, column: String) -> String? {
    precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
    return header.firstIndex(of: column).map { text(row, $0) }
  }

  func text(_ row: Int, _ column: Int) -> String {
    if column >= stride { return added[header[column]]?[row] ?? "" }
    return changes[row * stride + column] ?? cells[row * stride + column]
  }

  /// Sets a field; a column that the table does not have is added at the end, empty in all other rows.
  public mutating func set(_ text: String, row: Int, column: String) {
    precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
    let place = header.firstIndex(of: column) ?? header.count
    if place == header.count { header.append(column) }
    if place >= stride {
      added[column, default: [:]][row] = text
    } else {
      changes[row * stride + place] = text
    }
  }

  /// Adds a row; columns that it does not name are empty, columns that the table does not have are added.
  public mutating func append(_ fields: [String: String]) {
    for column in 0..<stride { cells.append(fields[header[column]] ?? "") }
    rowCount += 1
    for (column, text) in fields.sorted(by: { $0.key < $1.key })
    where header.firstIndex(of: column) ?? stride >= stride {
      set(text, row: rowCount - 1, column: column)
    }
  }

  /// Takes rows out.
  public mutating func remove(rows: Set<Int>) {
    var kept = TextTable(header: header, lineEnd: lineEnd, hasByteOrderMark: hasByteOrderMark)
    for row in 0..<rowCount where !rows.contains(row) {
      for column in header.indices { kept.cells.append(text(row, column)) }
      kept.rowCount += 1
    }
    self = kept
  }

  /// Whether header and fields are the same; how lines end does not matter.
  public static func == (a: TextTable, b: TextTable) -> Bool {
    guard a.header == b.header, a.rowCount == b.rowCount else { return false }
    return (0..<a.rowCount).allSatisfy { row in
      a.header.indices.allSatisfy { a.text(row, $0) == b.text(row, $0) }
    }
  }
}

/// The five files of a chain as text, to change and to write.
public struct ChainTables: Sendable, Equatable {
  private var tables: [ChainFile: TextTable] = [:]

  /// Empty tables with the columns of the chain format.
  public init() {
    for file in ChainFile.allCases { tables[file] = TextTable(header: Columns.of(file).all) }
  }

  /// The table of a file.
  public subscript(file: ChainFile) -> TextTable {
    get { tables[file] ?? TextTable(header: Columns.of(file).all) }
    _modify {
      var table = tables.removeValue(forKey: file) ?? TextTable(header: Columns.of(file).all)
      defer { tables[file] = table }
      yield &table
    }
  }

  /// The chain that the tables hold, checked as if it were read from a folder.
  ///
  /// - Throws: everything that is wrong, at once; line numbers are those of the files that would be written.
  public func chain() throws(ChainProblems) -> Chain {
    var files: [ChainFile: [UInt8]] = [:]
    for file in ChainFile.allCases {
      var bytes: [UInt8] = []
      CSVWriter(self[file]).write { bytes.append(contentsOf: $0) }
      files[file] = bytes
    }
    return try ChainReader(.memory(files), keeping: .everything).read()
  }

  /// Writes the five files into a folder, which is made where it is missing; other files there are left
  /// alone.
  ///
  /// Each file is written under a temporary name, forced to disk and then renamed, all five renamed only
  /// after all are written: no reader ever sees half a file.
  public func write(to folder: String) throws(ChainWriteError) {
    try AtomicFiles.write(
      to: folder,
      ChainFile.allCases.map { file in
        let writer = CSVWriter(self[file])
        return (name: file.fileName, content: { sink throws(ChainWriteError) in try writer.write(sink) })
      })
  }
}

extension Chain {
  /// Writes the chain's text into a folder (see ``ChainTables/write(to:)``).
  ///
  /// - Throws: an error of the system, or that the chain was read without ``Keeping/everything``.
  public func write(to folder: String) throws(ChainWriteError) {
    guard let tables else {
      throw ChainWriteError(
        path: folder, message: "the text of the chain was not kept: read it with keeping: .everything")
    }
    try tables.write(to: folder)
  }
}
