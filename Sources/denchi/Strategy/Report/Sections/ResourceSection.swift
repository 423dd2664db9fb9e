import Strategy

/// Minerals for 150 and 600 GWh/yr against the strategy's rounded figures, and for domestic output by year.
struct ResourceSection: ReportSection {
  let id = "resources"
  private static let minerals = ["lithium", "nickel", "cobalt", "graphite", "manganese"]

  func isShown(_ report: StrategyReport) -> Bool { report.target("resource.150.nickel") != nil }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let scales = ["150", "600"]
    let results = report.targets.filter { $0.target.id.hasPrefix("resource.") && $0.value != nil }
    let agree = results.filter { $0.isMet == true }.count
    let verdict = page.word(
      "resources.verdict",
      [
        "agree": String(agree), "all": String(results.count),
        "year": results.first.map { String($0.target.year) } ?? "2030",
      ])
    var legend = Legend()
    legend.entries = [
      (page.word("resources.metal"), Paint(colour: 0), .point),
      (page.word("resources.lce"), Paint(colour: 1), .point),
      (page.word("resources.hydroxide"), Paint(colour: 2), .point),
    ]
    let panels = scales.map { scale in
      ReportFigure.Panel(
        title: page.word("resources.panel", ["scale": scale]),
        drawing: RowChart(unit: page.unit("kt/yr"), rows: rows(scale, page)))
    }
    let figure = ReportFigure(
      name: "resources", caption: page.word("resources.caption"), panels: panels, legend: legend,
      text: page.word("resources.text"), table: table(scales, page),
      series: scales.flatMap { scale in
        Self.minerals.map { "resource.\(scale).\($0)" } + Self.compounds.map { "resource.\(scale).\($0)" }
      }, sources: unique(results.map(\.target.source)))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))\(try domestic(page))"
  }

  private static let compounds = ["lithium_lce", "lithium_hydroxide"]

  /// The figure as a range of rounding.
  private func band(_ target: Target) -> ClosedRange<Double> {
    let half = target.rounding ?? 0
    return target.value - half...target.value + half
  }

  private func rows(_ scale: String, _ page: ReportLanguage) -> [RowChart.Row] {
    Self.minerals.compactMap { mineral in
      guard let result = page.report.target("resource.\(scale).\(mineral)") else { return nil }
      let year = result.target.year
      var points = [("", mineral, 0)]
      if mineral == "lithium" { points += [("", "lithium_lce", 1), ("", "lithium_hydroxide", 2)] }
      let values = points.compactMap { _, id, colour in
        page.report.value("resource.\(scale).\(id)", year).map {
          (name: page.word("mineral \(id)"), value: $0, colour: colour)
        }
      }
      let band = band(result.target)
      return RowChart.Row(
        name: page.word("mineral \(mineral)"),
        text: Verdict(result).mark + " "
          + values.map { ReportNumber.text($0.value, 2) }.joined(separator: " · ")
          + " (\(ReportNumber.text(band.lowerBound))–\(ReportNumber.text(band.upperBound)))",
        band: band, points: values)
    }
  }

  private func table(_ scales: [String], _ page: ReportLanguage) -> PageTable {
    var table = PageTable(
      name: "resources", caption: page.word("resources.caption"),
      columns: [
        .init(title: page.word("resources.scale")), .init(title: page.word("resources.mineral")),
        .init(title: page.word("resources.figure"), isNumber: true),
        .init(title: page.word("resources.low"), isNumber: true),
        .init(title: page.word("resources.high"), isNumber: true),
        .init(title: page.word("resources.value"), isNumber: true), .init(title: page.word("verdict")),
      ])
    for scale in scales {
      for id in Self.minerals + Self.compounds {
        guard let value = page.report.value("resource.\(scale).\(id)", 2030) else { continue }
        let mineral = id.hasPrefix("lithium") ? "lithium" : id
        guard let result = page.report.target("resource.\(scale).\(mineral)") else { continue }
        let band = band(result.target)
        let isRead = result.series == "resource.\(scale).\(id)"
        let isInside = band.contains(value)
        table.rows.append([
          .head(scale + "\u{A0}" + page.unit("GWh/yr")), .text(page.word("mineral \(id)")),
          .number(result.target.value, ReportNumber.text(result.target.value)),
          .number(band.lowerBound, ReportNumber.text(band.lowerBound)),
          .number(band.upperBound, ReportNumber.text(band.upperBound)),
          .number(value, ReportNumber.text(value)),
          .text(
            page.word(isInside ? "resources.inside" : "resources.outside")
              + (isRead ? page.word("resources.read") : "")),
        ])
      }
    }
    return table
  }

  private func domestic(_ page: ReportLanguage) throws -> HTML {
    let years = page.report.years(2022, 2050)
    let ids = ["graphite", "lithium_lce", "nickel", "cobalt", "manganese"]
    let style: [(Int, String)] = [(6, ""), (1, "9 4"), (0, ""), (5, "2 4"), (2, "12 3 2 3")]
    let chart = TimeChart(
      years: years, unit: page.unit("kt/yr"),
      lines: zip(ids, style).map { id, style in
        page.line(
          "resource.domestic.\(id)", years, name: page.word("mineral \(id)"), colour: style.0, dash: style.1)
      }, height: 300)
    let series = (ids + ["lithium", "lithium_hydroxide", "graphite_natural", "copper", "aluminium"]).map {
      "resource.domestic.\($0)"
    }
    let caption = page.word("resources.domestic")
    let figure = ReportFigure(
      name: "resources-domestic", caption: caption, panels: [.init(drawing: chart)], legend: chart.legend(),
      text: page.word("resources.domesticText"),
      table: page.table("resources-domestic", caption, series, years), series: series)
    return "<h3>\(caption)</h3>\(try figure.html(page))"
  }
}
