/// Texts that a spreadsheet program would take for a formula when it opens a CSV file.
///
/// One apostrophe in front makes them texts; the reader takes it off again, so that nothing changes on the way.
enum CSVText {
  /// Also in full width: Excel in Japan takes them all the same.
  private static let dangerous: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]

  private static func isDangerous(_ text: Substring.UnicodeScalarView) -> Bool {
    text.drop { $0 == "'" }.first.map(dangerous.contains) ?? false
  }

  /// The text as it may stand in a file.
  static func guarded(_ text: String) -> String {
    isDangerous(text.unicodeScalars[...]) ? "'" + text : text
  }

  /// The text that a field of a file stands for.
  static func plain(_ field: [UInt8]) -> String {
    let text = String(decoding: field, as: UTF8.self)
    guard field.first == UInt8(ascii: "'"), isDangerous(text.unicodeScalars[...].dropFirst()) else {
      return text
    }
    return String(text.dropFirst())
  }
}
