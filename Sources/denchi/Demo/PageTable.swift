import SupplyGraph

/// A table of the page: what is read, and the full number behind each rounded one for the CSV download.
struct PageTable {
  struct Column {
    var title: String
    var isNumber = false
    /// The computed series that it holds.
    var series: String?

    var context: [String: Any] {
      var context: [String: Any] = ["title": title, "isNumber": isNumber]
      if let series { context["series"] = series }
      return context
    }
  }

  struct Cell {
    var text: String
    var value: Double?
    var isHead = false
    var isNumber = false
    /// Levels that the text is moved in.
    var indent = 0
    /// How strongly the cell is tinted, in per cent.
    var tint: Int?
    /// The language of the text, where it is not the page's.
    var language: String?
    /// Places in the page, each with what is shown for it, in front of the text.
    var links: [(text: String, place: String)] = []

    static func head(_ text: String, indent: Int = 0) -> Cell {
      Cell(text: text, isHead: true, indent: indent)
    }
    static func text(_ text: String, language: String? = nil) -> Cell { Cell(text: text, language: language) }
    static func number(_ value: Double, _ text: String, tint: Int? = nil) -> Cell {
      Cell(text: text, value: value, isNumber: true, tint: tint)
    }
    static func number(_ text: String) -> Cell { Cell(text: text, isNumber: true) }

    /// - Parameter hasValue: whether the full number is in the page for a script to take.
    func context(hasValue: Bool) -> [String: Any] {
      var context: [String: Any] = ["text": text, "isHead": isHead, "isNumber": isNumber]
      if let value, hasValue { context["value"] = value.description }
      if indent > 0 { context["indent"] = String(indent) }
      if let tint { context["tint"] = String(tint) }
      if let language { context["lang"] = language }
      if !links.isEmpty { context["links"] = links.map { ["text": $0.text, "place": $0.place] } }
      return context
    }
  }

  /// Names the downloaded file.
  var name: String
  var caption: String
  var columns: [Column]
  var rows: [[Cell]] = []
  var style: String?
  /// Which breakdown of the picture it belongs to, where there are several.
  var breakdown: String?

  /// Whether the table stands for itself, without a picture.
  var isPicture = false

  /// Whether the CSV is in the page as a link, which needs no script.
  var hasLink = false

  func context(_ language: PageLanguage, isOpen: Bool) -> [String: Any] {
    var context: [String: Any] = [
      "name": name, "caption": caption, "isOpen": isOpen || isPicture,
      "summary": PageWords.text("table", language, ["caption": caption]),
      "csv": PageWords.text("csv", language), "hint": PageWords.text("scrollHint", language),
      "columns": columns.map(\.context),
      "rows": rows.map { ["cells": $0.map { $0.context(hasValue: !hasLink) }] as [String: Any] },
    ]
    if hasLink { context["link"] = PageTable.link(csv) }
    if let style { context["class"] = style }
    if let breakdown { context["breakdown"] = breakdown }
    return context
  }
}

/// The tables of one language.
struct PageTables {
  let report: DemoReport
  let language: PageLanguage

  private func word(_ key: String) -> String { PageWords.text(key, language) }
  private func text(_ column: String) -> PageTable.Column { .init(title: word(column)) }
  private func number(_ title: String) -> PageTable.Column { .init(title: title, isNumber: true) }
  private var hasMix: Bool { report.packs.contains { $0.mix != nil } }

  private func heads(_ pack: DemoReport.Pack) -> [PageTable.Cell] {
    [.head(pack.label[language])] + (hasMix ? [.text(pack.mix?[language] ?? "")] : [])
  }
  private var headColumns: [PageTable.Column] { [text("product")] + (hasMix ? [text("madeIn")] : []) }

  /// The main indicator by product, broken down by step or by stage.
  func packs(bySteps: Bool) -> PageTable {
    let keys = bySteps ? report.steps.map(\.rawValue) : report.stages
    let caption = "\(report.indicators[report.main].name[language]), \(report.unit)"
    var table = PageTable(
      name: bySteps ? "products-by-step" : "products-by-stage", caption: caption,
      columns: headColumns + keys.map { number(word($0)) } + [number(word("total"))],
      breakdown: report.steps.isEmpty ? nil : bySteps ? "steps" : "stages")
    let hasSpread = report.samples > 0
    if hasSpread { table.columns.append(number(word("interval"))) }
    for pack in report.packs {
      let total = pack.values[report.main]
      let parts = bySteps ? pack.steps ?? [] : pack.stages
      var row = heads(pack)
      for part in parts { row.append(.number(part, report.short(part, like: pack))) }
      row.append(.number(total, report.short(total, like: pack)))
      if hasSpread { row.append(.number(report.interval(pack.spread))) }
      table.rows.append(row)
    }
    return table
  }

  /// What is cut off, by product; nil where the chain does not count it.
  var cutoffs: PageTable? {
    let cutoffs = report.indicators.indices.filter { report.indicators[$0].isCutoff }
    guard !cutoffs.isEmpty else { return nil }
    let titles = cutoffs.map { "\(report.indicators[$0].name[language]) (\(report.indicators[$0].unit))" }
    var table = PageTable(
      name: "not-counted", caption: word("cutoffTitle"), columns: headColumns + titles.map(number))
    for pack in report.packs {
      let values = cutoffs.map { pack.values[$0] }
      table.rows.append(heads(pack) + values.map { .number($0, NumberText.short($0, digits: 3)) })
    }
    return table
  }

  /// Every indicator, a row each, by product.
  var all: PageTable {
    func title(_ pack: DemoReport.Pack) -> String {
      [pack.label[language], pack.mix?[language]].compactMap(\.self).joined(separator: " ")
    }
    var table = PageTable(
      name: "all-indicators", caption: word("allTitle"),
      columns: [text("indicator"), text("unit")] + report.packs.map { number(title($0)) }, style: "all",
      isPicture: true)
    for (k, indicator) in report.indicators.enumerated() {
      let values = report.packs.map(\.values[k])
      table.rows.append(
        [.head(indicator.name[language]), .text(indicator.unit)]
          + values.map { .number($0, NumberText.short($0, digits: 3)) })
    }
    return table
  }

  /// The boxes of the supplier tree.
  var tree: PageTable {
    var table = PageTable(
      name: "suppliers", caption: "\(report.detailPack.name), \(report.unit)",
      columns: [
        number(word("number")), text("supplier"), number(word("total")), number(word("share")),
        number(word("own")), number(word("rest")), number(word("goesTo")),
      ])
    let total = report.detailPack.values[report.main]
    func credits(of user: Int) -> [[PageTable.Cell]] {
      report.tree.credits.filter { $0.user == user }.map { credit in
        [
          .number(String(credit.number)),
          .head(PageWords.text("credit", language, ["name": credit.name]), indent: credit.level),
          .number(credit.total, NumberText.short(credit.total, digits: 3)),
          .number(credit.total / total, NumberText.percent(credit.total / total)),
          .number(credit.own, NumberText.short(credit.own, digits: 3)),
          .number(credit.total - credit.own, NumberText.short(credit.total - credit.own, digits: 3)),
          .number(String(credit.user)),
        ]
      }
    }
    for node in report.tree.nodes {
      let users = report.tree.links.filter { $0.source == node.number }.map { String($0.target) }
      table.rows.append([
        .number(String(node.number)), .head(node.name, indent: node.level),
        .number(node.total, NumberText.short(node.total, digits: 3)),
        .number(node.total / total, NumberText.percent(node.total / total)),
        .number(node.own, NumberText.short(node.own, digits: 3)),
        .number(node.rest, NumberText.short(node.rest, digits: 3)), .number(users.joined(separator: ", ")),
      ])
      table.rows += credits(of: node.number)
    }
    return table
  }

  /// The activities that emit most.
  var top: PageTable {
    var table = PageTable(
      name: "activities", caption: "\(report.detailPack.name), \(report.unit)",
      columns: [text("activity"), number(report.unit), number(word("share"))])
    let hasSpread = report.top.contains { $0.spread != nil }
    if hasSpread { table.columns.append(number(word("interval"))) }
    table.columns += [text("stage"), text("sourceColumn")]
    for activity in report.top {
      var row: [PageTable.Cell] = [
        .head(activity.name), .number(activity.value, NumberText.short(activity.value, digits: 3)),
        .number(activity.share, NumberText.percent(activity.share)),
      ]
      if hasSpread { row.append(.number(report.interval(activity.spread))) }
      table.rows.append(row + [.text(word(report.stages[activity.stage])), .text(activity.source)])
    }
    return table
  }

  /// What the samples say of each product.
  var spread: PageTable {
    var table = PageTable(
      name: "uncertainty", caption: "\(report.indicators[report.main].name[language]), \(report.unit)",
      columns: headColumns + ["mean", "median", "sd", "interval"].map { number(word($0)) })
    for pack in report.packs {
      guard let spread = pack.spread else { continue }
      table.rows.append(
        heads(pack) + [
          .number(spread.mean, report.short(spread.mean, like: pack)),
          .number(spread.median, report.short(spread.median, like: pack)),
          .number(spread.standardDeviation, NumberText.short(spread.standardDeviation, digits: 2)),
          .number(report.interval(spread)),
        ])
    }
    return table
  }

  /// Which product is below which, in the same samples.
  var pairs: PageTable {
    func name(_ pack: Int) -> String { report.packs[pack].label[language] }
    var table = PageTable(
      name: "pairs", caption: word("pairsTitle"),
      columns: [text("product")] + report.pairs.map { number(name($0)) }, style: "pairs", isPicture: true)
    for (a, pack) in report.pairs.enumerated() {
      table.rows.append(
        [.head(name(pack))]
          + report.pairs.indices.map { b in
            if a == b { return .number("–") }
            let share = report.below[a][b]
            return .number(share, NumberText.percentOfSamples(share), tint: Int((share * 100).rounded()))
          })
    }
    return table
  }

  /// Which rows make the spread.
  var drivers: PageTable? {
    guard !report.drivers.isEmpty else { return nil }
    var table = PageTable(
      name: "drivers", caption: report.detailPack.name, columns: [text("input"), number(word("variance"))],
      isPicture: true)
    for driver in report.drivers {
      table.rows.append([.head(driver.name), .number(driver.share, NumberText.percent(driver.share))])
    }
    return table
  }

  /// Where the data come from.
  var sources: PageTable? {
    guard !report.sources.isEmpty else { return nil }
    var table = PageTable(
      name: "sources", caption: word("sourcesTitle"),
      columns: [text("sourceColumn"), text("licence"), number(word("rows"))])
    for source in report.sources {
      table.rows.append([
        .head(source.name), .text(source.licence),
        .number(Double(source.rows), NumberText.count(source.rows)),
      ])
    }
    return table
  }
}

extension DemoReport {
  /// A value as precise as the uncertainty of its product allows.
  func short(_ value: Double, like pack: Pack) -> String {
    let digits = NumberText.digits(
      for: pack.values[main], standardDeviation: pack.spread?.standardDeviation)
    return NumberText.short(value, digits: digits, ofTotal: pack.values[main])
  }

  /// The range of 95 % of the samples.
  func interval(_ spread: Summary?) -> String { NumberText.interval(spread) }
}
