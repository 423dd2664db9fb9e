import Strategy

/// All targets, met, missed or open, with the distance and what closes it.
struct TargetSection: ReportSection {
  let id = "targets"

  static func counts(_ targets: [TargetResult]) -> (met: Int, missed: Int, differs: Int, open: Int) {
    func count(_ verdict: Verdict) -> Int { targets.filter { Verdict($0) == verdict }.count }
    return (count(.met), count(.missed), count(.differs), count(.open))
  }

  func isShown(_ report: StrategyReport) -> Bool { !report.targets.isEmpty }

  func body(_ page: ReportLanguage) throws -> HTML {
    let results = page.report.targets
    let (met, missed, differs, open) = Self.counts(results)
    let verdict = page.word(
      "targets.verdict",
      [
        "met": String(met), "missed": String(missed), "differs": String(differs), "open": String(open),
        "all": String(results.count),
      ])
    var legend = Legend()
    for kind in [Verdict.met, .missed, .differs] {
      legend.entries.append((page.word("verdict \(kind)"), kind.paint, .area))
    }
    let drawn = results.filter { $0.value != nil && $0.target.kind != .milestone && $0.target.value != 0 }
    let chart = RowChart(
      unit: page.word("targets.axis"), rows: drawn.map { row($0, page) },
      mark: (100, page.word("targets.mark")), limit: 150, suffix: "%")
    let figure = ReportFigure(
      name: "targets", caption: page.word("targets.caption"), panels: [.init(drawing: chart)], legend: legend,
      text: page.word("targets.text"), table: table(results, page),
      series: unique(drawn.compactMap(\.series)), details: readings(results, page),
      sources: unique(results.map(\.target.source)))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }

  private func row(_ result: TargetResult, _ page: ReportLanguage) -> RowChart.Row {
    let (target, value) = (result.target, result.value ?? 0)
    let ratio = target.sense == .atMost && value != 0 ? target.value / value : value / target.value
    let of = page.word(
      "targets.row",
      [
        "value": ReportNumber.text(
          value, unit: target.unit,
          target.unit == "fraction" ? 2 : ReportNumber.digits(value, near: target.value)),
        "target": page.amount(target.value, target),
      ])
    return RowChart.Row(
      name: page.name(target), value: ratio * 100, paint: Verdict(result).paint,
      text: Verdict(result).mark + " " + of)
  }

  private func table(_ results: [TargetResult], _ page: ReportLanguage) -> PageTable {
    var table = PageTable(
      name: "targets", caption: page.word("targets.caption"),
      columns: [
        .init(title: page.word("target")), .init(title: page.word("year")),
        .init(title: page.word("targetValue"), isNumber: true),
        .init(title: page.word("value"), isNumber: true), .init(title: page.word("margin"), isNumber: true),
        .init(title: page.word("verdict")), .init(title: page.word("lever")),
      ], style: "targets", isPicture: true)
    for result in results {
      let target = result.target
      func number(_ value: Double) -> PageTable.Cell {
        .number(value, target.kind == .milestone ? "–" : page.amount(value, target))
      }
      let margin = result.value.map { ReportNumber.difference($0, target.value, unit: target.unit) }
      let signed = target.sense == .atMost ? margin.map(Self.turned) : margin
      table.rows.append([
        .head(page.name(target)), .text(String(target.year)), number(target.value),
        result.value.map(number) ?? .number("–"),
        result.margin.flatMap { margin in signed.map { .number(margin, $0) } } ?? .number("–"),
        .text(Verdict(result).mark + " " + page.word("verdict \(Verdict(result))")),
        .text(result.levers.map { page.words($0) }.joined(separator: page.language == .ja ? "／" : "; ")),
      ])
    }
    return table
  }

  /// How each value is read, and where the strategy says it.
  private func readings(_ results: [TargetResult], _ page: ReportLanguage) -> PageTable {
    var table = PageTable(
      name: "target-readings", caption: page.word("targets.readings"),
      columns: ["target", "reading", "passage", "targets.page", "source", "place"].map {
        .init(title: page.word($0))
      }, style: "readings")
    for result in results {
      let target = result.target
      table.rows.append([
        .head(page.name(target)),
        .text([result.reading, result.reason].compactMap { $0?[page.language] }.joined(separator: "; ")),
        .text(target.passage, language: page.japanese), .text(target.page, language: page.japanese),
        page.cell(sources: [target.source, result.stateSource]), .text("\(target.id), \(target.place)"),
      ])
    }
    return table
  }

  /// The sign turned: for targets that a value must not exceed.
  private static func turned(_ text: String) -> String {
    text.hasPrefix("−") ? "+" + text.dropFirst() : text.hasPrefix("+") ? "−" + text.dropFirst() : text
  }
}

/// How a target stands.
enum Verdict {
  case met, missed, differs, open

  init(_ result: TargetResult) {
    switch result.isMet {
    case true?: self = .met
    case false?: self = result.target.sense == .about ? .differs : .missed
    case nil: self = .open
    }
  }

  var mark: String {
    switch self {
    case .met: "✓"
    case .missed: "✗"
    case .differs: "≠"
    case .open: "?"
    }
  }

  var paint: Paint {
    switch self {
    case .met: Paint(colour: 0)
    case .missed: Paint(colour: 1)
    case .differs: Paint(colour: 2, isHatched: true)
    case .open: Paint(colour: 6)
    }
  }
}

extension ReportLanguage {
  /// What a reader calls a target.
  func name(_ target: Target) -> String { word("name \(target.id)", or: target.scope[language]) }

  /// A value that is compared with a target.
  func amount(_ value: Double, _ target: Target) -> String {
    amount(
      value, target.unit,
      digits: target.unit == "fraction" ? 2 : ReportNumber.digits(value, near: target.value))
  }

  /// A lever in words.
  func words(_ lever: TargetResult.Lever) -> String {
    switch lever {
    case .change(let assumption, let unit, let from, let to?, _):
      word(
        "lever.change",
        [
          "name": word("assumption \(assumption)", or: assumption), "from": amount(from, unit, digits: 4),
          "to": amount(to, unit, digits: unit == "fraction" ? 3 : 4),
        ])
    case .change(let assumption, let unit, _, nil, let bound):
      word(
        "lever.none",
        ["name": word("assumption \(assumption)", or: assumption), "bound": amount(bound, unit)])
    case .add(let name, let more, let unit, let cost?, let costUnit):
      word(
        "lever.add",
        ["name": name[language], "amount": amount(more, unit), "cost": amount(cost, costUnit)])
    case .add(let name, let more, let unit, nil, _):
      "\(name[language]): \(amount(more, unit))"
    }
  }
}

/// The first of each.
func unique<T: Hashable>(_ items: [T]) -> [T] {
  var seen: Set<T> = []
  return items.filter { seen.insert($0).inserted }
}
