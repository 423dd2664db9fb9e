/// Reads the worksheets of an XLSX file (ECMA-376, transitional and strict).
enum XLSXReader {
  static func read(_ data: [UInt8], limits: SpreadsheetLimits) throws(SpreadsheetProblem) -> Workbook {
    let archive = try ZipArchive(data, limits: limits)
    guard archive.contains("[Content_Types].xml"), archive.contains("_rels/.rels") else {
      throw notAWorkbook(archive)
    }
    let package = try relationships(of: "", in: archive, limits)
    guard let main = package.first(where: { $0.type == "officeDocument" }), archive.contains(main.target),
      !main.target.hasSuffix(".bin")
    else { throw notAWorkbook(archive) }
    let directory = WorkbookDirectory()
    try archive.parse(main.target, with: directory, depth: limits.depth)
    guard directory.isWorkbook else { throw notAWorkbook(archive) }
    let parts = try relationships(of: main.target, in: archive, limits)
    let styles = StyleSheet()
    if let part = parts.first(where: { $0.type == "styles" }), archive.contains(part.target) {
      try archive.parse(part.target, with: styles, depth: limits.depth)
    }
    let strings = SharedStrings(limits: limits)
    if let part = parts.first(where: { $0.type == "sharedStrings" }), archive.contains(part.target) {
      try archive.parse(part.target, with: strings, depth: limits.depth)
    }
    var workbook = Workbook(sheets: [])
    var cells = 0
    for entry in directory.sheets {
      guard !entry.isHidden else {
        workbook.notes.append(
          Sentence(
            "the hidden sheet '\(entry.name)' was not read: unhide it if it should be",
            "非表示のシート「\(entry.name)」は読み込みませんでした。必要なら再表示してください。"))
        continue
      }
      guard let part = parts.first(where: { $0.id == entry.relationship }) else {
        throw SpreadsheetProblem(
          Sentence("the sheet is missing in the file: save it anew", "シートの中身がありません。保存し直してください。"),
          sheet: entry.name)
      }
      guard part.type == "worksheet" else {
        workbook.notes.append(
          Sentence(
            "'\(entry.name)' is no sheet of cells: not read", "「\(entry.name)」はセルのシートではないため、読み込みませんでした。"))
        continue
      }
      let reader = SheetReader(
        name: entry.name, strings: strings.texts, styles: styles.kinds,
        usesDatesFrom1904: directory.usesDatesFrom1904,
        limits: limits, cellsBefore: cells)
      try archive.parse(part.target, with: reader, depth: limits.depth)
      cells += reader.cellCount
      workbook.sheets.append(reader.sheet)
    }
    return workbook
  }

  /// The relationships of a part; none where it has no such file.
  private static func relationships(
    of part: String, in archive: ZipArchive, _ limits: SpreadsheetLimits
  ) throws(SpreadsheetProblem) -> [Relationship] {
    let slash = part.lastIndex(of: "/")
    let folder = slash.map { String(part[...$0]) } ?? ""
    let file = slash.map { String(part[part.index(after: $0)...]) } ?? part
    let name = "\(folder)_rels/\(file).rels"
    guard archive.contains(name) else { return [] }
    let list = Relationships(folder: folder)
    try archive.parse(name, with: list, depth: limits.depth)
    return list.all
  }

  private static func notAWorkbook(_ archive: ZipArchive) -> SpreadsheetProblem {
    if archive.contains("xl/workbook.bin") {
      return SpreadsheetProblem(
        Sentence("the file is an .xlsb workbook: save it as .xlsx", ".xlsb形式です。.xlsx形式で保存し直してください。"))
    }
    if archive.contains("mimetype") && archive.contains("content.xml") {
      return SpreadsheetProblem(
        Sentence(
          "the file is an OpenDocument spreadsheet: save it as .xlsx", "OpenDocument形式です。.xlsx形式で保存し直してください。")
      )
    }
    return SpreadsheetProblem(
      Sentence(
        "the file is a ZIP archive but no workbook: send an .xlsx or a .csv file",
        "ZIPファイルですが、表計算のファイルではありません。.xlsxか.csvを送ってください。"))
  }
}

/// A link from one part of the package to another.
struct Relationship {
  let id: String
  /// The last word of the type's address: `worksheet`, `styles` ...
  let type: String
  /// The name of the other part in the archive.
  let target: String
}

/// Reads a file of relationships.
private final class Relationships: XMLHandler {
  var problem: SpreadsheetProblem?
  private(set) var all: [Relationship] = []
  private let folder: String

  init(folder: String) { self.folder = folder }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard name("Relationship"), let id = attributes["Id"], let type = attributes["Type"],
      let target = attributes["Target"], attributes["TargetMode"] != "External"
    else { return }
    all.append(
      Relationship(
        id: id, type: type.split(separator: "/").last.map(String.init) ?? "", target: resolved(target)))
  }
  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  private func resolved(_ target: String) -> String {
    var path: [Substring] = []
    let full = target.hasPrefix("/") ? target : folder + target
    for step in full.split(separator: "/") where step != "." {
      if step == ".." { path = path.dropLast() } else { path.append(step) }
    }
    return path.joined(separator: "/")
  }
}

/// Reads the list of sheets.
private final class WorkbookDirectory: XMLHandler {
  struct Entry {
    let name: String
    let relationship: String
    let isHidden: Bool
  }

  var problem: SpreadsheetProblem?
  private(set) var isWorkbook = false
  private(set) var usesDatesFrom1904 = false
  private(set) var sheets: [Entry] = []

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name("workbook") {
      isWorkbook = true
    } else if name("workbookPr") {
      usesDatesFrom1904 = ["1", "true"].contains(attributes["date1904"])
    } else if name("sheet") {
      sheets.append(
        Entry(
          name: attributes["name"] ?? "", relationship: attributes["id"] ?? "",
          isHidden: ["hidden", "veryHidden"].contains(attributes["state"])))
    }
  }
  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
