import SupplyGraph

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads the files of a chain one after the other and collects everything that is wrong.
///
/// Factors are read before flows, because they tell the unit that the amounts of a flow are converted to.
struct ChainReader: ~Copyable {
  let input: ChainInput
  let keeping: Chain.Keeping
  var chain = Chain()
  var problems = ChainProblems()
  var near = NearMatch()
  /// Ids of rows that were refused for another reason: naming them is no further problem.
  var refusedIds: Set<String> = []
  /// Whether the ids of activities are known, so that an unknown one can be told.
  var activitiesAreKnown = false
  var indicatorsAreKnown = false
  /// By flow: the unit that its factors are per, from `factors.csv`; -1 for none.
  var factorUnits: [Int32] = []
  /// By flow: whether an indicator counts it.
  var isCounted: [Bool] = []
  var indicatorLines: [Int] = []
  var tables = ChainTables()

  init(_ input: ChainInput, keeping: Chain.Keeping) {
    self.input = input
    self.keeping = keeping
  }

  consuming func read() throws(ChainProblems) -> Chain {
    if case .folder(let folder) = input {
      var status = stat()
      let exists = stat(folder, &status) == 0
      guard exists, status.st_mode & S_IFMT == S_IFDIR else {
        let fault = exists ? "this is a file, not a folder" : "no such folder"
        problems.fileNotFound(
          folder.isEmpty ? "(empty name)" : folder,
          "\(fault): a folder with the CSV files of a chain is expected")
        throw problems
      }
    }
    readActivities()
    readExchanges()
    readIndicators()
    readFactors()
    readFlows()
    problems.activityCount = chain.activityCount
    problems.exchangeCount = chain.exchanges.count
    if problems.errorCount == 0 { review() }
    problems.sort()
    guard problems.errorCount == 0 else { throw problems }
    chain.warnings = problems.warnings
    chain.warningCount = problems.warningCount
    if keeping == .everything { chain.tables = tables }
    return chain
  }

  /// Keeps the text of a batch where everything is kept.
  mutating func keepText(_ file: ChainFile, _ table: borrowing OpenTable) {
    guard keeping == .everything else { return }
    tables[file].append(table.batch)
  }

  mutating func beginText(_ file: ChainFile, _ table: borrowing OpenTable) {
    guard keeping == .everything else { return }
    tables[file] = TextTable(
      header: table.reader.header, lineEnd: table.reader.endsLinesInCRLF ? "\r\n" : "\n",
      hasByteOrderMark: table.reader.hasByteOrderMark)
  }

  /// Looks up a column of activity ids; unknown ones are reported and stand as 0.
  mutating func findActivities(
    _ table: borrowing OpenTable, _ name: String, into target: UnsafeMutablePointer<Int32>
  ) {
    chain.activityIds.find(table.batch, table.required(name), into: target)
    for r in 0..<table.batch.count where target[r] < 0 {
      reportUnknownActivity(
        table.batch.field(r, table.required(name)), name, table.file, table.batch.lines[r])
      target[r] = 0
    }
  }

  private mutating func reportUnknownActivity(_ field: Field, _ column: String, _ file: String, _ line: Int) {
    let id = field.string
    if id.isEmpty {
      problems.error(file, line, "\(column) is empty: the id of an activity is expected")
    } else if activitiesAreKnown && !refusedIds.contains(id) {
      let hint = near.hint(for: id, in: chain.activityIds.texts)
      problems.error(file, line, "\(column) '\(id)' is no id in activities.csv\(hint)")
    }
  }
}

/// Room for the indices of one batch.
struct IndexScratch: ~Copyable {
  let first: UnsafeMutablePointer<Int32> = .allocate(capacity: RowBatch.capacity)
  let second: UnsafeMutablePointer<Int32> = .allocate(capacity: RowBatch.capacity)

  deinit {
    first.deallocate()
    second.deallocate()
  }
}
