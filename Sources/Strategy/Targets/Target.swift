import Inventory

/// One target, need or milestone of the strategy (`targets.csv`).
public struct Target: Sendable {
  /// What sort of statement it is.
  public enum Kind: String, Sendable, CaseIterable { case target, need, milestone }

  /// When it is met.
  public enum Sense: String, Sendable, CaseIterable {
    /// The value is not below it.
    case atLeast = "at_least"
    /// The value is not above it.
    case atMost = "at_most"
    /// The value agrees with it as far as the figure was rounded.
    case about
    /// The milestone is reached in its year.
    case by
  }

  /// Its id.
  public let id: String
  /// What sort of statement it is.
  public let kind: Kind
  /// The year it is for.
  public let year: Int
  /// The figure, in ``unit``.
  public let value: Double
  /// Its unit.
  public let unit: String
  /// When it is met.
  public let sense: Sense
  /// What it is about.
  public let scope: Bilingual
  /// The words of the strategy.
  public let passage: String
  /// The page they are on.
  public let page: String
  /// Half of the last printed digit, where the figure was rounded.
  public let rounding: Double?
  /// Who stated it.
  public let source: String
  /// Where it was written.
  public let place: Place
}

/// What a gap can be closed with.
enum LeverInput: Sendable {
  /// Another value of an assumption, or of all that belong to a series by year, looked for between two bounds.
  case change(String, [Parameter], from: Double, to: Double)
  /// More of the same unit, at the cost of the assumptions' sum each.
  case add(Bilingual, cost: [Parameter])
}

/// How a target gets its value.
struct TargetReading: Sendable {
  enum Value: Sendable {
    case series(Series, factor: Double)
    case roadmap(String)
    case none(Bilingual)
  }

  let target: Target
  let value: Value
  let reading: Bilingual?
  let levers: [LeverInput]
}

extension TargetReading {
  /// All targets of a scenario, in the order of the table.
  static func read(_ group: Group, _ roadmap: Roadmap, _ builder: ScenarioBuilder) -> [TargetReading] {
    let table = builder.table("targets", columns: ["id", "kind", "year", "value", "unit", "sense", "source"])
    var known: Set<String> = []
    let readings: [TargetReading] = table.rows.compactMap { row in
      let id = row.text("id")
      if !known.insert(id).inserted { row.problem("the target '\(id)' is there twice") }
      guard let kind = row.choice("kind", Target.Kind.self),
        let sense = row.choice("sense", Target.Sense.self),
        let value = row.number("value", unit: row["unit"])
      else { return nil }
      guard let year = Int(row["year"]), ScenarioBuilder.dataYears.contains(year) else {
        row.problem(
          "'year' is '\(row["year"])': a year is expected"
        )
        return nil
      }
      let target = Target(
        id: id, kind: kind, year: year, value: value, unit: row["unit"], sense: sense,
        scope: Bilingual(row["scope"], row["scope_ja"].isEmpty ? row["scope"] : row["scope_ja"]),
        passage: row["passage"], page: row["page"], rounding: row.number("rounding", unit: row["unit"]),
        source: builder.sources[row["source"]] ?? row["source"], place: row.place)
      guard let own = group.group(id) else {
        return TargetReading(
          target: target,
          value: .none(Bilingual("the scenario does not say how it is read", "シナリオに読み方の指定がない")), reading: nil,
          levers: [])
      }
      defer { own.finish() }
      return TargetReading(
        target: target, value: own.targetValue(target, roadmap), reading: own.bilingual("reading"),
        levers: own.groups("levers").compactMap { $0.lever() })
    }
    group.finish()
    return readings
  }
}

extension Group {
  fileprivate func targetValue(_ target: Target, _ roadmap: Roadmap) -> TargetReading.Value {
    let given = ["series", "roadmap", "none"].filter { keys.contains($0) }
    guard given.count == 1 else {
      builder.problem(place, "'\(path)' needs one of series, roadmap and none")
      return .none(Bilingual("", ""))
    }
    if let name = text("series", unless: given[0] != "series") {
      guard let series = builder.layout[name] else {
        let near =
          nearestWord(to: name, in: builder.layout.series.map(\.id)).map { "; is '\($0)' meant?" } ?? ""
        builder.problem(place(of: "series"), "there is no series '\(name)'\(near)")
        return .none(Bilingual("", ""))
      }
      let unit = builder.layout.series[series.index].unit
      guard let factor = Quantities.factor(from: unit, to: target.unit) else {
        builder.problem(
          place(of: "series"), "the series '\(name)' is in \(unit), the target in \(target.unit)")
        return .none(Bilingual("", ""))
      }
      return .series(series, factor: factor)
    }
    if let item = text("roadmap", unless: given[0] != "roadmap") {
      if roadmap[item] == nil {
        let near = nearestWord(to: item, in: roadmap.items.map(\.id)).map { "; is '\($0)' meant?" } ?? ""
        builder.problem(place(of: "roadmap"), "the roadmap has no item '\(item)'\(near)")
      }
      return .roadmap(item)
    }
    return .none(bilingual("none") ?? Bilingual("", ""))
  }

  private func text(_ key: String, unless skipped: Bool) -> String? { skipped ? nil : text(key) }

  fileprivate func lever() -> LeverInput? {
    defer { finish() }
    if keys.contains("change") {
      guard let name = text("change") else { return nil }
      let (low, high) = (item("from")?.number, item("to")?.number)
      let parameters = builder.parameters(name)
      guard let first = parameters.first else {
        let near =
          nearestWord(to: name, in: builder.assumptions.map(\.id)).map { "; is '\($0)' meant?" } ?? ""
        builder.problem(place(of: "change"), "there is no assumption '\(name)'\(near)")
        return nil
      }
      guard let low, let high else {
        missing(
          "from",
          "the least and the largest value to try (from, to), in \(builder.assumptions[first.index].unit),")
        return nil
      }
      return .change(name, parameters, from: low, to: high)
    }
    guard let name = bilingual("add") else {
      builder.problem(
        place, "a lever is {change: assumption, from: ..., to: ...} or {add: name, cost: [assumptions]}")
      return nil
    }
    let cost = (texts("cost") ?? []).compactMap { id in
      let parameter = builder.parameter(id)
      if parameter == nil { builder.problem(place(of: "cost"), "there is no assumption '\(id)'") }
      return parameter
    }
    return .add(name, cost: cost)
  }
}
