import Exchange
import Spreadsheet
import Values

/// The workbook of a small supplier: its plants, parts, what they are made of, and their footprints.
public struct PartsWorkbook: Sendable, Hashable {
  /// The name of the file it was read from.
  public var fileName: String
  /// Rows of the sheet of plants.
  public var plants: [PlantRow] = []
  /// Rows of the sheet of parts.
  public var parts: [PartRow] = []
  /// Rows of the sheet of structures.
  public var components: [ComponentRow] = []
  /// Rows of the sheet of footprints.
  public var footprints: [FootprintRow] = []
  /// What a person should know of how it was read.
  public var notes: [Sentence] = []
  /// The sheets that were there, with their tables, for places of problems.
  var tables: [WorkbookSheet: SheetPlace] = [:]

  /// Whether the file has a sheet.
  public func has(_ sheet: WorkbookSheet) -> Bool { tables[sheet] != nil }

  init(fileName: String) { self.fileName = fileName }

  /// A plant.
  public struct PlantRow: Sendable, Hashable {
    /// The number of the row in the sheet, from 1.
    public var row: Int
    var number: String
    var name: String
    var address: String
    var globalID: String?
  }

  /// A part as another row names it: empty fields are found where there is one part only they can mean.
  public struct PartName: Sendable, Hashable {
    var name: String
    var support: String?
    /// Number or name of its plant.
    var plant: String?
  }

  /// A part.
  public struct PartRow: Sendable, Hashable {
    var row: Int
    var part: PartName
    var traceID: Identifier?
    var label: String?
    var unit: DeclaredUnit?
    var terminated: Bool
    /// Three of them.
    var infos: [String?]
  }

  /// A component of a part.
  public struct ComponentRow: Sendable, Hashable {
    var row: Int
    var parent: PartName
    var component: PartName
    /// In the component's unit, for one unit of the parent.
    var amount: Double
    var unit: DeclaredUnit?
  }

  /// A company's own footprint of a part: kg CO2e for one unit.
  public struct FootprintRow: Sendable, Hashable {
    var row: Int
    var part: PartName
    var unit: DeclaredUnit?
    var production: Stages<Double?>
    var component: Stages<Double?>
    var quality: Stages<DataQuality>
  }
}

/// A sheet as the file has it, to place a problem in it.
struct SheetPlace: Sendable, Hashable {
  var file: String
  var name: String
  /// Column and title by key.
  var columns: [String: Column]

  struct Column: Sendable, Hashable {
    var number: Int
    var title: String
  }

  func problem(_ message: Sentence, row: Int?, key: String?) -> SpreadsheetProblem {
    let column = key.flatMap { columns[$0] }
    return SpreadsheetProblem(message, sheet: name, row: row, column: column?.number, header: column?.title)
  }
}

/// Why a workbook was not taken in: everything that is wrong with it. Nothing was written.
public struct WorkbookProblems: Error, Sendable {
  /// The most problems that are listed.
  public static let shown = 200
  /// The first of them.
  public let problems: [SpreadsheetProblem]
  /// How many there are.
  public let count: Int

  init(_ problems: [SpreadsheetProblem]) {
    self.problems = Array(problems.prefix(WorkbookProblems.shown))
    count = problems.count
  }
}
