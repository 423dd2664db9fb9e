import SupplyGraph

/// Indicators for one unit of every product.
struct AllProducts {
  private let chain: LoadedChain
  private let indicators: [LoadedChain.Indicator]
  private let intensities: Intensities

  /// - Parameters:
  ///   - indicators: those asked for; what is not counted is added to them.
  init(_ chain: LoadedChain, indicators: [LoadedChain.Indicator]) throws {
    self.chain = chain
    let asked = Set(indicators.map(\.index))
    self.indicators = indicators + chain.indicators.filter { $0.isCutoff && !asked.contains($0.index) }
    intensities = try chain.naming { try chain.graph.intensities() }
  }

  func print(asJSON: Bool) throws {
    try asJSON ? Terminal.output.write(json.encoded() + "\n") : writeCSV(to: .output)
    if !asJSON, Terminal.messages.isTerminal {
      try Terminal.messages.write(
        ReportText.solver(
          intensities.method.rawValue, intensities.relativeErrorBound, intensities.boundIsProven))
    }
  }

  /// RFC 4180 with line feeds, as chains are written: product, then a column an indicator.
  private func writeCSV(to terminal: Terminal) throws {
    var buffer = (["product"] + indicators.map { Self.field($0.id) }).joined(separator: ",") + "\n"
    buffer.reserveCapacity(1 << 17)
    for activity in 0..<chain.graph.activityCount {
      buffer += Self.field(chain.id(activity))
      for indicator in indicators {
        buffer += ","
        buffer += intensities[activity, indicator.index].description
      }
      buffer += "\n"
      if buffer.utf8.count > 1 << 16 {
        try terminal.write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    try terminal.write(buffer)
  }

  private static func field(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A && $0 != 0x0D }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private var json: JSON {
    .object([
      ("indicators", .array(indicators.map { .object(chain.json($0)) })),
      (
        "products",
        .array(
          (0..<chain.graph.activityCount).map { activity in
            .object([
              ("id", .string(chain.id(activity))), ("name", .string(chain.name(activity))),
              ("unit", .string(chain.unit(activity))),
              ("values", .object(indicators.map { ($0.id, .number(intensities[activity, $0.index])) })),
            ])
          })
      ),
      (
        "solver",
        solverJSON(
          method: intensities.method.rawValue, relativeErrorBound: intensities.relativeErrorBound,
          boundIsProven: intensities.boundIsProven)
      ),
    ])
  }
}
