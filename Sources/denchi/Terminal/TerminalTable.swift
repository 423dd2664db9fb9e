/// A table that fits a terminal: flexible columns are cut with an ellipsis, bars shrink, and columns that are
/// marked as optional go before anything needed is lost.
struct TerminalTable {
  enum Alignment { case left, right }

  struct Column {
    var title: String
    var alignment: Alignment = .left
    /// Whether the column may be cut, down to `minimum` columns.
    var isFlexible = false
    var minimum = 12
    /// Whether the whole column may be left out where there is no room.
    var isOptional = false
    var style: Terminal.Style?
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  mutating func add(_ cells: [String]) { rows.append(cells.map(DisplayWidth.plain)) }

  /// Lines of the table, each ended by a line break.
  func text(for terminal: Terminal, indent: Int = 2) -> String {
    let gap = 2
    var shown = Array(columns.indices)
    func natural(_ c: Int) -> Int {
      rows.reduce(DisplayWidth.of(columns[c].title)) { max($0, DisplayWidth.of($1[c])) }
    }
    var widths = columns.indices.map(natural)
    func total() -> Int { indent + shown.reduce(0) { $0 + widths[$1] } + gap * (shown.count - 1) }
    func least() -> Int {
      indent + gap * (shown.count - 1)
        + shown.reduce(0) {
          $0 + (columns[$1].isFlexible ? min(widths[$1], columns[$1].minimum) : widths[$1])
        }
    }
    while least() > terminal.columns, let c = shown.last(where: { columns[$0].isOptional }) {
      shown.removeAll { $0 == c }
    }
    while total() > terminal.columns,
      let c = shown.filter({ columns[$0].isFlexible && widths[$0] > columns[$0].minimum })
        .max(by: { widths[$0] < widths[$1] })
    {
      widths[c] -= 1
    }

    func line(_ cells: [String], style: (Column) -> Terminal.Style?) -> String {
      var line = String(repeating: " ", count: indent)
      for (i, c) in shown.enumerated() {
        let cell = DisplayWidth.fit(cells[c], to: widths[c])
        let space = String(repeating: " ", count: max(0, widths[c] - DisplayWidth.of(cell)))
        let styled = terminal.styled(cell, style(columns[c]))
        let isLast = i == shown.count - 1
        line += columns[c].alignment == .right ? space + styled : styled + (isLast ? "" : space)
        if !isLast { line += String(repeating: " ", count: gap) }
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    var text = ""
    if columns.contains(where: { !$0.title.isEmpty }) { text += line(columns.map(\.title)) { _ in .dim } }
    for row in rows { text += line(row) { $0.style } }
    return text
  }
}
