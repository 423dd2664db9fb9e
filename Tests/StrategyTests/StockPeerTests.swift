import Foundation
import Strategy
import Testing

/// Stocks beside matrices in numpy and scipy.
@Suite(.enabled(if: Project.hasPython, "make deps-test installs numpy and scipy"))
struct StockPeerTests {
  private static let years = 81

  private struct Reference: Decodable {
    var stock: [Double]
    var outflow: [Double]
    var inflow: [Double]?
  }

  /// stock = S I, and I from a linear system, where S is the matrix of survival.
  private static let matrices =
    StockLifetimeTests.scipy + """
      given = json.load(sys.stdin)
      inflow, stock = np.array(given["inflow"]), np.array(given["stock"])
      n = len(inflow)
      age = np.arange(n)[:, None] - np.arange(n)[None, :]
      results = []
      for d in dists:
          for first in (1, 0.5, 0):
              S = np.where(age >= 0, d.sf(np.maximum(age, 0) + first), 0.0)
              made = S @ inflow
              needed = np.linalg.solve(S, stock).tolist() if S[0, 0] > 0 else None
              results.append({"stock": made.tolist(), "inflow": needed,
                              "outflow": (inflow - np.diff(made, prepend=0)).tolist()})
      print(json.dumps(results))
      """

  @Test func everyLifetimeAndConventionBothWays() throws {
    var random = Repeatable(7)
    let inflow = (0..<Self.years).map { _ in Double.random(in: 0...1000, using: &random) }
    var stock = [100.0]
    for _ in 1..<Self.years {
      stock.append(stock[stock.count - 1] * Double.random(in: 0.97...1.2, using: &random))
    }
    let input = try JSONEncoder().encode(["inflow": inflow, "stock": stock])
    let output = try run(Project.python, ["-c", Self.matrices], input: input)
    let reference = try JSONDecoder().decode([Reference].self, from: output)
    let cases = StockLifetimeTests.lifetimes.flatMap { lifetime in
      AgeConvention.allCases.map { (lifetime, $0) }
    }
    #expect(reference.count == cases.count)
    for ((lifetime, ages), expected) in zip(cases, reference) {
      let what = "\(lifetime) \(ages)"
      let table = SurvivalTable(lifetime, years: Self.years, ages: ages)
      let result = try StockModel(table).inflowDriven(inflow)
      expectClose(result.stock, expected.stock, 1e-9, what)
      expectClose(result.outflow, expected.outflow, 1e-9, what, scale: 1e3 * 1000)
      let needed = try #require(expected.inflow)
      expectClose(try StockModel(table).stockDriven(stock).inflow, needed, 1e-9, what, scale: 1e3 * 1000)
      for series in [1, 2, 3, 7, 8, 15] {
        let wide = { (x: [Double]) in x.flatMap { [Double](repeating: $0, count: series) } }
        var (made, out) = (wide(inflow), wide(inflow))
        table.stocks(ofInflow: wide(inflow), series: series, stock: &made, outflow: &out)
        expectClose(made, wide(expected.stock), 1e-9, what)
        expectClose(out, wide(expected.outflow), 1e-9, what, scale: 1e3 * 1000)
        table.inflows(forStock: wide(stock), series: series, inflow: &made, outflow: &out)
        expectClose(made, wide(needed), 1e-9, what, scale: 1e3 * 1000)
      }
    }
  }

  private struct Retired: Decodable {
    var inflow: [Double]
    var outflow: [Double]
    var early: [Double]
    var cohorts: [[Double]]
  }

  /// Cohorts carried from year to year by the ratio of their survival.
  private static let retirement = """
    import json, sys
    from scipy import stats
    stock = json.load(sys.stdin)
    S = lambda k: stats.weibull_min.sf(k + 0.5, 3.5, scale=9)
    results = []
    for rule in ("oldest", "proportional"):
        alive, before, r = [], 0.0, {"inflow": [], "outflow": [], "early": [], "cohorts": []}
        for t, target in enumerate(stock):
            alive = [n * S(t - c) / S(t - c - 1) for c, n in enumerate(alive)]
            excess, inflow = sum(alive) - target, 0.0
            if excess <= 0:
                inflow = -excess / S(0)
                alive.append(-excess)
            elif rule == "proportional":
                alive = [n * target / sum(alive) for n in alive] + [0.0]
            else:
                left = excess
                for c in range(len(alive)):
                    taken = min(left, alive[c])
                    alive[c] -= taken
                    left -= taken
                alive.append(0.0)
            r["inflow"].append(inflow)
            r["outflow"].append(inflow + before - target)
            r["early"].append(max(excess, 0.0))
            r["cohorts"].append(alive + [0.0] * (len(stock) - len(alive)))
            before = target
        results.append(r)
    print(json.dumps(results))
    """

  @Test func earlyRetirement() throws {
    var random = Repeatable(3)
    var stock = [500.0]
    for _ in 1..<30 { stock.append(stock[stock.count - 1] * Double.random(in: 0.6...1.3, using: &random)) }
    stock += [0, 0, 40]
    let output = try run(Project.python, ["-c", Self.retirement], input: JSONEncoder().encode(stock))
    let reference = try JSONDecoder().decode([Retired].self, from: output)
    let table = SurvivalTable(.weibull(shape: 3.5, scale: 9), years: stock.count, ages: .middle)
    for (rule, expected) in zip([EarlyRetirement.oldestFirst, .proportional], reference) {
      let result = try StockModel(table).stockDriven(stock, earlyRetirement: rule, cohorts: true)
      expectClose(result.inflow, expected.inflow, 1e-9, "inflow", scale: 1e3 * 500)
      expectClose(result.outflow, expected.outflow, 1e-9, "outflow", scale: 1e3 * 500)
      expectClose(result.early, expected.early, 1e-9, "early", scale: 1e3 * 500)
      for (t, row) in expected.cohorts.enumerated() {
        expectClose(result.cohorts(in: t), row, 1e-9, "cohorts of year \(t)", scale: 1e3 * 500)
      }
      #expect(result.shortfalls.map(\.year) == expected.early.indices.filter { expected.early[$0] > 1e-6 })
      #expect(result.shortfalls.count > 4)
    }
  }

  private struct Layers: Decodable {
    var vehicles: [Double]
    var retired: [Double]
    var exported: [Double]
    var made: [Double]
    var reused: [Double]
    var failed: [[Double]]
    var freed: [[Double]]
    var inUse: [[Double]]
  }

  /// Groups of vehicles by year of entry and year of their battery, in a dictionary.
  private static let layers = """
    import json, sys
    from collections import defaultdict
    from scipy import stats
    given = json.load(sys.stdin)
    inflow, n = given["inflow"], len(given["inflow"])
    V = lambda k: stats.norm.sf(k + 0.5, 17, 4) if k >= 0 else 1.0
    B = lambda k: stats.logistic.sf(k + 0.5, 9, 4 * 3 ** 0.5 / 3.141592653589793) if k >= 0 else 1.0
    results = []
    for limit, share, exports in ((99, 0.0, 0.0), (20, 0.5, 0.03)):
        fleet = {}
        r = {k: [] for k in ("vehicles", "retired", "exported", "made", "reused", "failed", "freed", "inUse")}
        for t in range(n):
            fleet[t, t] = inflow[t]
            good, need = defaultdict(float), defaultdict(float)
            failed, freed, retired = [0.0] * n, [0.0] * n, 0.0
            for (c, b), units in fleet.items():
                v, w = V(t - c) / V(t - c - 1), B(t - b) / B(t - b - 1)
                good[c, b] += units * v * w
                need[c] += units * v * (1 - w)
                freed[b] += units * (1 - v) * w
                failed[b] += units * (1 - w)
                retired += units * (1 - v)
            for c in need:
                if t - c >= limit:
                    retired, need[c] = retired + need[c], 0.0
            pool = {b: share * freed[b] for b in range(n) if 0 <= t - b <= 12}
            wants = {c: need[c] for c in need if t - c >= 8}
            moved = min(sum(pool.values()), sum(wants.values()))
            for c in wants if moved > 0 else []:
                got = need[c] * moved / sum(wants.values())
                need[c] -= got
                for b in pool:
                    good[c, b] += got * pool[b] / sum(pool.values())
            for b in pool if moved > 0 else []:
                freed[b] -= pool[b] * moved / sum(pool.values())
            for c in need:
                good[c, t] += need[c]
            made = sum(need.values()) / B(0)
            failed[t] += made * (1 - B(0))
            rates = {c: exports if t - c >= 3 else 0.0 for c, _ in good}
            r["exported"].append(sum(units * rates[c] for (c, b), units in good.items()))
            fleet = {(c, b): units * (1 - rates[c]) for (c, b), units in good.items()}
            in_use = [0.0] * n
            for (c, b), units in fleet.items():
                in_use[b] += units
            for key, value in (("vehicles", sum(fleet.values())), ("retired", retired), ("made", made),
                               ("reused", moved), ("failed", failed), ("freed", freed), ("inUse", in_use)):
                r[key].append(value)
        results.append(r)
    print(json.dumps(results))
    """

  @Test func vehiclesAndBatteries() throws {
    var random = Repeatable(5)
    let inflow = (0..<41).map { Double.random(in: 0.5...1, using: &random) * Double($0 + 1) * 100 }
    let output = try run(
      Project.python, ["-c", Self.layers], input: JSONEncoder().encode(["inflow": inflow]))
    let reference = try JSONDecoder().decode([Layers].self, from: output)
    var options = LayerOptions()
    options.noBatteryFrom = 20
    options.exportRates = [0, 0, 0, 0.03]
    options.reuse = .init(share: 0.5, vehiclesFrom: 8, batteriesUpTo: 12)
    let vehicles = SurvivalTable(.normal(mean: 17, standardDeviation: 4), years: 41, ages: .middle)
    let batteries = SurvivalTable(.logistic(mean: 9, standardDeviation: 4), years: 41, ages: .middle)
    for (options, expected) in zip([LayerOptions(), options], reference) {
      var stock = try LayeredStock(vehicles: vehicles, batteries: batteries, options: options)
      stock.run(inflow: inflow)
      func totals(_ quantity: LayeredStock.Quantity) -> [Double] {
        (0..<41).map { stock.total(quantity, year: $0) }
      }
      let scale = 1e3 * 4000
      expectClose(totals(.vehicles), expected.vehicles, 1e-9, "vehicles")
      expectClose(totals(.vehiclesRetired), expected.retired, 1e-9, "retired", scale: scale)
      expectClose(totals(.vehiclesExported), expected.exported, 1e-9, "exported", scale: scale)
      expectClose(totals(.replacements), expected.made, 1e-9, "replacements", scale: scale)
      expectClose(totals(.reused), expected.reused, 1e-9, "reused", scale: scale)
      for t in 0..<41 {
        func row(_ quantity: LayeredStock.Quantity) -> [Double] {
          stock.withValues(quantity) { Array($0[t * 41..<(t + 1) * 41]) }
        }
        expectClose(row(.batteries), expected.inUse[t], 1e-9, "in use \(t)", scale: scale)
        expectClose(row(.batteriesFailed), expected.failed[t], 1e-9, "failed \(t)", scale: scale)
        expectClose(row(.batteriesFreed), expected.freed[t], 1e-9, "freed \(t)", scale: scale)
      }
    }
  }
}
