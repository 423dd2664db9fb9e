/// Manufacturing capacity from the ledger: nameplate, effective (after ramp-up and utilisation), good output (after yield).
///
/// Values are for the end of a year (nameplate) and for the year (output), in GWh/yr. The ledger is read as it was known at the
/// scenario's date `as_of`.
struct CapacityPart: ModelPart {
  private struct Unit: Sendable {
    let capacity: Parameter
    let realised: Parameter
    /// When it starts, in years; NaN where it is spread over the years of `aggregates_start`.
    let start: Double
    let delay: Parameter
    /// Years later than stated, on top of the delay: 0 unless a stress puts the plant off.
    let shift: Parameter
    /// Whether it ran when it was first heard of: past its ramp-up, and not to be delayed.
    let isMature: Bool
    let target: Series
    let group: Series
    let isCounted: Bool
    let isAutomotive: Bool
  }

  let ledger: Ledger
  let asOf: PartialDate
  let statuses: [PlantStatus]
  /// States that count as domestic capacity.
  let counted: [PlantState]
  private let first: Int
  /// The first year that the ledger says something about: capacity is missing (NaN) before it.
  private let firstKnown: Int
  private let units: [Unit]
  private let spread: (from: Parameter, to: Parameter)
  private let overseas: YearSeries
  let ramp: [Parameter]
  let utilisation: Parameter
  let yield: Parameter
  private let delay: Parameter
  let domestic: Series
  let plants: Series
  let aggregates: Series
  private let automotive: Series
  private let postponed: Series
  private let cancelled: Series
  private let planned: Series
  let effective: Series
  let output: Series
  private let overseasSeries: Series
  private let abroadPlants: Series
  let companies: Series

  init(_ group: Group, asOf: PartialDate, _ builder: ScenarioBuilder) {
    first = builder.years.lowerBound
    self.asOf = asOf
    ledger = Ledger(builder)
    statuses = ledger.statuses(at: asOf)
    let names = group.texts("counted") ?? ["running", "under_construction", "certified"]
    counted = names.compactMap { name in
      let state = PlantState(rawValue: name)
      if state == nil {
        let known = PlantState.allCases.map(\.rawValue).joined(separator: ", ")
        builder.problem(group.place(of: "counted"), "'counted' has '\(name)': states are \(known)")
      }
      return state
    }
    utilisation = group.quantity("utilisation", "fraction", in: 0...1)
    yield = group.quantity("yield", "fraction", in: 0.01...1)
    let rampGroup = group.requiredGroup("ramp_up")
    ramp = ["first_year", "second_year", "third_year"].map { rampGroup.quantity($0, "fraction", in: 0...1) }
    rampGroup.finish()
    delay = group.quantity("delay", "years", in: 0...20)
    let spreadGroup = group.requiredGroup("aggregates_start")
    spread = (
      spreadGroup.quantity("first", "year", in: 1990...2100),
      spreadGroup.quantity("last", "year", in: 1990...2100)
    )
    spreadGroup.finish()
    overseas = group.series("overseas", "GWh/yr", in: 0...1e5, years: builder.years)
    let realised = group.group("realised")
    let delays = group.group("delays")

    func add(_ id: String, _ name: Bilingual, _ formula: Bilingual) -> Series {
      builder.layout.add(id, "GWh/yr", name, formula)
    }
    let countedText = names.joined(separator: ", ")
    domestic = add(
      "capacity.domestic", Bilingual("domestic capacity, nameplate", "国内製造能力(公称)"),
      Bilingual("plants and sums in state \(countedText) at \(asOf)", "\(asOf)時点で\(countedText)の計画の合計"))
    plants = add(
      "capacity.domestic.plants", Bilingual("of which named plants", "うち個別の工場"),
      Bilingual("sum over named plants that count", "計上する個別工場の合計"))
    aggregates = add(
      "capacity.domestic.aggregates", Bilingual("of which sums not taken apart by plant", "うち工場別内訳なし"),
      Bilingual("sums that sources state without naming plants", "出典が工場別に示さない合計"))
    automotive = add(
      "capacity.domestic.automotive", Bilingual("of which for vehicles, as far as stated", "うち車載用(公表分)"),
      Bilingual(
        "plants that count and are for vehicles; the use of sums is not stated", "計上する車載用工場の合計。内訳のない合計の用途は不明")
    )
    planned = add(
      "capacity.domestic.planned", Bilingual("only planned", "計画のみ"),
      Bilingual("named plants in state planned", "計画段階の工場"))
    postponed = add(
      "capacity.domestic.postponed", Bilingual("postponed", "延期"),
      Bilingual("named plants in state postponed", "延期された工場"))
    cancelled = add(
      "capacity.domestic.cancelled", Bilingual("cancelled", "中止"),
      Bilingual("named plants that were given up, from their planned start", "中止された工場(当初の開始年から)"))
    let abroadPlants = add(
      "capacity.overseas.plants", Bilingual("plants of the ledger abroad", "台帳にある海外工場"),
      Bilingual("plants outside Japan that count", "計上する国外工場の合計"))
    self.abroadPlants = abroadPlants
    var units: [Unit] = []
    for status in statuses {
      guard let capacity = status.capacity else { continue }
      let isAbroad = status.plant.country != "Japan"
      if isAbroad && !counted.contains(status.state) { continue }
      let id = "plants.\(status.plant.id)"
      let source = status.plant.events.last { $0.capacity != nil }?.source
      let start: Double
      if let date = status.start {
        start = date.time
      } else if status.state == .running {
        start = status.since.month == nil ? Double(status.since.year) : status.since.time
      } else {
        start = .nan
      }
      let isCounted = counted.contains(status.state)
      let kind: Series =
        switch status.state {
        case _ where isAbroad: abroadPlants
        case _ where isCounted: status.plant.isAggregate ? aggregates : plants
        case .postponed: postponed
        case .cancelled: cancelled
        default: planned
        }
      units.append(
        Unit(
          capacity: builder.add(
            id + ".capacity", capacity, "GWh/yr", source: source, place: status.last.place),
          realised: realised?.optionalQuantity(status.plant.id, "fraction", in: 0...2)
            ?? builder.add(
              id + ".realised", 1, "fraction", source: "assumption: built as certified",
              place: status.last.place),
          start: start,
          delay: delays?.optionalQuantity(status.plant.id, "years", in: 0...30) ?? delay,
          shift: builder.add(
            id + ".shift", 0, "years", source: "assumption: no later than stated", place: status.last.place),
          isMature: status.state == .running && status.start == nil,
          target: add(
            "capacity.plant.\(status.plant.id)", status.plant.name,
            Bilingual(
              "\(status.state.rawValue) since \(status.since)", "\(status.since)から\(status.state.rawValue)")),
          group: kind, isCounted: isCounted && !isAbroad, isAutomotive: status.plant.use == "automotive"))
    }
    self.units = units
    firstKnown =
      ledger.plants.flatMap(\.events).map { min($0.date.year, $0.start?.year ?? $0.date.year) }.min() ?? first
    // Plants that were not known yet at the date may be named too.
    for plant in ledger.plants { _ = (realised?.item(plant.id), delays?.item(plant.id)) }
    realised?.finish(namingRowsOf: "plants")
    delays?.finish(namingRowsOf: "plants")
    effective = add(
      "capacity.domestic.effective", Bilingual("domestic capacity, effective", "国内製造能力(実効)"),
      Bilingual("nameplate x ramp-up by age x utilisation", "公称×立上げ率×稼働率"))
    output = add(
      "output.domestic", Bilingual("good output", "良品生産量"),
      Bilingual("effective x yield", "実効能力×歩留まり"))
    overseasSeries = add(
      "capacity.overseas", Bilingual("Japanese companies abroad", "日系企業の海外能力"),
      Bilingual("overseas of the scenario + plants of the ledger abroad", "シナリオの値+台帳の海外工場"))
    companies = add(
      "capacity.japanese_companies", Bilingual("Japanese companies worldwide", "日系企業の世界全体の能力"),
      Bilingual("domestic + abroad", "国内+海外"))
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    for series in [
      domestic, plants, aggregates, automotive, planned, postponed, cancelled, effective, abroadPlants,
    ] {
      let target = results[series]
      for t in target.indices { target[t] = 0 }
    }
    let (from, to) = (values[spread.from], max(values[spread.from], values[spread.to]))
    let forVehicles = results[automotive]
    let ramps = (values[ramp[0]], values[ramp[1]], values[ramp[2]])
    let used = values[utilisation]
    for unit in units {
      let capacity = values[unit.capacity] * values[unit.realised]
      let late = unit.isMature ? 0 : values[unit.delay] + values[unit.shift]
      let start = unit.start + late
      let (target, group, domestic, effective) = (
        results[unit.target], results[unit.group], results[domestic], results[effective]
      )
      var before = 0.0
      var ages = (0.0, 0.0)
      for t in target.indices {
        let year = Double(first + t)
        let share: Double
        if start.isNaN {
          share = min(1, max(0, (year + 1 - from - late) / (to + 1 - from)))
        } else {
          share = year + 1 > start ? 1 : 0
        }
        let now = capacity * share
        target[t] = now
        group[t] += now
        if unit.isCounted {
          // What was there two years ago is in full swing; the rest in its first, second or third year.
          let young = now - before
          let working =
            unit.isMature
            ? now : young * ramps.0 + ages.0 * ramps.1 + ages.1 * ramps.2 + (before - ages.0 - ages.1)
          domestic[t] += now
          if unit.isAutomotive { forVehicles[t] += now }
          effective[t] += working * used
          ages = (young, ages.0)
          before = now
        }
      }
    }
    let abroad = results[overseasSeries]
    overseas.evaluate(values, first: first, into: abroad)
    for t in abroad.indices { abroad[t] += results[abroadPlants, t] }
    for t in abroad.indices {
      results[output, t] = results[effective, t] * values[yield]
      results[companies, t] = results[domestic, t] + abroad[t]
    }
    for t in 0..<min(abroad.count, max(0, firstKnown - first)) {
      for series in [
        domestic, plants, aggregates, automotive, planned, postponed, cancelled, effective, output, companies,
      ] {
        results[series, t] = .nan
      }
      abroad[t] = .nan
      for unit in units { results[unit.target, t] = .nan }
    }
  }
}
