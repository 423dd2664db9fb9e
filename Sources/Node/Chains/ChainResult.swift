import Exchange
import Footprint
import Inventory
import Values

/// What a chain says of a part, in the terms of the exchange.
public struct ChainResult: Sendable {
  /// The unit the values are for one of.
  public let unit: DeclaredUnit
  /// kg CO2e for one unit, to five decimals: raw materials, and main production.
  public let production: Stages<Double>
  /// What one unit takes of the products that partners supply, by component, to five decimals.
  public let supplied: [(component: Identifier, amount: Double)]
  /// What the two stages have no place for: the stage's name and kg CO2e for one unit.
  public let dropped: [(stage: String, value: Double)]

  /// - Throws: `Refusal.invalid` where the chain has no such product or indicator, or counts it in a unit that
  ///   the exchange does not know.
  init(_ chain: Chain, product: String, supplied: [ChainBinding.Supplied]) throws {
    func activity(_ id: String, field: String) throws -> Int {
      guard let found = chain.activity(named: id) else {
        throw Refusal.invalid(field: field, "the chain has no product '\(id)'")
      }
      return found
    }
    guard let indicator = chain.indicator(named: "climate_change") else {
      throw Refusal.invalid(field: "chain", "it has no indicator 'climate_change'")
    }
    let target = try activity(product, field: "product")
    let name = chain.unit(of: target)
    guard let (unit, factor) = ChainResult.declaredUnit(name) else {
      throw Refusal.invalid(field: "product", "it is counted in '\(name)', which has no declared unit")
    }
    let activities = try supplied.map { try activity($0.activity, field: "supplied") }
    guard !activities.contains(target) else {
      throw Refusal.invalid(field: "supplied", "the product itself cannot be supplied")
    }
    let footprint = try chain.stageFootprint(of: target, indicator: indicator, supplied: activities)
    self.unit = unit
    production = Stages(
      pre: rounded((footprint.stages[0] + footprint.stages[Chain.unassignedStage]) * factor),
      main: rounded(footprint.stages[1] * factor))
    dropped = (2..<Chain.stages.count).compactMap {
      let value = footprint.stages[$0] * factor
      return value == 0 ? nil : (Chain.stages[$0], value)
    }
    self.supplied = try zip(supplied, footprint.supplied).map { supplied, taken in
      let name = chain.unit(of: taken.activity)
      guard let (_, own) = ChainResult.declaredUnit(name) else {
        throw Refusal.invalid(
          field: "supplied", "'\(supplied.activity)' is counted in '\(name)', which has no declared unit")
      }
      return (supplied.component, rounded(taken.amount * factor / own))
    }
  }

  /// The declared unit of a chain's unit, and how many of the chain's it is.
  static func declaredUnit(_ name: String) -> (unit: DeclaredUnit, factor: Double)? {
    let bases: [(DeclaredUnit, String)] = [
      (.kilogram, "kg"), (.kilowattHour, "kWh"), (.liter, "l"), (.cubicMeter, "m3"),
      (.tonKilometer, "t*km"), (.squareMeter, "m2"),
    ]
    if ["MJ", "megajoule"].contains(name) { return (.megajoule, 1) }
    if ["unit", "p", "piece", "item", "items", "item(s)"].contains(name) { return (.unit, 1) }
    for (unit, base) in bases {
      if let factor = Units.convert(1, from: base, to: name) { return (unit, factor) }
    }
    return nil
  }
}

private func rounded(_ value: Double) -> Double { (value * 1e5).rounded() / 1e5 }
