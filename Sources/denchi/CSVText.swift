/// Rows as CSV (RFC 4180).
enum CSVText {
  /// Rows, each ended by a line feed.
  static func of(_ rows: [[String]]) -> String { rows.map(row).joined() }

  /// One row, ended by a line feed.
  static func row(_ cells: [String]) -> String { cells.map(field).joined(separator: ",") + "\n" }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
