import Inventory

/// The metals and graphite that are followed, by what they are called in `intensities.csv`.
public enum Mineral: String, CaseIterable, Sendable {
  /// As contained metal; carbonate and hydroxide are shown beside it.
  case lithium = "Lithium"
  /// Contained metal.
  case nickel = "Nickel"
  /// Contained metal.
  case cobalt = "Cobalt"
  /// Contained metal.
  case manganese = "Manganese"
  /// Natural and synthetic together; the natural part is shown apart.
  case graphite = "Graphite"
  /// Contained metal.
  case copper = "Copper"
  /// Contained metal.
  case aluminium = "Aluminium"

  /// Its name in the ids of series.
  public var key: String { rawValue.lowercased() }

  /// Its name.
  public var name: Bilingual {
    switch self {
    case .lithium: Bilingual("lithium (contained metal)", "リチウム(金属換算)")
    case .nickel: Bilingual("nickel", "ニッケル")
    case .cobalt: Bilingual("cobalt", "コバルト")
    case .manganese: Bilingual("manganese", "マンガン")
    case .graphite: Bilingual("graphite", "黒鉛")
    case .copper: Bilingual("copper", "銅")
    case .aluminium: Bilingual("aluminium", "アルミニウム")
    }
  }
}

/// kg of each mineral in 1 kWh of pack by chemistry (`intensities.csv`).
struct Intensities: Sendable {
  /// Chemistries in the order of the file.
  let chemistries: [String]
  /// `[chemistry * minerals + mineral]`, in kg/kWh.
  let parameters: [Parameter]

  init(_ builder: ScenarioBuilder) {
    let table = builder.table("intensities", columns: ["chemistry", "mineral", "kg_per_kwh", "source"])
    var order: [String] = []
    var found: [String: [Mineral: Parameter]] = [:]
    for row in table.rows {
      let chemistry = row.text("chemistry")
      if found[chemistry] == nil {
        order.append(chemistry)
        found[chemistry] = [:]
      }
      guard let mineral = Mineral(rawValue: row["mineral"]) else {
        if nearestWord(to: row["mineral"], in: Mineral.allCases.map(\.rawValue)) != nil {
          row.problem(
            "'mineral' is '\(row["mineral"])': is '\(nearestWord(to: row["mineral"], in: Mineral.allCases.map(\.rawValue)) ?? "")' meant?"
          )
        }
        continue
      }
      guard let value = row.number("kg_per_kwh", unit: "kg/kWh", in: 0...5) else { continue }
      if found[chemistry]?[mineral] != nil {
        row.problem("\(chemistry) has an intensity for \(mineral.rawValue) already")
        continue
      }
      found[chemistry]?[mineral] = builder.add(
        "intensity.\(chemistry).\(mineral.key)", value, "kg/kWh", source: row["source"], place: row.place)
    }
    chemistries = order
    parameters = order.flatMap { chemistry in
      Mineral.allCases.map { mineral in
        if let parameter = found[chemistry]?[mineral] { return parameter }
        if !table.rows.isEmpty {
          builder.problems.add(
            table.sheet.file, 0,
            "\(chemistry) has no intensity for \(mineral.rawValue): 0 must be written where there is none")
        }
        return builder.add(
          "intensity.\(chemistry).\(mineral.key)", 0, "kg/kWh", source: nil,
          place: Place(file: table.sheet.file, line: 0))
      }
    }
  }
}

/// Shares of chemistries in batteries by year (`mixes.csv`), for one scenario and use.
struct Mix: Sendable {
  /// Chemistries with intensities: number in ``Intensities``, and shares by year.
  let shares: [(chemistry: Int, series: YearSeries)]
  /// Chemistries that are counted without minerals, by choice of the scenario.
  let without: [(chemistry: String, series: YearSeries)]

  /// - Parameters:
  ///   - names: the scenario's choice, such as `MIX`, with its use (mobile or stationary).
  ///   - without: chemistries that may have no intensities.
  init(
    _ name: String, use: String, _ table: ScenarioTable, _ intensities: Intensities, without: [String],
    place: Place, _ builder: ScenarioBuilder
  ) {
    var order: [String] = []
    var points: [String: [(year: Int, parameter: Parameter)]] = [:]
    var sums: [Int: (sum: Double, row: ScenarioTable.Row)] = [:]
    var names: Set<String> = []
    for row in table.rows {
      if row["use"] == use { names.insert(row["scenario"]) }
      guard row["scenario"] == name, row["use"] == use else { continue }
      guard let year = Int(row["year"]), ScenarioBuilder.dataYears.contains(year) else {
        row.problem(
          "'year' is '\(row["year"])': a year is expected"
        )
        continue
      }
      guard let share = row.number("share", unit: "fraction", in: 0...1) else { continue }
      let chemistry = row.text("chemistry")
      if points[chemistry] == nil { order.append(chemistry) }
      if points[chemistry]?.contains(where: { $0.year == year }) == true {
        row.problem("\(chemistry) has a share for \(year) in \(name) already")
        continue
      }
      points[chemistry, default: []].append(
        (
          year,
          builder.add(
            "mix.\(use).\(name).\(chemistry).\(year)", share, "fraction", source: row["source"],
            place: row.place)
        ))
      sums[year] = ((sums[year]?.sum ?? 0) + share, row)
    }
    if points.isEmpty {
      let near =
        nearestWord(to: name, in: names).map { "is '\($0)' meant?" }
        ?? "known: \(names.sorted().joined(separator: ", "))"
      builder.problem(place, "\(table.sheet.file) has no mix '\(name)' for \(use) use; \(near)")
    }
    for (year, (sum, row)) in sums.sorted(by: { $0.key < $1.key }) where abs(sum - 1) > Self.tolerance {
      row.problem(
        "the shares of \(name) (\(use)) in \(year) add up to \((sum * 1e6).rounded() / 1e6): 1 is expected "
          + "(within \(Self.tolerance), for rounded figures)")
    }
    var (shares, others): ([(Int, YearSeries)], [(String, YearSeries)]) = ([], [])
    for chemistry in order {
      let sorted = (points[chemistry] ?? []).sorted { $0.year < $1.year }
      let series = YearSeries(years: sorted.map(\.year), parameters: sorted.map(\.parameter))
      if let number = intensities.chemistries.firstIndex(of: chemistry) {
        shares.append((number, series))
      } else if without.contains(chemistry) {
        others.append((chemistry, series))
      } else if sorted.contains(where: { builder.assumptions[$0.parameter.index].value > 0 }) {
        let near = nearestWord(to: chemistry, in: intensities.chemistries).map { "; is '\($0)' meant?" } ?? ""
        let first = sorted.first { builder.assumptions[$0.parameter.index].value > 0 } ?? sorted[0]
        builder.problem(
          builder.assumptions[first.parameter.index].place,
          "chemistry '\(chemistry)' has no intensities: add them to intensities.csv, or name it in "
            + "'chemistry.without_intensities' to count it without minerals\(near)")
      }
    }
    self.shares = shares
    self.without = others
  }

  /// How far rounded shares may be from 1 together; they are divided by their sum.
  static let tolerance = 0.005

  /// kg/kWh of each mineral by year: `[year * minerals + mineral]`.
  func contents(_ values: Values, _ intensities: Intensities, first: Int, count: Int) -> [Double] {
    let minerals = Mineral.allCases.count
    var target = [Double](repeating: 0, count: count * minerals)
    var sum = [Double](repeating: 0, count: count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { share in
      share.initialize(repeating: 0)
      for (chemistry, series) in shares {
        series.evaluate(values, first: first, into: share)
        for t in 0..<count {
          sum[t] += share[t]
          for m in 0..<minerals {
            target[t * minerals + m] += share[t] * values[intensities.parameters[chemistry * minerals + m]]
          }
        }
      }
      for (_, series) in without {
        series.evaluate(values, first: first, into: share)
        for t in 0..<count { sum[t] += share[t] }
      }
    }
    for t in 0..<count where sum[t] > 0 {
      for m in 0..<minerals { target[t * minerals + m] /= sum[t] }
    }
    return target
  }
}
