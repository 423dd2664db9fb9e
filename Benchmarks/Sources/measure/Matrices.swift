import Foundation
import SupplyGraph

/// What stopped a measurement.
struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A generated chain in memory, from the same arrays that the Python peers start from.
struct Matrices {
  let graph: SupplyGraph
  /// Two products that nobody takes.
  let demands: [Int]

  init(folder: URL) throws {
    let description = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appendingPathComponent("chain.json")))
    guard let description = description as? [String: Any], let demands = description["demands"] as? [Int],
      let scale = description["lognormal"] as? Double
    else { throw Failure("chain.json: demands and lognormal expected") }
    self.demands = demands

    func array<Element: BitwiseCopyable>(_ name: String, _ zero: Element) throws -> [Element] {
      try readNumpy(folder.appendingPathComponent("numpy/\(name).npy"), zero: zero)
    }
    let start = try array("indptr", Int32(0))
    let inputs = try array("indices", Int32(0))
    let amounts = try array("data", 0.0)
    let characterised = try array("characterised", 0.0)
    let activities = start.count - 1
    let indicators = characterised.count / activities

    var activity: [Int32] = []
    activity.reserveCapacity(inputs.count)
    for j in 0..<activities {
      activity.append(contentsOf: repeatElement(Int32(j), count: Int(start[j + 1] - start[j])))
    }
    let distributions =
      scale > 0
      ? Distributions(
        kind: [Distributions.Kind](repeating: .lognormal, count: inputs.count),
        first: [Double](repeating: scale, count: inputs.count)) : nil
    // One flow an indicator stands for the emissions: the peers start from these numbers too.
    graph = SupplyGraph(
      outputs: [Double](repeating: 1, count: activities),
      exchanges: ExchangeTable(
        activity: activity, input: inputs, amount: amounts, distributions: distributions),
      flows: FlowTable(
        activity: (0..<characterised.count).map { Int32($0 / indicators) },
        flow: (0..<characterised.count).map { Int32($0 % indicators) }, amount: characterised,
        flowCount: indicators),
      factors: FactorTable(
        indicator: (0..<Int32(indicators)).map { $0 }, flow: (0..<Int32(indicators)).map { $0 },
        factor: [Double](repeating: 1, count: indicators)),
      indicatorCount: indicators, activityKeys: (0..<activities).map { Self.key(UInt64($0)) },
      flowKeys: (0..<indicators).map { Self.key(UInt64($0) + 1 << 40) })
  }

  private static func key(_ number: UInt64) -> UInt64 {
    var z = (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return z ^ (z >> 31)
  }
}

/// The elements of a numpy file in C order.
private func readNumpy<Element: BitwiseCopyable>(_ url: URL, zero: Element) throws -> [Element] {
  let data = try Data(contentsOf: url)
  guard data.count > 10, data.prefix(6) == Data([0x93] + Array("NUMPY".utf8)), data[6] == 1 else {
    throw Failure("\(url.path): not a numpy file of version 1")
  }
  let body = data.dropFirst(10 + Int(data[8]) + Int(data[9]) << 8)
  var values = [Element](repeating: zero, count: body.count / MemoryLayout<Element>.stride)
  _ = values.withUnsafeMutableBytes { body.copyBytes(to: $0) }
  return values
}
