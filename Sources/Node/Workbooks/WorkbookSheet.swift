import Spreadsheet

/// The language a workbook is written in. Both are read.
public enum WorkbookLanguage: String, Sendable, CaseIterable {
  case english = "en"
  case japanese = "ja"

  /// The words of a sentence in this language.
  public func text(_ sentence: Sentence) -> String { self == .english ? sentence.english : sentence.japanese }
}

/// The sheets of the workbook of parts that are read.
public enum WorkbookSheet: String, Sendable, CaseIterable {
  case plants, parts, structure, footprints

  /// The sheet's name, which is also that of its CSV file.
  public var name: Sentence {
    switch self {
    case .plants: Sentence("Plants", "事業所")
    case .parts: Sentence("Parts", "部品")
    case .structure: Sentence("Structure", "部品構成")
    case .footprints: Sentence("Footprints", "CFP")
    }
  }

  /// Other names it is known by.
  var synonyms: [String] {
    switch self {
    case .plants: ["plant", "sites", "工場", "拠点", "事業所一覧"]
    case .parts: ["part", "parts list", "部品一覧", "部品表", "品目"]
    case .structure: ["structures", "parts structure", "BOM", "bill of materials", "構成", "構成表", "部品構成表"]
    case .footprints: ["footprint", "carbon footprint", "cfp values", "カーボンフットプリント", "CFP値"]
    }
  }

  /// The sheet of a name.
  init?(named title: String) {
    let folded = ColumnName.folded(title)
    let match = WorkbookSheet.allCases.first { sheet in
      ([sheet.rawValue, sheet.name.english, sheet.name.japanese] + sheet.synonyms)
        .contains { ColumnName.folded($0) == folded }
    }
    guard let match else { return nil }
    self = match
  }

  /// The sheet whose titles these are most like, for a CSV file of another name; nil where none has all the
  /// columns it needs.
  init?(titledAs sheet: Sheet) {
    let fitting = WorkbookSheet.allCases.filter {
      SheetTable(sheet, columns: $0.columns.map(\.name)).problems.isEmpty
    }
    let best = fitting.max { a, b in
      func known(_ kind: WorkbookSheet) -> Int {
        let table = SheetTable(sheet, columns: kind.columns.map(\.name))
        return kind.columns.count { table.has($0.name.key) }
      }
      return known(a) < known(b)
    }
    guard let best else { return nil }
    self = best
  }
}

/// A column of a sheet: its titles, what belongs in it, and how wide it is.
struct WorkbookColumn: Sendable {
  let name: ColumnName
  let help: Sentence
  let width: Double

  init(
    _ key: String, _ english: String, _ japanese: String, _ synonyms: [String] = [], required: Bool = false,
    width: Double = 16, help: Sentence
  ) {
    name = ColumnName(key, english, japanese, synonyms: synonyms, isRequired: required)
    self.help = help
    self.width = width
  }
}
