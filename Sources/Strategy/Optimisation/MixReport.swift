extension Scenario {
  /// What the strategy's mineral figures for one capacity say about chemistries, under one reading of lithium.
  public struct MixReport: Sendable {
    /// The capacity in GWh/yr.
    public let capacity: Double
    /// What lithium is taken to be.
    public let reading: LithiumReading
    /// The strategy's figures.
    public let figures: [MixRange.Figure]
    /// The chemistries that may be in the mix.
    public let chemistries: [String]
    /// Purchases over contents; nil where no mix agrees with all figures.
    public let factors: ClosedRange<Double>?
    /// Shares by chemistry; nil where no mix agrees with all figures.
    public let shares: [String: ClosedRange<Double>]?
    /// The mix that comes closest, with the smallest rounding that would admit it.
    public let closest: MixRange.Mix
  }

  /// What the targets `resource.150.*` and `resource.600.*` say about chemistries, for each reading of lithium.
  /// - Parameter factors: purchases over contents that are allowed.
  /// - Throws: `BuildOutProblems` where figures or intensities make no sense; `LinearProgrammeProblem`.
  public func mixRanges(factors: ClosedRange<Double> = 1...(.infinity)) throws -> [MixReport] {
    let resources = model.resources
    let minerals = Mineral.allCases
    let chemistries = resources.mixRange.map { number in
      MixRange.Chemistry(
        name: resources.intensities.chemistries[number],
        intensities: Dictionary(
          uniqueKeysWithValues: minerals.enumerated().map { m, mineral in
            (
              mineral.rawValue,
              assumptions[resources.intensities.parameters[number * minerals.count + m].index].value
            )
          }))
    }
    var reports: [MixReport] = []
    for (key, capacity) in [("150", resources.references[0].target), ("600", resources.references[1].target)]
    {
      let figures = targets.compactMap { target -> MixRange.Figure? in
        let prefix = "resource.\(key)."
        guard target.id.hasPrefix(prefix),
          let mineral = minerals.first(where: { prefix + $0.key == target.id })
        else {
          return nil
        }
        return MixRange.Figure(
          mineral: mineral.rawValue, kilotonnes: target.value, halfWidth: target.rounding ?? 0)
      }
      guard !figures.isEmpty else { continue }
      for reading in LithiumReading.allCases {
        let range = try MixRange(
          capacity: assumptions[capacity.index].value, figures: figures, chemistries: chemistries,
          reading: reading,
          factors: factors)
        reports.append(
          MixReport(
            capacity: range.capacity, reading: reading, figures: figures,
            chemistries: chemistries.map(\.name),
            factors: try range.factorRange(), shares: try range.shareRanges(), closest: try range.closest()))
      }
    }
    return reports
  }
}
