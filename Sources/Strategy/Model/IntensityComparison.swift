extension Scenario {
  /// A mineral in a chemistry by two sources.
  public struct IntensityRow: Sendable {
    /// The chemistry.
    public let chemistry: String
    /// The mineral.
    public let mineral: String
    /// Published content in kg/kWh.
    public let published: Double
    /// Who published it.
    public let source: String?
    /// What the supply graph takes for a kWh of pack in kg; nil where it has no such pack or does not follow the mineral.
    public let graph: Double?
    /// The product of the supply graph.
    public let product: String?
  }

  /// Published intensities of every chemistry, beside what the supply graph says of the same one.
  public func intensityComparison() -> [IntensityRow] {
    let intensities = model.resources.intensities
    return intensities.chemistries.enumerated().flatMap { number, chemistry in
      let pack = model.carbon.contents.first { $0.chemistry == chemistry }
      return Mineral.allCases.enumerated().map { m, mineral in
        let assumption = assumptions[intensities.parameters[number * Mineral.allCases.count + m].index]
        return IntensityRow(
          chemistry: chemistry, mineral: mineral.rawValue, published: assumption.value,
          source: assumption.source,
          graph: pack?.kilograms[mineral.key], product: pack?.product)
      }
    }
  }
}

extension Model {
  /// The folder of the supply chain that emissions come from; nil where there is none.
  public var chainFolder: String? { carbon.chain }
}
