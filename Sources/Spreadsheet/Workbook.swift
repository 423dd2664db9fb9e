/// The cells of a spreadsheet file. A CSV file is a workbook of one sheet.
public struct Workbook: Sendable, Hashable {
  /// The visible worksheets, in order.
  public var sheets: [Sheet]
  /// What a person should know of how the file was read: its encoding, sheets left out.
  public var notes: [Sentence]

  /// A workbook of sheets.
  public init(sheets: [Sheet], notes: [Sentence] = []) {
    self.sheets = sheets
    self.notes = notes
  }

  /// Reads an XLSX or CSV file; which of them it is, its bytes tell.
  /// - Parameters:
  ///   - fileName: names the sheet of a CSV file.
  ///   - limits: what a file may ask of this machine.
  /// - Throws: `SpreadsheetProblem` where the file is damaged, too large or of another kind.
  public init(
    reading data: [UInt8], fileName: String, limits: SpreadsheetLimits = SpreadsheetLimits()
  ) throws(SpreadsheetProblem) {
    guard data.count <= limits.fileBytes else {
      throw SpreadsheetProblem(
        Sentence(
          "the file has \(data.count) bytes, more than the \(limits.fileBytes) allowed: split it in two",
          "ファイルが大きすぎます（\(data.count)バイト、上限\(limits.fileBytes)バイト）。分割してください。"))
    }
    if data.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw OldFile.problem(data) }
    if data.starts(with: Array("PK".utf8)), data.count > 2, data[2] < 0x20 {
      self = try XLSXReader.read(data, limits: limits)
    } else {
      self = try CSVReader.read(data, fileName: fileName, limits: limits)
    }
  }
}

/// One worksheet.
public struct Sheet: Sendable, Hashable {
  /// The name on its tab, or of the CSV file without its ending.
  public var name: String
  /// The rows that hold something, by number.
  public var rows: [Row]
  /// Whether it is a CSV file separated by semicolons, as where the comma is the decimal point.
  public var hasSemicolons: Bool

  /// A sheet of rows.
  public init(name: String, rows: [Row], hasSemicolons: Bool = false) {
    self.name = name
    self.rows = rows
    self.hasSemicolons = hasSemicolons
  }
}

/// One row of a worksheet.
public struct Row: Sendable, Hashable {
  /// From 1.
  public let number: Int
  /// The cells that hold something, by column.
  public let cells: [Cell]

  /// A row; its cells in the order of their columns.
  public init(number: Int, cells: [Cell]) {
    self.number = number
    self.cells = cells
  }

  /// The value in a column (from 1), nil where there is none.
  public subscript(column: Int) -> CellValue? {
    var (low, high) = (0, cells.count)
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].column < column { low = middle + 1 } else { high = middle }
    }
    return low < cells.count && cells[low].column == column ? cells[low].value : nil
  }
}

/// What a file may ask of this machine.
public struct SpreadsheetLimits: Sendable, Hashable {
  /// Bytes of the file.
  public var fileBytes = 50_000_000
  /// Files in the ZIP archive that an XLSX file is.
  public var entries = 10_000
  /// Bytes of all that is unpacked.
  public var unpackedBytes = 500_000_000
  /// How many times its packed size a file in the archive may be, once it is larger than 10 MB: deflate cannot
  /// do better than 1,032, spreadsheets do 5 to 50.
  public var ratio = 200
  /// Cells that hold something, in all sheets.
  public var cells = 5_000_000
  /// UTF-8 bytes of one cell. (Excel allows 32,767 characters.)
  public var cellBytes = 131_072
  /// Levels of XML elements.
  public var depth = 64

  /// What a server can bear: see each limit.
  public init() {}
}

/// Kinds of files that are refused, with what to do instead.
enum OldFile {
  /// For a file that begins as OLE compound files do.
  static func problem(_ data: [UInt8]) -> SpreadsheetProblem {
    let mark = "EncryptedPackage".utf8.flatMap { [$0, UInt8(0)] }
    if contains(data, mark) {
      return SpreadsheetProblem(
        Sentence(
          "the file is protected by a password: save it without one (File, Info, Protect Workbook)",
          "パスワードで保護されています。パスワードを外して保存し直してください（ファイル→情報→ブックの保護）。"))
    }
    return SpreadsheetProblem(
      Sentence(
        "the file is an old .xls workbook or another Office file: save it as .xlsx (File, Save As)",
        "旧形式（.xls）などのファイルです。「名前を付けて保存」で.xlsx形式にしてください。"))
  }

  private static func contains(_ data: [UInt8], _ mark: [UInt8]) -> Bool {
    guard data.count >= mark.count else { return false }
    return (0...(data.count - mark.count)).contains { start in
      data[start] == mark[0] && data[start..<(start + mark.count)].elementsEqual(mark)
    }
  }
}
