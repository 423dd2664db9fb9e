import Exchange
import Values

/// The company's parts: list, a part's page, adding, changing, removing.
enum PartPages {
  static let routes = [
    Console.get("/console/parts") { visit in list(visit) },
    Console.get("/console/parts/new", .edit) { visit in edit(visit, nil) },
    Console.post("/console/parts/new") { visit in try await save(visit, nil) },
    Console.get("/console/parts/{id}") { visit in
      guard let part = ownPart(visit) else { return visit.notFound() }
      return PartPage(visit: visit, part: part).page()
    },
    Console.get("/console/parts/{id}/edit", .edit) { visit in
      guard let part = ownPart(visit) else { return visit.notFound() }
      return edit(visit, part)
    },
    Console.post("/console/parts/{id}/edit") { visit in
      guard let part = ownPart(visit) else { return visit.notFound() }
      return try await save(visit, part)
    },
    Console.get("/console/parts/{id}/delete", .edit) { visit in
      guard let part = ownPart(visit) else { return visit.notFound() }
      let name = visit.title(of: part)
      return visit.confirmation(
        visit.t("part.deleteTitle", ["part": name]), in: .parts,
        consequences: [visit.t("part.delete1"), visit.t("part.delete2"), visit.t("part.delete3")],
        action: "/console/parts/\(part.traceID)/delete", submit: visit.t("part.deleteSubmit"),
        cancel: "/console/parts/\(part.traceID)", trail: trail(visit, part))
    },
    Console.post("/console/parts/{id}/delete") { visit in
      guard let part = ownPart(visit) else { return visit.notFound() }
      let company = visit.company
      try await visit.commit { try $0.deletePart(by: company, traceID: part.traceID) }
      return .redirect(to: "/console/parts?done=partDeleted")
    },
  ]

  /// The part of the path, if it is this company's.
  static func ownPart(_ visit: Visit) -> Part? {
    guard let id = visit.id(), let part = visit.space.parts[id], part.operatorID == visit.company else {
      return nil
    }
    return part
  }

  static func trail(_ visit: Visit, _ part: Part? = nil) -> [(String, String)] {
    [(visit.t("nav.parts"), "/console/parts")]
      + (part.map { [(visit.title(of: $0), "/console/parts/\($0.traceID)")] } ?? [])
  }

  // MARK: List

  private static let pageSize = 25

  private static func list(_ visit: Visit) -> APIResponse {
    let query = visit.request.query
    let word = (query["q"] ?? "").trimmingWhitespace
    let show = query["show"] ?? "all"
    let all = visit.space.parts(of: visit.company)
    let found = all.filter { part in
      matches(part, word)
        && {
          switch show {
          case "products": visit.space.parents(of: part.traceID).isEmpty
          case "components": !visit.space.parents(of: part.traceID).isEmpty
          case "unknown": visit.space.totals[part.traceID] == nil && visit.origin(of: part.traceID) == nil
          default: true
          }
        }()
    }
    let pages = max(1, (found.count + pageSize - 1) / pageSize)
    let page = min(max(1, Int(query["page"] ?? "") ?? 1), pages)
    let rows = found.dropFirst((page - 1) * pageSize).prefix(pageSize).map { row(visit, $0) }
    let search = visit.form(
      Visit.Shape(
        "/console/parts",
        [
          Field("q", visit.t("parts.search"), .search, optional: true, value: word),
          Field(
            "show", visit.t("parts.show"),
            .select(
              ["all", "products", "components", "unknown"].map { .init($0, visit.t("parts.show.\($0)")) }),
            value: show),
        ], submit: visit.t("parts.find")
      ).with {
        $0.method = "get"
        $0.style = "row"
        $0.label = visit.t("parts.find")
      })
    let actions =
      visit.may(.edit)
      ? visit.buttons([
        visit.button(visit.t("parts.add"), "/console/parts/new", "main"),
        visit.button(visit.t("parts.upload"), "/console/sheets"),
      ]) : .empty
    let content: Markup
    if all.isEmpty {
      content = visit.empty(visit.t("parts.empty"))
    } else if rows.isEmpty {
      content =
        search + visit.empty(visit.t("parts.noneFound"), action: (visit.t("parts.showAll"), "/console/parts"))
    } else {
      content =
        search
        + visit.table(
          visit.t("parts.caption", ["n": String(found.count)]),
          [
            .init(visit.t("column.part")), .init(visit.t("column.label")), .init(visit.t("column.unit")),
            .init(visit.t("column.footprint"), number: true), .init(visit.t("column.state")),
          ], Array(rows), hideCaption: false)
        + pager(visit, page, pages)
    }
    return visit.page(visit.t("nav.parts"), in: .parts, lead: visit.t("parts.lead"), actions, content)
  }

  private static func matches(_ part: Part, _ word: String) -> Bool {
    if word.isEmpty { return true }
    return [
      part.name, part.supportName, part.label, part.info1, part.info2, part.info3, part.traceID.description,
    ]
    .contains { $0?.localizedStandardContains(word) ?? false }
  }

  private static func row(_ visit: Visit, _ part: Part) -> [Markup] {
    let totals = visit.space.totals[part.traceID]
    let contribution = visit.space.contributions[part.traceID]
    let value = totals?.sum ?? contribution?.total
    return [
      .link(visit.title(of: part), "/console/parts/\(part.traceID)"), Markup(part.label ?? ""),
      Markup(visit.unit(part.unit)), Markup(value.map { visit.kilograms($0) } ?? "–"), visit.stateTag(part),
    ]
  }

  static func pager(_ visit: Visit, _ page: Int, _ pages: Int) -> Markup {
    guard pages > 1 else { return .empty }
    func href(_ page: Int) -> String {
      let rest = visit.request.query.items.filter { $0.name != "page" && $0.name != "done" }
        .map { "\($0.name.pathEncoded)=\($0.value.pathEncoded)" }
      return visit.request.path + "?" + (rest + ["page=\(page)"]).joined(separator: "&")
    }
    var items: [Markup] = []
    if page > 1 { items.append(visit.button(visit.t("pager.before"), href(page - 1))) }
    items.append(.soft(visit.t("pager.page", ["page": String(page), "pages": String(pages)])))
    if page < pages { items.append(visit.button(visit.t("pager.next"), href(page + 1))) }
    return Markup(trusted: "<nav aria-label=\"\(Markup.escaped(visit.t("pager.label")))\">")
      + visit.buttons(items)
      + Markup(trusted: "</nav>")
  }

  // MARK: Editing

  static func unitOptions(_ visit: Visit) -> [Field.Option] {
    DeclaredUnit.allCases.map { .init($0.rawValue, visit.t("unit.\($0.rawValue)")) }
  }

  private static func edit(_ visit: Visit, _ part: Part?, _ errors: FormErrors = FormErrors()) -> APIResponse
  {
    let plants = visit.space.plants(of: visit.company)
    var fields = [
      Field("name", visit.t("part.name"), hint: visit.t("part.nameHint"), value: part?.name),
      Field(
        "support", visit.t("part.support"), hint: visit.t("part.supportHint"), optional: true,
        value: part?.supportName),
      Field(
        "label", visit.t("part.label"), hint: visit.t("part.labelHint"), optional: true, value: part?.label),
      Field(
        "unit", visit.t("part.unit"), .select(unitOptions(visit)), hint: visit.t("part.unitHint"),
        value: part?.unit?.rawValue ?? DeclaredUnit.unit.rawValue),
      Field(
        "terminated", visit.t("part.upstream"),
        .radio([
          .init("no", visit.t("part.upstreamYes"), hint: visit.t("part.upstreamYesHint")),
          .init("yes", visit.t("part.upstreamNo"), hint: visit.t("part.upstreamNoHint")),
        ]), value: part?.terminated == true ? "yes" : "no"),
    ]
    if part == nil {
      if plants.isEmpty {
        fields += CompanyPages.plantFields(visit, nil)
      } else {
        fields.append(
          Field(
            "plant", visit.t("part.plant"),
            .select(plants.map { .init($0.plantID.description, "\($0.name) (\($0.openPlantID))") }),
            value: plants.first?.plantID.description))
      }
    }
    fields += [
      Field("info1", visit.t("part.info", ["n": "1"]), optional: true, value: part?.info1),
      Field("info2", visit.t("part.info", ["n": "2"]), optional: true, value: part?.info2),
      Field("info3", visit.t("part.info", ["n": "3"]), optional: true, value: part?.info3),
    ]
    let action = part.map { "/console/parts/\($0.traceID)/edit" } ?? "/console/parts/new"
    let answering = visit.form.optional("answer") ?? visit.request.query["answer"]
    return visit.page(
      part.map { visit.t("part.editTitle", ["part": visit.title(of: $0)]) } ?? visit.t("part.newTitle"),
      in: .parts, trail: trail(visit, part), status: errors.isEmpty ? .ok : .unprocessableContent,
      plants.isEmpty && part == nil ? visit.notice(.info, visit.t("part.firstPlant")) : .empty,
      visit.form(
        Visit.Shape(action, fields, submit: visit.t("part.save")).with {
          $0.cancel = part.map { "/console/parts/\($0.traceID)" } ?? "/console/parts"
          if let answering { $0.hidden = [("answer", answering)] }
        }, errors))
  }

  static let fieldNames = [
    "partsName": "name", "supportPartsName": "support", "partsLabelName": "label", "partsAddInfo1": "info1",
    "partsAddInfo2": "info2", "partsAddInfo3": "info3", "plantId": "plant", "openPlantId": "plantNumber",
    "plantName": "plantName", "plantAddress": "plantAddress", "globalPlantId": "plantGlobal",
  ]

  private static func save(_ visit: Visit, _ part: Part?) async throws -> APIResponse {
    let form = visit.form
    let company = visit.company
    // All that is empty is said at once; the rest is the command's to refuse.
    var errors = FormErrors()
    let needed =
      part == nil && form.optional("plant") == nil ? ["name", "plantName", "plantAddress"] : ["name"]
    for name in needed where form[name].isEmpty { errors.add(name, visit.t("field.missing")) }
    if !errors.isEmpty { return edit(visit, part, errors) }
    do {
      let saved = try await visit.commit { transaction in
        var plant = part?.plantID
        if plant == nil, let text = form.optional("plant") { plant = Identifier(text) }
        if plant == nil {
          plant = try transaction.putPlant(
            by: company, plantID: nil, openPlantID: form["plantNumber"],
            globalPlantID: form.optional("plantGlobal"),
            name: form["plantName"], address: form["plantAddress"]
          ).plantID
        }
        guard let plant else { throw Refusal.notFound("plantId") }
        var draft = part.map { PartDraft($0) } ?? PartDraft(plantID: plant, name: "")
        draft.name = form["name"]
        draft.supportName = form.optional("support")
        draft.label = form.optional("label")
        draft.info1 = form.optional("info1")
        draft.info2 = form.optional("info2")
        draft.info3 = form.optional("info3")
        draft.terminated = form["terminated"] == "yes"
        draft.unit = DeclaredUnit(rawValue: form["unit"])
        return try transaction.putPart(by: company, draft)
      }
      if let trade = form.optional("answer").flatMap({ Identifier($0) }) {
        return .redirect(to: "/console/requests/received/\(trade)/footprint?part=\(saved.traceID)")
      }
      return .redirect(to: "/console/parts/\(saved.traceID)?done=partSaved")
    } catch let refusal as Refusal {
      return edit(visit, part, visit.errors(refusal, fieldNames))
    }
  }
}
