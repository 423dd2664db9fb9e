import Strategy

/// Investment and subsidy of the plants against what the strategy says is needed.
struct MoneySection: ReportSection {
  let id = "money"

  func isShown(_ report: StrategyReport) -> Bool { report.has("investment.plants.cumulative") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let years = report.years(2022, 2036)
    let target = report.target("investment.domestic.total")?.target
    let year = target?.year ?? 2030
    let (invested, subsidy) = ("investment.plants.cumulative", "subsidy.plants.cumulative")
    var goals = page.goals([target], years, factor: 1000)
    if let today = report.value("investment.target.total", year) {
      goals.append(
        .init(
          from: years.first ?? year, to: year, value: today,
          label: page.word("money.today", ["value": page.amount(today, "billion JPY")])))
    }
    let chart = TimeChart(
      years: years, unit: page.unit("trillion JPY"),
      lines: [
        page.line(invested, years, name: page.word("money.invested"), colour: 0),
        page.line(subsidy, years, name: page.word("money.subsidy"), colour: 1, dash: "7 4"),
      ], goals: goals, labelled: [year], height: 320, divisor: 1000)
    let series = [
      "investment.plants", invested, "subsidy.plants", subsidy, "subsidy.share", "capacity.gap",
      "investment.gap.cells", "investment.gap.materials", "investment.target.total",
    ]
    let verdict = page.word(
      "money.verdict",
      [
        "year": String(year), "invested": page.amount(report.value(invested, year), "billion JPY"),
        "subsidy": ReportNumber.percent(report.value("subsidy.share", year)),
        "target": target.map { page.amount($0.value, $0.unit) } ?? "–",
        "today": page.amount(report.value("investment.target.total", year), "billion JPY"),
        "gap": page.amount(
          (report.value("investment.gap.cells", year) ?? 0)
            + (report.value("investment.gap.materials", year) ?? 0),
          "billion JPY"),
      ])
    let figure = ReportFigure(
      name: "money", caption: page.word("money.caption"), panels: [.init(drawing: chart)],
      legend: chart.legend(), text: page.word("money.text"),
      table: page.table("money", page.word("money.caption"), series, years), series: series,
      sources: unique([target?.source].compactMap(\.self)))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }
}

/// People needed and in work by function.
struct PeopleSection: ReportSection {
  let id = "people"
  private static let functions = ["skilled", "technical", "supply_chain"]

  func isShown(_ report: StrategyReport) -> Bool { report.has("people.need") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let years = report.years(2022, 2040)
    let targets = Self.functions.map { report.target("workforce.\($0)")?.target }
    let charts = zip(Self.functions, targets).map { function, target in
      TimeChart(
        years: years, unit: page.word("people.unit"),
        lines: [
          page.line("people.\(function).need", years, name: page.word("people.need"), colour: 0),
          page.line(
            "people.\(function).staff", years, name: page.word("people.staff"), colour: 1, dash: "7 4"),
        ], goals: page.goals([target], years), height: 260, divisor: 1000)
    }
    let series =
      Self.functions.flatMap { function in
        ["need", "staff", "gap"].map { "people.\(function).\($0)" }
      } + ["people.need", "people.staff", "people.gap"]
    let year = targets.compactMap(\.self).first?.year ?? 2030
    let verdict = page.word(
      "people.verdict",
      [
        "year": String(year), "need": page.amount(report.value("people.need", year), "people"),
        "staff": page.amount(report.value("people.staff", year), "people"),
        "target": report.target("workforce.battery").map { page.amount($0.target.value, $0.target.unit) }
          ?? "–",
      ])
    let figure = ReportFigure(
      name: "people", caption: page.word("people.caption"),
      panels: zip(Self.functions, charts).map { function, chart in
        .init(title: page.word("people \(function)"), drawing: chart)
      }, legend: charts[0].legend(), text: page.word("people.text"),
      table: page.table("people", page.word("people.caption"), series, years), series: series,
      sources: unique(targets.compactMap { $0?.source }))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }
}

/// Pack prices in yen and dollars against the target.
struct PriceSection: ReportSection {
  let id = "price"

  func isShown(_ report: StrategyReport) -> Bool { report.has("price.pack.automotive") }

  func body(_ page: ReportLanguage) throws -> HTML {
    let report = page.report
    let target = report.target("target.price.pack")?.target
    let first = report.assumption("prices.base_year").map { Int($0.value) } ?? report.scenario.model.asOf.year
    let years = report.years(min(first, 2023), 2040)
    let computed = years.filter { $0 >= first }
    func line(_ id: String, _ colour: Int, _ dash: String = "") -> TimeChart.Line {
      var line = page.line(id, years, colour: colour, dash: dash)
      line.values = years.map { computed.contains($0) ? report.value(id, $0) : nil }
      return line
    }
    let reported = report.history.filter { $0.indicator == "pack_price_bev" && $0.unit == "USD/kWh" }
    let points = reported.compactMap { row in
      row.actual.map { TimeChart.Point(year: row.year, value: $0, label: page.amount($0, row.unit)) }
    }.filter { years.contains($0.year) }
    let yen = TimeChart(
      years: years, unit: page.word("price.yenUnit"),
      lines: [line("price.pack.automotive", 0), line("price.pack.stationary", 5, "7 4")],
      goals: page.goals([target], years), height: 280, divisor: 1000)
    let dollars = TimeChart(
      years: years, unit: page.unit("USD/kWh"),
      lines: [line("price.pack.automotive.usd", 0), line("price.pack.stationary.usd", 5, "7 4")],
      points: points, height: 280)
    let series = [
      "price.pack.automotive", "price.pack.automotive.usd", "price.pack.stationary",
      "price.pack.stationary.usd",
      "output.cumulative",
    ]
    let rate = report.assumption("exchange_rate")
    let year = target?.year ?? 2030
    let usd = report.value("price.pack.automotive.usd", year)
    let verdict = page.word(
      "price.verdict",
      [
        "year": String(year),
        "value": target.flatMap { target in
          report.value("price.pack.automotive", year).map { page.amount($0, target) }
        } ?? "–", "usd": page.amount(usd, "USD/kWh"),
        "rate": ReportNumber.text(rate?.value, 4),
        "limit": usd.flatMap { usd in target.map { ReportNumber.text($0.value / usd, 4) } } ?? "–",
        "target": target.map { page.amount($0.value, $0) } ?? "–",
      ])
    let figure = ReportFigure(
      name: "price", caption: page.word("price.caption"),
      panels: [
        .init(title: page.word("price.panel1", ["rate": ReportNumber.text(rate?.value, 4)]), drawing: yen),
        .init(title: page.word("price.panel2"), drawing: dollars),
      ],
      legend: dollars.legend(points: points.isEmpty ? nil : page.word("price.reported")),
      text: page.word("price.text"), table: page.table("price", page.word("price.caption"), series, computed),
      series: series,
      sources: unique(([target?.source].compactMap(\.self)) + reported.map(\.actualSource)))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }
}
