import Foundation
import Inventory
import SupplyGraph
import Testing

/// The published chain, every product and indicator, against results made without Denchi.
@Suite struct RealChainTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = root.appendingPathComponent("Examples/nmc").path

  @Test func everyProductAsScipySolvesIt() throws {
    let chain = try Chain.read(Self.folder)
    let intensities = try chain.graph().intensities()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "chain.py")
    process.arguments = [script.path, Self.folder]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)

    var products = 0
    for line in output.split(separator: "\n") {
      let fields = line.split(separator: " ").map(String.init)
      let product = try #require(chain.activity(named: fields[0]))
      // The forward system must say the same as the adjoint one.
      let solution = products % 10 == 0 ? try chain.graph().solve(Demand(of: product)) : nil
      for k in chain.indicators.indices {
        let expected = try #require(Double(fields[k + 1]))
        for value in [intensities[product, k], solution?.scores[k]].compactMap({ $0 }) {
          // Where nothing flows, SuperLU leaves rounding of 1e-14 and below and Denchi an exact zero.
          #expect(
            abs(value - expected) <= 1e-9 * abs(expected) + 1e-13,
            "\(fields[0]) \(chain.indicators[k].id) \(value)")
        }
      }
      products += 1
    }
    #expect(products == chain.activityCount)
    #expect(intensities.boundIsProven && intensities.relativeErrorBound < 1e-9)
  }

  struct Expected: Decodable {
    let results: [String: [String: Double]]
    let otherProducts: [String: [String: Double]]
    let contributions: [String: [Contribution]]
    struct Contribution: Decodable { let activity: String, value: Double }
  }

  static let expected = root.appendingPathComponent("../shared/inventory/expected.json")

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: expected.path),
      "../shared/inventory/expected.json, results of independent solvers, is not here"))
  func packsAsIndependentSolversHaveThem() throws {
    let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: Self.expected))
    let chain = try Chain.read(Self.folder)
    let graph = chain.graph()
    let solver = try Solver(graph)
    for (id, values) in expected.results.merging(expected.otherProducts, uniquingKeysWith: { a, _ in a }) {
      let product = try #require(chain.activity(named: id))
      let solution = try solver.solve(Demand(of: product))
      for (indicator, value) in values {
        let k = try #require(chain.indicator(named: indicator))
        #expect(abs(solution.scores[k] - value) <= 1e-9 * abs(value) + 1e-15, "\(id) \(indicator)")
      }
      #expect(solution.relativeErrorBound < 1e-9 && solution.method == .sweep)
    }
    for (id, contributions) in expected.contributions {
      let solution = try graph.solve(Demand(of: try #require(chain.activity(named: id))))
      let ours = graph.contributions(to: 0, in: solution)
      for contribution in contributions {
        let activity = try #require(chain.activity(named: contribution.activity))
        #expect(abs(ours[activity] - contribution.value) <= 1e-9 * abs(contribution.value))
      }
    }
  }
}
