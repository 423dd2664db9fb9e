import SupplyGraph

/// Amounts, units and distributions of a batch of rows: what exchanges and flows have in common.
struct AmountReader: ~Copyable {
  private let file: String
  private let amountColumn: Int
  private let unitColumn: Int?
  private let distributionColumn: Int?
  private let scaleColumn: Int?
  private let minimumColumn: Int?
  private let maximumColumn: Int?
  private let hasParameters: Bool
  private let numbers = NumberReader()

  /// Of the batch: amounts, units (-1 where none is given) and parameters, converted by `convert`.
  let amounts: UnsafeMutablePointer<Double>
  let units: UnsafeMutablePointer<Int32>
  private let kinds: UnsafeMutablePointer<Distributions.Kind>
  private let first: UnsafeMutablePointer<Double>
  private let second: UnsafeMutablePointer<Double>
  private var batchIsUncertain = false
  private var batchHasBounds = false

  /// Of the rows so far.
  private var amountColumnValues: [Double] = []
  private var kindValues: [Distributions.Kind] = []
  private var firstValues: [Double] = []
  private var secondValues: [Double] = []

  var count: Int { amountColumnValues.count }

  init(_ table: borrowing OpenTable) {
    file = table.file
    amountColumn = table.required("amount")
    unitColumn = table["unit"]
    distributionColumn = table["distribution"]
    scaleColumn = table["scale"]
    minimumColumn = table["minimum"]
    maximumColumn = table["maximum"]
    hasParameters = scaleColumn != nil || minimumColumn != nil || maximumColumn != nil
    let rows = RowBatch.capacity
    amounts = .allocate(capacity: rows)
    units = .allocate(capacity: rows)
    kinds = .allocate(capacity: rows)
    first = .allocate(capacity: rows)
    second = .allocate(capacity: rows)
  }

  deinit {
    amounts.deallocate()
    units.deallocate()
    kinds.deallocate()
    first.deallocate()
    second.deallocate()
  }

  // MARK: Reading

  mutating func read(
    _ batch: borrowing RowBatch, _ chainUnits: inout ChainUnits, _ problems: inout ChainProblems
  ) {
    for r in 0..<batch.count {
      let value = numbers.read(batch.field(r, amountColumn))
      amounts[r] = value
      if !value.isFinite {
        problems.error(file, batch.lines[r], "amount " + numberFault(batch.text(r, amountColumn)))
      }
    }
    readUnits(batch, &chainUnits, &problems)
    readDistributions(batch, &problems)
  }

  private func readUnits(
    _ batch: borrowing RowBatch, _ chainUnits: inout ChainUnits, _ problems: inout ChainProblems
  ) {
    guard let unitColumn else {
      units.update(repeating: -1, count: batch.count)
      return
    }
    var last = Field(start: batch.base, count: 0)
    var number: Int32 = -1
    for r in 0..<batch.count {
      let field = batch.field(r, unitColumn)
      if !(field == last) {
        last = field
        if field.isEmpty {
          number = -1
        } else {
          let found = chainUnits.number(field)
          number = found.number
          if found.isUnknown { warnOfUnknownUnit(field.string, file, batch.lines[r], &problems) }
        }
      }
      units[r] = number
    }
  }

  private mutating func readDistributions(_ batch: borrowing RowBatch, _ problems: inout ChainProblems) {
    batchIsUncertain = false
    batchHasBounds = false
    guard let distributionColumn else {
      if hasParameters {
        for r in 0..<batch.count { warnOfParameters(batch, r, &problems) }
      }
      return
    }
    var last = Field(start: batch.base, count: 0)
    var kind = Distributions.Kind.none
    for r in 0..<batch.count {
      let field = batch.field(r, distributionColumn)
      if !(field == last) {
        last = field
        if let known = Self.kind(field) {
          kind = known
        } else {
          kind = .none
          last = Field(start: batch.base, count: 0)
          reportUnknown(field.string, batch.lines[r], &problems)
          kinds[r] = .none
          first[r] = 0
          second[r] = 0
          continue
        }
      }
      kinds[r] = kind
      first[r] = 0
      second[r] = 0
      switch kind {
      case .none:
        if hasParameters { warnOfParameters(batch, r, &problems) }
      case .lognormal, .normal:
        batchIsUncertain = true
        readScale(batch, r, kind, &problems)
      case .uniform, .triangular:
        batchIsUncertain = true
        batchHasBounds = true
        readBounds(batch, r, kind, &problems)
      }
    }
  }

  private static func kind(_ field: Field) -> Distributions.Kind? {
    switch field.count {
    case 0: .some(.none)
    case 4 where field.equals("none"): .some(.none)
    case 6 where field.equals("normal"): .normal
    case 7 where field.equals("uniform"): .uniform
    case 9 where field.equals("lognormal"): .lognormal
    case 10 where field.equals("triangular"): .triangular
    default: nil
    }
  }

  @inline(__always)
  private func readScale(
    _ batch: borrowing RowBatch, _ r: Int, _ kind: Distributions.Kind, _ problems: inout ChainProblems
  ) {
    var scale = Double.nan
    if let scaleColumn { scale = numbers.read(batch.field(r, scaleColumn)) }
    first[r] = scale
    if scale == 0 { kinds[r] = .none }
    if !(scale >= 0 && scale.isFinite) || (kind == .lognormal && amounts[r] == 0) {
      reportScale(batch, r, kind, &problems)
    }
  }

  private func readBounds(
    _ batch: borrowing RowBatch, _ r: Int, _ kind: Distributions.Kind, _ problems: inout ChainProblems
  ) {
    var isComplete = true
    for (name, column, target) in [("minimum", minimumColumn, first), ("maximum", maximumColumn, second)] {
      if let column, !batch.isEmpty(r, column) {
        target[r] = numbers.read(batch.field(r, column))
        if !target[r].isFinite {
          problems.error(file, batch.lines[r], "\(name) " + numberFault(batch.text(r, column)))
          isComplete = false
        }
      } else {
        problems.error(
          file, batch.lines[r], "distribution \(kind) without its \(name): minimum and maximum are expected")
        isComplete = false
      }
    }
    guard isComplete, amounts[r].isFinite else { return }
    let (minimum, mode, maximum) = (first[r], amounts[r], second[r])
    if minimum == maximum && minimum == mode { kinds[r] = .none }
    if minimum <= mode && mode <= maximum { return }
    let what = kind == .triangular ? "mode (the amount)" : "amount"
    let sign =
      mode < 0 && minimum > maximum ? "; of negative numbers the minimum is the one further from zero" : ""
    if minimum > mode {
      problems.error(
        file, batch.lines[r],
        "minimum \(minimum) is above the \(what) \(mode): minimum <= \(what) <= maximum is expected\(sign)")
    }
    if mode > maximum {
      problems.error(
        file, batch.lines[r],
        "\(what) \(mode) is above the maximum \(maximum): minimum <= \(what) <= maximum is expected\(sign)")
    }
  }

  // MARK: Converting and keeping

  /// Converts a row of the batch into another unit; the scale of a lognormal has none.
  func convert(
    _ batch: borrowing RowBatch, _ r: Int, by conversion: Conversion, _ problems: inout ChainProblems
  ) {
    guard amounts[r].isFinite else { return }
    amounts[r] = conversion.apply(amounts[r])
    if !amounts[r].isFinite {
      problems.error(
        file, batch.lines[r],
        "amount '\(batch.text(r, amountColumn))' is too large once it is converted to the other unit")
    }
    guard batchIsUncertain else { return }
    switch kinds[r] {
    case .none, .lognormal: break
    case .normal: first[r] = conversion.apply(first[r])
    case .uniform, .triangular:
      first[r] = conversion.apply(first[r])
      second[r] = conversion.apply(second[r])
    }
  }

  /// Adds the batch to the rows so far.
  mutating func keep(_ rows: Int, expectedRows: Int) {
    let before = amountColumnValues.count
    if before == 0 { amountColumnValues.reserveCapacity(expectedRows) }
    amountColumnValues.append(contentsOf: UnsafeBufferPointer(start: amounts, count: rows))
    if kindValues.isEmpty {
      guard batchIsUncertain else { return }
      kindValues.reserveCapacity(expectedRows)
      firstValues.reserveCapacity(expectedRows)
      kindValues.append(contentsOf: repeatElement(.none, count: before))
      firstValues.append(contentsOf: repeatElement(0, count: before))
    }
    if distributionColumn == nil || !batchIsUncertain {
      kinds.update(repeating: .none, count: rows)
      first.update(repeating: 0, count: rows)
    }
    kindValues.append(contentsOf: UnsafeBufferPointer(start: kinds, count: rows))
    firstValues.append(contentsOf: UnsafeBufferPointer(start: first, count: rows))
    if secondValues.isEmpty {
      guard batchHasBounds else { return }
      secondValues.reserveCapacity(expectedRows)
      secondValues.append(contentsOf: repeatElement(0, count: before))
    }
    if !batchHasBounds { second.update(repeating: 0, count: rows) }
    secondValues.append(contentsOf: UnsafeBufferPointer(start: second, count: rows))
  }

  /// The columns of all rows.
  consuming func finish() -> (amounts: [Double], distributions: Distributions?) {
    let distributions =
      kindValues.isEmpty
      ? nil : Distributions(kind: kindValues, first: firstValues, second: secondValues)
    return (amountColumnValues, distributions)
  }
}

// MARK: - Messages

extension AmountReader {
  private func warnOfParameters(_ batch: borrowing RowBatch, _ r: Int, _ problems: inout ChainProblems) {
    if batch.isEmpty(r, scaleColumn) && batch.isEmpty(r, minimumColumn) && batch.isEmpty(r, maximumColumn) {
      return
    }
    problems.warning(
      file, batch.lines[r], "scale, minimum or maximum without a distribution: the amount is taken as certain"
    )
  }

  private func reportUnknown(_ name: String, _ line: Int, _ problems: inout ChainProblems) {
    let known = Distributions.Kind.allCases.map { "\($0)" }
    var near = NearMatch()
    let hint = near.closest(to: name, in: known).first.map { "; is '\($0)' meant?" } ?? ""
    problems.error(
      file, line,
      "distribution '\(name)' is unknown: one of \(known.joined(separator: ", ")) is expected\(hint)")
  }

  private func reportScale(
    _ batch: borrowing RowBatch, _ r: Int, _ kind: Distributions.Kind, _ problems: inout ChainProblems
  ) {
    let line = batch.lines[r]
    let meaning =
      kind == .lognormal
      ? "the standard deviation of the logarithm" : "the standard deviation, in the unit of the amount"
    if batch.isEmpty(r, scaleColumn) {
      problems.error(file, line, "distribution \(kind) without its scale: \(meaning) is expected")
    } else if !first[r].isFinite {
      problems.error(file, line, "scale " + numberFault(batch.text(r, scaleColumn)))
    } else if first[r] < 0 {
      problems.error(
        file, line, "scale \(batch.text(r, scaleColumn)) is below zero: \(meaning) is expected")
    }
    if kind == .lognormal && amounts[r] == 0 {
      problems.error(
        file, line, "distribution lognormal of amount 0: a lognormal has an amount other than zero")
    }
  }
}

/// A unit that is not in the table, at its first place.
func warnOfUnknownUnit(_ unit: String, _ file: String, _ line: Int, _ problems: inout ChainProblems) {
  problems.warning(
    file, line,
    "unit '\(unit)' is not in the table of units: it agrees only with itself, nothing is "
      + "converted\(Units.hint(for: unit))"
  )
}
