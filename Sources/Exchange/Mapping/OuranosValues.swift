import Foundation

/// The four values of the Ouranos interface, kg CO2e for one unit.
public struct OwnValues: Sendable, Hashable {
  /// 自社由来: the company's own work.
  public var production: Stages<Decimal>
  /// 部品由来: what its components bring.
  public var component: Stages<Decimal>

  /// Four values.
  public init(production: Stages<Decimal>, component: Stages<Decimal>) {
    self.production = production
    self.component = component
  }
}

/// A total of the Ouranos interface: what one company tells another.
public struct OuranosTotal: Sendable, Hashable {
  /// What it is for one of.
  public var unit: DeclaredUnit
  /// kg CO2e for one unit, everything upstream in it.
  public var total: Stages<Decimal>
  /// Its ratings.
  public var quality: Stages<DataQuality>

  /// A total.
  public init(unit: DeclaredUnit, total: Stages<Decimal>, quality: Stages<DataQuality>) {
    self.unit = unit
    self.total = total
    self.quality = quality
  }
}
