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
    return ReportNumber.text(value, digits ?? ReportNumber.digits) + "\u{A0}" + self.unit(unit)
  }

  /// The language of a text that is written in English only.
  var english: String? { language == .en ? nil : "en" }

  /// The language of a text that is written in Japanese only.
  var japanese: String? { language == .ja ? nil : "ja" }

  func list(_ parts: [String]) -> String { parts.joined(separator: language == .ja ? "、" : ", ") }

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
        + shown.map { .init(title: "\($0.name[language]) (\(unit($0.unit)))", isNumber: true) })
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
