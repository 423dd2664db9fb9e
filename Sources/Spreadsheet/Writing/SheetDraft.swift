/// A worksheet to be written.
public struct SheetDraft: Sendable {
  /// A column with a title.
  public struct Column: Sendable {
    /// What stands in the first row.
    public var title: String
    /// Width in characters.
    public var width: Double
    /// A comment on the title.
    public var note: String?
    /// What may be chosen below the title.
    public var choices: Choices?

    /// A column with a title.
    public init(_ title: String, width: Double = 14, note: String? = nil, choices: Choices? = nil) {
      self.title = title
      self.width = width
      self.note = note
      self.choices = choices
    }
  }

  /// Where the choices of a column come from; other entries are allowed after a warning.
  public enum Choices: Sendable {
    /// At most 255 characters together.
    case list([String])
    /// Cells of another sheet, as `=Plants!$A$2:$A$1000`.
    case range(String)
  }

  /// The sheet's name, at most 31 characters.
  public var name: String
  /// The columns; none for a sheet without titles.
  public var columns: [Column]
  /// Values by column, from row 2 on; without any columns from row 1 on.
  public var rows: [[CellValue?]]
  /// Numbers of rows (from 1) that are shown as examples.
  public var exampleRows: Set<Int> = []
  /// Whether texts are wrapped: a page to be read.
  public var isProse = false

  /// A sheet with columns and rows.
  public init(name: String, columns: [Column], rows: [[CellValue?]]) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }
}
