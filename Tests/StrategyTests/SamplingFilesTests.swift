import Foundation
import Strategy
import Testing

/// Files that an analyst's own model reads and writes.
@Suite struct SamplingFilesTests {
  private static let folder = Project.root + "/Examples/uncertainty"

  private static func points(_ change: (inout [String]) -> Void) throws -> EvaluatedPoints {
    var lines = try String(contentsOfFile: folder + "/points.csv", encoding: .utf8)
      .split(separator: "\n").map(String.init)
    change(&lines)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
      "points-\(UUID().uuidString).csv"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return try EvaluatedPoints(path: path, outputs: ["price_2030"])
  }

  @Test func pointsOfTheExampleAreThoseOfItsInputs() throws {
    let read = try UncertainInputs(path: Self.folder + "/inputs.csv")
    let names = read.inputs.map(\.name)
    let found = try Self.points { _ in }
    #expect(found.inputs == names && !found.hasSecondOrder && found.values[0].count == 128 * 5)
    // The output is the learning curve from 425 GWh of 2019.
    let design = try SaltelliDesign(names: names, count: 128, seed: 1)
    for point in [0, 77, 127] {
      let rows = [Double](unsafeUninitializedCapacity: 15) { buffer, count in
        design.fill(point: point, distributions: read.inputs.map(\.distribution), into: buffer)
        count = 15
      }
      for row in 0..<5 {
        let curve = try LearningCurve(price: rows[row * 3 + 2], volume: 425, learningRate: rows[row * 3])
        let price = curve.price(volume: rows[row * 3 + 1])
        #expect(abs(found.values[0][point * 5 + row] / price - 1) < 1e-9)
      }
    }
  }

  @Test func rowsInAnotherOrderAreRefused() {
    #expect(throws: ScenarioProblems.self) { try Self.points { $0.swapAt(2, 3) } }
    #expect(throws: ScenarioProblems.self) { try Self.points { $0.removeLast() } }
    #expect(throws: ScenarioProblems.self) { try Self.points { $0[5] += "x" } }
  }
}
