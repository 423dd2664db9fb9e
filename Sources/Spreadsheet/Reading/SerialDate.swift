/// Days as spreadsheets count them.
enum SerialDate {
  /// ISO 8601 text of a serial number.
  /// - Parameters:
  ///   - hasDay: false for a time of day alone.
  ///   - hasTime: whether the format shows a time; a time that is not midnight is written in any case.
  /// - Returns: nil for a number that is no day: negative, beyond the year 9999, or 29 February 1900, which
  ///   there was only in Lotus 1-2-3.
  static func text(_ serial: Double, from1904: Bool, hasDay: Bool, hasTime: Bool) -> String? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    let milliseconds = Int64((serial * 86_400_000).rounded())
    let day = Int(milliseconds / 86_400_000)
    let time = Int(milliseconds % 86_400_000)
    if !hasDay && day == 0 { return timeText(time) }
    let days: Int
    if from1904 {
      days = day - 24_107
    } else if day >= 61 {
      days = day - 25_569
    } else if day == 60 || day == 0 {
      return nil
    } else {
      days = day - 25_568
    }
    let (year, month, dayOfMonth) = civil(days)
    guard year <= 9999 else { return nil }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
    return time == 0 && !hasTime ? date : date + "T" + timeText(time)
  }

  static func days(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func timeText(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    let fraction = milliseconds % 1000
    return "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
      + (fraction == 0 ? "" : "." + padded(fraction, 3))
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// The civil date of a number of days since 1970-01-01 (proleptic Gregorian calendar).
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    // Years that begin in March put the leap day last: 146,097 days are 400 of them.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}
