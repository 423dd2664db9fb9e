import Strategy

/// The strategy's two roadmap pages with the state of each item.
struct RoadmapSection: ReportSection {
  let id = "roadmap"

  func isShown(_ report: StrategyReport) -> Bool { !report.scenario.model.roadmap.items.isEmpty }

  func body(_ page: ReportLanguage) throws -> HTML {
    let roadmap = page.report.scenario.model.roadmap
    func count(_ state: Roadmap.State) -> String { String(roadmap.items.filter { $0.state == state }.count) }
    let verdict = page.word(
      "roadmap.verdict",
      [
        "items": String(roadmap.items.count), "done": count(.done), "underWay": count(.underWay),
        "late": count(.late), "unknown": count(.unknown),
      ])
    var legend = Legend()
    for state in Roadmap.State.allCases {
      legend.entries.append(
        ("\(state.mark) \(page.word("roadmap \(state.rawValue)"))", Paint(colour: state.colour), .area))
    }
    let figure = ReportFigure(
      name: "roadmap", caption: page.word("roadmap.caption"),
      panels: [.init(drawing: RoadmapChart(page: page))], legend: legend, text: page.word("roadmap.text"),
      table: table(roadmap, page), series: [],
      sources: unique(roadmap.items.compactMap(\.stateSource)))
    return "<p class=\"verdict\">\(verdict)</p>\(try figure.html(page))"
  }

  private func table(_ roadmap: Roadmap, _ page: ReportLanguage) -> PageTable {
    var table = PageTable(
      name: "roadmap", caption: page.word("roadmap.caption"),
      columns: [
        "roadmap.item", "roadmap.lane", "start", "roadmap.end", "roadmap.state", "roadmap.owners",
        "roadmap.waits", "source", "confidence", "place",
      ]
      .map { .init(title: page.word($0)) }, style: "roadmap")
    for lane in roadmap.lanes {
      for item in roadmap.items where item.lane == lane.id {
        let waits = item.dependencies.map { dependency in
          (roadmap[dependency.id]?.name[page.language] ?? dependency.id)
            + " (\(page.word(dependency.isStated ? "roadmap.stated" : "roadmap.read")))"
        }
        let state =
          "\(item.state.mark) \(page.word("roadmap \(item.state.rawValue)"))"
          + (item.stateDate.map { " (\($0))" } ?? "")
        table.rows.append([
          .head(item.name[page.language]), .text(lane.name[page.language]),
          .text(item.start?.description ?? "–"), .text(item.end?.description ?? "–"),
          .text(state + (item.note.map { ": \($0)" } ?? "")),
          .text(page.list(item.owners)), .text(page.list(waits)),
          page.cell(sources: [item.stateSource]),
          .text(item.stateConfidence.map { page.word("confidence \($0)", or: $0) } ?? "–"),
          .text(item.place.description),
        ])
      }
    }
    return table
  }
}

extension Roadmap.State {
  var mark: String {
    switch self {
    case .done: "✓"
    case .underWay: "→"
    case .late: "!"
    case .unknown: "?"
    }
  }

  var colour: Int {
    switch self {
    case .done: 0
    case .underWay: 5
    case .late: 1
    case .unknown: 6
    }
  }
}

/// The roadmap by lane along the years: bars and marks only where the strategy prints a date.
struct RoadmapChart: Drawing {
  let page: ReportLanguage

  var isBroad: Bool { true }

  func draw(_ size: DrawingSize) -> (body: HTML, height: Double) {
    let roadmap = page.report.scenario.model.roadmap
    let isWide = size == .broad
    let width = size.width
    let gutter = isWide ? 470.0 : 0
    let printed = roadmap.items.flatMap { [$0.start?.year, $0.end?.year].compactMap(\.self) }
    let first = printed.min() ?? 2022
    let last = (printed.max() ?? 2035) + 1
    let slot = (width - gutter - 22) / Double(last - first)
    func x(_ year: Int) -> Double { gutter + Double(year - first) * slot }
    let (row, head) = (isWide ? 21.0 : 36.0, 22.0)
    var body: HTML = ""
    var y = head
    for lane in roadmap.lanes {
      let items = roadmap.items.filter { $0.lane == lane.id }
      guard !items.isEmpty else { continue }
      y += 24
      body += "<text class=\"lane\" x=\"0\" y=\"\(y - 6)\">\(lane.name[page.language])</text>"
      for item in items {
        body += drawn(item, x: x, y: y, slot: slot, gutter: gutter, last: last, isWide: isWide, width: width)
        y += row
      }
    }
    let every = isWide ? 2 : 4
    var axis: HTML = ""
    for year in first...last where (year - first) % every == 0 {
      axis += """
        <path class="grid" d="M\(x(year)),\(head)V\(y + 4)"/>\
        <text class="soft axis" x="\(x(year) + (isWide ? 0 : 2))" y="14" text-anchor="\(isWide ? "middle" : "start" as HTML)">\(year)</text>
        """
    }
    return (axis + body, y + 10)
  }

  private func drawn(
    _ item: Roadmap.Item, x: (Int) -> Double, y: Double, slot: Double, gutter: Double, last: Int,
    isWide: Bool,
    width: Double
  ) -> HTML {
    let colour: HTML = "fill:var(--c\(item.state.colour))"
    let room = isWide ? gutter - 24 : width - 16
    let name = TextWidth.cut("\(item.state.mark) \(item.name[page.language])", to: room, size: 12.5)
    let middle = isWide ? y + 9 : y + 24
    var html: HTML = "<g data-item=\"\(item.id)\"><title>\(item.name[page.language])</title>"
    html += "<text class=\"small halo\" x=\"\(isWide ? 4 : 0.0)\" y=\"\(y + 13)\">\(name)</text>"
    switch (item.start?.year, item.end?.year) {
    case (let start?, let end?):
      html += """
        <rect class="bar" x="\(x(start) + 1)" y="\(middle - 5)" width="\(max(slot - 2, x(end + 1) - x(start) - 2))" \
        height="10" style="\(colour)"/>
        """
    case (nil, let end?):
      let tip = x(end) + slot / 2
      html += """
        <path class="open" d="M\(max(gutter, tip - 3 * slot)),\(middle)H\(tip)"/>\
        <path class="mark" d="M\(tip),\(middle - 6)l6,6l-6,6l-6,-6z" style="\(colour)"/>
        """
    case (let start?, nil):
      let tip = x(start) + slot / 2
      html += """
        <path class="open" d="M\(tip),\(middle)H\(min(width - 2, tip + 3 * slot))"/>\
        <circle cx="\(tip)" cy="\(middle)" r="5" style="\(colour)"/>
        """
    default:
      html +=
        "<text class=\"soft small\" x=\"\(gutter + 4)\" y=\"\(middle + 4)\">\(page.word("roadmap.noDate"))</text>"
    }
    return html + "</g>"
  }
}
