import Strategy

/// What the shocks of a scenario do to domestic output.
struct StressSection: ReportSection {
  let id = "stress"

  func isShown(_ report: StrategyReport) -> Bool { report.stress != nil }

  func body(_ page: ReportLanguage) throws -> HTML {
    let results = page.report.stress ?? []
    let worst = results.filter { $0.id != "all" }.max { $0.lost ?? 0 < $1.lost ?? 0 }
    let share = worst.flatMap { worst in
      worst.outputBefore.flatMap { before in worst.lost.map { before > 0 ? $0 / before : 0 } }
    }
    let isLost = worst?.lost ?? 0 > 0
    let verdict = page.word(
      isLost ? "stress.verdict" : "stress.nothing",
      [
        "name": worst?.name[page.language] ?? "–", "year": worst.map { String($0.year) } ?? "–",
        "lost": page.amount(worst?.lost, "GWh"), "share": ReportNumber.percent(share),
      ])
    let chart = RowChart(
      unit: page.unit("GWh"),
      rows: results.map { result in
        .init(
          name: "\(result.name[page.language]) (\(result.year))", value: result.lost, paint: Paint(colour: 1),
          text: page.amount(result.lost, "GWh"))
      })
    let caption = page.word("stress.caption")
    let figure = ReportFigure(
      name: "stress", caption: caption, panels: [.init(drawing: chart)], legend: Legend(),
      text: page.word("stress.text"), table: table(results, caption, page), series: ["output.domestic"],
      sources: unique(results.flatMap { $0.cuts.flatMap(\.sources) }))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }

  private func table(_ results: [StressResult], _ caption: String, _ page: ReportLanguage) -> PageTable {
    let unit = page.unit("GWh")
    var table = PageTable(
      name: "stress", caption: caption,
      columns: [
        .init(title: page.word("stress.shock")), .init(title: page.word("year")),
        .init(title: "\(page.word("stress.before")) (\(unit))", isNumber: true),
        .init(title: "\(page.word("stress.lost")) (\(unit))", isNumber: true),
        .init(title: "\(page.word("stress.loss")) (\(page.unit("billion JPY")))", isNumber: true),
        .init(title: page.word("stress.binds")), .init(title: page.word("stress.after"), isNumber: true),
        .init(title: "\(page.word("stress.recycling")) (\(unit))", isNumber: true),
        .init(title: "\(page.word("stress.switch")) (\(unit))", isNumber: true),
        .init(title: page.word("stress.targets")),
      ])
    for result in results {
      let changed = result.targets.filter { $0.wasMet != $0.isMet }.map { page.name($0.target) }
      table.rows.append([
        .head(result.name[page.language]), .text(String(result.year)), .figure(result.outputBefore),
        .figure(result.lost), .figure(result.lossBillionJPY),
        .text(result.firstBinding.map { $0.mineral.name[page.language] } ?? "–"),
        .figure(result.firstBinding?.bindsAfter), .figure(result.recyclingSaves), .figure(result.switchSaves),
        .text(page.list(changed)),
      ])
    }
    return table
  }
}
