import Foundation
import Strategy

/// Every number that went in, once for both languages: collapsed by group, sources by number.
struct AssumptionTable {
  private let report: StrategyReport
  private let pages: [ReportLanguage]

  init(_ report: StrategyReport, _ pages: [ReportLanguage]) {
    self.report = report
    self.pages = pages
  }

  var html: HTML {
    let assumptions = report.scenario.assumptions
    let names = unique(assumptions.map { Self.group($0.id) })
    let groups = names.map { name -> HTML in
      let rows = assumptions.filter { Self.group($0.id) == name }
      let open = rows.filter { !$0.isPublished }.count
      return """
        <details class="data" data-group="\(name)"><summary><code>\(name)</code> — \(words("assumptions.group", ["count": NumberText.count(rows.count), "open": NumberText.count(open)]))</summary>
        <p class="hint" hidden>\(words("scrollHint"))</p>
        <div class="scroll" role="group" tabindex="0" aria-label="\(name)"><table class="assumptions">
        <thead><tr><th scope="col">\(words("assumptions.id"))</th><th scope="col" class="n">\(words("value"))</th>\
        <th scope="col">\(words("assumptions.unit"))</th><th scope="col">\(words("assumptions.distribution"))</th>\
        <th scope="col">\(words("source"))</th><th scope="col">\(words("place"))</th></tr></thead>
        <tbody>
        \(rows.map(row))</tbody></table></div></details>
        """
    }
    let list = report.sources.enumerated().map { i, source -> HTML in
      "<li id=\"source-\(i + 1)\">\(Self.linked(source))</li>"
    }
    let unpublished = assumptions.filter { !$0.isPublished }.count
    return """
      <section aria-labelledby="assumptions">
      <h2 id="assumptions">\(words("assumptions.title"))</h2>
      <p>\(words("assumptions.text", ["count": NumberText.count(assumptions.count), "open": NumberText.count(unpublished)]))</p>
      \(groups)
      <h3 id="source-list">\(words("assumptions.sources"))</h3>
      <ol class="sources" lang="en">\(list)</ol>
      </section>
      """
  }

  /// The words in both languages; the style sheet shows one.
  private func words(_ key: String, _ values: [String: String] = [:]) -> HTML {
    let words = pages.map { page -> HTML in
      "<span class=\"word\" lang=\"\(page.language.rawValue)\">\(page.word(key, values))</span>"
    }
    return words.joined()
  }

  private static func group(_ id: String) -> String {
    id.split(separator: ".", maxSplits: 1).first.map(String.init) ?? id
  }

  /// A source with the address at its end as a link.
  private static func linked(_ source: String) -> HTML {
    guard let range = source.range(of: ", http", options: .backwards) else { return "\(source)" }
    let address = source[source.index(range.lowerBound, offsetBy: 2)...]
    guard address.hasPrefix("https://") || address.hasPrefix("http://"), !address.contains(" ") else {
      return "\(source)"
    }
    return "\(source[..<range.lowerBound]), <a href=\"\(address)\" rel=\"noreferrer\">\(address)</a>"
  }

  private func row(_ assumption: Assumption) -> HTML {
    let source: HTML =
      if assumption.isPublished, let number = assumption.source.flatMap(report.number) {
        "<a href=\"#source-\(number)\">[\(number)]</a>"
      } else {
        "<span class=\"unsourced\">\(words("noSource"))</span> \(assumption.source ?? "")"
      }
    // End tags of rows and cells may be left out; with thousands of rows they count.
    return """
      <tr><th scope="row">\(assumption.id)<td class="n">\(full: assumption.value)<td>\(assumption.unit)\
      <td>\(assumption.distribution?.describe ?? "")<td>\(source)<td>\(assumption.place.description)

      """
  }
}
