/// Who mines minerals (`minerals.csv`).
enum MineralSupply {
  /// The lower bound of the HHI of mining, from 0 to 1, by mineral: the latest year with countries, shares of the printed world total.
  static func miningIndices(_ builder: ScenarioBuilder) -> [String: Double] {
    let table = builder.table(
      "minerals", columns: ["mineral", "stage", "country", "year", "amount", "share"])
    var indices: [String: Double] = [:]
    for mineral in Mineral.allCases {
      let rows = table.rows.filter {
        $0["mineral"] == mineral.rawValue && $0["stage"] == "mine" && !$0["amount"].isEmpty
      }
      let years = Set(rows.filter { !isWorld($0["country"]) }.compactMap { Int($0["year"]) })
      guard let latest = years.max() else { continue }
      let now = rows.filter { Int($0["year"]) == latest }
      let amounts = now.filter { !isWorld($0["country"]) && !isOther($0["country"]) }
        .compactMap { $0.number("amount", unit: $0["unit"]) }
      let total =
        now.first { isWorld($0["country"]) }.flatMap { $0.number("amount", unit: $0["unit"]) }
        ?? amounts.reduce(0, +)
      guard total > 0 else { continue }
      indices[mineral.key] = amounts.reduce(0) { $0 + ($1 / total) * ($1 / total) }
    }
    return indices
  }

  private static func isWorld(_ country: String) -> Bool { country.hasPrefix("World") }
  private static func isOther(_ country: String) -> Bool { country.lowercased().hasPrefix("other") }
}
