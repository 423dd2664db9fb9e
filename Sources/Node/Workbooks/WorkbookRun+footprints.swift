import Exchange
import Spreadsheet
import Values

extension WorkbookRun {
  mutating func takeFootprints() {
    var seen: [Identifier: Int] = [:]
    for row in book.footprints {
      guard let id = part(row.part, .footprints, row.row, "name", plantKey: "plant"),
        let part = journal.space.parts[id]
      else { continue }
      if let first = seen.updateValue(row.row, forKey: id) {
        refuse(
          .footprints, row.row, "name",
          Sentence("row \(first) has the footprint of this part already", "\(first)行目に同じ部品のCFPがあります。"))
        continue
      }
      let old = journal.space.declarations[id]
      guard let unit = row.unit ?? part.unit ?? old?.unit else {
        refuse(
          .footprints, row.row, "unit",
          Sentence(
            "the unit is not known: write it here or in the sheet Parts", "単位がわかりません。ここか「部品」シートに書いてください。"))
        continue
      }
      if let own = part.unit, own != unit {
        refuse(
          .footprints, row.row, "unit",
          Sentence(
            "the part is counted in \(own.rawValue), not \(unit.rawValue): convert the values",
            "この部品の単位は\(UnitNames.name(own, .japanese))です。値を換算してください。"))
        continue
      }
      let draft = draft(row, id, unit, old)
      let fields = fields(draft, old)
      do {
        if old == nil || !fields.isEmpty { _ = try journal.declareFootprint(by: company, draft) }
        note(.footprints, row.row, index.name(part), isNew: old == nil, fields)
      } catch {
        refuse(.footprints, row.row, offending(row, draft) ?? "mainProduction", error)
      }
    }
  }

  /// What a row declares; values that are the old ones to the digits a file keeps stay exactly so.
  private func draft(
    _ row: PartsWorkbook.FootprintRow, _ id: Identifier, _ unit: DeclaredUnit, _ old: FootprintDeclaration?
  ) -> FootprintDraft {
    func kept(_ key: String, _ new: Double?, _ old: Double?) -> Double? {
      guard has(.footprints, key) else { return old }
      return WorkbookNumber.same(new, old) ? old : new
    }
    func quality(_ stage: String, _ new: DataQuality, _ old: DataQuality?) -> DataQuality {
      DataQuality(
        technological: kept(stage + "TeR", new.technological, old?.technological),
        geographical: kept(stage + "GeR", new.geographical, old?.geographical),
        temporal: kept(stage + "TiR", new.temporal, old?.temporal))
    }
    return FootprintDraft(
      cfpID: old?.cfpID, traceID: id, unit: unit,
      production: Stages(
        pre: kept("preProduction", row.production.pre, old?.production.pre),
        main: kept("mainProduction", row.production.main, old?.production.main)),
      component: Stages(
        pre: kept("preComponent", row.component.pre, old?.component.pre),
        main: kept("mainComponent", row.component.main, old?.component.main)),
      quality: Stages(
        pre: quality("pre", row.quality.pre, old?.quality.pre),
        main: quality("main", row.quality.main, old?.quality.main)),
      source: .spreadsheet(file: book.tables[.footprints]?.file ?? book.fileName, row: row.row))
  }

  private func fields(_ draft: FootprintDraft, _ old: FootprintDeclaration?) -> [WorkbookPlan.Field] {
    func text(_ value: Double?) -> String? { value.map { CellNumber($0).text } }
    // An emission that is not stated counts as 0.
    func stated(_ value: Double?) -> String? { text(value ?? (old == nil ? nil : 0)) }
    return changes(
      .footprints,
      [
        ("unit", old?.unit.rawValue, draft.unit.rawValue),
        ("preProduction", text(old?.production.pre), stated(draft.production.pre)),
        ("mainProduction", text(old?.production.main), stated(draft.production.main)),
        ("preComponent", text(old?.component.pre), stated(draft.component.pre)),
        ("mainComponent", text(old?.component.main), stated(draft.component.main)),
        ("preTeR", text(old?.quality.pre.technological), text(draft.quality.pre.technological)),
        ("preGeR", text(old?.quality.pre.geographical), text(draft.quality.pre.geographical)),
        ("preTiR", text(old?.quality.pre.temporal), text(draft.quality.pre.temporal)),
        ("mainTeR", text(old?.quality.main.technological), text(draft.quality.main.technological)),
        ("mainGeR", text(old?.quality.main.geographical), text(draft.quality.main.geographical)),
        ("mainTiR", text(old?.quality.main.temporal), text(draft.quality.main.temporal)),
      ])
  }

  /// The column of the value that a declaration is refused for.
  private func offending(_ row: PartsWorkbook.FootprintRow, _ draft: FootprintDraft) -> String? {
    let values = [
      ("preProduction", draft.production.pre), ("mainProduction", draft.production.main),
      ("preComponent", draft.component.pre), ("mainComponent", draft.component.main),
    ]
    return values.first { _, value in
      guard let value else { return false }
      return value > 99_999.99999 || (value * 100_000).rounded() / 100_000 != value
    }?.0
  }
}
