import Strategy

/// A picture with everything that an analyst needs to check it: table, formulas, sources.
struct ReportFigure {
  /// A picture, with its own small heading where there are several.
  struct Panel {
    var title: String?
    var drawing: any Drawing
  }

  var name: String
  var caption: String
  var panels: [Panel]
  var legend: Legend
  /// What is said below the picture.
  var text: String
  var table: PageTable
  /// The computed series that are drawn.
  var series: [String]
  /// A second table, of what is behind the figures.
  var details: PageTable?
  /// Sources of what is drawn beside them.
  var sources: [String] = []
  /// Assumptions that it is computed from beside those of its series.
  var assumptions: [Assumption] = []

  func html(_ page: ReportLanguage) throws -> HTML {
    let label = caption + ". " + page.word("seeTable")
    let drawings = panels.map { panel -> HTML in
      let heading: HTML = panel.title.map { "<h4>\($0)</h4>" } ?? ""
      let full = panel.title.map { "\($0). \(label)" } ?? label
      return "<div>\(heading)\(panel.drawing.html(label: full, of: panels.count))</div>"
    }
    let picture: HTML =
      panels.count > 1 || panels.contains { $0.drawing.isBroad }
      ? "\(legend.html)<div class=\"panels\">\(drawings)</div>"
      : "<div class=\"side\">\(drawings)\(legend.html)</div>"
    return """
      <figure data-figure="\(name)">
      \(picture)
      <figcaption>\(text)</figcaption>
      \(try page.html(table))
      \(try details.map(page.html))
      \(formulas(page))
      \(SourceList(page, series: series, assumptions: assumptions, others: sources).html)
      </figure>
      """
  }

  private func formulas(_ page: ReportLanguage) -> HTML {
    let rows = series.compactMap { page.report.series($0) }.map { info -> HTML in
      "<dt>\(info.name[page.language])</dt><dd>\(info.formula[page.language]) <code>\(info.id)</code></dd>"
    }
    guard !rows.isEmpty else { return "" }
    return
      "<details class=\"note formula\"><summary>\(page.word("formulas"))</summary><dl>\(rows)</dl></details>"
  }
}

/// Who published what a picture is computed from, and what nobody published.
struct SourceList {
  private let page: ReportLanguage
  private let published: [(source: String, places: Places)]
  private let unpublished: [Assumption]
  private let others: [String]
  private let count: Int

  init(_ page: ReportLanguage, series: [String], assumptions: [Assumption] = [], others: [String]) {
    self.page = page
    self.others = others
    let influencing = page.report.influences.assumptions(of: series)
      .map { page.report.scenario.assumptions[$0] }
    let known = Set(influencing.map(\.id))
    let used = influencing + assumptions.filter { !known.contains($0.id) }
    count = used.count
    var order: [String] = []
    var places: [String: Places] = [:]
    for assumption in used where assumption.isPublished {
      let source = assumption.source ?? ""
      if places[source] == nil { order.append(source) }
      places[source, default: Places()].add(assumption.place)
    }
    published = order.map { ($0, places[$0] ?? Places()) }
    unpublished = used.filter { !$0.isPublished }
  }

  var html: HTML {
    let list =
      others.map { "<li>\($0)</li>" as HTML }
      + published.map { source, places in
        "<li>\(source) <span class=\"place\">\(places.text(page))</span></li>"
      }
    let open = unpublished.prefix(30).map { assumption -> HTML in
      """
      <li><span class="unsourced">\(page.word("noSource"))</span> <code>\(assumption.id)</code> = \
      \(page.amount(assumption.value, assumption.unit)). \(assumption.source ?? "") \
      <span class="place">\(assumption.place.description)</span></li>
      """
    }
    let more: HTML =
      unpublished.count > 30
      ? "<li>\(page.word("moreUnsourced", ["count": NumberText.count(unpublished.count - 30)]))</li>" : ""
    let summary = page.word(
      unpublished.isEmpty ? "sourcesAll" : "sourcesSome",
      ["count": NumberText.count(count), "open": NumberText.count(unpublished.count)])
    return """
      <details class="note sources"><summary>\(page.word("sources"))</summary>
      <p>\(summary)</p><ul>\(list)\(Array(open))\(more)</ul></details>
      """
  }

  /// Lines of files.
  private struct Places {
    private var lines: [(file: String, lines: ClosedRange<Int>, count: Int)] = []

    mutating func add(_ place: Place) {
      if let i = lines.firstIndex(where: { $0.file == place.file }) {
        let old = lines[i].lines
        lines[i].lines = min(old.lowerBound, place.line)...max(old.upperBound, place.line)
        lines[i].count += 1
      } else {
        lines.append((place.file, place.line...place.line, 1))
      }
    }

    func text(_ page: ReportLanguage) -> String {
      page.list(
        lines.map { entry in
          let (first, last) = (entry.lines.lowerBound, entry.lines.upperBound)
          let range = first == last ? "\(entry.file):\(first)" : "\(entry.file):\(first)–\(last)"
          return entry.count == 1
            ? range : range + " " + page.word("valueCount", ["count": NumberText.count(entry.count)])
        })
    }
  }
}
