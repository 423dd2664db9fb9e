import Foundation
import Inventory
import SupplyGraph
import Testing

/// The figures of docs/published-results.md are those that the chain gives today.
@Suite struct PublishedResultsTests {
  private struct Row {
    var product: String
    var denchi: String
    var published: String
    var verdict: String
  }

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Table rows that begin with a product's id, table by table, with the head of each table.
  private static func tables() throws -> [(head: String, rows: [Row])] {
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/published-results.md"), encoding: .utf8)
    var tables: [(head: String, rows: [Row])] = []
    for line in page.split(separator: "\n") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      if line.hasPrefix("| product |") { tables.append((cells[1], [])) }
      guard line.hasPrefix("| `"), cells.count == 5, !tables.isEmpty else { continue }
      let product = cells[0].replacingOccurrences(of: "`", with: "")
      tables[tables.count - 1].rows.append(
        Row(product: product, denchi: cells[1], published: cells[2], verdict: cells[3]))
    }
    return tables
  }

  private static func climateChange(_ chain: Chain, _ rows: [Row]) throws -> [Double] {
    let indicator = try #require(chain.indicator(named: "climate_change"))
    let intensities = try chain.graph().intensities()
    return try rows.map { row in
      let product = try #require(chain.activity(named: row.product), "\(row.product) is not in the chain")
      return intensities[product, indicator]
    }
  }

  private static func text(_ value: Double) -> String { String(format: "%.2f", value) }

  private static func expect(_ rows: [Row], are values: [Double]) {
    for (row, value) in zip(rows, values) {
      #expect(row.denchi == text(value), "\(row.product)")
      let range = row.published.split(separator: "–").compactMap { Double($0) }
      if range.count == 2 {
        #expect(row.verdict == (range[0] <= value && value <= range[1] ? "yes" : "no"), "\(row.product)")
      } else if let published = range.first {
        // The published figure is printed with two decimals, so that the ratio may differ in its last one.
        let ratio = Double(row.verdict) ?? .nan
        #expect(abs(ratio - value / published) < 0.0105, "\(row.product)")
      } else {
        Issue.record("\(row.product) has no published figure")
      }
    }
  }

  @Test func everyTableIsWhatTheChainGives() throws {
    let tables = try Self.tables()
    #expect(tables.map(\.rows.count) == [7, 4, 1, 2, 8, 4])
    let chain = try Chain.read(Self.root.appendingPathComponent("Examples/nmc").path)
    for table in tables where table.head == "Denchi" {
      Self.expect(table.rows, are: try Self.climateChange(chain, table.rows))
    }
  }

  @Test func chineseElectricityOfIstrateIsWhatTheChainGives() throws {
    let tables = try Self.tables().filter { $0.head.contains("Chinese electricity") }
    let table = try #require(tables.first)
    let chain = try Chain.read(
      Self.root.appendingPathComponent("Examples/nmc").path, keeping: .everything)
    var edited = try #require(chain.tables)
    let rows = (0..<edited[.flows].rowCount).filter {
      edited[.flows][$0, "activity"] == "bg-electricity-generation-mix-cn"
        && edited[.flows][$0, "amount"] == "0.5575"
    }
    #expect(rows.count == 1)
    for row in rows { edited[.flows].set("0.9023306", row: row, column: "amount") }
    Self.expect(table.rows, are: try Self.climateChange(edited.chain(), table.rows))
  }
}
