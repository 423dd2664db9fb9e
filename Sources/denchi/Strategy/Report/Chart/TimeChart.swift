/// Values by year: stacked columns, lines, single points, and goals with the years for which they hold.
struct TimeChart: Drawing {
  struct Layer {
    /// The series that is drawn; empty where it is none of the outcome.
    var id: String
    var name: String
    var values: [Double?]
    var paint: Paint
  }
  struct Line {
    /// The series that is drawn.
    var id: String
    var name: String
    var values: [Double?]
    var colour: Int
    var dash = ""
  }
  struct Point {
    var year: Int
    var value: Double
    var label = ""
  }
  struct Goal {
    var from: Int
    var to: Int
    var value: Double
    /// The other end of a range.
    var upper: Double?
    var label: String
  }

  var years: [Int]
  /// What stands at the top of the axis.
  var unit: String
  var layers: [Layer] = []
  var lines: [Line] = []
  var points: [Point] = []
  var goals: [Goal] = []
  /// Years whose total (or last line) is written above it.
  var labelled: [Int] = []
  var height = 330.0
  /// What values are divided by on the axis.
  var divisor = 1.0
  /// Ends every label of a value.
  var suffix = ""

  private func total(_ place: Int) -> Double? {
    let values = layers.compactMap { $0.values[place] }
    return values.isEmpty ? nil : values.reduce(0, +)
  }

  private var top: Double {
    let values =
      years.indices.compactMap(total) + lines.flatMap { $0.values.compactMap(\.self) } + points.map(\.value)
      + goals.map { $0.upper ?? $0.value }
    return (values.max() ?? 1) / divisor
  }

  func draw(_ size: DrawingSize) -> (body: HTML, height: Double) {
    guard let first = years.first, let last = years.last else { return ("", 20) }
    let isWide = size != .narrow
    let (width, height) = (size.width, isWide ? height : min(height, 260))
    let trial = Scale(0, top * 1.06, from: height - 30, to: 28, count: isWide ? 6 : 4)
    let labels = trial.marks.map { ReportNumber.axis($0, step: trial.step) + suffix }
    let left = (labels.map { TextWidth.of($0, size: 12) }.max() ?? 20) + 8
    let y = trial
    let slot = (width - left - 14) / Double(years.count)
    func x(_ year: Int) -> Double { left + (Double(year - first) + 0.5) * slot }

    var body: HTML = "<text class=\"soft\" x=\"0\" y=\"13\">\(unit)</text>"
    for (mark, label) in zip(y.marks, labels) {
      body += """
        <path class="grid" d="M\(left),\(y(mark))H\(width)"/>\
        <text class="soft axis" x="\(left - 6)" y="\(y(mark) + 4)" text-anchor="end">\(label)</text>
        """
    }
    let every = [1, 2, 5, 10].first { slot * Double($0) >= (isWide ? 38 : 34) } ?? 10
    for year in years where year % every == 0 {
      body += """
        <text class="soft axis" x="\(x(year))" y="\(height - 10)" text-anchor="middle">\(year)</text>
        """
    }
    body += columns(x, y, slot)
    body += goalMarks(x, y, slot, left: left, width: width, first: first, last: last)
    for line in lines { body += drawn(line, x, y) }
    for point in points {
      body += """
        <circle class="dot" cx="\(x(point.year))" cy="\(y(point.value / divisor))" r="4.5">\
        <title>\(point.year): \(point.label)</title></circle>
        """
    }
    for (place, year) in years.enumerated() where labelled.contains(year) {
      let values = layers.isEmpty ? lines.map { $0.values[place] } : [total(place)]
      for value in values.compactMap(\.self) {
        let anchor: HTML = year == last ? "end" : "middle"
        let at = year == last ? width - 1 : x(year)
        body += """
          <text class="strong halo" x="\(at)" y="\(y(value / divisor) - 7)" text-anchor="\(anchor)">\
          \(ReportNumber.text(value / divisor) + suffix)</text>
          """
      }
    }
    return (body, height)
  }

  /// One path a layer: with many years, an element for each block would make the page large.
  private func columns(_ x: (Int) -> Double, _ y: Scale, _ slot: Double) -> HTML {
    let thick = max(1.5, slot * 0.74)
    var sums = [Double](repeating: 0, count: years.count)
    var html: HTML = ""
    for layer in layers {
      var path: HTML = ""
      for (place, year) in years.enumerated() {
        guard let value = layer.values[place], value > 0 else { continue }
        let (low, high) = (y(sums[place] / divisor), y((sums[place] + value) / divisor))
        sums[place] += value
        guard low - high > 0.05 else { continue }
        let tall = max(0.4, low - high - (low - high > 3 ? 1 : 0))
        path += "M\(x(year) - thick / 2),\(high)h\(thick)v\(tall)h\(-thick)z"
      }
      guard !path.isEmpty else { continue }
      let series: HTML = layer.id.isEmpty ? "" : " data-series=\"\(layer.id)\""
      html += """
        <path class="bar"\(series) d="\(path)" style="fill:\(layer.paint.fill)">\
        <title>\(layer.name)</title></path>
        """
    }
    return html
  }

  private func goalMarks(
    _ x: (Int) -> Double, _ y: Scale, _ slot: Double, left: Double, width: Double, first: Int, last: Int
  ) -> HTML {
    var html: HTML = ""
    var used: [(x: Double, y: Double)] = []
    for goal in goals {
      let start = goal.from <= first ? left : x(goal.from) - slot / 2
      let end = min(x(min(goal.to, last)) + slot / 2, width)
      guard end > start else { continue }
      let level = y((goal.upper ?? goal.value) / divisor)
      if let upper = goal.upper {
        html += """
          <rect class="goalband" x="\(start)" y="\(y(upper / divisor))" width="\(end - start)" \
          height="\(y(goal.value / divisor) - y(upper / divisor))"/>
          """
      } else {
        html += "<path class=\"goal\" d=\"M\(start),\(level)H\(end)\"/>"
      }
      let room = TextWidth.of(goal.label, size: 13) + 4
      var at = (x: min(start + 3, width - room), y: level - 6)
      while let other = used.first(where: { abs($0.y - at.y) < 15 && abs($0.x - at.x) < room }) {
        at.y = other.y + (other.y > at.y ? -15 : 15) + (other.y == at.y ? 0 : 0)
        if at.y > y.from { break }
      }
      used.append(at)
      html +=
        "<text class=\"halo goaltext\" x=\"\(max(left + 2, at.x))\" y=\"\(max(24, at.y))\">\(goal.label)</text>"
    }
    return html
  }

  private func drawn(_ line: Line, _ x: (Int) -> Double, _ y: Scale) -> HTML {
    var path: HTML = ""
    var isDown = false
    for (place, year) in years.enumerated() {
      guard let value = line.values[place] else {
        isDown = false
        continue
      }
      path += isDown ? "L\(x(year)),\(y(value / divisor))" : "M\(x(year)),\(y(value / divisor))"
      isDown = true
    }
    return """
      <path class="line" data-series="\(line.id)" d="\(path)" stroke-dasharray="\(line.dash)" style="stroke:var(--c\(line.colour))">\
      <title>\(line.name)</title></path>
      """
  }

  /// The key to layers, lines and points.
  func legend(points name: String? = nil) -> Legend {
    var legend = Legend()
    for layer in layers.reversed() where layer.values.contains(where: { ($0 ?? 0) > 0 }) {
      legend.entries.append((layer.name, layer.paint, .area))
    }
    for line in lines {
      legend.entries.append((line.name, Paint(colour: line.colour), .line(dash: line.dash)))
    }
    if let name { legend.entries.append((name, Paint(colour: 1), .point)) }
    return legend
  }
}
