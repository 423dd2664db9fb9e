import Foundation
import Strategy
import Testing

@Suite struct SobolIndicesTests {
  /// sin x1 + a sin² x2 + b x3⁴ sin x1 on (−π, π)³ (Ishigami and Homma 1990).
  private static func ishigami(_ x: UnsafeBufferPointer<Double>) -> Double {
    let (x1, x2, x3) = (x[0], x[1], x[2])
    return sin(x1) + 7 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1)
  }

  @Test func ishigamiFunctionHasItsAnalyticIndices() throws {
    let (a, b) = (7.0, 0.1)
    let first = pow(1 + b * pow(.pi, 4) / 5, 2) / 2
    let second = a * a / 8
    let interaction = b * b * pow(.pi, 8) * (1 / 18.0 - 1 / 50.0)
    let variance = first + second + interaction
    let design = try SaltelliDesign(names: ["x1", "x2", "x3"], count: 16384, seed: 1, hasSecondOrder: true)
    let range = Distribution.uniform(minimum: -.pi, maximum: .pi)
    let found = try SobolIndices.estimate(
      design: design, distributions: [range, range, range], outputs: 1, threads: 2, workspace: {}
    ) { _, points, values in
      for row in values.indices {
        values[row] = Self.ishigami(UnsafeBufferPointer(rebasing: points[row * 3..<row * 3 + 3]))
      }
    }
    let indices = try #require(found.outputs[0].indices)
    let firstOrder = [first / variance, second / variance, 0]
    let total = [(first + interaction) / variance, second / variance, interaction / variance]
    for j in 0..<3 {
      #expect(abs(indices.firstOrder[j] - firstOrder[j]) < 0.003)
      #expect(abs(indices.total[j] - total[j]) < 0.003)
      #expect((0.0001..<0.05).contains(indices.firstOrderConfidence[j]))
    }
    let pairs = try #require(indices.secondOrder)
    #expect(abs(pairs[0][0]) < 0.003 && abs(pairs[1][0]) < 0.003)
    #expect(abs(pairs[0][1] - interaction / variance) < 0.006)
    #expect(abs(found.outputs[0].variance / variance - 1) < 0.001 && found.outputs[0].points == 16384)
    #expect(abs(found.outputs[0].mean - a / 2) < 0.005)
  }

  @Test func gFunctionHasItsAnalyticIndices() throws {
    // ∏ (|4 x − 2| + a) / (1 + a) (Saltelli and Sobol 1995).
    let a = [0.0, 1, 4.5, 9, 99, 99]
    let parts = a.map { 1 / (3 * (1 + $0) * (1 + $0)) }
    let product = parts.reduce(1) { $0 * (1 + $1) }
    let found = try SobolIndices.estimate(dimensions: 6, count: 8192, seed: 2, outputs: 1, threads: 2) {
      x, y in
      y[0] = zip(x, a).reduce(1) { $0 * (abs(4 * $1.0 - 2) + $1.1) / (1 + $1.1) }
    }
    let indices = try #require(found.outputs[0].indices)
    for (j, part) in parts.enumerated() {
      #expect(abs(indices.firstOrder[j] - part / (product - 1)) < 0.01)
      #expect(abs(indices.total[j] - part * product / (1 + part) / (product - 1)) < 0.01)
    }
  }

  @Test func additiveModelHasNoInteractionsWhateverTheMean() throws {
    let weights = [1.0, 2, 3, 0]
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    let found = try SobolIndices.estimate(dimensions: 4, count: 2048, seed: 3, outputs: 3) { x, y in
      y[0] = zip(x, weights).reduce(0) { $0 + $1.0 * $1.1 }
      y[1] = 1e6 + y[0]
      y[2] = 42
    }
    let indices = try #require(found.outputs[0].indices)
    let shifted = try #require(found.outputs[1].indices)
    for (j, weight) in weights.enumerated() {
      #expect(abs(indices.firstOrder[j] - weight * weight / squares) < 0.01)
      #expect(abs(indices.total[j] - weight * weight / squares) < 0.01)
      #expect(abs(indices.firstOrder[j] - shifted.firstOrder[j]) < 1e-8)
      #expect(abs(indices.totalConfidence[j] - shifted.totalConfidence[j]) < 1e-8)
    }
    #expect(indices.firstOrder[3] == 0 && indices.total[3] == 0 && indices.totalConfidence[3] == 0)
    #expect(found.outputs[2].indices == nil && found.outputs[2].variance == 0)
    #expect(found.outputs[2].reason?.contains("same at every point") == true)
  }

  @Test func resultDoesNotDependOnThreads() throws {
    func found(_ threads: Int) throws -> [SobolIndices.Output] {
      try SobolIndices.estimate(dimensions: 5, count: 300, seed: 4, outputs: 3, threads: threads) { x, y in
        y[0] = x[0] * x[1] + x[4]
        y[1] = exp(x[2])
        y[2] = x[3] > 0.99 ? .nan : x[3]
      }.outputs
    }
    let one = try found(1)
    for threads in [2, 3, 7] { #expect(try found(threads) == one) }
    #expect(one[2].points < 300 && one[2].points > 250)
  }

  @Test func modelsThatFailAreReported() throws {
    struct Broken: Error {}
    #expect(throws: Broken.self) {
      try SobolIndices.estimate(dimensions: 2, count: 64, seed: 1, outputs: 1, threads: 2) { x, _ in
        if x[0] > 0.5 { throw Broken() }
      }
    }
    let silent = try SobolIndices.estimate(dimensions: 2, count: 64, seed: 1, outputs: 1) { _, _ in }
    #expect(silent.outputs[0].reason?.contains("finite") == true)
    #expect(throws: UncertaintyProblem.self) {
      try SobolIndices(values: [[1, 2, 3]], inputs: 2, hasSecondOrder: false)
    }
  }

  @Test(.enabled(if: Project.hasPython, "no Python peers"), arguments: [true, false])
  func sameRowsGiveTheIndicesOfSALib(_ secondOrder: Bool) throws {
    let script = """
      import json, numpy as np
      from SALib.sample import sobol as sample
      from SALib.analyze import sobol
      from SALib.test_functions import Ishigami
      flag = \(secondOrder ? "True" : "False")
      p = {"num_vars": 3, "names": np.array(["a", "b", "c"]), "bounds": [[-np.pi, np.pi]] * 3}
      x = sample.sample(p, 512, calc_second_order=flag, seed=3)
      ys = [Ishigami.evaluate(x), 1e3 + x[:, 0] * x[:, 1] + x[:, 2]]
      s = [sobol.analyze(p, y, calc_second_order=flag, seed=1) for y in ys]
      def pairs(r):
        return [[r["S2"][j, k] for k in range(j + 1, 3)] for j in range(3)] if flag else None
      print(json.dumps({"y": [y.tolist() for y in ys], "s1": [r["S1"].tolist() for r in s],
        "st": [r["ST"].tolist() for r in s], "conf": [r["ST_conf"].tolist() for r in s],
        "s2": [pairs(r) for r in s]}))
      """
    struct Peer: Decodable {
      var y: [[Double]]
      var s1: [[Double]]
      var st: [[Double]]
      var conf: [[Double]]
      var s2: [[[Double]]?]
    }
    let peer = try JSONDecoder().decode(Peer.self, from: run(Project.python, ["-c", script]))
    let found = try SobolIndices(
      values: peer.y, inputs: 3, hasSecondOrder: secondOrder, options: .init(resamples: 2000))
    for (o, output) in found.outputs.enumerated() {
      let indices = try #require(output.indices)
      for j in 0..<3 {
        #expect(abs(indices.firstOrder[j] - peer.s1[o][j]) < 1e-10)
        #expect(abs(indices.total[j] - peer.st[o][j]) < 1e-10)
        // A standard deviation from 100 resamples has a relative standard error of 7 %.
        #expect(abs(indices.totalConfidence[j] / peer.conf[o][j] - 1) < 0.35)
      }
      for (own, other) in zip((indices.secondOrder ?? []).joined(), (peer.s2[o] ?? []).joined()) {
        #expect(abs(own - other) < 1e-10)
      }
      #expect((indices.secondOrder == nil) == (peer.s2[o] == nil))
    }
  }

  @Test(.enabled(if: Project.hasPython, "no Python peers"))
  func rowsStandInTheOrderOfSALib() throws {
    let script = """
      import json
      from SALib.sample import sobol
      p = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
      print(json.dumps([sobol.sample(p, 8, calc_second_order=f, scramble=False).tolist() for f in [True, False]]))
      """
    let expected = try JSONDecoder().decode([[[Double]]].self, from: run(Project.python, ["-c", script]))
    for (rows, secondOrder) in zip(expected, [true, false]) {
      let base = try SobolSequence(dimensions: 6, seed: 0, scrambled: false)
      let design = try SaltelliDesign(base: base, count: 8, hasSecondOrder: secondOrder)
      var own: [Double] = []
      for point in 0..<8 {
        own += [Double](unsafeUninitializedCapacity: design.rowsPerPoint * 3) { buffer, count in
          design.fill(point: point, into: buffer)
          count = buffer.count
        }
      }
      #expect(own == rows.flatMap(\.self))
    }
  }
}
