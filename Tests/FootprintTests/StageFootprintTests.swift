import Footprint
import Foundation
import Inventory
import SupplyGraph
import Testing

@Suite struct StageFootprintTests {
  static let folder = "Examples/nmc"

  @Test func theRealChainAgreesWithScipy() throws {
    let chain = try Chain.read(Self.folder)
    let indicator = try #require(chain.indicator(named: "climate_change"))
    let cases = [
      ["pack-nmc811-jp"], ["kwh-lfp-cn"], ["cell-nmc622-eu"], ["pack-nmc811-jp", "cell-nmc811-jp"],
      ["cell-nmc111-jp", "cathode-nmc111-jp", "anode-graphite-for-li-ion-battery"],
    ]
    let expected = try Self.python(cases.map { $0.joined(separator: " ") }.joined(separator: "\n"))
    for (names, line) in zip(cases, expected.split(separator: "\n")) {
      let found = try names.map { try #require(chain.activity(named: $0)) }
      let result = try chain.stageFootprint(
        of: found[0], indicator: indicator, supplied: Array(found.dropFirst()))
      let values = line.split(separator: " ").compactMap { Double($0) }
      let all = result.stages + result.supplied.map(\.amount)
      #expect(all.count == values.count)
      let scale = values.map(abs).max() ?? 0
      for (a, b) in zip(all, values) { #expect(abs(a - b) <= 1e-9 * scale) }
      if names.count == 1 {
        let whole = try chain.graph().solve(Demand(of: found[0])).scores[indicator]
        #expect(abs(result.total - whole) <= 1e-9 * abs(whole))
        #expect(result.stages[1] > 0)
      }
    }
  }

  @Test func aProductCannotBeItsOwnSupply() throws {
    let chain = try Chain.read(Self.folder)
    let pack = try #require(chain.activity(named: "pack-nmc811-jp"))
    #expect(throws: StageFootprintError.productIsSupplied) {
      try chain.stageFootprint(of: pack, indicator: 0, supplied: [pack])
    }
  }

  private static func python(_ input: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["Tests/FootprintTests/stages.py", folder, "climate_change"]
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    try process.run()
    stdin.fileHandleForWriting.write(Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
  }
}
