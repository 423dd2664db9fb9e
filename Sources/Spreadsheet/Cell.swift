/// What a cell holds.
public enum CellValue: Sendable, Hashable {
  case text(String)
  case number(CellNumber)
  case bool(Bool)
  /// ISO 8601: `2024-12-31`, `2024-12-31T10:30:00` or `10:30:00`.
  case date(String)
  /// A spreadsheet's error, as `#N/A`.
  case error(String)
  /// A formula whose value the program that wrote the file did not compute.
  case formula

  /// A number, written in its shortest form.
  public static func number(_ value: Double) -> CellValue { .number(CellNumber(value)) }

  /// What a person sees in the cell, without blanks around it; empty for a formula without a value.
  public var text: String {
    switch self {
    case .text(let text): text.trimmed
    case .number(let number): number.text
    case .bool(let bool): bool ? "TRUE" : "FALSE"
    case .date(let text), .error(let text): text
    case .formula: ""
    }
  }
}

/// A number as it was read, and its text: the shortest that gives the same number back, or with the leading
/// zeros its format shows (`000123`).
public struct CellNumber: Sendable, Hashable {
  /// The number.
  public let value: Double
  /// How it is written.
  public let text: String

  /// A number in its shortest form.
  public init(_ value: Double) {
    self.value = value
    if let integer = Int64(exactly: value), integer.magnitude < 1 << 53 {
      text = String(integer)
    } else {
      text = value.description
    }
  }

  init(_ value: Double, text: String) {
    self.value = value
    self.text = text
  }
}

/// A cell that holds something.
public struct Cell: Sendable, Hashable {
  /// From 1.
  public let column: Int
  /// What it holds.
  public let value: CellValue

  /// A cell of a column, counted from 1.
  public init(column: Int, value: CellValue) {
    self.column = column
    self.value = value
  }
}

extension String {
  /// Without white space (also the ideographic space of Japanese) at both ends.
  var trimmed: String {
    guard let first = unicodeScalars.first, let last = unicodeScalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace
    else { return self }
    let kept = unicodeScalars.drop { $0.properties.isWhitespace }
    guard let end = kept.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(kept[...end])
  }
}
