import Mustache
import Strategy

/// The report in one language: words, names, tables.
struct ReportLanguage {
  let report: StrategyReport
  let language: PageLanguage
  let library: MustacheLibrary

  private static let words = WordFile(PackageResources.report_json)

  /// A text of `Resources/report.json` with its values put in; the key itself where there is none.
  func word(_ key: String, _ values: [String: String] = [:]) -> String {
    Self.words.text(key, language, values)
  }

  /// A text of `Resources/report.json`, or another one where there is none.
  func word(_ key: String, or other: String) -> String {
    Self.words.words[key] == nil ? other : word(key)
  }

  func unit(_ unit: String) -> String { word("unit \(unit)", or: unit) }

  /// What a reader calls a series.
  func name(_ id: String) -> String { report.series(id)?.name[language] ?? id }

  /// A value with its unit: 98.5 GWh/yr, 3 %.
  func amount(_ value: Double?, _ unit: String, digits: Int? = nil) -> String {
    guard let value else { return "–" }
    if unit == "fraction" { return ReportNumber.percent(value, digits ?? 2) }
    let digits = digits ?? ReportNumber.digits
    if unit == "billion JPY" {
      if abs(value) >= 1000 { return amount(value / 1000, "trillion JPY", digits: digits) }
      // Japanese counts money in hundred millions.
      if language == .ja { return ReportNumber.text(value * 10, digits) + "億円" }
    }
    if unit == "billion JPY per GWh/yr", language == .ja {
      return ReportNumber.text(value * 10, digits) + "億円/(GWh/年)"
    }
    let name = self.unit(unit).replacing(" ", with: "\u{A0}")
    let gap = language == .ja && name.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false ? "" : "\u{A0}"
    return ReportNumber.text(value, digits) + (name.isEmpty ? "" : gap + name)
  }

  /// A date in words: 31 December 2025, 2025年12月31日.
  func date(_ date: PartialDate) -> String {
    if date.isFiscalYear { return word("date.fiscal", ["year": String(date.year)]) }
    guard let month = date.month else { return word("date.year", ["year": String(date.year)]) }
    let names = word("date.months").split(separator: " ").map(String.init)
    let values = [
      "year": String(date.year),
      "month": names.indices.contains(month - 1) ? names[month - 1] : String(month),
      "day": date.day.map { String($0) } ?? "",
    ]
    return word(date.day == nil ? "date.month" : "date.day", values)
  }

  /// The language of a text that is written in English only.
  var english: String? { language == .en ? nil : "en" }

  /// The language of a text that is written in Japanese only.
  var japanese: String? { language == .ja ? nil : "ja" }

  func list(_ parts: [String]) -> String { parts.joined(separator: language == .ja ? "、" : ", ") }

  /// One or the other: running, under construction or certified.
  func choice(_ parts: [String]) -> String {
    guard language == .en, parts.count > 1, let last = parts.last else { return parts.joined(separator: "・") }
    return parts.dropLast().joined(separator: ", ") + " or " + last
  }

  /// A series as a line, called as the series is where no other name is given.
  func line(_ id: String, _ years: [Int], name: String? = nil, colour: Int, dash: String = "")
    -> TimeChart.Line
  {
    TimeChart.Line(
      id: id, name: name ?? self.name(id), values: report.values(id, years), colour: colour, dash: dash)
  }

  /// A series as a layer of columns.
  func layer(_ id: String, _ years: [Int], name: String? = nil, _ paint: Paint) -> TimeChart.Layer {
    TimeChart.Layer(id: id, name: name ?? self.name(id), values: report.values(id, years), paint: paint)
  }

  /// Sources by their numbers in the list at the end of the page.
  func cell(sources: [String?]) -> PageTable.Cell {
    var cell = PageTable.Cell(text: "")
    cell.links = unique(sources.compactMap(\.self)).compactMap { source in
      report.number(ofSource: source).map { ("[\($0)]", "source-\($0)") }
    }
    return cell
  }

  /// A table with its CSV in the page.
  func html(_ table: PageTable) throws -> HTML {
    var table = table
    table.hasLink = true
    let context = table.context(language, isOpen: false)
    guard let html = library.render(context, withTemplate: "table") else {
      throw Failure.fault("the template of tables is missing")
    }
    return HTML(markup: html)
  }

  /// Years as rows, series as columns.
  func table(_ name: String, _ caption: String, _ series: [String], _ years: [Int]) -> PageTable {
    let shown = series.compactMap { report.series($0) }
    var table = PageTable(
      name: name, caption: caption,
      columns: [.init(title: word("year"))]
        + shown.map { .init(title: "\($0.name[language]) (\(unit($0.unit)))", isNumber: true, series: $0.id) }
    )
    for year in years {
      let cells = shown.map { info -> PageTable.Cell in
        guard let value = report.value(info.id, year) else { return .number("–") }
        let text = info.unit == "fraction" ? ReportNumber.text(value * 100, 2) : ReportNumber.text(value)
        return .number(value, text)
      }
      table.rows.append([.head(String(year))] + cells)
    }
    return table
  }
}
