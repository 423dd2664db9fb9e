/// The columns of a file that Denchi reads, and where they are in the header.
struct Columns {
  let required: [String]
  let optional: [String]
  /// Columns that cannot change a result: their last value may be cut short.
  let descriptive: Set<String>

  static func of(_ file: ChainFile) -> Columns {
    let uncertainty = ["unit", "distribution", "scale", "minimum", "maximum"]
    switch file {
    case .activities:
      return Columns(
        required: ["id", "name", "product", "unit"],
        optional: ["location", "stage", "operator", "output", "source"],
        descriptive: ["name", "product", "location", "operator", "source"])
    case .exchanges:
      return Columns(
        required: ["activity", "input", "amount"], optional: uncertainty + ["origin", "source"],
        descriptive: ["origin", "source"])
    case .flows:
      return Columns(
        required: ["activity", "flow", "amount"], optional: uncertainty + ["source"], descriptive: ["source"])
    case .factors:
      return Columns(
        required: ["indicator", "flow", "factor"], optional: ["unit", "source"], descriptive: ["source"])
    case .indicators:
      return Columns(
        required: ["id", "name", "unit"], optional: ["name_ja"], descriptive: ["name", "unit", "name_ja"])
    }
  }

  var all: [String] { required + optional }

  /// "activity, input, amount, [unit], ...", as messages list them.
  var described: String { (required + optional.map { "[\($0)]" }).joined(separator: ", ") }

  /// Places of the columns in a header; nil where a required one is missing.
  func places(in header: [String], file: String, _ problems: inout ChainProblems) -> [String: Int]? {
    if header.count == 1, let only = header.first {
      for (separator, name) in [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")]
      where only.contains(separator) {
        problems.error(
          file, 1,
          "the columns are separated by \(name): separate them by commas (in Excel, save as \"CSV "
            + "UTF-8\" with the "
            + "comma as the list separator of the system)")
        return nil
      }
    }
    var places: [String: Int] = [:]
    var isUsable = true
    for (place, name) in header.enumerated() where all.contains(name) {
      if let first = places[name] {
        problems.error(file, 1, "column '\(name)' is there twice: columns \(first + 1) and \(place + 1)")
        isUsable = false
      } else {
        places[name] = place
      }
    }
    let strangers = header.filter { !all.contains($0) }
    var near = NearMatch()
    for name in required where places[name] == nil {
      let hint = near.closest(to: name, in: strangers).first.map { ": '\($0)' looks like it" } ?? ""
      problems.error(
        file, 1,
        "column '\(name)' is missing\(hint); the columns are \(described), those in brackets may be missing")
      isUsable = false
    }
    for name in optional where places[name] == nil {
      if let stranger = near.closest(to: name, in: strangers).first {
        problems.warning(
          file, 1, "column '\(stranger)' looks like '\(name)': it is kept, but not read under this name")
      }
    }
    return isUsable ? places : nil
  }
}

/// A file of a chain whose header is read, and its rows as they come.
struct OpenTable: ~Copyable {
  let file: String
  var reader: CSVReader
  var batch: RowBatch
  private let places: [String: Int]

  /// Opens a file and reads its header; nil, with the problem reported, where that fails.
  init?(_ chainFile: ChainFile, in input: ChainInput, _ problems: inout ChainProblems) {
    let columns = Columns.of(chainFile)
    guard var opened = Self.open(chainFile, in: input, columns, &problems) else { return nil }
    opened.expectsLastLineBreak = input.endsFilesInLineBreaks
    guard opened.readHeader(expected: columns.described, &problems),
      let found = columns.places(in: opened.header, file: chainFile.fileName, &problems)
    else { return nil }
    let header = opened.header
    opened.keyColumn = found["id"]
    opened.descriptiveColumns = Set(
      header.indices.filter { columns.descriptive.contains(header[$0]) || !columns.all.contains(header[$0]) })
    file = chainFile.fileName
    reader = opened
    batch = RowBatch(columns: header.count)
    places = found
  }

  private static func open(
    _ chainFile: ChainFile, in input: ChainInput, _ columns: Columns, _ problems: inout ChainProblems
  ) -> CSVReader? {
    let file = chainFile.fileName
    switch input {
    case .memory(let files):
      guard let bytes = files[chainFile] else {
        problems.fileNotFound(file, "the file is missing: its columns are \(columns.described)")
        return nil
      }
      return CSVReader(file: file, source: ByteSource(bytes: bytes))
    case .folder(let folder):
      do {
        return CSVReader(file: file, source: try ByteSource(path: folder + "/" + file))
      } catch {
        if error.isNotFound {
          problems.fileNotFound(
            file,
            "the file is missing in \(folder): its columns are \(columns.described); without rows "
              + "it has its header alone"
          )
        } else {
          problems.error(file, 0, "cannot be opened: \(error.message)")
        }
        return nil
      }
    }
  }

  subscript(column: String) -> Int? { places[column] }

  /// The place of a required column, whose presence was checked.
  func required(_ column: String) -> Int { places[column] ?? 0 }

  mutating func next(_ problems: inout ChainProblems) -> Bool { reader.next(&batch, &problems) }
}

/// Where the files of a chain come from.
enum ChainInput {
  case folder(String)
  case memory([ChainFile: [UInt8]])
}

extension ChainInput {
  /// Whether any file ends in a line break: one that does not then looks cut off.
  var endsFilesInLineBreaks: Bool {
    ChainFile.allCases.contains { file in
      switch self {
      case .memory(let files): files[file]?.last == Ascii.lineFeed
      case .folder(let folder):
        (try? ByteSource(path: folder + "/" + file.fileName))?.lastByte() == Ascii.lineFeed
      }
    }
  }
}
