import Foundation
import Strategy

/// The series of the stock rows, the values of one year side by side.
struct YearlySeries {
  let years: Int
  let count: Int
  let inflow: [Double]
  let stock: [Double]
  let lifetime: Lifetime

  private struct File: Decodable {
    var years: Int
    var series: Int
    var inflow: [Double]
    var stock: [Double]
    var shape: Double
    var scale: Double
  }

  init(folder: URL) throws {
    let file = try JSONDecoder().decode(
      File.self, from: Data(contentsOf: folder.appendingPathComponent("series.json")))
    (years, count, inflow, stock) = (file.years, file.series, file.inflow, file.stock)
    lifetime = .weibull(shape: file.shape, scale: file.scale)
  }

  var table: SurvivalTable { SurvivalTable(lifetime, years: years, ages: .middle) }
}

extension Task {
  /// From the inflows and the lifetime to stocks and outflows.
  init(inflowDriven series: YearlySeries) {
    run = {
      var stock = [Double](repeating: 0, count: series.inflow.count)
      var outflow = stock
      series.table.stocks(ofInflow: series.inflow, series: series.count, stock: &stock, outflow: &outflow)
      return { ["scores": stock + outflow] }
    }
  }

  /// From the stocks and the lifetime to inflows and outflows.
  init(stockDriven series: YearlySeries) {
    run = {
      var inflow = [Double](repeating: 0, count: series.stock.count)
      var outflow = inflow
      series.table.inflows(forStock: series.stock, series: series.count, inflow: &inflow, outflow: &outflow)
      return { ["scores": inflow + outflow] }
    }
  }

  /// From the inflows to the stock and the outflow of every cohort in every year, and their sums. The memory is
  /// the caller's, and the same in every run.
  init(cohorts series: YearlySeries) {
    let (years, count) = (series.years, series.count)
    let square = years * years
    var stock = [Double](repeating: 0, count: count * square)
    var outflow = stock
    var (stocks, outflows) = (series.inflow, series.inflow)
    var one = [Double](repeating: 0, count: years)
    run = {
      let table = series.table
      stock.withUnsafeMutableBufferPointer { stock in
        outflow.withUnsafeMutableBufferPointer { outflow in
          for j in 0..<count {
            for t in 0..<years { one[t] = series.inflow[t * count + j] }
            let place = j * square..<(j + 1) * square
            one.withUnsafeBufferPointer {
              table.cohorts(
                ofInflow: $0, stock: .init(rebasing: stock[place]), outflow: .init(rebasing: outflow[place]))
            }
          }
        }
      }
      table.stocks(ofInflow: series.inflow, series: count, stock: &stocks, outflow: &outflows)
      return { ["scores": stocks + outflows + stock[..<square] + outflow[..<square]] }
    }
  }
}
