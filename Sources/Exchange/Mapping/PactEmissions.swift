import Foundation

/// A unit of measurement of PACT v3.
public enum PactUnit: String, Codable, Sendable, Hashable, CaseIterable {
  case liter, kilogram, megajoule, piece, hour
  case cubicMeter = "cubic meter"
  case kilowattHour = "kilowatt hour"
  case tonKilometer = "ton kilometer"
  case squareMeter = "square meter"
  case megabitSecond = "megabit second"

  /// The same unit of the Ouranos interface; nil for an hour and a megabit second, which that does not know.
  public var ouranos: DeclaredUnit? {
    switch self {
    case .liter: .liter
    case .kilogram: .kilogram
    case .cubicMeter: .cubicMeter
    case .kilowattHour: .kilowattHour
    case .megajoule: .megajoule
    case .tonKilometer: .tonKilometer
    case .squareMeter: .squareMeter
    case .piece: .unit
    case .hour, .megabitSecond: nil
    }
  }

  /// The PACT unit of one of the Ouranos interface: each has one.
  public init(_ unit: DeclaredUnit) {
    switch unit {
    case .liter: self = .liter
    case .kilogram: self = .kilogram
    case .cubicMeter: self = .cubicMeter
    case .kilowattHour: self = .kilowattHour
    case .megajoule: self = .megajoule
    case .tonKilometer: self = .tonKilometer
    case .squareMeter: self = .squareMeter
    case .unit: self = .piece
    }
  }
}

/// The emissions of PACT's `CarbonFootprint` (v3.0), kg CO2e for one declared unit, by their names.
public enum PactField: String, Codable, Sendable, Hashable, CaseIterable {
  case pcfExcludingBiogenicUptake, pcfIncludingBiogenicUptake
  case fossilGhgEmissions, landUseChangeGhgEmissions
  case landManagementBiogenicCO2Emissions, landManagementBiogenicCO2Removals
  case biogenicNonCO2Emissions, technologicalCO2Removals, ccsTechnologicalCO2Capture
  case biogenicCO2Uptake
  case landManagementFossilGhgEmissions, landCarbonLeakage
  case aircraftGhgEmissions, packagingGhgEmissions, outboundLogisticsGhgEmissions
}

/// The emissions of one PACT footprint.
public struct PactEmissions: Sendable, Hashable {
  /// What the values are for `amount` of.
  public var unit: PactUnit
  /// `declaredUnitAmount`: over 0.
  public var amount: Decimal
  /// kg CO2e for `amount` units; a field that is not stated is not there.
  public var values: [PactField: Decimal]
  /// `dqi`: ratings of the whole footprint.
  public var quality: DataQuality
  /// The two stages of the Ouranos interface, kg CO2e for *one* unit, as an extension carries them between nodes
  /// that know both; nil in a footprint of anyone else.
  public var stages: Stages<Decimal>?
  /// The ratings of the two stages, with `stages`.
  public var stageQuality: Stages<DataQuality>?

  /// Emissions of a PACT footprint.
  public init(
    unit: PactUnit, amount: Decimal = 1, values: [PactField: Decimal], quality: DataQuality = DataQuality(),
    stages: Stages<Decimal>? = nil, stageQuality: Stages<DataQuality>? = nil
  ) {
    self.unit = unit
    self.amount = amount
    self.values = values
    self.quality = quality
    self.stages = stages
    self.stageQuality = stageQuality
  }
}
