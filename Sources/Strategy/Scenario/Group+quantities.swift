import Inventory

/// Quantities: a number with unit, source and, where it is not certain, a distribution.
extension Group {
  /// A number; a place holder, with the problem reported, where it is missing or wrong.
  ///
  /// Written as `{value: 0.85, unit: fraction, source: ..., distribution: "triangular:..."}`. A plain number, which an
  /// inheriting scenario may put over a quantity, has the unit of what it replaces.
  func quantity(_ key: String, _ unit: String, in range: ClosedRange<Double> = 0...1e15) -> Parameter {
    optionalQuantity(key, unit, in: range)
      ?? {
        missing(key, "a number in \(unit)")
        return builder.add(id(key), 0, unit, source: nil, place: place)
      }()
  }

  func optionalQuantity(_ key: String, _ unit: String, in range: ClosedRange<Double> = 0...1e15) -> Parameter?
  {
    guard let item = item(key) else { return nil }
    let name = id(key)
    if case .text = item, item.number != nil {
      builder.problem(
        item.place,
        "'\(name)' has no unit: write {value: \(item.number?.short ?? ""), unit: \(unit), source: ...}")
      return builder.add(name, 0, unit, source: nil, place: item.place)
    }
    guard case .map = item else {
      builder.problem(item.place, "'\(name)' is \(item.kind): a number in \(unit) is expected")
      return builder.add(name, 0, unit, source: nil, place: item.place)
    }
    let group = Group(item, path: name, builder)
    defer { group.finish() }
    let factor = group.unitFactor(unit)
    let source = group.text("source")
    guard let value = group.item("value") else {
      group.missing("value", "a number in \(unit)")
      return builder.add(name, 0, unit, source: source, place: item.place)
    }
    let number = group.checked(value, factor, unit, range)
    return builder.add(
      name, number, unit, source: source, place: value.place, distribution: group.distribution(factor, number)
    )
  }

  /// Values by year; empty, with the problem reported, where they are missing or wrong.
  ///
  /// Written as `{unit: GWh/yr, values: {2024: 172, 2030: 300}, interpolation: geometric, source: ...}`, or with `value`
  /// for one that holds in all years.
  /// - Parameter interpolation: how values go on between years where the scenario does not say.
  func series(
    _ key: String, _ unit: String, in range: ClosedRange<Double> = 0...1e15, years: ClosedRange<Int>,
    interpolation standard: Interpolation = .linear
  ) -> YearSeries {
    guard let item = item(key) else {
      missing(key, "values by year in \(unit)")
      return YearSeries(years: [], parameters: [])
    }
    let name = id(key)
    guard case .map = item else {
      builder.problem(
        item.place, "'\(name)' is \(item.kind): {values: {year: number}, unit: \(unit)} is expected")
      return YearSeries(years: [], parameters: [])
    }
    let group = Group(item, path: name, builder)
    defer { group.finish() }
    let factor = group.unitFactor(unit)
    let source = group.text("source")
    let interpolation = group.choice("interpolation", Interpolation.self) ?? standard
    if let value = group.item("value") {
      let number = group.checked(value, factor, unit, range)
      let parameter = builder.add(
        name, number, unit, source: source, place: value.place,
        distribution: group.distribution(factor, number))
      return YearSeries(years: [years.lowerBound], parameters: [parameter], interpolation: interpolation)
    }
    guard let values = group.item("values"), case .map(let pairs, _) = values else {
      group.missing("values", "{year: number} in \(unit)")
      return YearSeries(years: [], parameters: [])
    }
    _ = group.item("distribution").map {
      builder.problem(
        $0.place, "'\(name)' has values by year: give each year {value: ..., distribution: ...}")
    }
    var points: [(year: Int, parameter: Parameter)] = []
    for pair in pairs {
      guard let year = Int(pair.key),
        years.contains(year) || (ScenarioBuilder.dataYears.contains(year) && builder.isInherited(pair.place))
      else {
        builder.problem(
          pair.place,
          "'\(name)' has a value for '\(pair.key)': a year from \(years.lowerBound) to \(years.upperBound) is expected"
        )
        continue
      }
      let yearName = "\(name).\(year)"
      if case .map = pair.value {
        let point = Group(pair.value, path: yearName, builder)
        let own = point.text("source") ?? source
        guard let value = point.item("value") else {
          point.missing("value", "a number in \(unit)")
          continue
        }
        let number = point.checked(value, factor, unit, range)
        let distribution = point.distribution(factor, number)
        point.finish()
        points.append(
          (
            year,
            builder.add(yearName, number, unit, source: own, place: value.place, distribution: distribution)
          ))
      } else {
        let number = group.checked(pair.value, factor, unit, range)
        points.append((year, builder.add(yearName, number, unit, source: source, place: pair.value.place)))
      }
    }
    points.sort { $0.year < $1.year }
    if points.isEmpty { builder.problem(values.place, "'\(name)' has no values: {year: number} is expected") }
    return YearSeries(
      years: points.map(\.year), parameters: points.map(\.parameter), interpolation: interpolation)
  }

  /// Values by year, where the scenario gives some.
  func optionalSeries(
    _ key: String, _ unit: String, in range: ClosedRange<Double> = 0...1e15, years: ClosedRange<Int>,
    interpolation: Interpolation = .linear
  ) -> YearSeries? {
    guard keys.contains(key) else {
      _ = item(key)
      return nil
    }
    return series(key, unit, in: range, years: years, interpolation: interpolation)
  }

  private func unitFactor(_ unit: String) -> Double {
    guard let item = item("unit") else {
      builder.problem(place, "'\(path)' has no unit: unit: \(unit) is expected")
      return 1
    }
    guard case .text(let given, _, let place) = item else {
      builder.problem(item.place, "the unit of '\(path)' is \(item.kind): \(unit) is expected")
      return 1
    }
    guard let factor = Quantities.factor(from: given, to: unit) else {
      let like = Quantities.units(like: unit).joined(separator: ", ")
      builder.problem(place, "'\(path)' is in '\(given)': \(like) can be used")
      return 1
    }
    return factor
  }

  private func checked(_ item: Item, _ factor: Double, _ unit: String, _ range: ClosedRange<Double>) -> Double
  {
    guard let number = item.number else {
      builder.problem(item.place, "'\(path)' is \(item.kind): a number is expected")
      return range.contains(0) ? 0 : range.lowerBound
    }
    let value = number * factor
    guard range.contains(value) else {
      builder.problem(item.place, "'\(path)' is \(number.short)\(Self.outside(value, factor, unit, range))")
      return range.contains(0) ? 0 : range.lowerBound
    }
    return value
  }

  /// What is wrong with a value outside its range, and whether a unit slip would explain it.
  static func outside(_ value: Double, _ factor: Double, _ unit: String, _ range: ClosedRange<Double>)
    -> String
  {
    if value < 0 && range.lowerBound >= 0 {
      return " and so negative: \(range.lowerBound.short) \(unit) or more is expected"
    }
    let asUnit = factor == 1 ? " \(unit)" : ", \(value.short) \(unit)"
    let limit =
      range.upperBound >= 1e15
      ? "\(range.lowerBound.short) \(unit) or more"
      : "\(range.lowerBound.short) to \(range.upperBound.short) \(unit)"
    let slip =
      value > range.upperBound && range.contains(value / 1000) ? "; is the unit 1000 times too large?" : ""
    return "\(asUnit): \(limit) is expected\(slip)"
  }

  private func distribution(_ factor: Double, _ value: Double) -> Distribution? {
    guard let item = item("distribution") else { return nil }
    guard case .text(let text, _, let place) = item else {
      builder.problem(
        item.place,
        "the distribution of '\(path)' is \(item.kind): a text such as uniform:min=1,max=2 is expected")
      return nil
    }
    do {
      return try Distribution.parse(text).scaled(by: factor)
    } catch {
      builder.problem(place, "the distribution of '\(path)': \(error)")
      return nil
    }
  }
}

extension Distribution {
  /// The distribution of the number times a positive factor.
  func scaled(by factor: Double) -> Distribution {
    if factor == 1 { return self }
    switch self {
    case .uniform(let low, let high): return .uniform(minimum: low * factor, maximum: high * factor)
    case .triangular(let low, let mode, let high):
      return .triangular(minimum: low * factor, mode: mode * factor, maximum: high * factor)
    case .normal(let mean, let deviation, let low, let high):
      return .normal(
        mean: mean * factor, standardDeviation: deviation * factor, minimum: low * factor,
        maximum: high * factor)
    case .lognormal(let median, let sigma, let low, let high):
      return .lognormal(median: median * factor, sigma: sigma, minimum: low * factor, maximum: high * factor)
    case .discrete(let values, let probabilities):
      return .discrete(values: values.map { $0 * factor }, probabilities: probabilities)
    }
  }
}

extension Double {
  /// The number as people write it: no `.0`.
  var short: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : description }
}
