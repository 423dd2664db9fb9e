extension ChainReader {
  mutating func readActivities() {
    guard var table = OpenTable(.activities, in: input, &problems) else { return }
    beginText(.activities, table)
    let id = table.required("id")
    let name = table.required("name")
    let product = table.required("product")
    let unit = table.required("unit")
    let (location, operatorColumn, source) = (table["location"], table["operator"], table["source"])
    let (stage, output) = (table["stage"], table["output"])
    let numbers = NumberReader()
    var expected = 0
    while table.next(&problems) {
      let count = table.batch.count
      if count == 0 { continue }
      if expected == 0 {
        expected = table.reader.expectedRows(after: count)
        reserveActivities(expected, bytesPerId: table.batch.field(0, id).count + 4)
      }
      for r in 0..<count {
        let line = table.batch.lines[r]
        let field = table.batch.field(r, id)
        let row = chain.activityCount
        guard checkId(field, "activity", table.file, line) else { continue }
        let (number, isNew) = chain.activityIds.intern(field)
        guard isNew else {
          problems.error(
            table.file, line,
            "id '\(field.string)' is there twice: it is the id of line "
              + "\(chain.activityLines.line(Int(number))) too"
          )
          continue
        }
        chain.activityLines.append(line)
        checkPresent(table, r, name, "name")
        checkPresent(table, r, product, "product")
        chain.names.append(table.batch.field(r, name))
        chain.products.append(table.batch.field(r, product))
        chain.activityUnits.append(readUnit(table, r, unit))
        chain.locations.append(table.batch, r, location, at: row)
        chain.operators.append(table.batch, r, operatorColumn, at: row)
        chain.activitySources.append(table.batch, r, source, at: row)
        chain.stageIndex.append(readStage(table, r, stage))
        chain.outputs.append(readOutput(table, r, output, numbers))
      }
      keepText(.activities, table)
    }
    refusedIds.formUnion(table.reader.rejectedKeys)
    activitiesAreKnown = true
    if chain.activityCount == 0 && problems.errorCount == 0 {
      problems.error(table.file, 0, "no rows: a chain has at least one activity")
    }
  }

  private mutating func reserveActivities(_ rows: Int, bytesPerId: Int) {
    chain.activityIds.reserve(rows, bytes: rows * bytesPerId)
    chain.activityUnits.reserveCapacity(rows)
    chain.stageIndex.reserveCapacity(rows)
    chain.outputs.reserveCapacity(rows)
  }

  /// Reports an empty id, or one with blanks around it or control characters in it.
  mutating func checkId(_ field: Field, _ what: String, _ file: String, _ line: Int) -> Bool {
    guard !field.isEmpty else {
      problems.error(file, line, "id is empty: each \(what) has an id of its own")
      return false
    }
    if field.bytes.first == 0x20 || field.bytes.last == 0x20 || field.bytes.contains(where: { $0 < 0x20 }) {
      problems.error(
        file, line, "id '\(field.string)' has blanks around it, or control characters in it: take them out")
    }
    return true
  }

  mutating func checkPresent(_ table: borrowing OpenTable, _ r: Int, _ column: Int, _ name: String) {
    if table.batch.isEmpty(r, column) {
      problems.error(table.file, table.batch.lines[r], "\(name) is empty: a text is expected")
    }
  }

  private mutating func readUnit(_ table: borrowing OpenTable, _ r: Int, _ column: Int) -> Int32 {
    let field = table.batch.field(r, column)
    let line = table.batch.lines[r]
    guard !field.isEmpty else {
      problems.error(table.file, line, "unit is empty: the unit of the product is expected, such as kg")
      return chain.units.kilogram
    }
    let found = chain.units.number(field)
    if found.isUnknown { warnOfUnknownUnit(field.string, table.file, line, &problems) }
    return found.number
  }

  private mutating func readStage(_ table: borrowing OpenTable, _ r: Int, _ column: Int?) -> Int32 {
    guard let column else { return Int32(Chain.unassignedStage) }
    let field = table.batch.field(r, column)
    if field.isEmpty { return Int32(Chain.unassignedStage) }
    let found = stageNames.find(field)
    if found >= 0 { return found }
    let stage = field.string
    let hint = near.closest(to: stage, in: Chain.stages).first.map { "; is '\($0)' meant?" } ?? ""
    problems.error(
      table.file, table.batch.lines[r],
      "stage '\(stage)' is unknown: one of \(Chain.stages.joined(separator: ", ")), or nothing, is "
        + "expected\(hint)"
    )
    return Int32(Chain.unassignedStage)
  }

  private mutating func readOutput(
    _ table: borrowing OpenTable, _ r: Int, _ column: Int?, _ numbers: NumberReader
  ) -> Double {
    guard let column, !table.batch.isEmpty(r, column) else { return 1 }
    let value = numbers.read(table.batch.field(r, column))
    if !value.isFinite {
      problems.error(table.file, table.batch.lines[r], "output " + numberFault(table.batch.text(r, column)))
      return 1
    }
    if value == 0 {
      problems.error(
        table.file, table.batch.lines[r],
        "output is zero: the product of one run is expected (1 unless given, -1 for the treatment of a waste)"
      )
      return 1
    }
    return value
  }
}

private let stageNames: IdTable = {
  var names = IdTable()
  for stage in Chain.stages { _ = names.intern(stage) }
  return names
}()
