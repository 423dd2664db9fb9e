import Strategy

/// How the report was made, and how to read its marks.
struct MethodSection: ReportSection {
  let id = "method"

  func body(_ page: ReportLanguage) throws -> HTML {
    let scenario = page.report.scenario
    let rows: [(String, HTML)] = [
      ("method.scenario", "\(scenario.name[page.language]) — \(page.list(scenario.files))"),
      ("method.asOf", "\(page.date(scenario.model.asOf))"),
      ("method.age", "\(page.word("age \(scenario.model.ageConvention.rawValue)"))"),
      ("method.digits", "\(page.word("method.digitsText"))"),
      ("method.sources", "\(page.word("method.sourcesText"))"),
      ("method.again", "<code>\(page.report.command)</code>"),
    ]
    return "<dl>\(rows.map { key, text in "<dt>\(page.word(key))</dt><dd>\(text)</dd>" as HTML })</dl>"
  }
}
