import Foundation
import Testing

/// The hand-kept files of the default scenario: they agree with each other and with the strategy's text.
struct DefaultFactsTests {
  static let tables = [
    "vehicles", "ev_share", "car_market", "battery_demand", "intensities", "chemistry_names", "mixes",
    "plants", "capacity_points", "minerals", "markets", "prices", "money", "people", "lifetimes", "recovery",
    "stationary", "electricity", "targets", "baselines", "history",
  ]

  @Test func everySourceResolves() throws {
    let sources = try Tables.ours("sources")
    let keys = Set(sources.compactMap { $0["key"] })
    #expect(keys.count == sources.count)
    let confidences = ["primary", "statistics", "press", "secondary", "assumption"]
    #expect(sources.allSatisfy { confidences.contains($0["confidence"] ?? "") })
    #expect(sources.allSatisfy { $0["citation"]?.isEmpty == false })
    for name in Self.tables {
      let rows = try Tables.ours(name)
      #expect(!rows.isEmpty)
      for row in rows {
        let used = ["source", "plan_source", "actual_source"].compactMap { row[$0] }
        #expect(used.contains { !$0.isEmpty }, "\(name): a row without a source")
        for key in used where !key.isEmpty { #expect(keys.contains(key), "\(name): \(key)") }
      }
    }
    for file in ["roadmap", "supports"] {
      for value in try values(of: ["source", "state_source"], in: file) where value != "null" {
        #expect(keys.contains(value), "\(file): \(value)")
      }
    }
  }

  /// The values of plain `key: value` lines of a YAML file.
  private func values(of names: [String], in file: String) throws -> [String] {
    try Tables.text("\(Tables.folder)/\(file).yaml").split(separator: "\n").compactMap { line in
      let text = line.drop { $0 == " " || $0 == "-" }
      return names.first { text.hasPrefix($0 + ": ") }.map { String(text.dropFirst($0.count + 2)) }
    }
  }

  @Test func roadmapRefersToWhatIsThere() throws {
    let text = try Tables.text("\(Tables.folder)/roadmap.yaml")
    let items = try #require(text.components(separatedBy: "\nitems:\n").last)
    let named = items.matches(of: /- id: (\w+)/).map { String($0.1) }
    let ids = Set(named)
    #expect(ids.count == named.count && ids.count > 40)
    for match in items.matches(of: /\{id: (\w+), dependency_source: (\w+)/) {
      #expect(ids.contains(String(match.1)), "\(match.1)")
      #expect(["strategy", "reading"].contains(match.2))
    }
    let known = Set(try ["targets", "baselines"].flatMap { try Tables.ours($0).compactMap { $0["id"] } })
    for match in items.matches(of: /targets: \[([^\]]*)\]/) {
      for id in match.1.split(separator: ", ") { #expect(known.contains(String(id)), "\(id)") }
    }
    for state in try values(of: ["state"], in: "roadmap") {
      #expect(["done", "under_way", "late", "unknown"].contains(state))
    }
    for row in try Tables.ours("history") {
      if let id = row["target"], !id.isEmpty { #expect(known.contains(id), "\(id)") }
    }
  }

  @Test func ledgerAddsUpToWhatTheMinistryCounted() throws {
    let plants = try Tables.ours("plants")
    #expect(
      plants.allSatisfy { row in
        let states = ["planned", "certified", "under_construction", "running", "postponed", "cancelled"]
        return states.contains(row["state"] ?? "") && ["plant", "aggregate"].contains(row["kind"] ?? "")
      })
    let first = Dictionary(grouping: plants) { $0["plant"] ?? "" }.compactMapValues(\.first)
    let capacity = { (id: String) in first[id]?.number("capacity_GWh_per_year") ?? .nan }
    let before = ["domestic-2022", "honda-gsyuasa-moriyama", "toyota-2023", "plans-before-2024-09"]
    #expect(before.map(capacity).reduce(0, +) == 85)
    let certified = plants.filter { $0["date"] == "2024-09-06" && $0["state"] == "certified" }
    #expect(certified.count == 4)
    #expect(certified.compactMap { $0.number("capacity_GWh_per_year") }.reduce(0, +) == 36.5)
    #expect(abs(certified.compactMap { $0.number("investment_billion_JPY") }.reduce(0, +) - 944.6) < 1e-9)
  }

  @Test(.enabled(if: Project.hasShared, "the published tables are not here"))
  func projectsAsPublished() throws {
    let ids = [
      "Panasonic Energy + Subaru": "panasonic-subaru", "Panasonic Energy + Mazda": "panasonic-mazda",
      "Toyota": "toyota-himeji-kanda", "Nissan": "nissan-kitakyushu", "GS Yuasa": "gsyuasa-stationary",
    ]
    let plants = try Tables.ours("plants")
    for project in try Tables.shared("data/japan_projects_certified") {
      let name = try #require(ids.keys.first { project["project"]?.hasPrefix($0) == true })
      let row = try #require(plants.first { $0["plant"] == ids[name] })
      #expect(row.number("capacity_GWh_per_year") == project.number("capacity_GWh_per_year"))
      #expect(row.number("investment_billion_JPY") == project.number("investment_billion_jpy"))
      #expect(row.number("subsidy_max_billion_JPY") == project.number("subsidy_max_billion_jpy"))
      #expect(project["announced"]?.hasPrefix(row["date"] ?? "?") == true)
      #expect(project["start"]?.hasPrefix(row["start"] ?? "?") == true)
    }
    let points = try Tables.ours("capacity_points")
    for point in try Tables.shared("data/japan_capacity_points") {
      #expect(
        points.contains {
          $0["as_of"] == point["as_of"] && $0.number("value") == point.number("capacity_GWh_per_year")
        })
    }
  }

  @Test(.enabled(if: Project.hasShared, "the published tables are not here"))
  func factsAsExtracted() throws {
    let rows = try Tables.ours("targets") + Tables.ours("baselines")
    let facts = try Tables.shared("facts")
    #expect(rows.count == facts.count)
    let ours = Dictionary(uniqueKeysWithValues: rows.map { ($0["id"] ?? "", $0) })
    for fact in facts {
      let row = try #require(ours[fact["id"] ?? ""])
      for column in ["year", "value", "topic"] { #expect(row[column] == fact[column]) }
      #expect(row["passage"] == fact["source_passage_ja"])
      #expect(fact["unit"]?.hasPrefix(row["unit"] ?? "?") == true && fact["unit"]?.isEmpty == false)
      #expect(row["scope"]?.hasPrefix(fact["scope"] ?? "?") == true)
    }
    let years = try Tables.ours("history").filter { $0["indicator"] == "ev_share_japan" }
    let shares = try Tables.ours("ev_share").filter { $0["region"] == "Japan" }
    #expect(years.count == 4)
    for row in years {
      #expect(shares.contains { $0["year"] == row["year"] && $0.number("share") == row.number("actual") })
    }
  }

  @Test(.enabled(if: Project.hasShared, "the published tables are not here"))
  func sharesOfMarketsAndCountriesAsPublished() throws {
    let markets = try Tables.ours("markets").filter { $0["source"]?.hasPrefix("sne-") == true }
    let survey = try Tables.shared("data/market_share_ev_battery_sne").filter {
      $0["source"] != "strategy 2022"
    }
    #expect(markets.count == survey.count)
    for (row, other) in zip(markets, survey) {
      #expect(row.number("share") == other.number("share"))
      #expect(row.number("value") == other.number("value_GWh"))
      #expect(other["period"]?.hasPrefix(row["year"] ?? "?") == true)
    }
    let minerals = try Tables.ours("minerals").filter { $0["source"] == "strategy-2022" }
    let stages = ["reserves": "reserves", "production": "mine", "imports": "imports_japan"]
    let facts = try Tables.shared("facts").filter {
      let parts = ($0["id"] ?? "").split(separator: ".")
      return parts.count == 3 && stages[String(parts[1])] != nil
    }
    #expect(minerals.count == facts.count)
    for fact in facts {
      let parts = (fact["id"] ?? "").split(separator: ".").map(String.init)
      let (country, value) = (parts[2], try #require(fact.number("value")))
      let names = ["usa": "united states", "other": "other countries", "total": "world"]
      let found = minerals.contains { row in
        let mineral = (row["mineral"] ?? "").lowercased()
        let place = (row["country"] ?? "").lowercased().replacingOccurrences(of: " ", with: "")
        let expected = (names[country] ?? country).replacingOccurrences(of: " ", with: "")
        guard row["stage"] == stages[parts[1]], mineral.hasSuffix(parts[0]) else { return false }
        // Imports of two compounds have no country: both are of the world.
        let amount = row.number("share") ?? row.number("amount")
        return amount == value && (place == expected || place == "world")
      }
      #expect(found, "\(fact)")
    }
  }

  /// What is quoted stands in the strategy, spaces and width of letters aside.
  @Test(.enabled(if: Project.hasShared, "the published tables are not here"))
  func passagesAreInTheStrategy() throws {
    func plain(_ text: String) -> String {
      text.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
    }
    let strategy = plain(try Tables.text(Project.shared + "/battery-industry-strategy-2022-ja.txt"))
    var quoted = try values(of: ["passage_ja"], in: "supports")
    let roadmap = try Tables.text("\(Tables.folder)/roadmap.yaml")
    quoted += roadmap.matches(of: /passage: ([^}\n]+)\}/).map { String($0.1) }
    #expect(quoted.count > 20)
    for passage in quoted { #expect(strategy.contains(plain(passage)), "\(passage)") }
    // The lists of market shares: every percentage is printed somewhere in the text.
    for row in try Tables.ours("markets") where row["source"] == "strategy-2022" {
      let share = try #require(row.number("share"))
      #expect(strategy.contains(String(format: "%.1f%%", share * 100)), "\(row)")
    }
  }
}
