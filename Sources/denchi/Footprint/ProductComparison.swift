import SupplyGraph

/// Two products side by side; with samples also how often one is below the other in the same samples.
struct ProductComparison {
  struct Row {
    var indicator: LoadedChain.Indicator
    var comparison: Comparison?
  }

  /// The two, in the order asked for.
  private(set) var reports: [FootprintReport]
  private(set) var rows: [Row]

  init(_ chain: LoadedChain, products: [Int], amount: Double, request: FootprintRequest) throws {
    guard chain.unit(products[0]) == chain.unit(products[1]) else {
      throw Failure.usage(
        "'\(chain.id(products[0]))' is measured in \(chain.unit(products[0])) and '\(chain.id(products[1]))' in "
          + "\(chain.unit(products[1])): compare products of one unit")
    }
    var plain = request
    plain.samples = 0
    reports = try products.map { try FootprintReport(chain, product: $0, amount: amount, request: plain) }
    rows = request.indicators.map { Row(indicator: $0) }
    if request.samples > 0 { try addSamples(chain, products, amount, request) }
  }

  func json(_ chain: LoadedChain) -> JSON {
    .object(
      leavingOut: [
        ("products", .array(reports.map { $0.json(chain) })),
        ("comparison", .array(rows.enumerated().map(json))),
        (
          "sampling",
          reports[0].sampling.map {
            .object([
              ("samples", .integer($0.samples)), ("seed", .unsigned($0.seed)),
              ("failedSamples", .array($0.failed.map(JSON.integer))),
            ])
          }
        ),
      ])
  }

  private func json(_ place: Int, _ row: Row) -> JSON {
    let (a, b) = (reports[0].results[place].value, reports[1].results[place].value)
    return .object(
      leavingOut: [
        ("indicator", .string(row.indicator.id)), ("name", .string(row.indicator.name)),
        ("unit", .string(row.indicator.unit)), ("difference", .number(a - b)),
        ("ratio", b == 0 ? nil : .number(a / b)),
        ("probabilityBelow", (row.comparison?.probabilityBelow).map(JSON.number)),
        ("probabilityEqual", (row.comparison?.probabilityEqual).map(JSON.number)),
        (
          "differenceUncertainty",
          row.comparison.map { $0.difference.json([("samples", .integer($0.difference.samples))]) }
        ),
      ])
  }

  func text(_ chain: LoadedChain, for terminal: Terminal, asked: Bool) -> String {
    var text = ""
    for (letter, report) in zip(["A", "B"], reports) {
      let name = "\(letter): \(chain.id(report.product)) — \(chain.name(report.product))"
      text += terminal.styled(DisplayWidth.fit(DisplayWidth.plain(name), to: terminal.columns), .bold) + "\n"
    }
    if let waste = reports.map(\.product).first(where: chain.treatsWaste) {
      text += ReportText.sentence(
        DisplayWidth.plain("'\(chain.id(waste))' treats waste: --amount -1 is one unit treated."), terminal)
    }
    text += "\n"
    if let sampling = reports[0].sampling { text += ReportText.failures(sampling, terminal) }
    let shown = rows.filter { asked || !$0.indicator.isCutoff }.map(\.indicator.name)
    let hasSamples = reports[0].sampling != nil
    var table = TerminalTable(
      [
        .init(title: "Indicator", isFlexible: true, minimum: ReportText.distinct(shown, terminal)),
        .init(title: "A", alignment: .right),
        .init(title: "B", alignment: .right), .init(title: "Unit", isOptional: true),
        .init(title: "A to B", alignment: .right, isOptional: true),
      ]
        + (hasSamples
          ? [.init(title: "A − B, 95 %", isOptional: true), .init(title: "A below B", alignment: .right)]
          : []))
    for (place, row) in rows.enumerated() where asked || !row.indicator.isCutoff {
      let (a, b) = (reports[0].results[place].value, reports[1].results[place].value)
      var cells = [
        row.indicator.name, NumberText.short(a), NumberText.short(b), row.indicator.unit,
        b == 0 ? "–" : NumberText.change(a / b - 1),
      ]
      if hasSamples {
        cells.append(NumberText.interval(row.comparison?.difference))
        cells.append(row.comparison.map { NumberText.percentOfSamples($0.probabilityBelow) } ?? "")
      }
      table.add(cells)
    }
    text += table.text(for: terminal)
    for (letter, report) in zip(["A", "B"], reports) {
      let unit = "\(chain.unit(report.product)) of \(letter)"
      text += ReportText.notCounted(report.cutoffs, amount: report.amount, unit: unit, terminal)
    }
    text += sentences(chain, asked, terminal)
    text += "\n" + ReportText.solver(worst.method, worst.relativeErrorBound, worst.boundIsProven, terminal)
    if let sampling = reports[0].sampling { text += ReportText.samples(sampling) }
    return text
  }

  private var worst: FootprintReport {
    reports[0].relativeErrorBound >= reports[1].relativeErrorBound ? reports[0] : reports[1]
  }

  private func sentences(_ chain: LoadedChain, _ asked: Bool, _ terminal: Terminal) -> String {
    let shown = rows.filter { asked || $0.indicator.index == chain.mainIndicator }
    let lines = shown.compactMap { row -> String? in
      guard let comparison = row.comparison else { return nil }
      let share = NumberText.percentOfSamples(comparison.probabilityBelow)
      let equal =
        comparison.probabilityEqual > 0
        ? ", the same in \(NumberText.percentOfSamples(comparison.probabilityEqual))" : ""
      return "\(row.indicator.name): A is below B in \(share) of samples\(equal)."
    }
    guard !lines.isEmpty else { return "" }
    return "\n"
      + lines.flatMap { ReportText.wrapped(DisplayWidth.plain($0), to: terminal.columns) }
      .map { terminal.styled($0, .bold) + "\n" }.joined()
  }

  fileprivate mutating func addSamples(
    _ chain: LoadedChain, _ products: [Int], _ amount: Double, _ request: FootprintRequest
  ) throws {
    let taken = try chain.sample(
      products.map { Demand(of: $0, amount: amount) }, count: request.samples, seed: request.seed,
      threads: request.threads)
    for i in reports.indices {
      reports[i].sampling = taken.run
      for (place, row) in rows.enumerated() {
        reports[i].results[place].uncertainty = Summary(
          taken.samples.scores(demand: i, indicator: row.indicator.index))
      }
    }
    for place in rows.indices {
      let k = rows[place].indicator.index
      rows[place].comparison = taken.samples.comparison(of: 0, with: 1, indicator: k)
    }
  }
}
