import Foundation

/// A moment in UTC to the millisecond, written as RFC 3339: `2026-11-25T03:26:49.120Z`.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64

  /// A moment so many milliseconds after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The machine's time.
  public static var now: Timestamp { Timestamp(Date()) }

  /// A date, cut to milliseconds.
  public init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down)) }

  /// The same moment as a date.
  public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  /// Earlier first.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  /// A later moment; parts of a millisecond are cut off.
  public static func + (time: Timestamp, duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(milliseconds: time.milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}

extension Timestamp: LosslessStringConvertible {
  /// Reads an RFC 3339 date and time with any offset (a missing offset is refused), seconds optional as in
  /// `2025-04-01T00:00Z`; nil for anything else.
  public init?(_ text: String) {
    var rest = Substring(text)
    func number(_ count: Int, _ range: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(count)
      guard digits.utf8.count == count, digits.utf8.allSatisfy({ (48...57).contains($0) }),
        let value = Int(digits),
        range.contains(value)
      else { return nil }
      rest = rest.dropFirst(count)
      return value
    }
    func skip(_ characters: String) -> Bool {
      guard let first = rest.first, characters.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4, 0...9999), skip("-"), let month = number(2, 1...12), skip("-"),
      let day = number(2, 1...31), day <= Timestamp.days(inMonth: month, year: year), skip("Tt "),
      let hour = number(2, 0...23), skip(":"), let minute = number(2, 0...59)
    else { return nil }
    var second = 0
    var fraction: Int64 = 0
    if skip(":") {
      guard let value = number(2, 0...60) else { return nil }
      second = value
      if skip(".") {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, let value = Int64(String((digits + "000").prefix(3))) else { return nil }
        fraction = value
        rest = rest.dropFirst(digits.count)
      }
    }
    var offset = 0
    if !skip("Zz") {
      let sign = rest.first
      guard skip("+-"), let hours = number(2, 0...23), skip(":"), let minutes = number(2, 0...59) else {
        return nil
      }
      offset = (hours * 60 + minutes) * (sign == "-" ? -1 : 1)
    }
    guard rest.isEmpty else { return nil }
    let days = Timestamp.daysSince1970(year: year, month: month, day: day)
    let seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second
    self.init(milliseconds: Int64(seconds) * 1000 + fraction)
  }

  /// With milliseconds where they are not zero.
  public var description: String {
    let fraction = Int(((milliseconds % 1000) + 1000) % 1000)
    return String(secondsText.dropLast()) + (fraction == 0 ? "" : "." + Timestamp.padded(fraction, 3)) + "Z"
  }

  /// Without a fraction, as the Ouranos interface writes it: `2024-11-15T06:33:10Z`.
  public var secondsText: String {
    let seconds = Int(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000)
    let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    let rest = seconds - days * 86400
    let (year, month, day) = Timestamp.civil(days)
    return "\(Timestamp.padded(year, 4))-\(Timestamp.padded(month, 2))-\(Timestamp.padded(day, 2))T"
      + "\(Timestamp.padded(rest / 3600, 2)):\(Timestamp.padded(rest / 60 % 60, 2)):\(Timestamp.padded(rest % 60, 2))Z"
  }

  /// The day alone: `2024-12-31`.
  public var dayText: String { String(secondsText.prefix(10)) }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  static func days(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let y = month > 2 ? year : year - 1
    let m = (month + 9) % 12
    let yearDays = 365 * y + y / 4 - y / 100 + y / 400
    return yearDays + (m * 306 + 5) / 10 + day - 1 - 719_468
  }

  private static func civil(_ days: Int) -> (Int, Int, Int) {
    let g = days + 719_468
    var y = (10_000 * g + 14_780) / 3_652_425
    var rest = g - (365 * y + y / 4 - y / 100 + y / 400)
    if rest < 0 {
      y -= 1
      rest = g - (365 * y + y / 4 - y / 100 + y / 400)
    }
    let m = (100 * rest + 52) / 3060
    return (y + (m + 2) / 12, (m + 2) % 12 + 1, rest - (m * 306 + 5) / 10 + 1)
  }
}

extension Timestamp: Codable {
  /// Reads a string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let time = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no RFC 3339 time")
    }
    self = time
  }

  /// Writes a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
