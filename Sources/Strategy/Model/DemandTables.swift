/// Sales of electric vehicles by region, kind and powertrain (`vehicles.csv`).
struct SalesTable {
  var rows: [String: [Mode: [String: YearSeries]]] = [:]

  init(_ builder: ScenarioBuilder) {
    let table = builder.table(
      "vehicles", columns: ["region", "mode", "powertrain", "measure", "unit", "source"])
    for row in table.rows {
      guard let mode = row.choice("mode", Mode.self) else { continue }
      let (region, powertrain, measure) = (row.text("region"), row.text("powertrain"), row.text("measure"))
      guard ["sales", "stock"].contains(measure) else {
        row.problem("'measure' is '\(measure)': sales or stock is expected")
        continue
      }
      let series = row.values(
        "\(measure).\(region).\(mode.rawValue).\(powertrain)", unit: "vehicles", range: 0...1e9)
      if measure == "sales" { rows[region, default: [:]][mode, default: [:]][powertrain] = series }
    }
  }
}

/// Battery demand of electric vehicles by region and kind (`battery_demand.csv`).
struct BatteryDemandTable {
  var regions: [String] = []
  var rows: [String: [Mode: YearSeries]] = [:]

  init(_ builder: ScenarioBuilder) {
    let table = builder.table("battery_demand", columns: ["region", "mode", "unit", "source"])
    for row in table.rows {
      guard let mode = row.choice("mode", Mode.self) else { continue }
      let region = row.text("region")
      if !regions.contains(region) { regions.append(region) }
      rows[region, default: [:]][mode] = row.values(
        "battery_demand.\(region).\(mode.rawValue)", unit: "GWh", range: 0...1e5)
    }
    if !regions.contains("World") && !table.rows.isEmpty {
      builder.problems.add(table.sheet.file, 0, "there are no rows for the region World")
    }
  }
}

extension ScenarioTable.Row {
  /// The values in columns named by years, with constant growth between them.
  /// - Parameters:
  ///   - unit: the unit they are wanted in; the row's own is in its column `unit`.
  ///   - isZeroBefore: whether there was nothing before the first published year; else that year's value is held.
  func values(
    _ id: String, unit: String, range: ClosedRange<Double>, isZeroBefore: Bool = true
  ) -> YearSeries {
    var (years, parameters): ([Int], [Parameter]) = ([], [])
    let builder = table.builder
    let factor = factor(to: unit)
    for (year, column) in table.yearColumns {
      guard let number = number(column, unit: self["unit"], in: 0...1e15) else { continue }
      let value = number * factor
      guard range.contains(value) else {
        problem("'\(column)' is \(number.short)\(Group.outside(value, factor, unit, range))")
        continue
      }
      if isZeroBefore && years.isEmpty && year > builder.years.lowerBound {
        years.append(year - 1)
        parameters.append(
          builder.add(
            "\(id).before", 0, unit, source: "assumption: nothing before the first published year",
            place: place))
      }
      years.append(year)
      parameters.append(builder.add("\(id).\(year)", value, unit, source: self["source"], place: place))
    }
    return YearSeries(
      years: years, parameters: parameters, interpolation: isZeroBefore ? .geometric : .linear)
  }
}

extension ScenarioTable {
  /// One region's values in a table with a row for each year.
  func points(
    _ id: String, region: String, value column: String, unit: String, in range: ClosedRange<Double>
  ) -> YearSeries {
    var points: [(year: Int, parameter: Parameter)] = []
    for row in rows where row["region"] == region {
      guard let year = Int(row["year"]), ScenarioBuilder.dataYears.contains(year) else {
        row.problem(
          "'year' is '\(row["year"])': a year is expected"
        )
        continue
      }
      guard !points.contains(where: { $0.year == year }) else {
        row.problem("\(region) has a value for \(year) already")
        continue
      }
      guard let value = row.number(column, unit: unit, in: range) else { continue }
      points.append(
        (year, builder.add("\(id).\(region).\(year)", value, unit, source: row["source"], place: row.place)))
    }
    points.sort { $0.year < $1.year }
    return YearSeries(years: points.map(\.year), parameters: points.map(\.parameter))
  }
}

extension YearSeries {
  /// These values, and those of another series for the years after them.
  func continued(by later: YearSeries?) -> YearSeries {
    guard let later, let last = years.last else { return later ?? self }
    var joined = self
    for (year, parameter) in zip(later.years, later.parameters) where year > last {
      joined.years.append(year)
      joined.parameters.append(parameter)
    }
    return joined
  }
}
