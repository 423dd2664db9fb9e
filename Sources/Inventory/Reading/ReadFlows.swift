import SupplyGraph

/// What is known of the units of one flow while its rows are read.
struct FlowUnitState {
  /// Rows that were converted to the reference unit.
  var converted: Int32 = 0
  /// The line that gave the reference unit.
  var line = 0
  /// Rows without a unit.
  var isFixedByFactors = false
}

extension ChainReader {
  mutating func readFlows() {
    guard var table = OpenTable(.flows, in: input, &problems) else { return }
    beginText(.flows, table)
    chain.flowUnits = factorUnits
    var states = factorUnits.map { FlowUnitState(isFixedByFactors: $0 >= 0) }
    var amounts = AmountReader(table)
    let scratch = IndexScratch()
    let flowColumn = table.required("flow")
    var activity: [Int32] = []
    var flow: [Int32] = []
    var withoutUnit: (count: Int, line: Int) = (0, 0)
    var expected = 0
    while table.next(&problems) {
      let count = table.batch.count
      if count == 0 { continue }
      let row = activity.count
      if expected == 0 {
        expected = table.reader.expectedRows(after: count)
        activity.reserveCapacity(expected)
        flow.reserveCapacity(expected)
      }
      findActivities(table, "activity", into: scratch.first)
      chain.flowIds.find(table.batch, flowColumn, into: scratch.second)
      for r in 0..<count where scratch.second[r] < 0 || table.batch.isEmpty(r, flowColumn) {
        scratch.second[r] = flowNumber(table, r, flowColumn)
      }
      while states.count < chain.flowIds.count { states.append(FlowUnitState()) }
      amounts.read(table.batch, &chain.units, &problems)
      for r in 0..<count {
        let unit = amounts.units[r]
        let number = Int(scratch.second[r])
        if unit == chain.flowUnits[number] && unit >= 0 { continue }
        if unit < 0 {
          if withoutUnit.count == 0 { withoutUnit.line = table.batch.lines[r] }
          withoutUnit.count += 1
        } else if let conversion = flowConversion(table, r, unit, number, &states[number]) {
          amounts.convert(table.batch, r, by: conversion, &problems)
        }
      }
      amounts.keep(count, expectedRows: expected)
      activity.append(contentsOf: UnsafeBufferPointer(start: scratch.first, count: count))
      flow.append(contentsOf: UnsafeBufferPointer(start: scratch.second, count: count))
      chain.flowSources.append(table.batch, table["source"], at: row)
      chain.flowLines.append(table.batch)
      keepText(.flows, table)
      if activity.count > Int(Int32.max) - RowBatch.capacity {
        problems.error(table.file, table.batch.lines[0], "more than 2,147,483,000 rows: split the chain")
        break
      }
    }
    let columns = amounts.finish()
    chain.flows = FlowTable(
      activity: activity, flow: flow, amount: columns.amounts, distributions: columns.distributions,
      flowCount: chain.flowIds.count)
    if withoutUnit.count > 0 {
      problems.warning(
        table.file, withoutUnit.line,
        "\(withoutUnit.count) \(withoutUnit.count == 1 ? "row has" : "rows have") no unit (this is "
          + "the first): each is "
          + "taken in the unit that the factors of its flow are per, or kg")
    }
    warnOfUnits(states, withoutUnit: withoutUnit.count)
  }

  /// How the amount of a row becomes one in the flow's reference unit; nil where that is reported as
  /// impossible.
  @inline(never)
  private mutating func flowConversion(
    _ table: borrowing OpenTable, _ r: Int, _ unit: Int32, _ flow: Int, _ state: inout FlowUnitState
  ) -> Conversion? {
    let line = table.batch.lines[r]
    if chain.flowUnits[flow] < 0 {
      chain.flowUnits[flow] = chain.units.isMass(unit) ? chain.units.kilogram : unit
      state.line = line
    }
    let reference = chain.flowUnits[flow]
    if unit == reference { return .identity }
    let name = chain.flowName(flow)
    guard let conversion = chain.units.conversion(from: unit, to: reference) else {
      let other =
        state.isFixedByFactors
        ? "the unit that its factors are per" : "the unit of this flow in line \(state.line)"
      problems.error(
        table.file, line,
        "unit \(chain.units.described(unit)) of flow '\(name)' cannot be converted to "
          + "\(chain.units.described(reference)), \(other)")
      return nil
    }
    state.converted += 1
    if !state.isFixedByFactors && isCounted[flow] && !chain.units.isMass(reference) {
      problems.error(
        table.file, line,
        "flow '\(name)' is in '\(chain.units.name(unit))' here and in "
          + "'\(chain.units.name(reference))' in line "
          + "\(state.line), so that nobody knows which its factors are per: add a column 'unit' to "
          + "factors.csv"
      )
    }
    return conversion
  }

  /// A mass that is never in kg, while nothing says that its factors are per kg.
  private mutating func warnOfUnits(_ states: [FlowUnitState], withoutUnit: Int) {
    let suspects = states.indices.filter {
      states[$0].converted > 0 && !states[$0].isFixedByFactors && isCounted[$0]
        && chain.flowUnits[$0] == chain.units.kilogram
    }
    guard !suspects.isEmpty, problems.errorCount == 0 else { return }
    var rows = [Int32](repeating: 0, count: states.count)
    for flow in chain.flows.flow { rows[Int(flow)] += 1 }
    for flow in suspects where rows[flow] == states[flow].converted {
      problems.warning(
        ChainFile.flows.fileName, states[flow].line,
        "flow '\(chain.flowName(flow))' is never in kg, but its factors are taken as per kg: add a "
          + "column 'unit' to "
          + "factors.csv that says so, or what they are per")
    }
  }
}
