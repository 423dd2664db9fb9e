import Values

/// A company's own footprint of a part as it declares it: kg CO2e for one unit.
public struct FootprintDraft: Sendable, Hashable {
  /// Nil for the first of a part; then always the one that gave.
  public var cfpID: Identifier?
  /// The part.
  public var traceID: Identifier
  /// The unit the values are for one of; the part's own where it has one.
  public var unit: DeclaredUnit
  /// 自社由来: 0 to 99999.99999 with at most five decimals; nil: not stated, counted as 0.
  public var production: Stages<Double?>
  /// 部品由来: what the components bring, if the company says so itself.
  public var component: Stages<Double?>
  /// Its ratings, for production and component of a stage together.
  public var quality: Stages<DataQuality>
  /// Where the values come from.
  public var source: FootprintSource

  /// A footprint as its company declares it.
  public init(
    cfpID: Identifier? = nil, traceID: Identifier, unit: DeclaredUnit, production: Stages<Double?>,
    component: Stages<Double?> = Stages(pre: nil, main: nil),
    quality: Stages<DataQuality> = Stages(pre: DataQuality(), main: DataQuality()),
    source: FootprintSource = .entered
  ) {
    self.cfpID = cfpID
    self.traceID = traceID
    self.unit = unit
    self.production = production
    self.component = component
    self.quality = quality
    self.source = source
  }
}

extension DataSpaceJournal {
  /// Declares a company's own footprint of a part, all four values at once: its first, or a new version.
  /// - Throws: `Refusal.notFound` for a part or `cfpID` that is not the company's, `Refusal.taken` for a first
  ///   one where there is one, `Refusal.invalid` (a rating without an emission to rate among them).
  public mutating func declareFootprint(
    by company: Identifier, _ draft: FootprintDraft
  ) throws -> FootprintDeclaration {
    guard let part = space.parts[draft.traceID], part.operatorID == company else {
      throw Refusal.notFound("traceId")
    }
    let old = space.declarations[draft.traceID]
    if let cfpID = draft.cfpID {
      guard old?.cfpID == cfpID else { throw Refusal.notFound("cfpId") }
    } else if old != nil {
      throw Refusal.taken(field: "cfpId", "this part has a footprint: give its cfpId to change it")
    }
    if let unit = part.unit, unit != draft.unit {
      throw Refusal.invalid(
        field: "ghgDeclaredUnit", "must be kgCO2e/\(unit.rawValue), the unit the part is counted in")
    }
    for value in [draft.production.pre, draft.production.main, draft.component.pre, draft.component.main] {
      try Check.amount(value, field: "ghgEmission")
    }
    try rated(draft.quality.pre, draft.production.pre, draft.component.pre, "preProduction", "preComponent")
    try rated(
      draft.quality.main, draft.production.main, draft.component.main, "mainProduction", "mainComponent")
    let declaration = FootprintDeclaration(
      cfpID: draft.cfpID ?? Identifier(), traceID: draft.traceID, unit: draft.unit,
      production: Stages(pre: draft.production.pre ?? 0, main: draft.production.main ?? 0),
      component: Stages(pre: draft.component.pre ?? 0, main: draft.component.main ?? 0),
      quality: draft.quality, source: draft.source, declared: now)
    try record(.footprintDeclared(declaration))
    return declaration
  }

  /// Takes in a footprint of a component that came from outside this node, or takes it back.
  /// - Parameters:
  ///   - traceID: a part of the company.
  ///   - supply: nil takes it back.
  /// - Throws: `Refusal.notFound` for a part that is not the company's, `Refusal.invalid` for another part, a
  ///   value that is no number, or a unit that is not the part's.
  public mutating func supply(by company: Identifier, traceID: Identifier, _ supply: Supply?) throws {
    guard let part = space.parts[traceID], part.operatorID == company else {
      throw Refusal.notFound("traceId")
    }
    if let supply {
      guard supply.traceID == traceID else {
        throw Refusal.invalid(field: "traceId", "names another part than the footprint does")
      }
      guard supply.total.pre.isFinite, supply.total.main.isFinite else {
        throw Refusal.invalid(field: "ghgEmission", "must be a number")
      }
      if let unit = part.unit, unit != supply.unit {
        throw Refusal.invalid(
          field: "ghgDeclaredUnit", "must be kgCO2e/\(unit.rawValue), the unit the part is counted in")
      }
    }
    if space.supplies[traceID] != supply { try record(.supplied(traceID: traceID, supply)) }
  }

  /// The Ouranos interface's rule: what has a rating has an emission that it rates.
  private func rated(
    _ quality: DataQuality, _ production: Double?, _ component: Double?, _ first: String, _ second: String
  ) throws(Refusal) {
    try Check.quality(quality, field: "dqrValue")
    let ratings = [quality.technological, quality.geographical, quality.temporal]
    guard ratings.contains(where: { ($0 ?? 0) > 0 }) else { return }
    guard (production ?? 0) > 0 || (component ?? 0) > 0 else {
      throw .invalid(field: "ghgEmission", "\(first) or \(second) must be over 0 where dqrValue is given")
    }
  }
}
