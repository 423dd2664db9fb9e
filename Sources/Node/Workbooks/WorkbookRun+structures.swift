import Exchange
import Spreadsheet
import Values

extension WorkbookRun {
  mutating func takeStructures() {
    let start = plan.items.count
    var parents: [Identifier] = []
    var rows: [Identifier: [(row: PartsWorkbook.ComponentRow, part: Identifier)]] = [:]
    var failed: Set<Identifier> = []
    for row in book.components {
      let parent = part(row.parent, .structure, row.row, "parent", plantKey: "parentPlant")
      let component = part(row.component, .structure, row.row, "component", plantKey: "componentPlant")
      guard let parent, let component else {
        if let parent { failed.insert(parent) }
        continue
      }
      if let unit = row.unit, let own = journal.space.parts[component]?.unit, unit != own {
        refuse(
          .structure, row.row, "unit",
          Sentence(
            "the component is counted in \(own.rawValue), not \(unit.rawValue): convert the amount",
            "この部品の単位は\(UnitNames.name(own, .japanese))です。活動量を換算してください。"))
        failed.insert(parent)
        continue
      }
      if let first = rows[parent]?.first(where: { $0.part == component }) {
        refuse(
          .structure, row.row, "component",
          Sentence(
            "row \(first.row.row) has this component of the same parent: add the amounts up",
            "\(first.row.row)行目と同じ構成部品です。活動量を合計してください。"))
        failed.insert(parent)
        continue
      }
      if rows[parent] == nil { parents.append(parent) }
      rows[parent, default: []].append((row, component))
    }
    // A structure may only be without a loop once another has been changed: such ones are tried again.
    var waiting = parents.filter { !failed.contains($0) }
    while !waiting.isEmpty {
      var again: [(Identifier, any Error)] = []
      for parent in waiting {
        do {
          try takeStructure(parent, rows[parent] ?? [])
        } catch {
          again.append((parent, error))
        }
      }
      let isStuck = again.count == waiting.count
      for (parent, error) in again {
        var isLoop = false
        if case Refusal.loop = error { isLoop = true }
        if isStuck || !isLoop {
          refuse(.structure, rows[parent]?.first?.row.row ?? 0, "component", error)
        }
      }
      waiting =
        isStuck
        ? [] : again.compactMap { parent, error in if case Refusal.loop = error { parent } else { nil } }
    }
    plan.items[start...].sort { $0.row < $1.row }
  }

  private mutating func takeStructure(
    _ parent: Identifier, _ rows: [(row: PartsWorkbook.ComponentRow, part: Identifier)]
  ) throws {
    guard let first = rows.first, let parentPart = journal.space.parts[parent] else { return }
    let old = journal.space.structures[parent]?.components ?? []
    let oldAmounts = Dictionary(old.map { ($0.traceID, $0.amount) }, uniquingKeysWith: +)
    var fields: [WorkbookPlan.Field] = []
    func field(_ id: Identifier, _ old: Double?, _ new: Double?) -> WorkbookPlan.Field {
      let name = journal.space.parts[id].map(index.name) ?? id.description
      return .init(
        name: Sentence(name, name), old: old.map { CellNumber($0).text }, new: new.map { CellNumber($0).text }
      )
    }
    for (row, part) in rows where !WorkbookNumber.same(oldAmounts[part], row.amount) {
      fields.append(field(part, oldAmounts[part], row.amount))
    }
    let kept = Set(rows.map(\.part))
    for component in old where !kept.contains(component.traceID) {
      fields.append(field(component.traceID, component.amount, nil))
    }
    if !fields.isEmpty {
      var parentDraft = PartDraft(parentPart)
      parentDraft.amountRequired = nil
      let children = rows.compactMap { row, part in
        journal.space.parts[part].map { part -> PartDraft in
          var draft = PartDraft(part)
          draft.amountRequired =
            WorkbookNumber.same(oldAmounts[part.traceID], row.amount) ? oldAmounts[part.traceID] : row.amount
          return draft
        }
      }
      _ = try journal.putStructure(by: company, parent: parentDraft, children: children)
    }
    note(.structure, first.row.row, index.name(parentPart), isNew: old.isEmpty, fields)
  }
}

/// Numbers as files keep them.
enum WorkbookNumber {
  /// Whether two are the same to 12 digits: spreadsheet programs write 15 to 17 of them.
  static func same(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a == b || abs(a - b) <= 1e-12 * max(abs(a), abs(b))
  }
}
