import Strategy

/// Domestic capacity by plant and state against the targets.
struct CapacitySection: ReportSection {
  let id = "capacity"

  func isShown(_ report: StrategyReport) -> Bool { report.has("capacity.domestic") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let year = report.target("target.capacity.domestic")?.target.year ?? 2030
    let years = report.years(2022, 2036)
    let plants = report.scenario.model.plants.filter { report.has("capacity.plant.\($0.plant.id)") }
    let counted = report.scenario.model.countedStates
    let order = PlantState.shown
    let sorted = plants.sorted { order.firstIndex(of: $0.state) ?? 9 < order.firstIndex(of: $1.state) ?? 9 }
    let layers = sorted.filter { $0.state != .cancelled }.map { status in
      page.layer(
        "capacity.plant.\(status.plant.id)", years,
        name: "\(status.plant.name[page.language]) (\(page.word("state \(status.state.rawValue)")))",
        status.state.paint(isCounted: counted.contains(status.state)))
    }
    let goals = ["target.capacity.domestic", "target.capacity.domestic_automotive_2021"].compactMap { id in
      report.target(id).map { result in
        TimeChart.Goal(
          from: years.first ?? year, to: result.target.year, value: result.target.value,
          label: page.word(
            "goal \(id)",
            [
              "year": String(result.target.year),
              "value": page.amount(result.target.value, result.target.unit),
            ]))
      }
    }
    let chart = TimeChart(years: years, unit: page.unit("GWh/yr"), layers: layers, goals: goals, height: 380)
    var legend = Legend()
    for state in order.reversed() where sorted.contains(where: { $0.state == state }) && state != .cancelled {
      let isCounted = counted.contains(state)
      legend.entries.append(
        (
          page.word("state \(state.rawValue)") + (isCounted ? "" : page.word("notCounted")),
          state.paint(isCounted: isCounted), .area
        ))
    }
    let series =
      [
        "capacity.domestic", "capacity.domestic.plants", "capacity.domestic.aggregates",
        "capacity.domestic.automotive", "capacity.domestic.planned", "output.domestic",
      ] + sorted.map { "capacity.plant.\($0.plant.id)" }
    let value = report.value("capacity.domestic", year)
    let planned = report.value("capacity.domestic.planned", year)
    let text = page.word(
      "capacity.verdict",
      [
        "year": String(year), "value": page.amount(value, "GWh/yr"),
        "planned": page.amount(planned, "GWh/yr"),
        "output": page.amount(report.value("output.domestic", year), "GWh/yr"),
        "date": page.date(report.scenario.model.asOf),
      ])
    let figure = ReportFigure(
      name: "capacity", caption: page.word("capacity.caption"), panels: [.init(drawing: chart)],
      legend: legend, text: page.word("capacity.text"),
      table: page.table("capacity", page.word("capacity.caption"), series, years), series: series,
      sources: unique(
        goals.isEmpty
          ? []
          : report.targets.filter { $0.target.id.hasPrefix("target.capacity.domestic") }.map(\.target.source))
    )
    return "<p class=\"verdict\">\(text)</p>\(try figure.html(page))"
  }
}

extension PlantState {
  /// From the ground up.
  static let shown: [PlantState] = [
    .running, .underConstruction, .certified, .planned, .postponed, .cancelled,
  ]

  func paint(isCounted: Bool) -> Paint {
    let colour =
      switch self {
      case .running: 6
      case .underConstruction: 5
      case .certified: 0
      case .planned: 1
      case .postponed: 2
      case .cancelled: 4
      }
    return Paint(colour: colour, isHatched: !isCounted)
  }
}

/// Japanese companies worldwide against the target, and their share.
struct CompanySection: ReportSection {
  let id = "companies"

  func isShown(_ report: StrategyReport) -> Bool { report.has("capacity.japanese_companies") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let years = report.years(2022, 2036)
    let target = report.target("target.capacity.global")?.target
    let share = report.target("target.share.global")?.target
    let layers = [
      page.layer("capacity.domestic", years, Paint(colour: 0)),
      page.layer("capacity.overseas", years, Paint(colour: 5)),
    ]
    let year = target?.year ?? 2030
    let capacity = TimeChart(
      years: years, unit: page.unit("GWh/yr"), layers: layers, goals: page.goals([target], years),
      labelled: [year], height: 300)
    let shareYears = report.years(2015, 2036)
    let shares = TimeChart(
      years: shareYears, unit: "%",
      lines: [
        page.line("share.japanese_companies", shareYears, colour: 0),
        page.line("share.japanese_makers.surveyed", shareYears, colour: 1, dash: "7 4"),
      ], goals: page.goals([share], shareYears), height: 300, divisor: 0.01)
    let series = [
      "capacity.japanese_companies", "capacity.domestic", "capacity.overseas", "share.japanese_companies",
      "share.japanese_makers.surveyed",
    ]
    var legend = capacity.legend()
    legend.entries += shares.legend().entries
    let verdict = page.word(
      "companies.verdict",
      [
        "year": String(year),
        "value": page.amount(report.value("capacity.japanese_companies", year), "GWh/yr"),
        "share": ReportNumber.percent(report.value("share.japanese_companies", year)),
        "world": page.amount(report.value("demand.world", year), "GWh/yr"),
      ])
    let figure = ReportFigure(
      name: "companies", caption: page.word("companies.caption"),
      panels: [
        .init(title: page.word("companies.panel1"), drawing: capacity),
        .init(title: page.word("companies.panel2"), drawing: shares),
      ], legend: legend, text: page.word("companies.text"),
      table: page.table("companies", page.word("companies.caption"), series, shareYears), series: series,
      sources: unique([target, share].compactMap { $0?.source }))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }
}

extension ReportLanguage {
  /// Lines of targets from the beginning of a chart to their years, in the unit of the chart.
  func goals(_ targets: [Target?], _ years: [Int], factor: Double = 1) -> [TimeChart.Goal] {
    targets.compactMap(\.self).map { target in
      TimeChart.Goal(
        from: years.first ?? target.year, to: target.year, value: target.value * factor,
        label: word("goal", ["year": String(target.year), "value": amount(target.value, target.unit)]))
    }
  }
}
