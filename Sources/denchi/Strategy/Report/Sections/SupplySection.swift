import Strategy

/// How concentrated the supply of minerals is, with bounds for what is not listed by country.
struct ConcentrationSection: ReportSection {
  let id = "concentration"

  private struct Row {
    let market: MineralMarket
    let found: Concentration
  }

  func isShown(_ report: StrategyReport) -> Bool { !rows(report).isEmpty }

  func body(_ page: ReportLanguage) throws -> HTML {
    let rows = rows(page.report)
    let drawn = rows.filter { $0.market.stage != .reserves }
    let worst = drawn.max { $0.found.index.lowerBound < $1.found.index.lowerBound }
    let above = drawn.filter { $0.found.index.lowerBound > Self.high }.count
    let verdict = page.word(
      "concentration.verdict",
      [
        "above": String(above), "all": String(drawn.count),
        "worst": worst.map { name($0.market, page) } ?? "–",
        "holder": worst.flatMap { $0.found.shares.first }.map { page.holder($0) } ?? "–",
      ])
    let chart = RowChart(
      unit: page.word("concentration.axis"),
      rows: drawn.map { row in
        let index = row.found.index
        return RowChart.Row(
          name: "\(name(row.market, page)) \(row.market.year)", value: index.lowerBound,
          text: row.found.shares.first.map { page.holder($0) } ?? "–",
          range: index.upperBound > index.lowerBound ? index : nil)
      }, mark: (Self.high, page.word("concentration.mark")))
    let caption = page.word("concentration.caption")
    let figure = ReportFigure(
      name: "concentration", caption: caption, panels: [.init(drawing: chart)], legend: Legend(),
      text: page.word("concentration.text"), table: table(rows, caption, page), series: [],
      sources: unique(rows.flatMap(\.market.sources)))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }

  /// Above it a market is called highly concentrated (merger guidelines of the United States, 2010).
  private static let high = 2500.0

  /// The last year of each mineral and stage.
  private func rows(_ report: StrategyReport) -> [Row] {
    let markets = report.scenario.mineralMarkets()
    return markets.compactMap { market in
      let last = markets.filter { $0.mineral == market.mineral && $0.stage == market.stage }.map(\.year).max()
      guard market.year == last, let found = try? market.concentration() else { return nil }
      return Row(market: market, found: found)
    }
  }

  private func name(_ market: MineralMarket, _ page: ReportLanguage) -> String {
    let mineral = page.word("market \(market.mineral)", or: market.mineral)
    return page.language == .ja
      ? "\(mineral)の\(market.stage.name.ja)" : "\(mineral), \(market.stage.name.en)"
  }

  private func table(_ rows: [Row], _ caption: String, _ page: ReportLanguage) -> PageTable {
    var table = PageTable(
      name: "concentration", caption: caption,
      columns: [
        .init(title: page.word("concentration.market")), .init(title: page.word("year")),
        .init(title: page.word("concentration.low"), isNumber: true),
        .init(title: page.word("concentration.high"), isNumber: true),
        .init(title: page.word("concentration.effective"), isNumber: true),
        .init(title: page.word("concentration.largest")), .init(title: page.word("concentration.topThree")),
        .init(title: page.word("concentration.withheld")), .init(title: page.word("source")),
      ])
    for row in rows {
      let (found, market) = (row.found, row.market)
      func range(_ range: ClosedRange<Double>, _ text: (Double) -> String) -> String {
        let (low, high) = (text(range.lowerBound), text(range.upperBound))
        return low == high ? low : "\(low)–\(high)"
      }
      table.rows.append([
        .head(name(market, page)), .text(String(market.year)),
        .number(found.index.lowerBound, ReportNumber.text(found.index.lowerBound, 4)),
        .number(found.index.upperBound, ReportNumber.text(found.index.upperBound, 4)),
        .number(found.effectiveNumber.lowerBound, range(found.effectiveNumber) { ReportNumber.text($0, 2) }),
        .text(page.list(found.shares.prefix(3).map { page.holder($0) })),
        .text(range(found.topThreeShare) { ReportNumber.percent($0) }),
        .text(page.list(found.leftOut.map { page.word("country \($0)", or: $0) })),
        page.cell(sources: market.sources),
      ])
    }
    return table
  }
}

extension ReportLanguage {
  /// A country and its share.
  fileprivate func holder(_ share: Concentration.Share) -> String {
    "\(word("country \(share.name)", or: share.name)) \(ReportNumber.percent(share.share))"
  }
}

/// What other countries give, as the strategy lists it, beside the subsidies for Japan's plants.
struct SupportSection: ReportSection {
  let id = "supports"

  func isShown(_ report: StrategyReport) -> Bool { !report.scenario.model.supports.isEmpty }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let supports = report.scenario.model.supports
    let known = supports.filter { $0.yen != nil }.sorted { ($0.yen ?? 0) > ($1.yen ?? 0) }
    let year = report.outcome.years.upperBound
    let own = report.value("subsidy.plants.cumulative", year)
    var rows = known.map { support in
      RowChart.Row(
        name: page.name(support), value: (support.yen ?? 0) * 1e-9, paint: Paint(colour: 5),
        text: page.amount((support.yen ?? 0) * 1e-9, "billion JPY"))
    }
    if let own {
      rows.append(
        .init(
          name: page.word("supports.japan"), value: own, paint: Paint(colour: 0),
          text: page.amount(own, "billion JPY")))
    }
    // One that dwarfs the others is cut.
    let sizes = rows.compactMap(\.value).sorted(by: >)
    let limit = sizes.count > 1 && sizes[0] > 5 * sizes[1] ? sizes[1] * 1.25 : nil
    let chart = RowChart(unit: page.unit("billion JPY"), rows: rows, limit: limit)
    let caption = page.word("supports.caption")
    let grants = known.filter { $0.lever == .capitalSubsidy }
    let verdict = page.word(
      grants.isEmpty ? "supports.verdictNone" : "supports.verdict",
      [
        "all": String(supports.count), "known": String(known.count),
        "grant": grants.first.map { page.name($0) } ?? "",
        "amount": page.amount(grants.first?.yen.map { $0 * 1e-9 }, "billion JPY"),
        "share": ReportNumber.percent(grants.first.flatMap { report.scenario.share(of: $0) }),
        "own": page.amount(own, "billion JPY"),
      ])
    let figure = ReportFigure(
      name: "supports", caption: caption, panels: [.init(drawing: chart)], legend: Legend(),
      text: page.word("supports.text"), table: table(supports, caption, page),
      series: ["subsidy.plants.cumulative", "investment.target.total"],
      sources: unique(supports.map(\.source)))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }

  private func table(_ supports: [Support], _ caption: String, _ page: ReportLanguage) -> PageTable {
    let scenario = page.report.scenario
    let added =
      (scenario.value(of: "money.target_capacity") ?? 0)
      - (scenario.value(of: "money.baseline_capacity") ?? 0)
    var table = PageTable(
      name: "supports", caption: caption,
      columns: [
        .init(title: page.word("supports.what")), .init(title: page.word("date")),
        .init(title: page.word("supports.foreign"), isNumber: true),
        .init(title: page.word("supports.yen"), isNumber: true),
        .init(title: page.word("supports.perCapacity"), isNumber: true),
        .init(title: page.word("supports.rate"), isNumber: true),
        .init(title: page.word("supports.share"), isNumber: true), .init(title: page.word("supports.scope")),
        .init(title: page.word("passage")), .init(title: page.word("source")),
      ], style: "readings")
    for support in supports {
      let billion = support.yen.map { $0 * 1e-9 }
      let share = scenario.share(of: support)
      table.rows.append([
        .head(page.name(support)), .text(support.date?.description ?? "–"),
        support.amount.map { .number($0, "\(ReportNumber.text($0 * 1e-9)) \(support.currency)") }
          ?? .number("–"),
        .figure(billion), .figure(added > 0 ? billion.map { $0 / added } : nil),
        .figure(support.rate), share.map { .number($0, ReportNumber.percent($0)) } ?? .number("–"),
        .text(support.scope, language: page.english), .text(support.passage, language: page.japanese),
        page.cell(sources: [support.source]),
      ])
    }
    return table
  }
}

extension ReportLanguage {
  fileprivate func name(_ support: Support) -> String {
    let country = word("country \(support.country)", or: support.country)
    let instrument = word("instrument \(support.instrument)", or: support.instrument)
    let only = word("support \(support.id)", or: instrument)
    return language == .ja ? "\(country)：\(only)" : "\(country): \(only)"
  }
}
