import Exchange
import Spreadsheet
import Values

/// Takes a workbook in, row by row, and notes what each row does or why it cannot.
struct WorkbookRun<Journal: DataSpaceJournal> {
  let book: PartsWorkbook
  let company: Identifier
  /// Whether parts with a trace identifier that is not there yet are made with it: for files alone.
  let keepsTraceIDs: Bool
  var journal: Journal
  var plan = WorkbookPlan()
  var index: WorkbookIndex
  /// Names of parts whose own row is wrong: rows that refer to them are not wrong because of it.
  var failedParts: Set<String> = []

  init(
    _ book: PartsWorkbook, _ journal: Journal, company: Identifier, keepsTraceIDs: Bool = false
  ) {
    self.book = book
    self.journal = journal
    self.company = company
    self.keepsTraceIDs = keepsTraceIDs
    index = WorkbookIndex(journal.space, company: company)
    plan.notes = book.notes
  }

  mutating func carryOut() {
    takePlants()
    takeParts()
    takeStructures()
    takeFootprints()
  }

  mutating func refuse(_ sheet: WorkbookSheet, _ row: Int, _ key: String?, _ message: Sentence) {
    plan.problems.append(
      book.tables[sheet]?.problem(message, row: row, key: key) ?? SpreadsheetProblem(message, row: row))
  }

  mutating func refuse(_ sheet: WorkbookSheet, _ row: Int, _ key: String?, _ error: any Error) {
    if let refusal = error as? Refusal {
      let (sentence, column) = RefusalText.sentence(refusal)
      refuse(sheet, row, column ?? key, sentence)
    } else {
      refuse(sheet, row, key, Sentence("it cannot be recorded: \(error)", "記録できません。"))
    }
  }

  /// Notes what a row does.
  mutating func note(
    _ sheet: WorkbookSheet, _ row: Int, _ name: String, isNew: Bool, _ fields: [WorkbookPlan.Field]
  ) {
    plan.items.append(
      .init(
        sheet: sheet, row: row, name: name, action: isNew ? .create : fields.isEmpty ? .leave : .change,
        fields: fields))
  }

  /// The fields that differ.
  func changes(
    _ sheet: WorkbookSheet, _ values: [(key: String, old: String?, new: String?)]
  ) -> [WorkbookPlan.Field] {
    values.compactMap { key, old, new in
      guard old != new, let column = sheet.columns.first(where: { $0.name.key == key }) else { return nil }
      return .init(name: Sentence(column.name.english, column.name.japanese), old: old, new: new)
    }
  }

  /// Whether the file has a column: what it has not is left alone.
  func has(_ sheet: WorkbookSheet, _ key: String) -> Bool { book.tables[sheet]?.columns[key] != nil }

  // MARK: Plants

  private mutating func takePlants() {
    var seen: [String: Int] = [:]
    for row in book.plants {
      if let first = seen[row.number] {
        refuse(
          .plants, row.row, "plant", Sentence("row \(first) has this plant already", "\(first)行目と同じ事業所です。"))
        continue
      }
      seen[row.number] = row.row
      let old = index.plant(number: row.number)
      let global = has(.plants, "global") ? row.globalID : old?.globalPlantID
      do {
        let plant = try journal.putPlant(
          by: company, plantID: old?.plantID, openPlantID: row.number, globalPlantID: global, name: row.name,
          address: row.address)
        index.add(plant)
        let fields = changes(
          .plants,
          [
            ("plant", old?.openPlantID, plant.openPlantID), ("name", old?.name, plant.name),
            ("address", old?.address, plant.address), ("global", old?.globalPlantID, plant.globalPlantID),
          ])
        note(.plants, row.row, "\(plant.openPlantID) \(plant.name)", isNew: old == nil, fields)
      } catch {
        refuse(.plants, row.row, "plant", error)
      }
    }
  }

  // MARK: Parts

  private mutating func takeParts() {
    var seen: [Identifier: Int] = [:]
    for row in book.parts {
      do {
        guard let draft = try draft(row) else {
          failedParts.insert(row.part.name)
          continue
        }
        let old = draft.traceID.flatMap { journal.space.parts[$0] }
        let part: Part
        if keepsTraceIDs, old == nil, let traceID = draft.traceID {
          part = Part(
            traceID: traceID, operatorID: company, plantID: draft.plantID, name: draft.name,
            supportName: draft.supportName, label: draft.label, info1: draft.info1, info2: draft.info2,
            info3: draft.info3, terminated: draft.terminated, unit: draft.unit)
          try journal.record(.partPut(part))
        } else {
          part = try journal.putPart(by: company, draft)
        }
        if let first = seen.updateValue(row.row, forKey: part.traceID) {
          refuse(
            .parts, row.row, "name", Sentence("row \(first) has this part already", "\(first)行目と同じ部品です。"))
          continue
        }
        index.add(part, replacing: old)
        note(.parts, row.row, index.name(part), isNew: old == nil, fields(of: part, old))
      } catch {
        failedParts.insert(row.part.name)
        refuse(.parts, row.row, "name", error)
      }
    }
  }

  /// What a row says of a part; nil where it cannot be told which part it means.
  private mutating func draft(_ row: PartsWorkbook.PartRow) throws -> PartDraft? {
    let known = row.traceID.flatMap { id in
      journal.space.parts[id].flatMap { $0.operatorID == company ? $0 : nil }
    }
    if let traceID = row.traceID, known == nil, !keepsTraceIDs {
      refuse(
        .parts, row.row, "traceID",
        Sentence(
          "your company has no part \(traceID): empty the cell for a new part",
          "自社の部品にこのトレース識別子はありません。新しい部品は空欄にしてください。"))
      return nil
    }
    let plantID: Identifier
    if row.part.plant == nil, let known {
      plantID = known.plantID
    } else {
      guard let found = plant(row.part.plant, .parts, row.row, "plant") else { return nil }
      plantID = found
    }
    let old = known ?? index.part(plant: plantID, row.part.name, row.part.support)
    var draft = old.map { PartDraft($0) } ?? PartDraft(plantID: plantID, name: row.part.name)
    draft.traceID = old?.traceID ?? row.traceID
    draft.plantID = plantID
    draft.name = row.part.name
    if has(.parts, "support") { draft.supportName = row.part.support }
    if has(.parts, "label") { draft.label = row.label }
    if has(.parts, "unit") { draft.unit = row.unit }
    if has(.parts, "terminated") { draft.terminated = row.terminated }
    if has(.parts, "info1") { draft.info1 = row.infos[0] }
    if has(.parts, "info2") { draft.info2 = row.infos[1] }
    if has(.parts, "info3") { draft.info3 = row.infos[2] }
    // Empty text and none are the same to a reader of a sheet.
    if let old {
      if draft.supportName == nil, old.supportName == "" { draft.supportName = "" }
      if draft.label == nil, old.label == "" { draft.label = "" }
      if draft.info1 == nil, old.info1 == "" { draft.info1 = "" }
      if draft.info2 == nil, old.info2 == "" { draft.info2 = "" }
      if draft.info3 == nil, old.info3 == "" { draft.info3 = "" }
    }
    return draft
  }

  private func fields(of part: Part, _ old: Part?) -> [WorkbookPlan.Field] {
    func yes(_ part: Part?) -> String? { part.map { $0.terminated ? "yes" : "no" } }
    return changes(
      .parts,
      [
        ("name", old?.name, part.name), ("support", old?.supportName, part.supportName),
        ("label", old?.label, part.label),
        ("plant", old.flatMap { index.plantNumber($0.plantID) }, index.plantNumber(part.plantID)),
        ("unit", old?.unit?.rawValue, part.unit?.rawValue), ("terminated", yes(old), yes(part)),
        ("info1", old?.info1, part.info1), ("info2", old?.info2, part.info2),
        ("info3", old?.info3, part.info3),
      ])
  }

  // MARK: Names

  /// The plant a cell names; nil, with the problem noted, where there is none or more than one.
  mutating func plant(_ text: String?, _ sheet: WorkbookSheet, _ row: Int, _ key: String) -> Identifier? {
    switch index.plant(named: text) {
    case .one(let plant): return plant
    case .none:
      refuse(
        sheet, row, key,
        Sentence(
          text.map { "there is no plant '\($0)': list it in the sheet Plants" }
            ?? "there is no plant yet: list it in the sheet Plants",
          text.map { "事業所「\($0)」がありません。「事業所」シートに書いてください。" } ?? "事業所がありません。「事業所」シートに書いてください。"))
    case .several(let count):
      refuse(
        sheet, row, key,
        Sentence(
          text.map { "\(count) plants are named '\($0)': write the plant's number" }
            ?? "there are \(count) plants: write which it is",
          text.map { "「\($0)」という事業所が\(count)つあります。番号を書いてください。" } ?? "事業所が\(count)つあります。どれかを書いてください。"))
    }
    return nil
  }

  /// The part that cells name; nil, with the problem noted, where there is none or more than one.
  mutating func part(
    _ name: PartsWorkbook.PartName, _ sheet: WorkbookSheet, _ row: Int, _ key: String, plantKey: String
  ) -> Identifier? {
    var site: Identifier?
    if let plantName = name.plant {
      guard let found = plant(plantName, sheet, row, plantKey) else { return nil }
      site = found
    }
    switch index.part(name.name, name.support, plant: site) {
    case .one(let part): return part
    case .none:
      if !failedParts.contains(name.name) {
        refuse(
          sheet, row, key,
          Sentence(
            "there is no part '\(name.text)': list it in the sheet Parts",
            "部品「\(name.text)」がありません。「部品」シートに書いてください。"))
      }
    case .several(let count):
      refuse(
        sheet, row, key,
        Sentence(
          "\(count) parts are named '\(name.text)': write the sub number and plant too",
          "「\(name.text)」という部品が\(count)つあります。補助項目と事業所も書いてください。"))
    }
    return nil
  }
}

extension PartsWorkbook.PartName {
  /// Number and sub number.
  var text: String { support.map { "\(name) \($0)" } ?? name }
}
