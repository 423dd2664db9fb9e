import Values

/// The kinds of values of a footprint that the Ouranos interface knows.
public enum FootprintKind: String, Codable, Sendable, Hashable, CaseIterable {
  /// 前処理自社由来排出量.
  case preProduction
  /// 製造自社由来排出量.
  case mainProduction
  /// 前処理部品由来排出量.
  case preComponent
  /// 製造部品由来排出量.
  case mainComponent
  /// 前処理自社由来排出量（合計）.
  case preProductionTotal
  /// 主な製造自社由来排出量（合計）.
  case mainProductionTotal
  /// 前処理部品由来排出量（合計）.
  case preComponentTotal
  /// 主な製造部品由来排出量（合計）.
  case mainComponentTotal
  /// 前処理部品由来排出量（回答）: a supplier's production and component together.
  case preProductionResponse
  /// 主な製造部品由来排出量（回答）: a supplier's production and component together.
  case mainProductionResponse
}

/// One value of a footprint as a company may read it.
public struct FootprintRow: Sendable, Hashable {
  /// The company's own declaration, for the values that are of one.
  public var cfpID: Identifier?
  /// The part that was asked for.
  public var traceID: Identifier
  /// Which value it is.
  public var kind: FootprintKind
  /// kg CO2e for one unit; nil where it is not known or not disclosed.
  public var emission: Double?
  /// What it is for one of; `unit` where neither the part nor a value says.
  public var unit: DeclaredUnit
  /// Its ratings.
  public var quality: DataQuality
}

/// Something of another company that a company read: for the audit of reads.
public struct Sighting: Sendable, Hashable {
  /// The part it is of.
  public var part: Identifier
  /// Whose it is.
  public var owner: Identifier
  /// What was read.
  public var item: DisclosureItem
  /// Why it could be.
  public var basis: DisclosureBasis
}

/// The values of a part that a company may read, and what it thereby saw of others.
public struct FootprintReading: Sendable, Hashable {
  /// In the order of `FootprintKind`.
  public var rows: [FootprintRow]
  /// What of it is another company's.
  public var sightings: [Sighting]
}
