import Foundation
import SupplyGraph

/// splitmix64: chains in tests are the same in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform() -> Double { Double.random(in: 0..<1, using: &self) }

  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}

/// A chain in rows, before it becomes a `SupplyGraph`.
struct TestChain {
  var outputs: [Double]
  var exchanges = ExchangeTable(activity: [], input: [], amount: [])
  /// `[activity * indicators + indicator]`, one flow an indicator.
  var flows: [(activity: Int, flow: Int, amount: Double)] = []
  var indicators = 1

  init(outputs: [Double], indicators: Int = 1) {
    self.outputs = outputs
    self.indicators = indicators
  }

  mutating func add(_ activity: Int, takes input: Int, _ amount: Double) {
    exchanges.activity.append(Int32(activity))
    exchanges.input.append(Int32(input))
    exchanges.amount.append(amount)
  }

  mutating func add(_ activity: Int, emits flow: Int, _ amount: Double) {
    flows.append((activity, flow, amount))
  }

  var graph: SupplyGraph {
    SupplyGraph(
      outputs: outputs, exchanges: exchanges,
      flows: FlowTable(
        activity: flows.map { Int32($0.activity) }, flow: flows.map { Int32($0.flow) },
        amount: flows.map(\.amount), flowCount: indicators),
      factors: FactorTable(
        indicator: (0..<indicators).map { Int32($0) }, flow: (0..<indicators).map { Int32($0) },
        factor: [Double](repeating: 1, count: indicators)),
      indicatorCount: indicators, activityKeys: outputs.indices.map { UInt64($0) &* 0x9E37_79B9 },
      flowKeys: (0..<indicators).map { UInt64($0) })
  }

  /// The system as `reference.py` reads it.
  func binary(demand: [Double]) -> Data {
    var rows = exchanges.input
    var columns = exchanges.activity
    var values = exchanges.amount.map { -$0 }
    for j in outputs.indices {
      rows.append(Int32(j))
      columns.append(Int32(j))
      values.append(outputs[j])
    }
    var data = Data()
    func append<T>(_ array: [T]) { array.withUnsafeBytes { data.append(contentsOf: $0) } }
    append([Int64(outputs.count), Int64(rows.count), Int64(indicators)])
    append(rows)
    append(columns)
    append(values)
    append(graph.characterised)
    append(demand)
    return data
  }
}

/// Runs a Python script that lies beside the tests and returns its lines.
func python(_ script: String, _ arguments: [String]) throws -> [String] {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  process.arguments = [folder.appendingPathComponent(script).path] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw PythonFailed(script: script) }
  return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
}

struct PythonFailed: Error { let script: String }

/// A fresh folder, removed when `body` is done.
func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
