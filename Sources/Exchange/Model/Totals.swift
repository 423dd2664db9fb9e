import Values

/// The footprint of a part with everything upstream in it: kg CO2e for one unit.
public struct Totals: Codable, Sendable, Hashable {
  /// What the values are for one of.
  public var unit: DeclaredUnit
  /// The company's own work.
  public var production: Stages<Double>
  /// Its components: Σ amount x the component's total.
  public var component: Stages<Double>
  /// Its ratings.
  public var quality: Stages<DataQuality>
  /// Components whose footprint is not known (or is stated for another unit), so that the totals are too low.
  public var missing: [Identifier]

  /// All of its fields.
  public init(
    unit: DeclaredUnit, production: Stages<Double>, component: Stages<Double>,
    quality: Stages<DataQuality>, missing: [Identifier] = []
  ) {
    self.unit = unit
    self.production = production
    self.component = component
    self.quality = quality
    self.missing = missing
  }

  /// Production and component together, for each stage.
  public var sum: Stages<Double> {
    Stages(pre: production.pre + component.pre, main: production.main + component.main)
  }
}

/// What one unit of a component brings to the part it is built into, and where that is known from.
public struct Contribution: Sendable, Hashable {
  /// Where a component's footprint is known from, the first that there is.
  public enum Origin: String, Codable, Sendable, Hashable {
    /// The supplier's answer.
    case answer
    /// A footprint from outside the node.
    case supply
    /// The company's own footprint of it.
    case own
  }

  /// kg CO2e for one unit, everything upstream in it.
  public var total: Stages<Double>
  /// Its ratings.
  public var quality: Stages<DataQuality>
  /// Where it is known from.
  public var origin: Origin
}

/// What a company may see of another's part: nil where it may not, or nothing is known.
public struct PartView: Sendable, Hashable {
  /// What the values are for one of.
  public var unit: DeclaredUnit
  /// Production and component together, kg CO2e for one unit.
  public var total: Stages<Double>?
  /// Its ratings.
  public var quality: Stages<DataQuality>?
  /// Why the total may be seen.
  public var totalBasis: DisclosureBasis?
  /// Why the quality may be seen.
  public var qualityBasis: DisclosureBasis?
}
