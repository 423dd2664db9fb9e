import Foundation
import Mustache
import Strategy

/// The self-contained page of a report: no script is needed to read or print it.
struct ReportPage {
  let report: StrategyReport

  /// The page as HTML.
  /// - Throws: an error of a template; a fault of Denchi's own.
  func html() throws -> String {
    let library = try PageTemplates.library()
    let languages = PageLanguage.allCases.map {
      ReportLanguage(report: report, language: $0, library: library)
    }
    let context: [String: Any] = [
      "title": languages.first?.word("title") ?? "", "css": PageTemplates.text(PackageResources.page_css),
      "reportCSS": PageTemplates.text(PackageResources.report_css),
      "js": PageTemplates.text(PackageResources.report_js), "patterns": Paint.patterns.text,
      "languages": try languages.map(context), "shared": AssumptionTable(report, languages).html.text,
    ]
    guard let html = library.render(context, withTemplate: "report") else {
      throw Failure.fault("the report's template is missing")
    }
    return html
  }

  private func context(_ page: ReportLanguage) throws -> [String: Any] {
    let sections = try report.sections.map { section -> [String: Any] in
      ["id": section.id, "title": section.title(page), "body": try section.body(page).text]
    }
    return [
      "code": page.language.rawValue, "language": PageWords.language[page.language],
      "title": page.word("title"),
      "contents": page.word("contents"), "assumptions": page.word("assumptions.title"),
      "head": Headline(page).html.text, "sections": sections,
      "footer": PageWords.text(
        "footer", page.language, ["version": Denchi.version, "date": PageTemplates.day(report.date)]),
    ]
  }
}
