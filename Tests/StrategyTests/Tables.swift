import Foundation
import Inventory
import Testing

/// Reads the default scenario's tables and the published ones with the names of the columns.
enum Tables {
  typealias Row = [String: String]

  static let folder = Project.root + "/Sources/Strategy/Default"
  static let modes = [
    "Cars": "cars", "Vans": "vans", "Buses": "buses", "Trucks": "trucks",
    "2 and 3 wheelers": "two_and_three_wheelers",
  ]

  static func ours(_ name: String) throws -> [Row] { try read("\(folder)/\(name).csv") }

  static func shared(_ name: String) throws -> [Row] { try read("\(Project.shared)/\(name).csv") }

  static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private static func read(_ path: String) throws -> [Row] {
    let sheet = try Sheet.read(path: path, as: path)
    return sheet.rows.map { Row(uniqueKeysWithValues: zip(sheet.header, $0.fields)) }
  }

  static func key(_ parts: [String?]) -> String { parts.map { $0 ?? "?" }.joined(separator: "|") }

  /// The cells of a table with a column a year; empty cells are left out.
  static func wide(_ name: String, _ names: [String]) throws -> [String: Double] {
    var cells: [String: Double] = [:]
    for row in try ours(name) {
      for (column, _) in row where Int(column) != nil {
        guard let value = row.number(column) else { continue }
        let cell = key(names.map { row[$0] } + [column])
        try #require(cells[cell] == nil, "\(cell) twice")
        cells[cell] = value
      }
    }
    return cells
  }

  /// The region as our table names it; nil where it is not in the table.
  static func region(_ row: Row) -> String? {
    let region = row["region"] ?? ""
    if region == "Rest of the world", row["category"] == "Historical" { return "Countries not listed" }
    let known = ["World", "China", "Europe", "USA", "India", "Japan", "Korea", "Rest of the world"]
    return known.contains(region) ? region : nil
  }

  /// Published names of chemistries and ours.
  static func chemistries(origin: String) throws -> [String: String] {
    var names: [String: String] = [:]
    for row in try ours("chemistry_names") where row["origin"] == origin {
      names[row["name"] ?? ""] = row["chemistry"]
    }
    return names
  }
}

extension [String: String] {
  /// The number in a field; nil where the field is empty or not there.
  func number(_ column: String) -> Double? {
    self[column].flatMap { $0.isEmpty ? nil : Sheet.number($0) }
  }
}
