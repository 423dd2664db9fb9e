import Inventory

/// A step on the way of a mineral to Japan's battery makers.
public enum SupplyStage: String, Sendable, CaseIterable {
  /// Mine production of the world.
  case mine
  /// Refining of the world.
  case refining
  /// Imports of Japan.
  case imports = "imports_japan"
  /// Reserves of the world.
  case reserves

  /// Its name.
  public var name: Bilingual {
    switch self {
    case .mine: Bilingual("mine production", "鉱山生産")
    case .refining: Bilingual("refining", "精錬")
    case .imports: Bilingual("Japan's imports", "日本の輸入")
    case .reserves: Bilingual("reserves", "埋蔵量")
    }
  }
}

/// Who has how much of a mineral at a stage in a year (`minerals.csv`).
public struct MineralMarket: Sendable {
  /// A country's part.
  public struct Row: Sendable {
    /// The country, or "Other countries".
    public let country: String
    /// The amount in ``unit``; nil where it is withheld.
    public let amount: Double?
    /// Where it was written.
    public let place: Place
  }

  /// The mineral as the file calls it, such as `Natural graphite`.
  public let mineral: String
  /// The stage.
  public let stage: SupplyStage
  /// The year.
  public let year: Int
  /// kt/yr, kt (reserves) or fraction.
  public let unit: String
  /// The countries listed, without the world.
  public let rows: [Row]
  /// The total as it is printed; 1 where shares are printed; nil where there is none.
  public let printedTotal: Double?
  /// Who published it.
  public let sources: [String]

  /// The share that a country has; nil where it is not listed or withheld.
  public func share(of country: String) -> Double? {
    let total = printedTotal ?? rows.reduce(0) { $0 + ($1.amount ?? 0) }
    guard total > 0, let amount = rows.first(where: { $0.country == country })?.amount else { return nil }
    return amount / total
  }

  /// How concentrated it is, with bounds for what is not listed by country.
  /// - Throws: `UncertaintyProblem` where no listed amount is positive.
  public func concentration() throws(UncertaintyProblem) -> Concentration {
    try Concentration(
      rows.map {
        Concentration.Holder(
          $0.country, $0.amount.map { .known($0) } ?? .withheld(atMost: nil),
          isRemainder: $0.country.hasPrefix("Other")
        )
      }, over: printedTotal.map { .printedTotal($0) } ?? .sum)
  }
}

extension Scenario {
  /// Collects what is read after the scenario itself.
  func laterBuilder() -> ScenarioBuilder {
    let builder = ScenarioBuilder()
    builder.years = years
    builder.tables = tables
    builder.readSources()
    return builder
  }

  /// Every mineral, stage and year of `minerals.csv` with at least one country, in the order of the file.
  public func mineralMarkets() -> [MineralMarket] { model.mineralMarkets }
}

extension MineralMarket {
  /// The HHI of mining, from 0 to 1, of the countries listed in the latest year, by mineral: a lower bound.
  static func miningIndices(_ markets: [MineralMarket]) -> [String: Double] {
    var indices: [String: Double] = [:]
    for mineral in Mineral.allCases {
      let mined = markets.filter { market in
        market.mineral == mineral.rawValue && market.stage == .mine
          && market.rows.contains { $0.amount != nil }
      }
      guard let latest = mined.max(by: { $0.year < $1.year }), let found = try? latest.concentration() else {
        continue
      }
      indices[mineral.key] = found.listedIndex / 1e4
    }
    return indices
  }

  static func read(_ builder: ScenarioBuilder) -> [MineralMarket] {
    let table = builder.table(
      "minerals", columns: ["mineral", "stage", "country", "year", "amount", "unit", "share", "source"])
    struct Key: Hashable {
      let mineral: String
      let stage: SupplyStage
      let year: Int
    }
    var order: [Key] = []
    var found: [Key: (rows: [Row], total: Double?, unit: String, sources: [String])] = [:]
    for row in table.rows {
      guard let stage = row.choice("stage", SupplyStage.self) else { continue }
      guard let year = Int(row["year"]) else {
        row.problem("'year' is '\(row["year"])': a year is expected")
        continue
      }
      let country = row.text("country")
      if country.hasPrefix("Top ") { continue }
      let share = row.number("share", unit: "fraction", in: 0...1)
      let isShare = share != nil || row["unit"] == "fraction"
      let unit = isShare ? "fraction" : stage == .reserves ? "kt" : "kt/yr"
      let factor = isShare ? 1 : row.factor(to: unit)
      let amount = share ?? row.number("amount", unit: row["unit"]).map { $0 * factor }
      let key = Key(mineral: row.text("mineral"), stage: stage, year: year)
      if found[key] == nil { order.append(key) }
      var market = found[key] ?? ([], isShare ? 1 : nil, unit, [])
      if market.unit != unit {
        row.problem("the other rows of \(key.mineral) in \(year) are in \(market.unit)")
      }
      if country == "World" {
        market.total = amount
      } else if market.rows.contains(where: { $0.country == country }) {
        row.problem("\(country) has an amount of \(key.mineral) (\(stage.rawValue)) in \(year) already")
      } else {
        market.rows.append(Row(country: country, amount: amount, place: row.place))
      }
      let source = builder.sources[row["source"]] ?? row["source"]
      if !market.sources.contains(source) { market.sources.append(source) }
      found[key] = market
    }
    return order.compactMap { key in
      guard let market = found[key], !market.rows.isEmpty else { return nil }
      return MineralMarket(
        mineral: key.mineral, stage: key.stage, year: key.year, unit: market.unit, rows: market.rows,
        printedTotal: market.total, sources: market.sources)
    }
  }
}
