/// The shapes in which a picture is drawn: for a desk or paper (across the page, beside its key, or one of two), and for
/// a phone.
enum DrawingSize: String {
  case broad, wide, half, narrow

  var width: Double {
    switch self {
    case .broad: 1040
    case .wide: 720
    case .half: 500
    case .narrow: 340
    }
  }
}

/// A picture that can be drawn in both shapes.
protocol Drawing {
  /// Whether it takes the whole width of a page where there is one.
  var isBroad: Bool { get }
  /// The picture within its width, with its height.
  func draw(_ size: DrawingSize) -> (body: HTML, height: Double)
}

extension Drawing {
  var isBroad: Bool { false }

  /// The shapes that are needed; a style sheet shows the one that fits.
  /// - Parameters:
  ///   - label: what a reader who cannot see it is told.
  ///   - count: how many such pictures stand beside each other where there is room.
  func html(label: String, of count: Int = 1) -> HTML {
    let shapes: [DrawingSize] =
      count == 1 ? [isBroad ? .broad : .wide, .narrow] : count == 2 ? [.half, .narrow] : [.narrow]
    let pictures = shapes.map { size -> HTML in
      let (body, height) = draw(size)
      let name = shapes.count == 1 ? "small" : size.rawValue
      return """
        <svg class="\(name)" viewBox="0 0 \(size.width) \(height)" width="\(size.width)" height="\(height)" \
        role="img" aria-label="\(label)">\(body)</svg>
        """
    }
    return "<div class=\"drawing\">\(pictures)</div>"
  }
}

/// How a mark is filled: a colour of the page, in full or hatched.
struct Paint: Hashable {
  var colour: Int
  var isHatched = false

  var fill: HTML { isHatched ? "url(#hatch\(colour))" : "var(--c\(colour))" }

  /// Hatchings, to be put into the page once.
  static let patterns: HTML = {
    let patterns = (0..<7).map { i -> HTML in
      """
      <pattern id="hatch\(i)" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
      <rect width="5" height="5" style="fill:var(--panel)"/>\
      <rect width="2.2" height="5" style="fill:var(--c\(i))"/></pattern>
      """
    }
    return """
      <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>\(patterns)</defs></svg>
      """
  }()
}

/// A key to what is drawn.
struct Legend {
  enum Mark { case area, line(dash: String), point }

  var entries: [(name: String, paint: Paint, mark: Mark)] = []

  var html: HTML {
    guard entries.count > 1 else { return "" }
    let items = entries.map { entry -> HTML in
      let picture: HTML =
        switch entry.mark {
        case .area:
          """
          <rect x="1" y="1" width="20" height="10" style="fill:\(entry.paint.fill);stroke:var(--c\(entry.paint.colour))"/>
          """
        case .line(let dash):
          """
          <path d="M0,6H22" class="line" stroke-dasharray="\(dash)" style="stroke:var(--c\(entry.paint.colour))"/>
          """
        case .point: "<circle cx=\"11\" cy=\"6\" r=\"4.5\" style=\"fill:var(--c\(entry.paint.colour))\"/>"
        }
      return """
        <li><svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true">\(picture)</svg> \(entry.name)</li>
        """
    }
    return "<ul class=\"keys\">\(items)</ul>"
  }
}
