/// Many series with the same lifetimes at once, in the caller's memory: nothing is allocated.
///
/// The values of one year stand side by side: series j in year t is at `t * series + j`, so that the series
/// are worked off eight at a time. Results agree with ``StockModel`` up to rounding.
extension SurvivalTable {
  /// The stocks that given inflows make.
  /// - Parameters:
  ///   - inflow: units a year, `years * series` values.
  ///   - series: the number of series.
  ///   - stock: units in use at the end of each year; as many values.
  ///   - outflow: inflow less the change of the stock; as many values.
  /// - Precondition: the three have `years * series` values and do not overlap.
  public func stocks(
    ofInflow inflow: UnsafeBufferPointer<Double>, series: Int,
    stock: UnsafeMutableBufferPointer<Double>, outflow: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(
      series >= 0 && inflow.count == years * series && stock.count == inflow.count
        && outflow.count == inflow.count, "the buffers do not have \(years) years of \(series) series")
    guard let inflow = inflow.baseAddress, let stock = stock.baseAddress, let outflow = outflow.baseAddress
    else { return }
    forEachBlock(series, with: inflow, stock, outflow, .inflow)
  }

  /// The inflows that given stocks need, by forward substitution. An inflow is negative where a stock falls
  /// faster than units retire.
  /// - Parameters:
  ///   - stock: units in use at the end of each year, `years * series` values.
  ///   - series: the number of series.
  ///   - inflow: units a year; as many values.
  ///   - outflow: inflow less the change of the stock; as many values.
  /// - Precondition: the three have `years * series` values and do not overlap, and
  ///   ``firstCohortGoneAtOnce`` is nil.
  public func inflows(
    forStock stock: UnsafeBufferPointer<Double>, series: Int,
    inflow: UnsafeMutableBufferPointer<Double>, outflow: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(
      series >= 0 && stock.count == years * series && inflow.count == stock.count
        && outflow.count == stock.count, "the buffers do not have \(years) years of \(series) series")
    guard let stock = stock.baseAddress, let inflow = inflow.baseAddress, let outflow = outflow.baseAddress
    else { return }
    forEachBlock(series, with: stock, inflow, outflow, .stock)
  }

  /// The stocks that given inflows make, in arrays that have their size.
  public func stocks(
    ofInflow inflow: [Double], series: Int, stock: inout [Double], outflow: inout [Double]
  ) {
    inflow.withUnsafeBufferPointer { given in
      stock.withUnsafeMutableBufferPointer { stock in
        outflow.withUnsafeMutableBufferPointer { outflow in
          stocks(ofInflow: given, series: series, stock: stock, outflow: outflow)
        }
      }
    }
  }

  /// The inflows that given stocks need, in arrays that have their size.
  public func inflows(
    forStock stock: [Double], series: Int, inflow: inout [Double], outflow: inout [Double]
  ) {
    stock.withUnsafeBufferPointer { given in
      inflow.withUnsafeMutableBufferPointer { inflow in
        outflow.withUnsafeMutableBufferPointer { outflow in
          inflows(forStock: given, series: series, inflow: inflow, outflow: outflow)
        }
      }
    }
  }

  /// The units of one series by year and cohort, a row of cohorts a year.
  /// - Parameters:
  ///   - inflow: units a year, `years` values.
  ///   - stock: units in use at the end of each year: `years * years` values.
  ///   - outflow: units that leave in each year, as many values: the year of entry loses 1 - S(first age).
  /// - Precondition: the buffers have their sizes and do not overlap.
  public func cohorts(
    ofInflow inflow: UnsafeBufferPointer<Double>, stock: UnsafeMutableBufferPointer<Double>,
    outflow: UnsafeMutableBufferPointer<Double>
  ) {
    let years = years
    precondition(
      inflow.count == years && stock.count == years * years && outflow.count == years * years,
      "the buffers do not have \(years) years and cohorts")
    values.withUnsafeBufferPointer { table in
      guard let shares = table.baseAddress, let given = inflow.baseAddress,
        let stock = stock.baseAddress, let outflow = outflow.baseAddress
      else { return }
      let step = stride - 1
      for t in 0..<years {
        let (inUse, gone) = (stock + t * years, outflow + t * years)
        for c in 0..<t {
          let share = shares[t + c * step]
          inUse[c] = given[c] * share
          gone[c] = given[c] * (shares[t - 1 + c * step] - share)
        }
        inUse[t] = given[t] * shares[t + t * step]
        gone[t] = given[t] * (1 - shares[t + t * step])
        (inUse + t + 1).update(repeating: 0, count: years - t - 1)
        (gone + t + 1).update(repeating: 0, count: years - t - 1)
      }
    }
  }

  /// Eight series at a time, then four, two and one; a single series year by year of entry.
  private func forEachBlock(
    _ series: Int, with given: UnsafePointer<Double>, _ sought: UnsafeMutablePointer<Double>,
    _ outflow: UnsafeMutablePointer<Double>, _ drive: Drive
  ) {
    values.withUnsafeBufferPointer { table in
      guard let shares = table.baseAddress else { return }
      guard series > 1 else { return runSingle(shares, given, sought, outflow, drive) }
      var j = 0
      while j + 8 <= series {
        run(SIMD8<Double>.self, shares, series, given + j, sought + j, outflow + j, drive)
        j += 8
      }
      if j + 4 <= series {
        run(SIMD4<Double>.self, shares, series, given + j, sought + j, outflow + j, drive)
        j += 4
      }
      if j + 2 <= series {
        run(SIMD2<Double>.self, shares, series, given + j, sought + j, outflow + j, drive)
        j += 2
      }
      if j < series { run(Double.self, shares, series, given + j, sought + j, outflow + j, drive) }
    }
  }

  /// Neighbouring series: for each year the sum over the years of entry, in registers.
  @inline(__always)
  private func run<L: Lanes>(
    _: L.Type, _ shares: UnsafePointer<Double>, _ series: Int, _ given: UnsafePointer<Double>,
    _ sought: UnsafeMutablePointer<Double>, _ outflow: UnsafeMutablePointer<Double>, _ drive: Drive
  ) {
    let entered = drive == .inflow ? given : UnsafePointer(sought)
    var before = L(0)
    for t in 0..<years {
      // The share of the next cohort is one year less and one row further.
      let first = max(0, t - reach + 1)
      var share = shares + (first * stride + t - first)
      var units = entered + first * series
      var sum = L(0)
      for _ in first..<max(first, t) {
        sum = sum + L.load(units) * share.pointee
        share += stride - 1
        units += series
      }
      let now = L.load(given + t * series)
      let (inflow, stock) =
        drive == .inflow ? (now, sum + now * share.pointee) : ((now - sum) / share.pointee, now)
      (drive == .inflow ? stock : inflow).store(sought + t * series)
      (inflow - (stock - before)).store(outflow + t * series)
      before = stock
    }
  }

  /// One series: each year's inflow is spread over the years that follow.
  private func runSingle(
    _ shares: UnsafePointer<Double>, _ given: UnsafePointer<Double>,
    _ sought: UnsafeMutablePointer<Double>, _ outflow: UnsafeMutablePointer<Double>, _ drive: Drive
  ) {
    for t in 0..<years { sought[t] = drive == .inflow ? 0 : given[t] }
    for c in 0..<years {
      let row = shares + c * stride
      let after = sought + c
      let length = min(reach, years - c)
      if drive == .inflow {
        let inflow = given[c]
        for k in 0..<length { after[k] += inflow * row[k] }
      } else {
        let inflow = after[0] / row[0]
        after[0] = inflow
        for k in 1..<max(1, length) { after[k] -= inflow * row[k] }
      }
    }
    var before = 0.0
    for t in 0..<years {
      let (inflow, stock) = drive == .inflow ? (given[t], sought[t]) : (sought[t], given[t])
      outflow[t] = inflow - (stock - before)
      before = stock
    }
  }
}

private enum Drive { case inflow, stock }
