import SupplyGraph

extension ChainReader {
  mutating func readExchanges() {
    guard var table = OpenTable(.exchanges, in: input, &problems) else { return }
    beginText(.exchanges, table)
    var amounts = AmountReader(table)
    let scratch = IndexScratch()
    var activity: [Int32] = []
    var supplier: [Int32] = []
    var lastPair: (from: Int32, to: Int32) = (-1, -1)
    var conversion: Conversion? = .identity
    var expected = 0
    while table.next(&problems) {
      let count = table.batch.count
      if count == 0 { continue }
      let row = activity.count
      if expected == 0 {
        expected = table.reader.expectedRows(after: count)
        activity.reserveCapacity(expected)
        supplier.reserveCapacity(expected)
      }
      findActivities(table, "activity", into: scratch.first)
      findActivities(table, "input", into: scratch.second)
      amounts.read(table.batch, &chain.units, &problems)
      if activitiesAreKnown && chain.activityCount > 0 {
        for r in 0..<count where amounts.units[r] >= 0 {
          let pair = (from: amounts.units[r], to: chain.activityUnits[Int(scratch.second[r])])
          if pair.from == pair.to { continue }
          if pair != lastPair {
            conversion = chain.units.conversion(from: pair.from, to: pair.to)
            lastPair = pair
          }
          if let conversion {
            amounts.convert(table.batch, r, by: conversion, &problems)
          } else {
            reportUnit(table, r, pair.from, pair.to)
          }
        }
      }
      amounts.keep(count, expectedRows: expected)
      activity.append(contentsOf: UnsafeBufferPointer(start: scratch.first, count: count))
      supplier.append(contentsOf: UnsafeBufferPointer(start: scratch.second, count: count))
      chain.exchangeOrigins.append(table.batch, table["origin"], at: row)
      chain.exchangeSources.append(table.batch, table["source"], at: row)
      chain.exchangeLines.append(table.batch)
      keepText(.exchanges, table)
      if activity.count > Int(Int32.max) - RowBatch.capacity {
        problems.error(table.file, table.batch.lines[0], "more than 2,147,483,000 rows: split the chain")
        break
      }
    }
    let columns = amounts.finish()
    chain.exchanges = ExchangeTable(
      activity: activity, input: supplier, amount: columns.amounts, distributions: columns.distributions)
  }

  private mutating func reportUnit(_ table: borrowing OpenTable, _ r: Int, _ from: Int32, _ to: Int32) {
    let input = table.batch.text(r, table.required("input"))
    guard chain.activityIds.find(input) >= 0 else { return }
    problems.error(
      table.file, table.batch.lines[r],
      "unit \(chain.units.described(from)) cannot be converted to \(chain.units.described(to)), the "
        + "unit of '\(input)'"
    )
  }
}
