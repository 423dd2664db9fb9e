import Inventory
import Strategy

/// Yearly series read from a CSV file.
struct SeriesFile {
  struct Series {
    let name: String
    var values: [Double] = []
  }

  /// The most years: a table of cohorts has their square.
  private static let mostYears = 2_000
  /// Columns that hold words.
  private static let words = ["unit", "source", "note"]

  let firstYear: Int
  let years: Int
  /// The unit of all values, where the file has one.
  let unit: String?
  let series: [Series]

  /// - Parameters:
  ///   - column: the only column of values that is read; all where it is nil.
  /// - Throws: `Failure.notFound`, `Failure.usage` where there is no such column, and `Failure.data` with
  ///   every line that is wrong.
  init(path: String, column: String?, of drive: StockDrive) throws {
    let sheet: Sheet
    do {
      sheet = try Sheet.read(path: path, as: path)
    } catch {
      throw Failure(error)
    }
    var problems = ScenarioProblems()
    let names = sheet.header.map { $0.lowercased() }
    let year = names.firstIndex(of: "year")
    let unit = names.firstIndex(of: "unit")
    var columns = names.indices.filter { $0 != year && !Self.words.contains(names[$0]) }
    if year == nil {
      problems.add(path, 1, "there is no column year\(Self.hint("year", sheet.header))")
    } else if columns.isEmpty {
      problems.add(path, 1, "there is no column of values beside year")
    }
    if let column, problems.problems.isEmpty {
      guard let index = columns.first(where: { sheet.header[$0] == column }) else {
        let known = columns.map { sheet.header[$0] }
        throw Failure.usage(
          "\(path) has no column of values '\(column)'\(Self.hint(column, known)); it has "
            + known.joined(separator: ", "))
      }
      columns = [index]
    }
    let others = ["inflow", "stock", "outflow"].filter { $0 != drive.rawValue }
    if columns.count > 1, let other = columns.first(where: { others.contains(names[$0]) }) {
      guard columns.contains(where: { names[$0] == drive.rawValue }) else {
        throw Failure.usage(
          "\(path) has a column \(sheet.header[other]) among others, and the series are to be "
            + "\(drive == .inflow ? "inflows" : "stocks"); choose one with --column")
      }
      columns.removeAll { others.contains(names[$0]) }
    }
    if sheet.rows.isEmpty { problems.add(path, 0, "there is no row below the header") }
    if sheet.rows.count > Self.mostYears {
      problems.add(
        path, 0, "there are \(sheet.rows.count) rows; at most \(Self.mostYears) years are computed")
    }
    guard let year, problems.problems.isEmpty else { throw Failure(problems) }

    var read = columns.map { Series(name: sheet.header[$0]) }
    var last: (year: Int, line: Int)?
    for row in sheet.rows {
      last = Self.year(row, year, after: last, path, &problems)
      if let unit, row.fields[unit] != sheet.rows[0].fields[unit] {
        problems.add(
          path, row.line,
          "the unit '\(row.fields[unit])' is not the '\(sheet.rows[0].fields[unit])' of line "
            + "\(sheet.rows[0].line); a series has one unit")
      }
      for (i, c) in columns.enumerated() {
        if let value = Self.value(row, c, sheet.header[c], drive, path, &problems) {
          read[i].values.append(value)
        }
      }
    }
    guard problems.problems.isEmpty, let last else { throw Failure(problems) }
    years = sheet.rows.count
    firstYear = last.year - years + 1
    self.unit = unit.map { sheet.rows[0].fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    series = read
  }

  private static func year(
    _ row: Sheet.Row, _ column: Int, after last: (year: Int, line: Int)?, _ path: String,
    _ problems: inout ScenarioProblems
  ) -> (year: Int, line: Int)? {
    let text = row.fields[column]
    guard let year = Int(text), (0...9_999).contains(year) else {
      problems.add(path, row.line, "the year is '\(text)'; a whole number such as 2030 is expected")
      return last
    }
    if let last {
      let before = "\(last.year) in line \(last.line)"
      switch year - last.year {
      case 1: break
      case 0: problems.add(path, row.line, "the year \(year) is there twice, also in line \(last.line)")
      case ..<0: problems.add(path, row.line, "the year \(year) comes after \(before); years must ascend")
      default:
        let missing = year == last.year + 2 ? "\(year - 1) is" : "\(last.year + 1) to \(year - 1) are"
        problems.add(path, row.line, "the year \(year) comes after \(before); \(missing) missing")
      }
    }
    return (year, row.line)
  }

  private static func value(
    _ row: Sheet.Row, _ column: Int, _ name: String, _ drive: StockDrive, _ path: String,
    _ problems: inout ScenarioProblems
  ) -> Double? {
    let text = row.fields[column]
    guard let value = Sheet.number(text) else {
      problems.add(
        path, row.line,
        text.isEmpty ? "\(name) is empty; write 0 for none" : "\(name) is '\(text)', not a number")
      return nil
    }
    guard value >= 0 else {
      problems.add(
        path, row.line, "\(name) is \(text); \(drive == .inflow ? "an inflow" : "a stock") is 0 or more")
      return nil
    }
    return value
  }

  private static func hint(_ word: String, _ words: [String]) -> String {
    nearestWord(to: word, in: words).map { "; is '\($0)' meant?" } ?? ""
  }
}
