import Foundation
import Strategy

/// Every plant, as it is known, and everything that happened to it.
struct LedgerSection: ReportSection {
  let id = "ledger"

  func isShown(_ report: StrategyReport) -> Bool { !report.scenario.model.ledger.plants.isEmpty }

  func body(_ page: ReportLanguage) throws -> HTML {
    let model = page.report.scenario.model
    let counted = model.countedStates
    let statuses = model.plants.sorted {
      (PlantState.shown.firstIndex(of: $0.state) ?? 9, -($0.capacity ?? 0)) < (
        PlantState.shown.firstIndex(of: $1.state) ?? 9, -($1.capacity ?? 0)
      )
    }
    let states = PlantState.shown.filter { state in statuses.contains { $0.state == state } }
    var legend = Legend()
    for state in states {
      let isCounted = counted.contains(state)
      legend.entries.append(
        (
          page.word("state \(state.rawValue)") + (isCounted ? "" : page.word("notCounted")),
          state.paint(isCounted: isCounted), .area
        ))
    }
    let chart = RowChart(
      unit: page.unit("GWh/yr"),
      rows: statuses.map { status in
        .init(
          name: status.plant.name[page.language], value: status.capacity,
          paint: status.state.paint(isCounted: counted.contains(status.state)),
          text: ReportNumber.text(status.capacity)
            + (status.start.map { " · " + page.word("ledger.from", ["date": page.date($0)]) } ?? ""))
      })
    let count = statuses.filter { counted.contains($0.state) }.count
    let verdict = page.word(
      "ledger.verdict",
      [
        "plants": String(statuses.count), "counted": String(count), "date": page.date(model.asOf),
        "events": String(model.ledger.plants.reduce(0) { $0 + $1.events.count }),
      ])
    let caption = page.word("ledger.caption", ["date": page.date(model.asOf)])
    let figure = ReportFigure(
      name: "plants", caption: caption, panels: [.init(drawing: chart)], legend: legend,
      text: page.word("ledger.text"), table: table(statuses, caption, page), series: [],
      sources: unique(statuses.map(\.last.source)))
    return """
      <p class="verdict">\(verdict)</p>\(try figure.html(page))
      <h3>\(page.word("ledger.events"))</h3>\(try page.html(events(page)))
      """
  }

  private func table(_ statuses: [PlantStatus], _ caption: String, _ page: ReportLanguage) -> PageTable {
    var table = PageTable(
      name: "plants", caption: caption,
      columns: [
        .init(title: page.word("ledger.plant")), .init(title: page.word("state")),
        .init(title: page.word("since")), .init(title: page.unit("GWh/yr"), isNumber: true),
        .init(title: page.word("start")),
        .init(title: page.word("ledger.investment"), isNumber: true),
        .init(title: page.word("ledger.subsidy"), isNumber: true), .init(title: page.word("ledger.use")),
      ])
    for status in statuses {
      table.rows.append([
        .head(status.plant.name[page.language]), .text(page.word("state \(status.state.rawValue)")),
        .text(status.since.description), .figure(status.capacity), .text(status.start?.description ?? "–"),
        .figure(status.investment, 4), .figure(status.subsidy, 4),
        .text(page.word("plantUse \(status.plant.use)", or: status.plant.use)),
      ])
    }
    return table
  }

  private func events(_ page: ReportLanguage) -> PageTable {
    var table = PageTable(
      name: "events", caption: page.word("ledger.events"),
      columns: [
        .init(title: page.word("ledger.plant")), .init(title: page.word("date")),
        .init(title: page.word("state")), .init(title: page.unit("GWh/yr"), isNumber: true),
        .init(title: page.word("start")), .init(title: page.word("ledger.investment"), isNumber: true),
        .init(title: page.word("ledger.subsidy"), isNumber: true), .init(title: page.word("note")),
        .init(title: page.word("source")), .init(title: page.word("confidence")),
        .init(title: page.word("place")),
      ], style: "events", isPicture: true)
    for plant in page.report.scenario.model.ledger.plants {
      for event in plant.events {
        table.rows.append([
          .head(plant.name[page.language]), .text(event.date.description),
          .text(page.word("state \(event.state.rawValue)")), .figure(event.capacity),
          .text(event.start?.description ?? "–"), .figure(event.investment, 4), .figure(event.subsidy, 4),
          .text(event.note, language: page.english), page.cell(sources: [event.source]),
          .text(page.word("confidence \(event.confidence)", or: event.confidence)),
          .text(event.place.description),
        ])
      }
    }
    return table
  }
}

extension PageTable.Cell {
  /// A published figure, or a dash where there is none.
  static func figure(_ value: Double?, _ digits: Int = ReportNumber.digits) -> PageTable.Cell {
    value.map { .number($0, ReportNumber.text($0, digits)) } ?? .number("–")
  }
}

/// Plan against actual.
struct HistorySection: ReportSection {
  let id = "history"

  func isShown(_ report: StrategyReport) -> Bool { !report.history.isEmpty }

  func body(_ page: ReportLanguage) throws -> HTML {
    var table = PageTable(
      name: "history", caption: page.word("history.title"),
      columns: [
        .init(title: page.word("history.what")), .init(title: page.word("year")),
        .init(title: page.word("history.plan"), isNumber: true),
        .init(title: page.word("history.actual"), isNumber: true),
        .init(title: page.word("confidence")), .init(title: page.word("note")),
        .init(title: page.word("source")), .init(title: page.word("place")),
      ], style: "history", isPicture: true)
    for row in page.report.history {
      func text(_ value: Double) -> String {
        row.unit == "year"
          ? String(Int(value)) : page.amount(value, row.unit, digits: row.unit == "fraction" ? 3 : 4)
      }
      var plan = row.plan.map(text) ?? "–"
      if let year = row.planYear, row.plan != nil, row.unit != "year" {
        plan += " (\(page.word("history.for", ["year": String(year)])))"
      }
      var actual = row.actual.map(text) ?? ""
      if row.actualLow != nil || row.actualHigh != nil {
        let range =
          row.actualLow != nil && row.actualHigh == nil && row.actual == nil
          ? "≥ " + (row.actualLow.map(text) ?? "")
          : [row.actualLow ?? row.actual, row.actualHigh ?? row.actual].map { bound in
            row.unit == "year" ? bound.map(text) ?? "" : ReportNumber.text(bound, unit: row.unit, 4)
          }.joined(separator: "–")
        actual += actual.isEmpty ? range : " (\(range))"
      }
      table.rows.append([
        .head(page.word("history \(row.indicator)", or: row.indicator)), .text(String(row.year)),
        row.plan.map { .number($0, plan) } ?? .number(plan),
        (row.actual ?? row.actualLow).map { .number($0, actual) } ?? .number(actual.isEmpty ? "–" : actual),
        .text(page.word("confidence \(row.confidence)", or: row.confidence)),
        .text(row.note, language: page.english),
        page.cell(sources: [row.actualSource, row.plan == nil ? nil : row.planSource]),
        .text(row.place.description),
      ])
    }
    return """
      <p>\(page.word("history.text"))</p>
      \(try page.html(table))
      """
  }
}
