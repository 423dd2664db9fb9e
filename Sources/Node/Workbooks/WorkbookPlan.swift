import Spreadsheet
import Values

/// What taking a workbook in would do, or has done.
public struct WorkbookPlan: Sendable, Hashable {
  /// What happens to a thing.
  public enum Action: String, Sendable { case create, change, leave }

  /// A field that changes.
  public struct Field: Sendable, Hashable {
    /// The title of its column, or the component.
    public var name: Sentence
    /// What it was; nil: nothing.
    public var old: String?
    /// What it will be; nil: nothing.
    public var new: String?
  }

  /// A plant, part, structure or footprint of the workbook.
  public struct Item: Sendable, Hashable {
    /// The sheet that says it.
    public var sheet: WorkbookSheet
    /// The (first) row that says it.
    public var row: Int
    /// The number and name it goes by.
    public var name: String
    /// What happens to it.
    public var action: Action
    /// What changes; for a new thing all that is said of it.
    public var fields: [Field]
  }

  /// In the order of the sheets and rows.
  public internal(set) var items: [Item] = []
  /// All that stands against it: then nothing is taken in.
  public internal(set) var problems: [SpreadsheetProblem] = []
  /// What a person should know of how it was read.
  public internal(set) var notes: [Sentence] = []

  /// How many things of a sheet have an action.
  public func count(_ action: Action, in sheet: WorkbookSheet? = nil) -> Int {
    items.count { $0.action == action && (sheet == nil || $0.sheet == sheet) }
  }

  /// Whether nothing would be written.
  public var changesNothing: Bool { items.allSatisfy { $0.action == .leave } }
}
