import Foundation
import Testing

import Strategy

/// Stocks that run down, and what a switch of chemistries saves.
@Suite struct ShortageTests {
  @Test func stockRunsDownAtTheRateOfTheShortfall() {
    // 60 % fails for 12 months, half of the need is recycled: 0.3 months missing a month; 2 months last 6.67.
    let shortage = Shortage(
      .nickel, needed: 24, recycled: 0.5, profile: [(12, 0.6)], stockMonths: 2)
    #expect(abs(shortage.missingMonths - 3.6) < 1e-12)
    #expect(abs(shortage.missing - 7.2) < 1e-12)
    #expect(abs((shortage.bindsAfter ?? 0) - 2 / 0.3) < 1e-12)
    #expect(abs(shortage.allowedShare - (1 - 1.6 / 12)) < 1e-12)
  }

  @Test func stockThatLastsLosesNothing() {
    let shortage = Shortage(.cobalt, needed: 1, recycled: 0, profile: [(3, 0.5), (12, 0)], stockMonths: 1.5)
    #expect(shortage.missingMonths == 1.5)
    #expect(shortage.bindsAfter == nil)
    #expect(shortage.allowedShare == 1)
  }

  @Test func cutsOfDifferentLengthAddUp() {
    // 0.8 for 3 months, then 0.3 to the ninth: 2.4 + 1.8; one month of stock is gone after 1.25.
    let shortage = Shortage(
      .lithium, needed: 12, recycled: 0, profile: [(3, 0.8), (9, 0.3), (12, 0)], stockMonths: 1)
    #expect(abs(shortage.missingMonths - 4.2) < 1e-12)
    #expect(abs((shortage.bindsAfter ?? 0) - 1.25) < 1e-12)
    // 3 months: 2.4 are gone after 3, the other 0.6 take 2 more.
    let later = Shortage(
      .lithium, needed: 12, recycled: 0, profile: [(3, 0.8), (9, 0.3), (12, 0)], stockMonths: 3)
    #expect(abs((later.bindsAfter ?? 0) - 5) < 1e-12)
  }

  /// Two chemistries: one with a kilogram of the scarce mineral in a kWh, one with none.
  private func twoChemistries(available: Double, switchable: Double) throws -> ChemistrySwitch.Best {
    try ChemistrySwitch(
      [.init("with", share: 0.75, contents: [1]), .init("without", share: 0.25, contents: [0])], output: 100,
      available: [available], switchable: switchable
    ).best()
  }

  @Test func switchOfTwoChemistriesByHand() throws {
    // Normal need 75. Without a switch 60 allow 80 GWh; a tenth moved: 60 / 0.65 = 92.3; a quarter: all 100 at 0.6.
    #expect(abs(try twoChemistries(available: 60, switchable: 0).output - 80) < 1e-7)
    #expect(abs(try twoChemistries(available: 60, switchable: 0.1).output - 60 / 0.65) < 1e-7)
    let free = try twoChemistries(available: 60, switchable: 0.25)
    #expect(abs(free.output - 100) < 1e-7)
    #expect(free.shares[0] <= 0.6 + 1e-9)
    #expect(abs(try twoChemistries(available: 0, switchable: 0.25).output) < 1e-7)
    #expect(abs(try twoChemistries(available: 0, switchable: 0.75).output - 100) < 1e-7)
  }

  @Test(.enabled(if: Project.hasPython, "needs make deps-test"))
  func switchAgreesWithHighsAndNeverHurts() throws {
    var state: UInt64 = 11
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    var cases: [[String: Any]] = []
    var outputs: [Double] = []
    for _ in 0..<60 {
      let (count, minerals) = (2 + Int(random() * 5), 1 + Int(random() * 3))
      let raw = (0..<count).map { _ in random() + 0.05 }
      let shares = raw.map { $0 / raw.reduce(0, +) }
      let contents = (0..<count).map { _ in (0..<minerals).map { _ in random() < 0.3 ? 0 : random() } }
      let normal = (0..<minerals).map { m in (0..<count).reduce(0) { $0 + shares[$1] * contents[$1][m] } }
      let allowed = (0..<minerals).map { _ in random() }
      let available = zip(normal, allowed).map { 50 * $0 * $1 }
      let switchable = random() * 0.5
      let chemistries = zip(shares, contents).map { ChemistrySwitch.Chemistry("c", share: $0, contents: $1) }
      let best = try ChemistrySwitch(
        chemistries, output: 50, available: available, switchable: switchable
      ).best().output
      // Without a switch the scarcest mineral decides.
      let liebig = zip(normal, allowed).map { $0 > 0 ? $1 : 1 }.min() ?? 1
      #expect(best >= 50 * liebig - 1e-6)
      let still = try ChemistrySwitch(chemistries, output: 50, available: available, switchable: 0).best()
        .output
      #expect(abs(still - 50 * liebig) < 1e-6)
      outputs.append(best)
      cases.append([
        "shares": shares, "contents": contents, "available": available, "switchable": switchable,
        "output": 50.0,
      ])
    }
    // The same question in shares of a fixed sum, by bisection over the sum: no linear programme over both.
    let script = """
      import sys, json, numpy as np
      from scipy.optimize import linprog
      def possible(c, total):
          n = len(c["shares"]); w = np.array(c["shares"]); k = np.array(c["contents"])
          # variables: share s, moved up u
          a = [np.concatenate([k[:, m] * total, np.zeros(n)]) for m in range(k.shape[1])]
          b = list(c["available"])
          a += [np.concatenate([np.eye(n)[j], -np.eye(n)[j]]) for j in range(n)]; b += list(w)
          a += [np.concatenate([np.zeros(n), np.ones(n)])]; b += [c["switchable"]]
          r = linprog(np.zeros(2 * n), A_ub=np.array(a), b_ub=np.array(b),
                      A_eq=[np.concatenate([np.ones(n), np.zeros(n)])], b_eq=[1], method="highs")
          return r.status == 0
      found = []
      for c in json.load(sys.stdin):
          low, high = 0.0, c["output"]
          if possible(c, high): low = high
          else:
              for _ in range(50):
                  mid = (low + high) / 2
                  low, high = (mid, high) if possible(c, mid) else (low, mid)
          found.append(low)
      print(json.dumps(found))
      """
    let data = try run(
      Project.python, ["-c", script], input: try JSONSerialization.data(withJSONObject: cases))
    let expected = try JSONDecoder().decode([Double].self, from: data)
    try #require(expected.count == outputs.count)
    for (a, b) in zip(outputs, expected) { #expect(abs(a - b) < 1e-4) }
  }
}
