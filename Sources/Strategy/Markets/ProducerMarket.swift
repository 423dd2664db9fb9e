import Inventory

/// Who makes how much of a part of batteries, as published (`markets.csv`).
public struct ProducerMarket: Sendable {
  /// What holds a share.
  public enum Holder: String, Sendable, CaseIterable {
    /// Makers.
    case company
    /// Countries.
    case country
  }

  /// The market, such as `automotive` or `cathode_NCA`.
  public let market: String
  /// The year.
  public let year: Int
  /// What the shares are of.
  public let holder: Holder
  /// Names and shares, in the order of the file.
  public let shares: [(name: String, share: Double)]
  /// What the file says beside it.
  public let note: String
  /// Who published it.
  public let sources: [String]

  /// How concentrated it is, with bounds for what is not listed; the shares are of the whole market.
  /// - Throws: `UncertaintyProblem` where no share is positive.
  public func concentration() throws(UncertaintyProblem) -> Concentration {
    try Concentration(
      shares.map { Concentration.Holder($0.name, .known($0.share), isRemainder: $0.name.hasPrefix("Other")) },
      over: .printedTotal(1))
  }
}

extension Scenario {
  /// Every market and year of `markets.csv` with listed shares, by company and by country. Rows of a market `undetermined`
  /// are left out: the source does not show where they belong.
  /// - Throws: `ScenarioProblems` with every line that cannot be used.
  public func producerMarkets() throws(ScenarioProblems) -> [ProducerMarket] {
    let builder = laterBuilder()
    let table = builder.table(
      "markets", columns: ["market", "year", "country", "company", "share", "source"])
    struct Key: Hashable {
      let market: String
      let year: Int
      let holder: ProducerMarket.Holder
    }
    var order: [Key] = []
    var found: [Key: (shares: [(name: String, share: Double)], note: String, sources: [String])] = [:]
    for row in table.rows where row["market"] != "undetermined" && row["country"] != "World" {
      guard let year = Int(row["year"]) else {
        row.problem("'year' is '\(row["year"])': a year is expected")
        continue
      }
      guard let share = row.number("share", unit: "fraction", in: 0...1) else { continue }
      let holder: ProducerMarket.Holder = row["company"].isEmpty ? .country : .company
      let key = Key(market: row.text("market"), year: year, holder: holder)
      if found[key] == nil { order.append(key) }
      var market = found[key] ?? ([], row["note"], [])
      let name = holder == .country ? row.text("country") : row["company"]
      if market.shares.contains(where: { $0.name == name }) {
        row.problem("\(name) has a share of \(key.market) in \(year) already")
      }
      market.shares.append((name, share))
      let source = builder.sources[row["source"]] ?? row["source"]
      if !market.sources.contains(source) { market.sources.append(source) }
      found[key] = market
    }
    guard builder.problems.problems.isEmpty else { throw builder.problems }
    return order.compactMap { key in
      found[key].map {
        ProducerMarket(
          market: key.market, year: key.year, holder: key.holder, shares: $0.shares, note: $0.note,
          sources: $0.sources)
      }
    }
  }
}
