import Inventory

/// A CSV file of a scenario, read row by row; every fault is reported with its line.
struct ScenarioTable {
  let sheet: Sheet
  let builder: ScenarioBuilder
  private let places: [String: Int]

  init(_ sheet: Sheet, columns required: [String], _ builder: ScenarioBuilder) {
    self.sheet = sheet
    self.builder = builder
    places = Dictionary(sheet.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for column in required where places[column] == nil {
      let near = nearestWord(to: column, in: sheet.header).map { "; is '\($0)' meant?" } ?? ""
      builder.problems.add(sheet.file, 1, "the column '\(column)' is missing\(near)")
    }
  }

  var rows: [Row] { sheet.rows.map { Row(table: self, row: $0) } }

  /// Columns whose name is a year.
  var yearColumns: [(year: Int, column: String)] {
    sheet.header.compactMap { name in name.utf8.count == 4 ? Int(name).map { ($0, name) } : nil }
  }

  func has(_ column: String) -> Bool { places[column] != nil }

  struct Row {
    let table: ScenarioTable
    let row: Sheet.Row

    var place: Place { Place(file: table.sheet.file, line: row.line) }

    subscript(column: String) -> String { table.places[column].map { row.fields[$0] } ?? "" }

    func problem(_ message: String) { table.builder.problem(place, message) }

    /// The text of a column that may not be empty.
    func text(_ column: String) -> String {
      let text = self[column]
      if text.isEmpty && table.has(column) { problem("'\(column)' is empty") }
      return text
    }

    /// One of the known words.
    func choice<Choice: RawRepresentable & CaseIterable>(_ column: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
      let text = self[column]
      if let choice = Choice(rawValue: text) { return choice }
      let names = Choice.allCases.map(\.rawValue)
      let near = nearestWord(to: text, in: names).map { "; is '\($0)' meant?" } ?? ""
      problem("'\(column)' is '\(text)': one of \(names.joined(separator: ", ")) is expected\(near)")
      return nil
    }

    /// Reports a word that is not one of the known ones.
    func check(_ column: String, oneOf known: [String]) {
      guard table.has(column), !known.contains(self[column]) else { return }
      let near = nearestWord(to: self[column], in: known).map { "; is '\($0)' meant?" } ?? ""
      problem(
        "'\(column)' is '\(self[column])': one of \(known.filter { !$0.isEmpty }.joined(separator: ", ")) is expected\(near)"
      )
    }

    /// Reports a word that looks like a misspelt known one.
    func check(_ column: String, near known: [String]) {
      guard !known.contains(self[column]), let near = nearestWord(to: self[column], in: known) else { return }
      problem("'\(column)' is '\(self[column])'; is '\(near)' meant?")
    }

    /// A number in a range; nil where the field is empty, or wrong (then it is reported).
    func number(_ column: String, unit: String, in range: ClosedRange<Double> = 0...1e15) -> Double? {
      let text = self[column]
      if text.isEmpty { return nil }
      guard let value = Sheet.number(text) else {
        problem("'\(column)' is '\(text)': a number in \(unit) is expected")
        return nil
      }
      guard range.contains(value) else {
        problem("'\(column)' is \(value.short)\(Group.outside(value, 1, unit, range))")
        return nil
      }
      return value
    }

    /// The factor from the row's `unit` to the wanted one; 1, with the problem reported, where there is none.
    func factor(to unit: String) -> Double {
      guard table.has("unit") else { return 1 }
      if let factor = Quantities.factor(from: self["unit"], to: unit) { return factor }
      problem(
        "'unit' is '\(self["unit"])': \(Quantities.units(like: unit).joined(separator: ", ")) can be used")
      return 1
    }
  }
}
