/// Reads one row of a table by its columns' keys, and collects what is wrong with it.
public struct RowReader {
  /// The table the row is of.
  public let table: SheetTable
  /// The row.
  public let row: Row
  /// What is wrong with the cells read so far.
  public private(set) var problems: [SpreadsheetProblem] = []
  /// What was read otherwise than it is written.
  public private(set) var notes: [SpreadsheetProblem] = []

  /// A reader of one row.
  public init(_ row: Row, of table: SheetTable) {
    self.row = row
    self.table = table
  }

  /// The text of a cell without blanks around it; nil where it is empty.
  public mutating func text(_ key: String) -> String? {
    take(key) { $0.asText }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The number in a cell; nil where it is empty or wrong.
  public mutating func number(_ key: String) -> Double? {
    let allowsGroups = table.allowsGroups
    return take(key) { $0.asNumber(allowsGroups: allowsGroups) }
  }

  /// The yes or no in a cell; nil where it is empty or wrong.
  public mutating func bool(_ key: String) -> Bool? { take(key) { $0.asBool } }

  /// The day in a cell; nil where it is empty or wrong.
  public mutating func date(_ key: String) -> String? { take(key) { $0.asDate } }

  /// Whether the cell holds nothing but blanks.
  public func isEmpty(_ key: String) -> Bool {
    guard let value = table.column(key).flatMap({ row[$0] }) else { return true }
    if case .formula = value { return false }
    return value.text.isEmpty
  }

  /// Notes that a cell is wrong.
  public mutating func refuse(_ key: String, _ message: Sentence) {
    problems.append(table.problem(message, row: row.number, key: key))
  }

  /// Notes that a cell was read otherwise than it is written.
  public mutating func note(_ key: String, _ message: Sentence) {
    notes.append(table.problem(message, row: row.number, key: key))
  }

  private mutating func take<Value>(_ key: String, _ read: (CellValue) -> CellReading<Value>) -> Value? {
    guard !isEmpty(key), let value = table.column(key).flatMap({ row[$0] }) else { return nil }
    switch read(value) {
    case .value(let value, let note):
      if let note { self.note(key, note) }
      return value
    case .misfit(let message):
      refuse(key, message)
      return nil
    }
  }
}
