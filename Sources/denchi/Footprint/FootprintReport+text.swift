import SupplyGraph

extension FootprintReport {
  /// The report for people: a table of results, what is not counted, then the make-up of each indicator asked for.
  /// - Parameters:
  ///   - detailed: indicators whose stages, activities and tree are shown.
  func text(_ chain: LoadedChain, for terminal: Terminal, detailed: Set<Int>, asked: Bool) -> String {
    var text = ReportText.heading(chain, product: product, amount: amount, terminal)
    if let sampling { text += ReportText.failures(sampling, terminal) }
    text += resultTable(terminal, asked: asked)
    text += ReportText.notCounted(cutoffs, amount: amount, unit: chain.unit(product), terminal)
    for result in results where detailed.contains(result.indicator.index) {
      text += details(result, chain, terminal)
    }
    text += "\n" + ReportText.solver(method, relativeErrorBound, boundIsProven, terminal)
    if let sampling { text += ReportText.samples(sampling) }
    return text
  }

  private func resultTable(_ terminal: Terminal, asked: Bool) -> String {
    let shown = results.filter { asked || !$0.indicator.isCutoff }
    guard !shown.isEmpty else { return "" }
    var table = TerminalTable(
      [
        .init(
          title: "Indicator", isFlexible: true,
          minimum: ReportText.distinct(shown.map(\.indicator.name), terminal)),
        .init(title: "Value", alignment: .right, style: .bold), .init(title: "Unit"),
      ]
        + (sampling == nil
          ? [] : [.init(title: "95 % of samples"), .init(title: "Median", isOptional: true)]))
    for result in shown {
      let digits = NumberText.digits(
        for: result.value, standardDeviation: result.uncertainty?.standardDeviation)
      var cells = [
        result.indicator.name, NumberText.short(result.value, digits: digits), result.indicator.unit,
      ]
      if sampling != nil {
        cells.append(NumberText.interval(result.uncertainty))
        cells.append(result.uncertainty.map { NumberText.short($0.median, digits: digits) } ?? "")
      }
      table.add(cells)
    }
    return table.text(for: terminal)
  }

  private func details(_ result: Result, _ chain: LoadedChain, _ terminal: Terminal) -> String {
    guard result.value != 0 || !result.contributions.isEmpty else { return "" }
    let name = DisplayWidth.plain(result.indicator.name)
    var text = ReportText.title("\(name) by stage of the emitting activity", terminal)
    text += ReportText.shares(
      result.stages.filter { $0.value != 0 || result.stages.count <= 5 }.map { stage in
        (PageWords.text(stage.key, .en), stage.value, stage.spread)
      }, of: result, terminal)
    if result.stages.count(where: { $0.value != 0 }) == 1 {
      text += ReportText.sentence(
        "Power, heat and transport carry the stage that the chain gives them, whoever uses them.", terminal)
    }
    if !result.contributions.isEmpty {
      text += ReportText.title("\(name): largest activities", terminal)
      var rows = result.contributions.map { (chain.name($0.activity), $0.value, $0.spread) }
      if result.remainder != 0 { rows.append((ReportText.others, result.remainder, nil)) }
      text += ReportText.shares(rows, of: result, terminal)
    }
    let emissions = result.emissions.filter { abs($0.value) > 1e-9 * abs(result.value) }
    if emissions.count > 1, !result.contributions.isEmpty {
      text += ReportText.title("\(name) by flow", terminal)
      text += ReportText.shares(emissions.prefix(8).map { ($0.key, $0.value, nil) }, of: result, terminal)
    }
    if let drivers = result.drivers, !drivers.influences.isEmpty {
      text += ReportText.title("\(name): what makes the spread", terminal)
      var table = TerminalTable([
        .init(title: "Uncertain row", isFlexible: true), .init(title: "Share of variance", alignment: .right),
      ])
      for influence in drivers.influences.prefix(8) {
        table.add([chain.describe(influence.row), NumberText.percent(influence.share)])
      }
      let others = drivers.influences.dropFirst(8)
      if !others.isEmpty {
        table.add([
          NumberText.count(others.count, "other row"),
          NumberText.percent(others.reduce(0) { $0 + $1.share }),
        ])
      }
      table.add(["not explained by single rows", NumberText.percent(drivers.unexplained)])
      text += table.text(for: terminal)
    }
    if let tree = result.tree {
      text += ReportText.title("\(name): suppliers", terminal)
      text += ReportText.tree(tree, of: result.value, chain, terminal)
    }
    return text
  }
}

/// Pieces of text that several commands share.
enum ReportText {
  /// The name of a row that stands for all that are not listed; it has no bar.
  static let others = "all others"

  static func title(_ text: String, _ terminal: Terminal) -> String {
    "\n" + terminal.styled(DisplayWidth.fit(text, to: terminal.columns), .bold) + "\n"
  }

  static func heading(_ chain: LoadedChain, product: Int, amount: Double, _ terminal: Terminal) -> String {
    let unit = DisplayWidth.plain(chain.unit(product))
    let what = DisplayWidth.plain(chain.chain.product(of: product))
    let title = "\(NumberText.plain(amount)) \(unit) of \(what) [\(DisplayWidth.plain(chain.id(product)))]"
    let name = DisplayWidth.plain(chain.name(product))
    let waste =
      chain.treatsWaste(product)
      ? sentence(
        "This activity treats waste: --amount -1 is one unit treated; 1 is one unit of waste supplied.",
        terminal)
      : ""
    return terminal.styled(DisplayWidth.fit(title, to: terminal.columns), .bold) + "\n"
      + terminal.styled(DisplayWidth.fit(name, to: terminal.columns), .dim) + "\n" + waste + "\n"
  }

  /// A sentence on lines of its own.
  static func sentence(_ text: String, _ terminal: Terminal, style: Terminal.Style? = nil) -> String {
    wrapped(text, to: terminal.columns).map { terminal.styled($0, style) + "\n" }.joined()
  }

  /// A sentence where more than one in a hundred samples has no solution.
  static func failures(_ run: SamplingRun, _ terminal: Terminal) -> String {
    let share = Double(run.failed.count) / Double(max(run.samples, 1))
    guard share > 0.01 else { return "" }
    let text =
      "\(NumberText.count(run.failed.count)) of \(NumberText.count(run.samples, "sample")) "
      + "(\(NumberText.percent(share))) had no solution: a loop used up all it made. The intervals are of the others."
    return sentence(text, terminal, style: .yellow) + "\n"
  }

  /// Columns in which names that differ can be told apart, as far as a table has room for them.
  static func distinct(_ names: [String], _ terminal: Terminal) -> Int {
    let names = Set(names)
    let longest = names.map(DisplayWidth.of).max() ?? 0
    let most = max(14, min(longest, terminal.columns - 36))
    return (min(28, most)..<most).first { width in
      Set(names.map { DisplayWidth.fit($0, to: width) }).count == names.count
    } ?? most
  }

  /// A sentence that tells what the results lack, or that this is not known.
  static func notCounted(
    _ cutoffs: [(indicator: LoadedChain.Indicator, value: Double)], amount: Double, unit: String,
    _ terminal: Terminal
  ) -> String {
    guard !cutoffs.isEmpty else { return "" }
    let parts = cutoffs.map { cutoff in
      let amount = "\(NumberText.short(cutoff.value, digits: 3)) \(cutoff.indicator.unit)"
      switch cutoff.indicator.id {
      case "cutoff_mass": return "\(amount) of inputs"
      case "cutoff_waste_mass": return "\(amount) of waste"
      default: return "\(amount) (\(cutoff.indicator.name))"
      }
    }
    let per = amount == 1 ? unit : "\(NumberText.plain(amount)) \(unit)"
    let sentence =
      "Not counted: \(parts.joined(separator: " and ")) without an open inventory, per \(per)."
    return "\n"
      + wrapped(DisplayWidth.plain(sentence), to: terminal.columns)
      .map { terminal.styled($0, .yellow) + "\n" }.joined()
  }

  static func solver(
    _ method: String, _ bound: Double, _ isProven: Bool, _ terminal: Terminal
  ) -> String {
    let proof = isProven ? "proven" : "estimated"
    let error = "largest relative error \(NumberText.short(bound, digits: 2)) (\(proof))"
    return wrapped("Solved by \(method); \(error).", to: terminal.columns).map { $0 + "\n" }.joined()
  }

  static func samples(_ run: SamplingRun) -> String {
    let failed = run.failed.isEmpty ? "" : "; \(NumberText.count(run.failed.count, "sample")) had no solution"
    return "\(NumberText.count(run.samples, "sample")), seed \(run.seed)\(failed).\n"
  }

  /// Rows with their value, share and a bar.
  static func shares(
    _ rows: [(name: String, value: Double, spread: Summary?)], of result: FootprintReport.Result,
    _ terminal: Terminal
  ) -> String {
    let hasSpread = rows.contains { $0.spread != nil }
    var table = TerminalTable(
      [
        .init(title: "", isFlexible: true, minimum: 16),
        .init(title: result.indicator.unit, alignment: .right),
        .init(title: "", alignment: .right),
      ] + (hasSpread ? [.init(title: "95 % of samples", isOptional: true)] : [])
        + [.init(title: "", isOptional: true, style: .cyan)])
    let largest = rows.filter { $0.name != others }.map { abs($0.value) }.max() ?? 0
    let width = max(8, min(24, terminal.columns / 5))
    for row in rows {
      let share = result.value == 0 ? "" : NumberText.percent(row.value / result.value)
      let value = NumberText.short(row.value, digits: 3)
      let bar = largest > 0 && row.name != others ? Bar.of(row.value / largest, width: width) : ""
      table.add([row.name, value, share] + (hasSpread ? [NumberText.interval(row.spread)] : []) + [bar])
    }
    return table.text(for: terminal)
  }

  /// The tree of suppliers, a line each.
  static func tree(_ tree: SupplierTree, of total: Double, _ chain: LoadedChain, _ terminal: Terminal)
    -> String
  {
    var text = ""
    let isNarrow = terminal.columns < 60
    let (fork, end, pass, gap) = isNarrow ? ("├", "└", "│", " ") : ("├ ", "└ ", "│ ", "  ")
    func line(_ lead: String, _ value: Double, _ name: String, dim: Bool = false) {
      let share = total == 0 ? "" : NumberText.percent(value / total)
      let numbers =
        pad(NumberText.short(value, digits: 3), to: 9) + (isNarrow ? "" : pad(share, to: 9)) + "  "
      let room = max(1, terminal.columns - DisplayWidth.of(numbers) - DisplayWidth.of(lead))
      let label = DisplayWidth.fit(DisplayWidth.plain(name), to: room)
      text += numbers + terminal.styled(lead, .dim) + terminal.styled(label, dim ? .dim : nil) + "\n"
    }
    func branch(_ tree: SupplierTree, _ lead: String, _ below: String) {
      line(lead, tree.total, chain.name(tree.activity))
      var ends: [(Double, String)] = []
      if !tree.suppliers.isEmpty, tree.direct != 0 { ends.append((tree.direct, "own flows")) }
      if !tree.suppliers.isEmpty, tree.rest != 0 { ends.append((tree.rest, "smaller suppliers")) }
      for (i, supplier) in tree.suppliers.enumerated() {
        let isLast = i == tree.suppliers.count - 1 && ends.isEmpty
        branch(supplier, below + (isLast ? end : fork), below + (isLast ? gap : pass))
      }
      for (i, part) in ends.enumerated() {
        line(below + (i == ends.count - 1 ? end : fork), part.0, part.1, dim: true)
      }
    }
    branch(tree, "", "")
    return text
  }

  private static func pad(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
  }

  /// Lines of a sentence no longer than so many columns.
  static func wrapped(_ sentence: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in sentence.split(separator: " ") {
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > columns {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + (line.isEmpty ? [] : [line])
  }
}
