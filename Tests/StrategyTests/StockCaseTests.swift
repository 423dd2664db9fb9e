import Foundation
import Strategy
import Testing

/// Cases computed by flodym, ODYM and numpy.
@Suite(.enabled(if: Project.hasShared, "the cases are not part of the project"))
struct StockCaseTests {
  private static func object(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: Project.shared + "/cases/" + name))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private static func numbers(_ object: [String: Any], _ keys: String...) throws -> [Double] {
    var value: Any = object
    for key in keys { value = try #require((value as? [String: Any])?[key]) }
    return try #require(value as? [Double])
  }

  /// The stock in every year by all three ways: cohort by cohort, and one or nine series in the kernels.
  private static func stocks(_ table: SurvivalTable, _ inflow: [Double]) throws -> [(
    stock: [Double], outflow: [Double]
  )] {
    let result = try StockModel(table).inflowDriven(inflow)
    return [(result.stock, result.outflow)]
      + [1, 9].map { series in
        let given = inflow.flatMap { [Double](repeating: $0, count: series) }
        var stock = [Double](repeating: .nan, count: given.count)
        var outflow = stock
        table.stocks(ofInflow: given, series: series, stock: &stock, outflow: &outflow)
        let last = { (x: [Double]) in inflow.indices.map { x[$0 * series + series - 1] } }
        return (last(stock), last(outflow))
      }
  }

  @Test(arguments: [
    ("start (age k+1 at end of year k)", AgeConvention.start), ("middle (age k+0.5)", .middle),
    ("end (age k; ODYM convention)", .end), ("ODYM", .end),
  ])
  func japaneseCars(key: String, ages: AgeConvention) throws {
    let object = try Self.object("case1_inflow_driven_japan_bev.json")
    let inflow = try Self.numbers(object, "inflow")
    let table = SurvivalTable(.normal(mean: 17, standardDeviation: 4), years: inflow.count, ages: ages)
    let stock = try Self.numbers(object, "expected", key, "stock")
    let outflow = try Self.numbers(object, "expected", key, "outflow")
    for result in try Self.stocks(table, inflow) {
      expectClose(result.stock, stock, 1e-9, "stock")
      expectClose(result.outflow, outflow, 1e-9, "outflow")
    }
    if key != "ODYM" {
      expectClose(
        try StockModel(table).inflowDriven(inflow).stock,
        try Self.numbers(object, "expected", key, "flodym_stock"), 1e-9, "flodym")
    }
    let back = try StockModel(table).stockDriven(stock)
    expectClose(back.inflow, inflow, 1e-9, "inflow", scale: 1000 * (stock.max() ?? 0))
  }

  @Test(arguments: [
    ("fixed_5", Lifetime.fixed(years: 5)), ("normal_5_1.5", .normal(mean: 5, standardDeviation: 1.5)),
  ])
  func unitVectors(key: String, lifetime: Lifetime) throws {
    let object = try Self.object("case3_odym_unit_vectors.json")
    let inflow = try Self.numbers(object, "inflow")
    let table = SurvivalTable(lifetime, years: inflow.count, ages: .end)
    let stock = try Self.numbers(object, "expected", key, "stock")
    for result in try Self.stocks(table, inflow) {
      expectClose(result.stock, stock, 1e-9, "stock")
      expectClose(
        result.outflow, try Self.numbers(object, "expected", key, "outflow"), 1e-9, "outflow")
    }
    let all = try StockModel(table).inflowDriven(inflow, cohorts: true)
    let expected = try #require((object["expected"] as? [String: [String: Any]])?[key])
    let cohorts = try #require(expected["stock_by_cohort"] as? [[Double]])
    for (t, row) in cohorts.enumerated() { expectClose(all.cohorts(in: t), row, 1e-9, "cohorts") }
    let recovered = expected["inflow_recovered_from_stock"] as? [Double] ?? inflow
    expectClose(try StockModel(table).stockDriven(stock).inflow, recovered, 1e-9, "inflow")
  }

  /// The case gives no lifetime; Normal(8, 3) with ages from 0 is the one that reproduces all of it.
  @Test func shrinkingStock() throws {
    let object = try Self.object("case3_odym_unit_vectors.json")
    let table = SurvivalTable(.normal(mean: 8, standardDeviation: 3), years: 10, ages: .end)
    let stock = try Self.numbers(object, "expected", "declining_stock_plain", "stock")
    let inflow = try Self.numbers(object, "expected", "declining_stock_plain", "inflow")
    let plain = try StockModel(table).stockDriven(stock)
    expectClose(plain.inflow, inflow, 1e-9, "inflow")
    #expect(plain.shortfalls.map(\.year) == [5, 6, 7])
    for shortfall in plain.shortfalls {
      #expect(close(-shortfall.excess / table[cohort: 0, age: 0], inflow[shortfall.year], 1e-9))
    }
    #expect(plain.early.allSatisfy { $0 == 0 })
    var (computed, outflow) = (stock, stock)
    table.inflows(forStock: stock, series: 1, inflow: &computed, outflow: &outflow)
    expectClose(computed, inflow, 1e-9, "kernel")

    let key = "declining_stock_negative_inflow_corrected"
    let even = try StockModel(table).stockDriven(stock, earlyRetirement: .proportional)
    expectClose(even.inflow, try Self.numbers(object, "expected", key, "inflow"), 1e-9, "inflow", scale: 100)
    expectClose(even.outflow, try Self.numbers(object, "expected", key, "outflow"), 1e-9, "outflow")
    expectClose(even.stock, try Self.numbers(object, "expected", key, "stock"), 1e-9, "stock")
  }
}
