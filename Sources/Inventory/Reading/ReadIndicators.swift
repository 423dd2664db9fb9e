import SupplyGraph

extension ChainReader {
  mutating func readIndicators() {
    guard var table = OpenTable(.indicators, in: input, &problems) else { return }
    beginText(.indicators, table)
    let id = table.required("id")
    var lines: [Int] = []
    while table.next(&problems) {
      for r in 0..<table.batch.count {
        let line = table.batch.lines[r]
        let field = table.batch.field(r, id)
        guard checkId(field, "indicator", table.file, line) else { continue }
        let (number, isNew) = chain.indicatorIds.intern(field)
        guard isNew else {
          problems.error(
            table.file, line,
            "id '\(field.string)' is there twice: it is the id of line \(lines[Int(number)]) too")
          continue
        }
        checkPresent(table, r, table.required("name"), "name")
        checkPresent(table, r, table.required("unit"), "unit")
        lines.append(line)
        chain.indicators.append(
          Indicator(
            id: field.string, name: table.batch.text(r, table["name"]),
            unit: table.batch.text(r, table["unit"]),
            nameJapanese: table.batch.text(r, table["name_ja"])))
      }
      keepText(.indicators, table)
    }
    refusedIds.formUnion(table.reader.rejectedKeys.map { "indicator " + $0 })
    indicatorLines = lines
    indicatorsAreKnown = true
  }

  mutating func readFactors() {
    guard var table = OpenTable(.factors, in: input, &problems) else { return }
    beginText(.factors, table)
    let numbers = NumberReader()
    let (indicatorColumn, flowColumn, factorColumn) = (
      table.required("indicator"), table.required("flow"), table.required("factor")
    )
    var rows = FactorTable(indicator: [], flow: [], factor: [])
    var unitLines: [Int] = []
    /// (indicator, flow) to its row.
    var seen: [UInt64: Int] = [:]
    while table.next(&problems) {
      let start = rows.factor.count
      for r in 0..<table.batch.count {
        let line = table.batch.lines[r]
        let indicator = findIndicator(table, r, indicatorColumn)
        let value = numbers.read(table.batch.field(r, factorColumn))
        if !value.isFinite {
          problems.error(table.file, line, "factor " + numberFault(table.batch.text(r, factorColumn)))
        }
        let flow = flowNumber(table, r, flowColumn)
        isCounted[Int(flow)] = true
        readFactorUnit(table, r, flow, &unitLines)
        if indicator >= 0 {
          let key = UInt64(UInt32(bitPattern: indicator)) << 32 | UInt64(UInt32(bitPattern: flow))
          if let first = seen[key] {
            problems.error(
              table.file, line,
              "indicator '\(table.batch.text(r, indicatorColumn))' has a factor for flow "
                + "'\(table.batch.text(r, flowColumn))' in line \(chain.factorLines.line(first)) already")
          } else {
            seen[key] = rows.factor.count
          }
        }
        chain.factorLines.append(line)
        rows.indicator.append(max(indicator, 0))
        rows.flow.append(flow)
        rows.factor.append(value)
      }
      chain.factorSources.append(table.batch, table["source"], at: start)
      keepText(.factors, table)
    }
    chain.factors = rows
  }

  private mutating func findIndicator(_ table: borrowing OpenTable, _ r: Int, _ column: Int) -> Int32 {
    let field = table.batch.field(r, column)
    let found = chain.indicatorIds.find(field)
    if found >= 0 { return found }
    let id = field.string
    if id.isEmpty {
      problems.error(
        table.file, table.batch.lines[r], "indicator is empty: the id of an indicator is expected")
    } else if indicatorsAreKnown && !refusedIds.contains("indicator " + id) {
      let hint = near.hint(for: id, in: chain.indicatorIds.texts)
      problems.error(table.file, table.batch.lines[r], "indicator '\(id)' is no id in indicators.csv\(hint)")
    }
    return -1
  }

  /// The number of a flow, which is declared by being named.
  @inline(__always)
  mutating func flowNumber(_ table: borrowing OpenTable, _ r: Int, _ column: Int) -> Int32 {
    let field = table.batch.field(r, column)
    let (number, isNew) = chain.flowIds.intern(field)
    if isNew { addFlow(field, table.file, table.batch.lines[r]) }
    if field.isEmpty {
      problems.error(table.file, table.batch.lines[r], "flow is empty: the name of a flow is expected")
    }
    return number
  }

  @inline(never)
  private mutating func addFlow(_ field: Field, _ file: String, _ line: Int) {
    factorUnits.append(-1)
    isCounted.append(false)
    chain.flowUnits.append(-1)
    if !field.isEmpty { _ = checkId(field, "flow", file, line) }
  }

  /// The unit of flow that a factor is per: one for all factors of a flow.
  private mutating func readFactorUnit(
    _ table: borrowing OpenTable, _ r: Int, _ flow: Int32, _ unitLines: inout [Int]
  ) {
    while unitLines.count < chain.flowIds.count { unitLines.append(0) }
    guard let column = table["unit"], !table.batch.isEmpty(r, column) else { return }
    let line = table.batch.lines[r]
    let field = table.batch.field(r, column)
    let (unit, isUnknown) = chain.units.number(field)
    if isUnknown { warnOfUnknownUnit(field.string, table.file, line, &problems) }
    let known = factorUnits[Int(flow)]
    if known < 0 {
      factorUnits[Int(flow)] = unit
      unitLines[Int(flow)] = line
    } else if known != unit {
      problems.error(
        table.file, line,
        "unit '\(field.string)' of flow '\(chain.flowName(Int(flow)))' is not "
          + "'\(chain.units.name(known))' as in line "
          + "\(unitLines[Int(flow)]): all factors of a flow are per the same unit")
    }
  }
}
