import Foundation

/// The stages of a chain (`stage` in `activities.csv`).
public enum LifeCycleStage: String, Codable, Sendable, Hashable, CaseIterable {
  case rawMaterialAcquisition = "raw_material_acquisition"
  case mainProduction = "main_production"
  case distribution, use
  case endOfLife = "end_of_life"
}

/// How the life cycle of a chain, the values of the Ouranos interface and the fields of PACT v3 stand for each
/// other: written down here and nowhere else. All are kg CO2e; chain and Ouranos values are for one unit.
public enum LifeCycleMapping {
  /// Where a stage of a chain goes.
  public struct StageRule: Sendable, Hashable {
    /// The chain's stage.
    public var stage: LifeCycleStage
    /// `pre` or `main` of the Ouranos interface; nil: it has no place there.
    public var ouranos: String?
    /// The PACT field it is counted in; nil: it has no place there.
    public var pact: PactField?
  }

  /// What a PACT field is to the footprint from cradle to gate, which is what both other schemes can take.
  public enum Role: String, Sendable, Hashable {
    /// The footprint itself.
    case footprint
    /// A summand of the footprint.
    case summand
    /// Part of a summand, counted in it.
    case within
    /// Not counted in the footprint.
    case beside
  }

  /// The stages, one by one.
  public static let stages: [StageRule] = [
    StageRule(stage: .rawMaterialAcquisition, ouranos: "pre", pact: .pcfExcludingBiogenicUptake),
    StageRule(stage: .mainProduction, ouranos: "main", pact: .pcfExcludingBiogenicUptake),
    StageRule(stage: .distribution, ouranos: nil, pact: .outboundLogisticsGhgEmissions),
    StageRule(stage: .use, ouranos: nil, pact: nil),
    StageRule(stage: .endOfLife, ouranos: nil, pact: nil),
  ]

  /// What each PACT field is (PACT technical specification 3.0: what `pcfExcludingBiogenicUptake` adds up).
  public static let roles: [PactField: Role] = [
    .pcfExcludingBiogenicUptake: .footprint, .fossilGhgEmissions: .summand,
    .landUseChangeGhgEmissions: .summand, .landManagementBiogenicCO2Emissions: .summand,
    .landManagementBiogenicCO2Removals: .summand, .biogenicNonCO2Emissions: .summand,
    .technologicalCO2Removals: .summand, .ccsTechnologicalCO2Capture: .summand,
    .landManagementFossilGhgEmissions: .within, .aircraftGhgEmissions: .within,
    .packagingGhgEmissions: .within, .pcfIncludingBiogenicUptake: .beside, .biogenicCO2Uptake: .beside,
    .landCarbonLeakage: .beside, .outboundLogisticsGhgEmissions: .beside,
  ]

  // MARK: Chain and Ouranos

  /// A chain's result as the four values of the Ouranos interface.
  /// - Parameters:
  ///   - own: emissions of the company's own work, by stage.
  ///   - upstream: emissions of what it buys, by stage.
  /// - Returns: production and component, rounded up at the sixth decimal as the interface asks.
  public static func ouranos(
    own: [LifeCycleStage: Decimal], upstream: [LifeCycleStage: Decimal]
  ) -> Mapped<OwnValues> {
    var notes: [MappingNote] = []
    for rule in stages where rule.ouranos == nil {
      let value = (own[rule.stage] ?? 0) + (upstream[rule.stage] ?? 0)
      if value != 0 {
        notes.append(
          MappingNote(.dropped, rule.stage.rawValue, "\(value) kg CO2e: Ouranos ends at the factory gate"))
      }
    }
    func value(_ amounts: [LifeCycleStage: Decimal], _ stage: LifeCycleStage, _ name: String) -> Decimal {
      let exact = amounts[stage] ?? 0
      let rounded = roundedUp(exact)
      if rounded != exact { notes.append(MappingNote(.rounded, name, "from \(exact): five decimals")) }
      return rounded
    }
    let values = OwnValues(
      production: Stages(
        pre: value(own, .rawMaterialAcquisition, "preProduction"),
        main: value(own, .mainProduction, "mainProduction")),
      component: Stages(
        pre: value(upstream, .rawMaterialAcquisition, "preComponent"),
        main: value(upstream, .mainProduction, "mainComponent")))
    return Mapped(values, notes: notes)
  }

  /// Totals of the Ouranos interface as stages of a chain.
  public static func chain(total: Stages<Decimal>) -> Mapped<[LifeCycleStage: Decimal]> {
    Mapped(
      [.rawMaterialAcquisition: total.pre, .mainProduction: total.main],
      notes: stages.filter { $0.ouranos == nil }.map {
        MappingNote(.unfilled, $0.stage.rawValue, "Ouranos ends at the factory gate")
      })
  }

  // MARK: PACT and Ouranos

  /// A PACT footprint as the two stages of the Ouranos interface, for one unit. Nil for a unit or amount that
  /// the interface does not know, or a footprint without `pcfExcludingBiogenicUptake`.
  ///
  /// PACT does not say which stage an emission is of. Without the extension all of it is taken as `pre`: what a
  /// buyer builds in is raw material and its processing to the buyer's own production.
  public static func ouranos(_ pact: PactEmissions) -> Mapped<OuranosTotal>? {
    guard let unit = pact.unit.ouranos, let one = perUnit(.pcfExcludingBiogenicUptake, of: pact) else {
      return nil
    }
    var notes = one.notes
    var total = Stages(pre: one.value, main: Decimal(0))
    var quality = Stages(pre: pact.quality, main: DataQuality())
    if let stages = pact.stages, agree(stages.pre + stages.main, one.value) {
      total = stages
      quality = pact.stageQuality ?? Stages(pre: pact.quality, main: pact.quality)
      notes = []
    } else {
      notes.append(
        MappingNote(.assumed, "pre", "all of pcfExcludingBiogenicUptake: PACT does not part the stages"))
    }
    notes += lost(of: pact, carrying: [])
    return Mapped(OuranosTotal(unit: unit, total: total, quality: quality), notes: notes)
  }

  /// Totals of the Ouranos interface as a PACT footprint of one unit, with the stages in the extension.
  public static func pact(_ ouranos: OuranosTotal) -> Mapped<PactEmissions> {
    let sum = ouranos.total.pre + ouranos.total.main
    let emissions = PactEmissions(
      unit: PactUnit(ouranos.unit), values: required(sum),
      quality: mean(ouranos.quality, weights: ouranos.total), stages: ouranos.total,
      stageQuality: ouranos.quality)
    return Mapped(emissions, notes: assumedOrUnfilled(besides: []))
  }

  // MARK: PACT and chain

  /// A PACT footprint as stages of a chain, for one unit. Nil as for Ouranos, but any unit will do.
  public static func chain(_ pact: PactEmissions) -> Mapped<[LifeCycleStage: Decimal]>? {
    guard let one = perUnit(.pcfExcludingBiogenicUptake, of: pact) else { return nil }
    var notes = one.notes
    var result: [LifeCycleStage: Decimal] = [.rawMaterialAcquisition: one.value]
    if let stages = pact.stages, agree(stages.pre + stages.main, one.value) {
      result = [.rawMaterialAcquisition: stages.pre, .mainProduction: stages.main]
      notes = []
    } else {
      notes.append(
        MappingNote(
          .assumed, LifeCycleStage.rawMaterialAcquisition.rawValue,
          "all of pcfExcludingBiogenicUptake: PACT does not part the stages"))
    }
    if let outbound = perUnit(.outboundLogisticsGhgEmissions, of: pact) {
      result[.distribution] = outbound.value
      notes += outbound.notes
    }
    for rule in stages where result[rule.stage] == nil && rule.stage != .mainProduction {
      notes.append(MappingNote(.unfilled, rule.stage.rawValue, "the footprint does not state it"))
    }
    return Mapped(result, notes: notes + lost(of: pact, carrying: [.outboundLogisticsGhgEmissions]))
  }

  /// Stages of a chain as a PACT footprint of one unit.
  public static func pact(
    chain: [LifeCycleStage: Decimal], unit: PactUnit, quality: DataQuality = DataQuality()
  ) -> Mapped<PactEmissions> {
    let total = Stages(pre: chain[.rawMaterialAcquisition] ?? 0, main: chain[.mainProduction] ?? 0)
    var emissions = PactEmissions(
      unit: unit, values: required(total.pre + total.main), quality: quality, stages: total)
    emissions.values[.outboundLogisticsGhgEmissions] = chain[.distribution]
    var notes = assumedOrUnfilled(
      besides: chain[.distribution] == nil ? [] : [.outboundLogisticsGhgEmissions])
    for rule in stages where rule.pact == nil {
      if let value = chain[rule.stage], value != 0 {
        notes.append(
          MappingNote(.dropped, rule.stage.rawValue, "\(value) kg CO2e: PACT ends at the factory gate"))
      }
    }
    return Mapped(emissions, notes: notes)
  }

  // MARK: Pieces

  /// A value rounded up at the sixth decimal.
  public static func roundedUp(_ value: Decimal) -> Decimal {
    var (value, result) = (value, Decimal())
    NSDecimalRound(&result, &value, 5, .up)
    return result
  }

  /// A field for one unit; nil if it is not stated, or the declared amount is not over 0.
  public static func perUnit(_ field: PactField, of pact: PactEmissions) -> Mapped<Decimal>? {
    guard let value = pact.values[field], pact.amount > 0, value.isFinite else { return nil }
    if pact.amount == 1 { return Mapped(value) }
    let one = value / pact.amount
    if one * pact.amount == value { return Mapped(one) }
    return Mapped(
      one, notes: [MappingNote(.rounded, field.rawValue, "\(value) for \(pact.amount) units: 38 digits")])
  }

  /// Sums that differ by no more than the rounding of a division.
  private static func agree(_ a: Decimal, _ b: Decimal) -> Bool {
    let scale = max(abs(a), abs(b))
    return abs(a - b) <= scale * Decimal(sign: .plus, exponent: -12, significand: 1)
  }

  private static func required(_ sum: Decimal) -> [PactField: Decimal] {
    [.pcfExcludingBiogenicUptake: sum, .pcfIncludingBiogenicUptake: sum, .fossilGhgEmissions: sum]
  }

  private static func assumedOrUnfilled(besides filled: Set<PactField>) -> [MappingNote] {
    let required = Set(required(0).keys)
    return PactField.allCases.filter { $0 != .pcfExcludingBiogenicUptake && !filled.contains($0) }.map {
      required.contains($0)
        ? MappingNote(.assumed, $0.rawValue, "all of the footprint: nothing tells fossil from biogenic")
        : MappingNote(.unfilled, $0.rawValue, "it is not told apart")
    }
  }

  /// The stated fields that a scheme of stages has no place for. Summands and what is within them are in the
  /// footprint, so that only their being told apart is lost; what is beside it is lost wholly.
  private static func lost(of pact: PactEmissions, carrying: Set<PactField>) -> [MappingNote] {
    PactField.allCases.compactMap { field in
      guard let value = pact.values[field], !carrying.contains(field) else { return nil }
      let isWholeFootprint =
        (field == .fossilGhgEmissions || field == .pcfIncludingBiogenicUptake)
        && value == pact.values[.pcfExcludingBiogenicUptake]
      switch roles[field] {
      case .summand where !isWholeFootprint, .within:
        return MappingNote(.dropped, field.rawValue, "counted in the footprint, no longer told apart")
      case .beside where !isWholeFootprint:
        return MappingNote(.dropped, field.rawValue, "\(value) kg CO2e beside the footprint")
      default: return nil
      }
    }
  }

  private static func mean(_ quality: Stages<DataQuality>, weights: Stages<Decimal>) -> DataQuality {
    let (pre, main) = (DecimalText.double(weights.pre), DecimalText.double(weights.main))
    guard pre > 0 else { return quality.main }
    guard main > 0 else { return quality.pre }
    func mean(_ a: Double?, _ b: Double?) -> Double? {
      if let a, let b { (pre * a + main * b) / (pre + main) } else { nil }
    }
    return DataQuality(
      technological: mean(quality.pre.technological, quality.main.technological),
      geographical: mean(quality.pre.geographical, quality.main.geographical),
      temporal: mean(quality.pre.temporal, quality.main.temporal))
  }
}
