import Exchange
import Spreadsheet
import Values

extension PartsWorkbook {
  /// What taking the workbook in would do: nothing is written.
  /// - Parameter company: whose workbook it is.
  public func plan(in space: DataSpace, company: Identifier, at time: Timestamp = .now) -> WorkbookPlan {
    var run = WorkbookRun(self, ScratchJournal(space: space, now: time), company: company)
    run.carryOut()
    return run.plan
  }

  /// Takes the workbook in through the commands of a journal; within one `Ledger.commit` it is one transaction.
  /// - Returns: what was done.
  /// - Throws: `WorkbookProblems` where anything stands against it. The caller must then throw away what the
  ///   journal holds, as `Ledger.commit` does.
  @discardableResult
  public func apply<Journal: DataSpaceJournal>(
    journal: inout Journal, company: Identifier
  ) throws(WorkbookProblems) -> WorkbookPlan {
    var run = WorkbookRun(self, journal, company: company)
    run.carryOut()
    guard run.plan.problems.isEmpty else { throw WorkbookProblems(run.plan.problems) }
    journal = run.journal
    return run.plan
  }

  /// What can be said of the workbook without knowing what the company has: plants and parts that it does not
  /// list in a sheet of their own are taken to be there.
  public func check() -> WorkbookPlan {
    var journal = ScratchJournal.ofOneCompany()
    if !has(.plants) || !has(.parts) { assumeWhatIsMissing(&journal) }
    var run = WorkbookRun(self, journal, company: ScratchJournal.company, keepsTraceIDs: true)
    run.carryOut()
    return run.plan
  }

  /// What taking the workbook in would change beside an earlier export of the same company.
  public func plan(beside export: PartsWorkbook) -> WorkbookPlan {
    var base = WorkbookRun(
      export, ScratchJournal.ofOneCompany(), company: ScratchJournal.company, keepsTraceIDs: true)
    base.carryOut()
    var plan = plan(in: base.journal.space, company: ScratchJournal.company)
    plan.problems = base.plan.problems + plan.problems
    return plan
  }
}

/// A journal for trying things out.
struct ScratchJournal: DataSpaceJournal {
  private(set) var space: DataSpace
  let now: Timestamp
  /// Far from any record's number, so that identifiers made of it are new.
  private var sequence: Int64 = 1 << 46

  init(space: DataSpace, now: Timestamp) {
    self.space = space
    self.now = now
  }

  mutating func record(_ event: DataSpaceEvent) {
    sequence += 1
    space.apply(event, sequence: sequence, time: now)
  }

  static let company = Identifier(high: 0x4000, low: 1 << 63)

  static func ofOneCompany() -> ScratchJournal {
    var journal = ScratchJournal(space: DataSpace(), now: .now)
    journal.record(
      .operatorPut(Operator(operatorID: company, openOperatorID: "0", name: "workbook", address: "workbook")))
    return journal
  }
}

extension PartsWorkbook {
  /// Makes the plants and parts that rows name and no sheet lists.
  fileprivate func assumeWhatIsMissing(_ journal: inout ScratchJournal) {
    let named =
      parts.map(\.part)
      + (has(.parts) ? [] : components.flatMap { [$0.parent, $0.component] } + footprints.map(\.part))
    let sites = Set(named.compactMap(\.plant)).sorted()
    for site in sites.isEmpty ? ["000000"] : sites {
      journal.record(
        .plantPut(
          Plant(
            plantID: Identifier(), operatorID: ScratchJournal.company, openPlantID: site, name: site,
            address: "-")))
    }
    guard !has(.parts) else { return }
    var index = WorkbookIndex(journal.space, company: ScratchJournal.company)
    // Those that say most come first: the others may mean them.
    func detail(_ name: PartName) -> Int { (name.plant == nil ? 0 : 1) + (name.support == nil ? 0 : 2) }
    for name in named.sorted(by: { detail($0) > detail($1) }) {
      guard case .one(let plantID) = index.plant(named: name.plant ?? sites.first),
        case .none = index.part(name.name, name.support, plant: name.plant == nil ? nil : plantID)
      else { continue }
      let part = Part(
        traceID: Identifier(), operatorID: ScratchJournal.company, plantID: plantID, name: name.name,
        supportName: name.support, terminated: false)
      journal.record(.partPut(part))
      index.add(part, replacing: nil)
    }
  }
}
