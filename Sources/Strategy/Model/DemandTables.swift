/// Sales of electric vehicles by region, kind and powertrain (`vehicles.csv`).
struct SalesTable {
  var rows: [String: [Mode: [String: YearSeries]]] = [:]

  init(_ builder: ScenarioBuilder) {
    let table = builder.table("vehicles", columns: ["region", "mode", "powertrain", "measure", "unit", "source"])
    for row in table.rows {
      guard let mode = row.choice("mode", Mode.self) else { continue }
      let (region, powertrain, measure) = (row.text("region"), row.text("powertrain"), row.text("measure"))
      guard ["sales", "stock"].contains(measure) else {
        row.problem("'measure' is '\(measure)': sales or stock is expected")
        continue
      }
      let factor = row.factor(to: "vehicles")
      let series = row.values(
        "\(measure).\(region).\(mode.rawValue).\(powertrain)", unit: "vehicles", factor: factor,
        range: 0...1e9)
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
      let factor = row.factor(to: "GWh")
      rows[region, default: [:]][mode] = row.values(
        "battery_demand.\(region).\(mode.rawValue)", unit: "GWh", factor: factor, range: 0...1e5)
    }
    if !regions.contains("World") && !table.rows.isEmpty {
      builder.problems.add(table.sheet.file, 0, "there are no rows for the region World")
    }
  }
}

extension ScenarioTable.Row {
  /// The values in columns named by years, with constant growth between them; 0 before the first.
  func values(_ id: String, unit: String, factor: Double, range: ClosedRange<Double>) -> YearSeries {
    var (years, parameters): ([Int], [Parameter]) = ([], [])
    let builder = table.builder
    for (year, column) in table.yearColumns {
      guard let value = number(column, unit: self["unit"], in: range) else { continue }
      guard builder.years.contains(year) else { continue }
      if years.isEmpty && year > builder.years.lowerBound {
        years.append(year - 1)
        parameters.append(
          builder.add("\(id).before", 0, unit, source: "assumption: nothing before the first published year", place: place))
      }
      years.append(year)
      parameters.append(builder.add("\(id).\(year)", value * factor, unit, source: self["source"], place: place))
    }
    return YearSeries(years: years, parameters: parameters, interpolation: .geometric)
  }
}
