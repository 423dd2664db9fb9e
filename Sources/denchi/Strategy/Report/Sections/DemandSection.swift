import Strategy

/// The world's demand for batteries by use, and Japan's own.
struct DemandSection: ReportSection {
  let id = "demand"
  static let modes = ["cars", "vans", "buses", "trucks", "two_and_three_wheelers"]

  func isShown(_ report: StrategyReport) -> Bool { report.has("demand.world") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let years = report.years(2015, 2050)
    let world = Self.modes.map { "demand.world.\($0)" } + ["demand.world.stationary"]
    let colours = [0, 3, 2, 1, 5, 6]
    func chart(_ ids: [String]) -> TimeChart {
      TimeChart(
        years: years, unit: page.unit("GWh/yr"),
        layers: zip(ids, colours).map { id, colour in
          page.layer(
            id, years, name: page.word("use " + (id.split(separator: ".").last.map(String.init) ?? id)),
            Paint(colour: colour))
        })
    }
    let japan = Self.modes.map { "demand.japan.\($0)" } + ["demand.japan.stationary"]
    let series = ["demand.world"] + world + ["demand.japan"] + japan
    let known = report.scenario.model.asOf.year - 1
    let verdict = page.word(
      "demand.verdict",
      [
        "known": String(known), "before": page.amount(report.value("demand.world", known), "GWh/yr"),
        "in2030": page.amount(report.value("demand.world", 2030), "GWh/yr"),
        "japan": page.amount(report.value("demand.japan", 2030), "GWh/yr"),
        "last": String(report.outcome.years.upperBound),
        "inLast": page.amount(
          report.value("demand.world", report.outcome.years.upperBound), "GWh/yr", digits: 2),
      ])
    let figure = ReportFigure(
      name: "demand", caption: page.word("demand.caption"),
      panels: [
        .init(title: page.word("demand.panel1"), drawing: chart(world)),
        .init(title: page.word("demand.panel2"), drawing: chart(japan)),
      ], legend: chart(world).legend(), text: page.word("demand.text"),
      table: page.table("demand", page.word("demand.caption"), series, years), series: series)
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }
}

/// Electric cars among new cars in Japan against 20 to 30 %.
struct VehicleShareSection: ReportSection {
  let id = "ev"

  func isShown(_ report: StrategyReport) -> Bool { report.has("ev_share.japan") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let years = report.years(2010, 2035)
    let now = report.scenario.model.asOf.year
    let all = report.values("ev_share.japan", years)
    let known = zip(years, all).map { $0 <= now ? $1 : nil }
    let assumed = zip(years, all).map { $0 >= now ? $1 : nil }
    let low = report.target("ev.share.2030.low")?.target
    let high = report.target("ev.share.2030.high")?.target
    var goals: [TimeChart.Goal] = []
    if let low {
      goals.append(
        .init(
          from: low.year, to: low.year + 1, value: low.value, upper: high?.value,
          label: page.word("ev.goal", ["year": String(low.year)])))
    }
    let chart = TimeChart(
      years: years, unit: page.word("ev.unit"),
      lines: [
        .init(id: "ev_share.japan", name: page.word("ev.known"), values: known, colour: 0),
        .init(id: "ev_share.japan", name: page.word("ev.assumed"), values: assumed, colour: 1, dash: "6 4"),
      ], goals: goals, height: 280, divisor: 0.01)
    let year = low?.year ?? 2030
    let verdict = page.word(
      "ev.verdict",
      [
        "now": String(now), "value": ReportNumber.percent(report.value("ev_share.japan", now)),
        "year": String(year), "then": ReportNumber.percent(report.value("ev_share.japan", year)),
        "low": ReportNumber.percent(low?.value), "high": ReportNumber.percent(high?.value),
      ])
    let figure = ReportFigure(
      name: "ev", caption: page.word("ev.caption"), panels: [.init(drawing: chart)], legend: chart.legend(),
      text: page.word("ev.text"),
      table: page.table("ev", page.word("ev.caption"), ["ev_share.japan", "sales.japan.cars.total"], years),
      series: ["ev_share.japan"], sources: unique([low?.source].compactMap(\.self)))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }
}
