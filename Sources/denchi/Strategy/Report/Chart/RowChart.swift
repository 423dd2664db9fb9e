/// Rows of bars along one axis, with a mark that they are compared with, and ranges.
struct RowChart: Drawing {
  struct Row {
    var name: String
    /// The bar, from 0.
    var value: Double?
    var paint = Paint(colour: 0)
    /// What stands at the end of the row.
    var text: String
    /// Where the value lies, drawn from one end to the other; hatched where there is a bar too.
    var range: ClosedRange<Double>?
    /// A range that the row is compared with.
    var band: ClosedRange<Double>?
    /// Single values: what they are called, and the colour.
    var points: [(name: String, value: Double, colour: Int)] = []

    fileprivate var most: Double {
      let ends: [Double?] = [value, range?.upperBound, band?.upperBound]
      return (ends.compactMap(\.self) + points.map(\.value)).max() ?? 0
    }
  }

  var unit: String
  var rows: [Row]
  /// A line across all rows.
  var mark: (value: Double, label: String)?
  /// The end of the axis; longer bars are cut there.
  var limit: Double?
  var suffix = ""

  var isBroad: Bool { true }

  func draw(_ size: DrawingSize) -> (body: HTML, height: Double) {
    let isWide = size == .broad || size == .wide
    let width = size.width
    let longest = rows.map { TextWidth.of($0.name) }.max() ?? 0
    let gutter = isWide ? min(longest + 14, 420) : 0
    let right = isWide ? (rows.map { TextWidth.of($0.text, size: 14.2) }.max() ?? 0) + 14 : 22
    let (thick, row) = (isWide ? 15.0 : 14, isWide ? 25.0 : 43)
    let head = mark == nil ? 6.0 : 24
    let bottom = head + row * Double(rows.count)
    let most = rows.map(\.most).max() ?? 1
    let end = limit.map { min($0, max(most, mark?.value ?? 0)) } ?? most
    let x = Scale(0, end, from: gutter, to: width - right, count: isWide ? 5 : 4)
    var body: HTML = ""
    for tick in x.marks {
      let anchor: HTML = tick == 0 && !isWide ? "start" : "middle"
      body += """
        <path class="grid" d="M\(x(tick)),\(head)V\(bottom + 4)"/>\
        <text class="soft axis" x="\(x(tick))" y="\(bottom + 18)" text-anchor="\(anchor)">\
        \(ReportNumber.axis(tick, step: x.step) + suffix)</text>
        """
    }
    body +=
      "<text class=\"soft\" x=\"\(width - (isWide ? right : 2))\" y=\"\(bottom + 34)\" text-anchor=\"end\">\(unit)</text>"
    if let mark {
      body += """
        <path class="goal" d="M\(x(mark.value)),\(head - 4)V\(bottom + 4)"/>\
        <text class="goaltext" x="\(min(x(mark.value), width - 40))" y="13" text-anchor="middle">\(mark.label)</text>
        """
    }
    for (i, item) in rows.enumerated() {
      let y = head + row * Double(i) + (isWide ? 5 : 22)
      if isWide {
        body += """
          <text x="\(gutter - 10)" y="\(y + 12)" text-anchor="end">\(TextWidth.cut(item.name, to: gutter - 12))</text>
          """
      } else {
        let room = TextWidth.of(item.text, size: 14.2) + 12
        body += """
          <text class="halo" x="0" y="\(y - 6)">\(TextWidth.cut(item.name, to: width - room))</text>\
          <text class="strong halo" x="\(width)" y="\(y - 6)" text-anchor="end">\(item.text)</text>
          """
      }
      body += bar(item, x, y, thick)
      if isWide {
        body += "<text class=\"strong\" x=\"\(width - right + 12)\" y=\"\(y + 12)\">\(item.text)</text>"
      }
    }
    return (body, bottom + 40)
  }

  private func bar(_ item: Row, _ x: Scale, _ y: Double, _ thick: Double) -> HTML {
    var html: HTML = ""
    if let band = item.band {
      html += """
        <rect class="goalband" x="\(x(band.lowerBound))" y="\(y - 2)" \
        width="\(max(2, x(band.upperBound) - x(band.lowerBound)))" height="\(thick + 4)"/>
        """
    }
    if let value = item.value, value > 0 {
      let isCut = value > x.domain.upperBound
      html += """
        <rect class="bar" x="\(x.from)" y="\(y)" width="\(max(0.6, x(value) - x.from))" height="\(thick)" \
        style="fill:\(item.paint.fill)"/>
        """
      if isCut {
        html += "<path class=\"cut\" d=\"M\(x.to - 9),\(y - 1)l-4,\(thick + 2)m4,0l4,\(-thick - 2)\"/>"
      }
    }
    if let range = item.range {
      let paint = item.value == nil ? item.paint : Paint(colour: item.paint.colour, isHatched: true)
      html += """
        <rect class="bar" x="\(x(range.lowerBound))" y="\(y)" \
        width="\(max(2, x(range.upperBound) - x(range.lowerBound)))" height="\(thick)" style="fill:\(paint.fill)"/>
        """
    }
    for point in item.points {
      html += """
        <circle class="dot" cx="\(x(point.value))" cy="\(y + thick / 2)" r="5" style="fill:var(--c\(point.colour))">\
        <title>\(item.name), \(point.name): \(ReportNumber.text(point.value))</title></circle>
        """
    }
    return html
  }
}
