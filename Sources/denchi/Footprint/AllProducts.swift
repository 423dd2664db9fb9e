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

  /// Writes CSV or JSON piece by piece, so that a million products need no more room than one.
  func print(asJSON: Bool) throws {
    var output = BufferedOutput(.output)
    if asJSON { try writeJSON(to: &output) } else { try writeCSV(to: &output) }
    try output.flush()
    if !asJSON, Terminal.messages.isTerminal {
      try Terminal.messages.write(
        ReportText.solver(
          intensities.method.rawValue, intensities.relativeErrorBound, intensities.boundIsProven,
          .messages))
    }
  }

  /// RFC 4180 with line feeds, as chains are written: product, then a column an indicator.
  private func writeCSV(to output: inout BufferedOutput) throws {
    try output.write((["product"] + indicators.map { Self.field($0.id) }).joined(separator: ",") + "\n")
    for activity in 0..<chain.graph.activityCount {
      var line = Self.field(chain.id(activity))
      for indicator in indicators { line += "," + value(activity, indicator).description }
      try output.write(line + "\n")
    }
  }

  /// A result, with 0 for a zero below zero.
  private func value(_ activity: Int, _ indicator: LoadedChain.Indicator) -> Double {
    intensities[activity, indicator.index] + 0.0
  }

  private static func field(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A && $0 != 0x0D }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private func writeJSON(to output: inout BufferedOutput) throws {
    let list = JSON.array(indicators.map { .object(chain.json($0)) })
    try output.write("{\n \"indicators\": \(list.encoded(pretty: false)),\n \"products\": [")
    for activity in 0..<chain.graph.activityCount {
      let product = JSON.object([
        ("id", .string(chain.id(activity))), ("name", .string(chain.name(activity))),
        ("unit", .string(chain.unit(activity))),
        ("values", .object(indicators.map { ($0.id, .number(value(activity, $0))) })),
      ])
      try output.write((activity > 0 ? ",\n  " : "\n  ") + product.encoded(pretty: false))
    }
    let solver = solverJSON(
      method: intensities.method.rawValue, relativeErrorBound: intensities.relativeErrorBound,
      boundIsProven: intensities.boundIsProven)
    try output.write("\n ],\n \"solver\": \(solver.encoded(pretty: false))\n}\n")
  }
}
