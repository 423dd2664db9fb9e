import Exchange
import Values

/// A part's own footprint: four values, checked before they are kept.
enum FootprintPages {
  static let routes = [
    Console.get("/console/parts/{id}/footprint", .edit) { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return page(visit, part)
    },
    Console.post("/console/parts/{id}/footprint") { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return try await save(visit, part)
    },
  ]

  /// The fields of the four values and their quality.
  static func fields(_ visit: Visit, unit: DeclaredUnit?, _ old: FootprintDeclaration? = nil) -> [Field] {
    let per = unit.map { "kg CO₂e / \(visit.unit($0))" } ?? "kg CO₂e"
    return [
      Field(
        "preProduction", visit.t("value.preProduction"), .number(unit: per),
        hint: visit.t("value.preProductionHint"), value: visit.typed(old?.production.pre)),
      Field(
        "mainProduction", visit.t("value.mainProduction"), .number(unit: per),
        hint: visit.t("value.mainProductionHint"), value: visit.typed(old?.production.main)),
      Field(
        "preComponent", visit.t("value.preComponent"), .number(unit: per),
        hint: visit.t("value.preComponentHint"), optional: true, value: visit.typed(old?.component.pre)),
      Field(
        "mainComponent", visit.t("value.mainComponent"), .number(unit: per),
        hint: visit.t("value.mainComponentHint"), optional: true, value: visit.typed(old?.component.main)),
    ]
  }

  static func qualityFields(_ visit: Visit, _ old: Stages<DataQuality>? = nil) -> [Field] {
    ["pre", "main"].flatMap { stage in
      [
        ("technological", \DataQuality.technological), ("geographical", \.geographical),
        ("temporal", \.temporal),
      ].map { name, path in
        let value = stage == "pre" ? old?.pre[keyPath: path] : old?.main[keyPath: path]
        return Field(
          "\(stage)-\(name)",
          visit.t("quality.of", ["what": visit.t("quality.\(name)"), "stage": visit.t("stage.\(stage)")]),
          .number(unit: nil), optional: true, value: visit.typed(value))
      }
    }
  }

  /// What was typed, as a draft.
  /// - Throws: `FormErrors`.
  static func draft(_ visit: Visit, traceID: Identifier, unit: DeclaredUnit) throws(FormErrors)
    -> FootprintDraft
  {
    var errors = FormErrors()
    func read(_ name: String) -> Double? {
      do { return try visit.readNumber(name) } catch {
        for item in error.items { errors.add(item.field, item.message) }
        return nil
      }
    }
    func value(_ name: String, required: Bool) -> Double? {
      let number = read(name)
      if number == nil, required, errors[name] == nil { errors.add(name, visit.t("field.missingNumber")) }
      if let number, number < 0 || number > 99_999.99999 {
        errors.add(name, visit.t("field.range"))
      } else if let number, (number * 100_000).rounded() / 100_000 != number {
        errors.add(name, visit.t("field.decimals"))
      }
      return number
    }
    func quality(_ stage: String) -> DataQuality {
      func rating(_ name: String) -> Double? {
        let number = read("\(stage)-\(name)")
        if let number, !(1...5).contains(number) { errors.add("\(stage)-\(name)", visit.t("field.rating")) }
        return number
      }
      return DataQuality(
        technological: rating("technological"), geographical: rating("geographical"),
        temporal: rating("temporal"))
    }
    let production = Stages<Double?>(
      pre: value("preProduction", required: true), main: value("mainProduction", required: true))
    let component = Stages<Double?>(
      pre: value("preComponent", required: false), main: value("mainComponent", required: false))
    let draft = FootprintDraft(
      traceID: traceID, unit: unit, production: production, component: component,
      quality: Stages(pre: quality("pre"), main: quality("main")))
    if !errors.isEmpty { throw errors }
    return draft
  }

  /// The fields again, so that the next page sends them on.
  static func kept(_ visit: Visit) -> [(name: String, value: String)] {
    (fields(visit, unit: nil) + qualityFields(visit)).map { ($0.name, visit.form[$0.name]) } + [
      ("unit", visit.form["unit"])
    ]
  }

  private static func page(_ visit: Visit, _ part: Part, _ errors: FormErrors = FormErrors()) -> APIResponse {
    let old = visit.space.declarations[part.traceID]
    let unit = part.unit ?? old?.unit
    var fields = fields(visit, unit: unit, old)
    if unit == nil {
      fields.insert(
        Field(
          "unit", visit.t("part.unit"), .select(PartPages.unitOptions(visit)), hint: visit.t("part.unitHint")),
        at: 0)
    }
    return visit.page(
      visit.t("footprint.title", ["part": visit.title(of: part)]), in: .parts,
      lead: visit.t("footprint.lead", ["unit": visit.unit(unit)]), trail: PartPages.trail(visit, part),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.details(
        visit.t("footprint.helpTitle"),
        visit.text(visit.t("footprint.help1")) + visit.text(visit.t("footprint.help2"))),
      visit.form(
        Visit.Shape(
          "/console/parts/\(part.traceID)/footprint", fields + qualityFields(visit, old?.quality),
          submit: visit.t("footprint.check")
        ).with { $0.cancel = "/console/parts/\(part.traceID)" }, errors),
      visit.paragraph(.link(visit.t("chain.offer"), "/console/parts/\(part.traceID)/chain")))
  }

  private static func save(_ visit: Visit, _ part: Part) async throws -> APIResponse {
    let unit = part.unit ?? DeclaredUnit(rawValue: visit.form["unit"]) ?? .unit
    do {
      if visit.form.optional("edit") != nil { return page(visit, part) }
      let draft = try draft(visit, traceID: part.traceID, unit: unit)
      if visit.form.optional("confirmed") == nil { return check(visit, part, draft) }
      try await declare(visit, draft)
      return .redirect(to: "/console/parts/\(part.traceID)?done=footprintSaved")
    } catch let errors as FormErrors {
      return page(visit, part, errors)
    } catch let refusal as Refusal {
      return page(visit, part, FormErrors(nil, visit.t(refusal)))
    }
  }

  /// Declares a footprint, the first or a new version.
  static func declare(_ visit: Visit, _ draft: FootprintDraft) async throws {
    let company = visit.company
    try await visit.commit { transaction in
      var draft = draft
      draft.cfpID = transaction.space.declarations[draft.traceID]?.cfpID
      _ = try transaction.declareFootprint(by: company, draft)
    }
  }

  /// What the totals would be.
  static func preview(_ visit: Visit, _ draft: FootprintDraft) throws -> Totals? {
    var journal = PreviewJournal(space: visit.space)
    var draft = draft
    draft.cfpID = visit.space.declarations[draft.traceID]?.cfpID
    _ = try journal.declareFootprint(by: visit.company, draft)
    return journal.space.totals[draft.traceID]
  }

  private static func check(_ visit: Visit, _ part: Part, _ draft: FootprintDraft) -> APIResponse {
    let totals: Totals?
    do { totals = try preview(visit, draft) } catch let refusal as Refusal {
      return page(visit, part, FormErrors(nil, visit.t(refusal)))
    } catch { totals = nil }
    return visit.page(
      visit.t("footprint.checkTitle", ["part": visit.title(of: part)]), in: .parts,
      lead: visit.t("footprint.checkLead"),
      trail: PartPages.trail(visit, part),
      totalsTable(visit, totals, before: visit.space.totals[part.traceID]),
      affected(visit, part),
      visit.form(
        Visit.Shape("/console/parts/\(part.traceID)/footprint", [], submit: visit.t("footprint.save")).with {
          $0.hidden = kept(visit) + [("confirmed", "1")]
          $0.second = (visit.t("back"), "edit")
        }))
  }

  /// Totals as they will be, beside what they were.
  static func totalsTable(_ visit: Visit, _ totals: Totals?, before: Totals?) -> Markup {
    guard let totals else { return .empty }
    func row(_ label: String, _ new: Double, _ old: Double?) -> [Markup] {
      [Markup(label), Markup(old.map { visit.number($0) } ?? "–"), .strong(visit.number(new))]
    }
    return visit.table(
      visit.t("footprint.preview", ["unit": visit.unit(totals.unit)]),
      [
        .init(visit.t("column.what")), .init(visit.t("column.before"), number: true),
        .init(visit.t("column.after"), number: true),
      ],
      [
        row(visit.t("value.preProduction"), totals.production.pre, before?.production.pre),
        row(visit.t("value.mainProduction"), totals.production.main, before?.production.main),
        row(visit.t("value.preComponent"), totals.component.pre, before?.component.pre),
        row(visit.t("value.mainComponent"), totals.component.main, before?.component.main),
        row(
          visit.t("footprint.total"), totals.sum.pre + totals.sum.main,
          before.map { $0.sum.pre + $0.sum.main }),
      ], hideCaption: false)
  }

  /// Who is told when this part's footprint changes.
  private static func affected(_ visit: Visit, _ part: Part) -> Markup {
    let readers = visit.space.trades(upstream: part.traceID).filter { trade in
      visit.space.isLive(trade)
        && visit.space.basis(for: .totalCFP, of: part.traceID, to: trade.downstreamOperatorID) != nil
    }.map { visit.name(of: $0.downstreamOperatorID) }
    if readers.isEmpty { return visit.text(visit.t("footprint.nobodyTold")) }
    return visit.notice(
      .info,
      visit.t("footprint.told", ["companies": Set(readers).sorted().joined(separator: visit.t("comma"))]))
  }
}

/// Tries a command on a copy of what is known, to show what it would bring.
struct PreviewJournal: DataSpaceJournal {
  private(set) var space: DataSpace
  let now = Timestamp.now

  init(space: DataSpace) { self.space = space }

  mutating func record(_ event: DataSpaceEvent) { space.apply(event, sequence: 0, time: now) }
}
