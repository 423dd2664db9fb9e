import Strategy

/// The stocks of all series of a file, ready to print.
struct StockReport {
  let file: SeriesFile
  let driven: StockDrive
  let lifetime: Lifetime
  let ages: AgeConvention
  let earlyRetirement: EarlyRetirement
  let hasCohorts: Bool
  let results: [StockResult]

  /// - Throws: `Failure.usage` where no inflow can make a stock with this lifetime and age convention.
  init(
    _ file: SeriesFile, driven: StockDrive, lifetime: Lifetime, ages: AgeConvention,
    earlyRetirement: EarlyRetirement, cohorts: Bool
  ) throws {
    self.file = file
    self.driven = driven
    self.lifetime = lifetime
    self.ages = ages
    self.earlyRetirement = earlyRetirement
    hasCohorts = cohorts
    let model = StockModel(SurvivalTable(lifetime, years: file.years, ages: ages))
    var results: [StockResult] = []
    for series in file.series {
      do {
        switch driven {
        case .inflow: results.append(try model.inflowDriven(series.values, cohorts: cohorts))
        case .stock:
          results.append(
            try model.stockDriven(series.values, earlyRetirement: earlyRetirement, cohorts: cohorts))
        }
      } catch {
        throw Failure.usage(error.description)
      }
    }
    self.results = results
    for (series, result) in zip(file.series, results) {
      guard (result.inflow + result.stock + result.outflow).allSatisfy(\.isFinite) else {
        throw Failure.data(["\(series.name): the numbers are too large to compute with"])
      }
    }
  }

  func year(_ t: Int) -> Int { file.firstYear + t }

  /// What is to be said of a year in which the stock falls faster than units retire.
  func sentence(_ shortfall: StockResult.Shortfall, of result: StockResult) -> String {
    let excess = NumberText.short(shortfall.excess)
    let start = "the stock falls faster than units retire: \(excess) more are left than the stock given"
    return switch earlyRetirement {
    case .none:
      start + "; the inflow is \(NumberText.short(result.inflow[shortfall.year])). "
        + "--early-retirement oldest or proportional retires them instead"
    case .oldestFirst: start + "; they are retired early, the oldest first"
    case .proportional: start + "; they are retired early, the same share of every cohort"
    }
  }

  // MARK: JSON

  func json() -> JSON {
    let head: [(String, JSON)] = [
      ("driven", .string(driven.rawValue)), ("lifetime", .string(lifetime.description)),
      ("age_convention", .string(ages.rawValue)), ("age_at_end_of_first_year", .number(ages.firstAge)),
    ]
    let unit = file.unit.map { [("unit", JSON.string($0))] } ?? []
    let years = [("years", JSON.array((0..<file.years).map { .integer(year($0)) }))]
    guard results.count > 1 else {
      return .object(head + unit + years + results.flatMap(json))
    }
    let list = zip(file.series, results).map { series, result in
      JSON.object([("name", .string(series.name))] + json(result))
    }
    return .object(head + unit + years + [("series", .array(list))])
  }

  private func json(_ result: StockResult) -> [(String, JSON)] {
    func list(_ values: [Double]) -> JSON { .array(values.map(JSON.number)) }
    var pairs: [(String, JSON)] = [
      ("inflow", list(result.inflow)), ("stock", list(result.stock)), ("outflow", list(result.outflow)),
    ]
    if hasCohorts {
      pairs.append(("cohorts", .array((0..<file.years).map { list(Array(result.cohorts(in: $0))) })))
    }
    guard !result.shortfalls.isEmpty else { return pairs }
    let problems = result.shortfalls.map { shortfall in
      JSON.object([
        ("year", .integer(year(shortfall.year))), ("excess", .number(shortfall.excess)),
        ("message", .string(sentence(shortfall, of: result))),
      ])
    }
    pairs.append(("problems", .array(problems)))
    if earlyRetirement != .none {
      pairs.append(
        (
          "early_retirement",
          .object([("rule", .string(earlyRetirement.rawValue)), ("retired", list(result.early))])
        ))
    }
    return pairs
  }

  // MARK: CSV

  /// RFC 4180 with line feeds: a row a series and year.
  func csv() -> String {
    var head = [
      "series", "year", "inflow", "stock", "outflow", "retired_early", "driven", "lifetime", "age_convention",
    ]
    if hasCohorts { head += (0..<file.years).map { "cohort_\(year($0))" } }
    var text = head.joined(separator: ",") + "\n"
    for (series, result) in zip(file.series, results) {
      for t in 0..<file.years {
        var cells = [series.name, "\(year(t))"]
        cells += [result.inflow[t], result.stock[t], result.outflow[t], result.early[t]].map(\.description)
        cells += [driven.rawValue, lifetime.description, ages.rawValue]
        if hasCohorts { cells += result.cohorts(in: t).map(\.description) }
        text += cells.map(Self.field).joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private static func field(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A && $0 != 0x0D }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  // MARK: Text

  func text(for terminal: Terminal) -> String {
    var text = ""
    for (series, result) in zip(file.series, results) {
      if !text.isEmpty { text += "\n" }
      let unit = file.unit.map { " [\($0)]" } ?? ""
      let title = DisplayWidth.plain("\(series.name)\(unit), driven by \(driven.rawValue)")
      text += terminal.styled(DisplayWidth.fit(title, to: terminal.columns), .bold) + "\n"
      text += table(result).text(for: terminal)
    }
    text += "\n"
    let spread = lifetime.standardDeviation
    let deviation = spread > 0 ? ", standard deviation \(NumberText.short(spread, digits: 3))" : ""
    text += ReportText.sentence(
      "Lifetime \(lifetime): mean \(NumberText.short(lifetime.mean, digits: 3)) years\(deviation).", terminal)
    text += ReportText.sentence("Age convention '\(ages.rawValue)': \(ages.words).", terminal)
    return text + warnings(for: terminal)
  }

  private func table(_ result: StockResult) -> TerminalTable {
    let retires = result.early.contains { $0 > 0 }
    var table = TerminalTable(
      ["Year", "Inflow", "Stock", "Outflow"].map {
        .init(title: $0, alignment: $0 == "Year" ? .left : .right)
      }
        + (retires ? [.init(title: "of it early", alignment: .right)] : []))
    for t in 0..<file.years {
      let values =
        [result.inflow[t], result.stock[t], result.outflow[t]] + (retires ? [result.early[t]] : [])
      table.add(["\(year(t))"] + values.map { NumberText.short($0) })
    }
    return table
  }

  /// A sentence for each year in which a stock falls faster than units retire.
  func warnings(for terminal: Terminal) -> String {
    var text = ""
    for (series, result) in zip(file.series, results) {
      let name = results.count > 1 ? DisplayWidth.plain(series.name) + " " : ""
      for shortfall in result.shortfalls {
        text += ReportText.sentence(
          "\(name)\(year(shortfall.year)): \(sentence(shortfall, of: result)).", terminal, style: .yellow)
      }
    }
    return text
  }
}
