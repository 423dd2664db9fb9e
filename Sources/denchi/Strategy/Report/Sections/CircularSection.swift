import Strategy

/// Used batteries, and the recycled content that they and production scrap allow.
struct CircularSection: ReportSection {
  let id = "circular"
  private static let metals = ["cobalt", "lithium", "nickel"]

  func isShown(_ report: StrategyReport) -> Bool { report.has("batteries.retired.japan") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let years = report.years(2022, 2050)
    let ids = ["batteries.retired.japan", "circular.collected.japan", "circular.second_life.japan"]
    let style: [(Int, String)] = [(0, ""), (1, "7 4"), (2, "2 4")]
    let chart = TimeChart(
      years: years, unit: page.unit("GWh/yr"),
      lines: zip(ids, style).map { id, style in
        page.line(id, years, colour: style.0, dash: style.1)
      }, height: 280)
    let retired = ReportFigure(
      name: "retired", caption: page.word("circular.retired"), panels: [.init(drawing: chart)],
      legend: chart.legend(), text: page.word("circular.retiredText", ["age": age(page)]),
      table: page.table(
        "retired", page.word("circular.retired"),
        ids + ["batteries.replacements.japan", "batteries.retired.world"], years),
      series: ids)
    return """
      <p class="verdict">\(verdict(page))</p>\(try retired.html(page))
      <h3>\(page.word("circular.content"))</h3>\(try content(page, years).html(page))
      """
  }

  private func age(_ page: ReportLanguage) -> String {
    page.word("age \(page.report.scenario.model.ageConvention.rawValue)")
  }

  private func verdict(_ page: ReportLanguage) -> String {
    let report = page.report
    let first = Self.metals.flatMap { steps(report, $0).map(\.from) }.min()
    let parts = Self.metals.compactMap { metal -> String? in
      guard let first, let value = report.value("circular.\(metal).recycled_content", first),
        let step = steps(report, metal).first(where: { $0.from == first })
      else { return nil }
      return page.word(
        "circular.metal",
        [
          "metal": page.word("metal \(metal)"), "value": ReportNumber.percent(value),
          "minimum": ReportNumber.percent(step.share),
        ])
    }
    return page.word(
      first == nil ? "circular.noMinimum" : "circular.verdict",
      [
        "retired": page.amount(report.value("batteries.retired.japan", 2030), "GWh/yr", digits: 2),
        "first": first.map { String($0) } ?? "", "metals": page.list(parts),
      ])
  }

  /// The years from which another minimum holds.
  private func steps(_ report: StrategyReport, _ metal: String) -> [(from: Int, share: Double)] {
    var steps: [(from: Int, share: Double)] = []
    for year in report.outcome.years {
      guard let share = report.value("circular.\(metal).minimum_content", year) else { continue }
      if steps.last?.share != share { steps.append((year, share)) }
    }
    return steps
  }

  private func content(_ page: ReportLanguage, _ years: [Int]) throws -> ReportFigure {
    let panels = Self.metals.map { metal -> ReportFigure.Panel in
      let steps = steps(page.report, metal)
      let goals = steps.enumerated().map { i, step in
        TimeChart.Goal(
          from: step.from, to: i + 1 < steps.count ? steps[i + 1].from - 1 : years.last ?? step.from,
          value: step.share,
          label: page.word(
            "circular.minimum", ["year": String(step.from), "value": ReportNumber.percent(step.share)]))
      }
      return .init(
        title: page.word("metal \(metal)"),
        drawing: TimeChart(
          years: years, unit: "%",
          lines: [
            page.line(
              "circular.\(metal).recycled_content", years, name: page.word("circular.japan"), colour: 0),
            page.line(
              "circular.\(metal).recycled_content_world", years, name: page.word("circular.world"), colour: 1,
              dash: "7 4"),
          ], goals: goals, height: 260, divisor: 0.01))
    }
    let series = Self.metals.flatMap { metal in
      ["recycled_content", "recycled_content_world", "minimum_content"].map { "circular.\(metal).\($0)" }
    }
    let table = page.table("recycled-content", page.word("circular.content"), series, years)
    var legend = Legend()
    if case let chart? = panels.first?.drawing as? TimeChart { legend = chart.legend() }
    return ReportFigure(
      name: "recycled-content", caption: page.word("circular.content"), panels: panels, legend: legend,
      text: page.word("circular.contentText"), table: table, series: series)
  }
}

/// Emissions of battery making.
struct CarbonSection: ReportSection {
  let id = "carbon"

  func isShown(_ report: StrategyReport) -> Bool { report.has("carbon.pack") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let years = report.years(2015, 2050)
    let chemistries = report.outcome.series.map(\.id).filter {
      $0.hasPrefix("carbon.pack.") && report.has($0)
    }
    let dashes = ["16 3", "7 4", "2 4", "12 3 2 3", "4 2", "9 3 3 3"]
    let colours = [5, 1, 2, 6, 4, 3]
    let packs = TimeChart(
      years: years, unit: page.unit("kg CO2e/kWh"),
      lines: chemistries.enumerated().map { i, id in
        page.line(
          id, years, name: id.dropFirst("carbon.pack.".count).uppercased(), colour: colours[i % 6],
          dash: dashes[i % 6])
      } + [page.line("carbon.pack", years, name: page.word("carbon.mix"), colour: 0)],
      height: 300)
    let total = TimeChart(
      years: report.years(2022, 2050), unit: page.unit("Mt CO2e/yr"),
      layers: [page.layer("carbon.domestic", report.years(2022, 2050), Paint(colour: 0))], height: 300)
    let series =
      ["carbon.pack"] + chemistries + [
        "carbon.domestic", "carbon.grid", "carbon.covered", "carbon.electricity",
      ]
    let verdict = page.word(
      "carbon.verdict",
      [
        "pack": page.amount(report.value("carbon.pack", 2030), "kg CO2e/kWh", digits: 2),
        "total": page.amount(report.value("carbon.domestic", 2030), "Mt CO2e/yr", digits: 2),
        "covered": ReportNumber.percent(report.value("carbon.covered", 2030)),
        "last": String(report.outcome.years.upperBound),
        "coveredLast": ReportNumber.percent(report.value("carbon.covered", report.outcome.years.upperBound)),
      ])
    let figure = ReportFigure(
      name: "carbon", caption: page.word("carbon.caption"),
      panels: [
        .init(title: page.word("carbon.panel1"), drawing: packs),
        .init(title: page.word("carbon.panel2"), drawing: total),
      ], legend: packs.legend(), text: page.word("carbon.text"),
      table: page.table("carbon", page.word("carbon.caption"), series, years), series: series)
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }
}

/// Electric vehicles in use.
struct StockSection: ReportSection {
  let id = "stocks"

  func isShown(_ report: StrategyReport) -> Bool { report.has("stock.japan") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let years = report.years(2015, 2050)
    let colours = [0, 3, 2, 1, 5]
    let panels = ["japan", "world"].map { region -> ReportFigure.Panel in
      let layers = zip(DemandSection.modes, colours).map { mode, colour in
        page.layer("stock.\(region).\(mode)", years, name: page.word("use \(mode)"), Paint(colour: colour))
      }
      return .init(
        title: page.word("stocks \(region)"),
        drawing: TimeChart(years: years, unit: page.word("stocks.unit"), layers: layers, divisor: 1e6))
    }
    let series = ["japan", "world"].flatMap { region in
      ["stock.\(region)"] + DemandSection.modes.map { "stock.\(region).\($0)" }
    }
    let age = page.word("age \(report.scenario.model.ageConvention.rawValue)")
    let verdict = page.word(
      "stocks.verdict",
      [
        "japan": ReportNumber.text(report.value("stock.japan", 2030).map { $0 / 1e6 }, 2),
        "japan10": ReportNumber.text(report.value("stock.japan", 2030).map { $0 / 1e4 }, 2),
        "world": ReportNumber.text(report.value("stock.world", 2030).map { $0 / 1e6 }, 2),
        "world100": ReportNumber.text(report.value("stock.world", 2030).map { $0 / 1e8 }, 2), "age": age,
      ])
    var legend = Legend()
    if case let chart? = panels.last?.drawing as? TimeChart { legend = chart.legend() }
    let figure = ReportFigure(
      name: "stocks", caption: page.word("stocks.caption"), panels: panels, legend: legend,
      text: page.word("stocks.text", ["age": age]),
      table: page.table("stocks", page.word("stocks.caption"), series, years), series: series)
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }
}
