import Foundation
import Inventory
import Testing

/// Tables of the strategy research, which are not part of the project.
struct StrategyData {
  private let sheet: Sheet

  /// A file of the folder `data`, or `facts.csv`.
  init(_ name: String) throws {
    let path = name == "facts" ? "\(Project.shared)/facts.csv" : "\(Project.shared)/data/\(name).csv"
    sheet = try Sheet.read(path: path, as: name + ".csv")
  }

  /// The rows, each by column.
  var rows: [[String: String]] {
    sheet.rows.map { Dictionary(zip(sheet.header, $0.fields)) { first, _ in first } }
  }

  /// Values of `facts.csv` by id.
  static func facts() throws -> [String: Double] {
    let rows = try StrategyData("facts").rows
    return Dictionary(
      rows.compactMap { row in row["id"].flatMap { id in Double(row["value"] ?? "").map { (id, $0) } } }
    ) { first, _ in first }
  }

  /// World EV battery demand by year, GWh: the sum over modes.
  static func worldDemand(_ category: String) throws -> [Int: Double] {
    let rows = try StrategyData("battery_demand_ev_iea_gevo2025").rows
    return rows.reduce(into: [:]) { demand, row in
      guard row["region"] == "World", row["category"] == category, let year = Int(row["year"] ?? "") else {
        return
      }
      demand[year, default: 0] += Double(row["value"] ?? "") ?? .nan
    }
  }
}
