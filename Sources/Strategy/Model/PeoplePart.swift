/// People by function: needed for the capacity, in work, hired from training, and the gap.
///
/// In work(t) = in work(t-1) x (1 - attrition) + places(t - lead time), so that hired - left = change. What is not known stays the
/// need's gap.
struct PeoplePart: ModelPart {
  /// What people do.
  enum Function: String, CaseIterable, Sendable {
    case skilled, technical
    case supplyChain = "supply_chain"

    var name: Bilingual {
      switch self {
      case .skilled: Bilingual("skilled (line, maintenance)", "技能系人材")
      case .technical: Bilingual("technical (development, design)", "技術系人材")
      case .supplyChain: Bilingual("whole supply chain", "サプライチェーン全体")
      }
    }
  }

  private struct Kind: Sendable {
    let perCapacity: Parameter
    let places: YearSeries
    let need: Series
    let staff: Series
    let hired: Series
    let left: Series
    let gap: Series
  }

  private let first: Int
  private let capacity: CapacityPart
  private let kinds: [Kind]
  private let lead: Parameter
  private let attrition: Parameter
  let need: Series
  private let staff: Series
  let gap: Series

  init(_ group: Group, _ capacity: CapacityPart, _ builder: ScenarioBuilder) {
    first = builder.years.lowerBound
    self.capacity = capacity
    lead = group.quantity("training_lead_time", "years", in: 0...10)
    attrition = group.quantity("attrition", "fraction/yr", in: 0...1)
    kinds = Function.allCases.map { function in
      let own = group.requiredGroup(function.rawValue)
      defer { own.finish() }
      func add(_ what: String, _ unit: String, _ name: Bilingual, _ formula: Bilingual) -> Series {
        builder.layout.add(
          "people.\(function.rawValue).\(what)", unit,
          Bilingual("\(function.name.en): \(name.en)", "\(function.name.ja) \(name.ja)"), formula)
      }
      return Kind(
        perCapacity: own.quantity("per_capacity", "people per GWh/yr", in: 0...10_000),
        places: own.series("training_places", "people/yr", in: 0...1e6, years: builder.years),
        need: add(
          "need", "people", Bilingual("needed", "必要数"),
          Bilingual("domestic capacity x per_capacity", "国内能力×per_capacity")),
        staff: add(
          "staff", "people", Bilingual("in work", "在職"),
          Bilingual(
            "need of the first known year, then + hired - left", "最初の年の必要数、その後+採用－離職")),
        hired: add(
          "hired", "people/yr", Bilingual("hired from training", "育成からの採用"),
          Bilingual("training places, a lead time before", "training_lead_time年前の育成枠")),
        left: add(
          "left", "people/yr", Bilingual("left", "離職"), Bilingual("in work x attrition", "在職×離職率")),
        gap: add(
          "gap", "people", Bilingual("missing", "不足"), Bilingual("needed - in work", "必要数－在職")))
    }
    need = builder.layout.add(
      "people.need", "people", Bilingual("battery making: needed", "蓄電池製造 必要数"),
      Bilingual("skilled + technical", "技能系+技術系"))
    staff = builder.layout.add(
      "people.staff", "people", Bilingual("battery making: in work", "蓄電池製造 在職"),
      Bilingual("skilled + technical", "技能系+技術系"))
    gap = builder.layout.add(
      "people.gap", "people", Bilingual("battery making: missing", "蓄電池製造 不足"),
      Bilingual("skilled + technical", "技能系+技術系"))
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    let (lost, wait) = (values[attrition], values[lead])
    for kind in kinds {
      let (places, staff) = (results[kind.hired], results[kind.staff])
      kind.places.evaluate(values, first: first, into: results[kind.gap])
      let given = results[kind.gap]
      // Places wait for the lead time; a part of a year is shared between two years.
      let (whole, part) = (Int(wait), wait - wait.rounded(.down))
      for t in (0..<results.years).reversed() {
        let (a, b) = (t - whole, t - whole - 1)
        places[t] = (a >= 0 ? given[a] * (1 - part) : 0) + (b >= 0 ? given[b] * part : 0)
      }
      var before = Double.nan
      for t in 0..<results.years {
        let needed = results[capacity.domestic, t] * values[kind.perCapacity]
        results[kind.need, t] = needed
        if before.isNaN {
          staff[t] = needed
          results[kind.left, t] = needed.isNaN ? .nan : 0
          places[t] = needed.isNaN ? .nan : 0
        } else {
          results[kind.left, t] = before * lost
          staff[t] = before - results[kind.left, t] + places[t]
        }
        results[kind.gap, t] = needed - staff[t]
        before = staff[t]
      }
    }
    for t in 0..<results.years {
      results[need, t] = results[kinds[0].need, t] + results[kinds[1].need, t]
      results[staff, t] = results[kinds[0].staff, t] + results[kinds[1].staff, t]
      results[gap, t] = results[kinds[0].gap, t] + results[kinds[1].gap, t]
    }
  }
}
