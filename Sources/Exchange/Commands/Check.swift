import Values

/// The limits that fields of the Ouranos interface share.
enum Check {
  /// The largest amount or emission: ten digits, five of them decimals.
  static let largest = 99_999.99999

  /// - Parameter length: in Unicode code points, as JSON Schema counts.
  static func text(_ text: String?, _ length: ClosedRange<Int>, field: String) throws(Refusal) {
    guard let text else { return }
    let count = text.unicodeScalars.count
    guard length.contains(count) else {
      throw .invalid(
        field: field,
        count == 0 ? "must not be empty" : "has \(count) characters, at most \(length.upperBound) are allowed"
      )
    }
  }

  static func amount(_ value: Double?, field: String) throws(Refusal) {
    guard let value else { return }
    guard value >= 0, value <= largest else {
      throw .invalid(field: field, "must be from 0 to 99999.99999")
    }
    guard (value * 100_000).rounded() / 100_000 == value else {
      throw .invalid(field: field, "must be a value up to the 5th decimal place")
    }
  }

  static func quality(_ quality: DataQuality, field: String) throws(Refusal) {
    try amount(quality.technological, field: field + ".TeR")
    try amount(quality.geographical, field: field + ".GeR")
    try amount(quality.temporal, field: field + ".TiR")
  }

  /// - Parameter text: a day of the calendar as `2024-12-31`.
  static func day(_ text: String, field: String) throws(Refusal) {
    guard text.utf8.count == 10, Timestamp(text + "T00:00Z") != nil else {
      throw .invalid(field: field, "must be a day like 2024-12-31")
    }
  }
}
