import Exchange
import HTTPTypes
import NIOCore
import Records
import Values

/// The pages behind a one-time link: a supplier without an account reads what is asked, and answers.
enum GuestPages {
  static let routes = [
    get("/link/{token}") { guest in page(guest) },
    post("/link/{token}/check") { guest in check(guest) },
    post("/link/{token}/send") { guest in try await send(guest) },
    get("/link/{token}/template") { guest in
      APIResponse(
        .ok,
        headers: [
          .contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          .contentDisposition:
            "attachment; filename=\"denchi-answer-\(guest.visit.words.language.rawValue).xlsx\"",
          .xContentTypeOptions: "nosniff", .cacheControl: "no-store",
        ], body: ByteBuffer(bytes: try GuestSheet.template(guest.link, guest.visit.words)))
    },
    post("/link/{token}/file") { guest in upload(guest) },
    get("/link/{token}/pass-on") { guest in passOnPage(guest) },
    post("/link/{token}/pass-on") { guest in try await passOn(guest) },
    post("/link/{token}/take-back") { guest in try await takeBack(guest) },
    get("/link/{token}/proof") { guest in try await proof(guest) },
  ]

  /// A visit through a link.
  private struct Guest {
    var visit: Visit
    var link: AnswerLink
    var token: String
    var path: String { "/link/\(token)" }
    var isOpen: Bool { link.isOpen(at: .now) }
    func t(_ key: String, _ values: [String: String] = [:]) -> String { visit.t(key, values) }
  }

  private static func get(
    _ pattern: String, _ handle: @escaping @Sendable (Guest) async throws -> APIResponse
  ) -> Route {
    Route(.get, pattern) { request, node in
      try await answer(Visit(guest: request, node), handle)
    }
  }

  private static func post(
    _ pattern: String, _ handle: @escaping @Sendable (Guest) async throws -> APIResponse
  ) -> Route {
    Route(.post, pattern, bodyLimit: 4 << 20) { request, node in
      try await answer(Visit(guest: request, node, form: FormData(request)), handle)
    }
  }

  private static func answer(_ visit: Visit, _ handle: (Guest) async throws -> APIResponse) async throws
    -> APIResponse
  {
    guard let token = visit.request.parameters["token"], let link = LinkCommands.link(token, visit.node)
    else {
      return visit.page(
        visit.t("guest.unknownTitle"), in: nil, status: .notFound, visit.text(visit.t("guest.unknownText")))
    }
    let guest = Guest(visit: visit, link: link, token: token)
    let isProof = visit.request.path.hasSuffix("/proof")
    guard guest.isOpen || isProof else { return closed(guest) }
    do { return try await handle(guest) } catch let refusal as Refusal {
      let now = LinkCommands.link(token, visit.node) ?? link
      if !now.isOpen(at: .now) { return closed(Guest(visit: visit, link: now, token: token)) }
      return form(guest, FormErrors(nil, visit.t(refusal)))
    }
  }

  /// What is shown when a link cannot be answered any more.
  private static func closed(_ guest: Guest) -> APIResponse {
    if guest.link.state == .used, let answer = guest.link.answer { return receipt(guest, answer) }
    let key = guest.link.state == .revoked ? "guest.revoked" : "guest.expired"
    return guest.visit.page(
      guest.t("guest.closedTitle"), in: nil, status: .gone,
      guest.visit.text(guest.t(key, ["asker": guest.link.asker])))
  }

  // MARK: What is asked

  private static func question(_ guest: Guest) -> Markup {
    let (visit, link) = (guest.visit, guest.link)
    return visit.definitions(
      [
        (visit.t("guest.who"), Markup(link.asker)),
        (
          visit.t("guest.what"),
          Markup(visit.t("guest.whatText", ["item": link.item, "unit": visit.unit(link.unit)]))
        ),
        (visit.t("guest.until"), Markup(link.dueDate)),
      ] + (link.message.map { [(visit.t("column.message"), Markup($0))] } ?? []))
  }

  private static func page(_ guest: Guest) -> APIResponse { form(guest) }

  private static func form(
    _ guest: Guest, _ errors: FormErrors = FormErrors(), file fileErrors: FormErrors = FormErrors()
  ) -> APIResponse {
    let (visit, link) = (guest.visit, guest.link)
    var fields = FootprintPages.fields(visit, unit: link.unit)
    for index in fields.indices where fields[index].name.hasSuffix("Component") {
      fields[index].hint = visit.t("guest.componentHint")
    }
    if let brought = passedOn(guest) {
      fields = fields.map { field in
        var field = field
        if field.name == "preComponent" { field.value = visit.typed((brought.pre * 1e5).rounded() / 1e5) }
        if field.name == "mainComponent" { field.value = visit.typed((brought.main * 1e5).rounded() / 1e5) }
        return field
      }
    }
    fields += [
      Field("company", visit.t("guest.company"), value: link.supplier, autocomplete: "organization"),
      Field("person", visit.t("guest.person"), autocomplete: "name"),
      Field("note", visit.t("guest.note"), .area(rows: 3), hint: visit.t("guest.noteHint"), optional: true),
    ]
    return visit.page(
      visit.t("guest.title", ["item": link.item]), in: nil,
      lead: visit.t("guest.lead", ["asker": link.asker]),
      status: errors.isEmpty && fileErrors.isEmpty ? .ok : .unprocessableContent, question(guest),
      visit.notice(
        .info, visit.t("guest.disclosure", ["asker": link.asker]), visit.text(visit.t("guest.disclosureText"))
      ),
      visit.details(
        visit.t("footprint.helpTitle"),
        visit.text(visit.t("footprint.help1")) + visit.text(visit.t("footprint.help2"))),
      visit.heading(visit.t("guest.values")),
      visit.form(
        Visit.Shape(guest.path + "/check", fields, submit: visit.t("footprint.check")), errors),
      visit.heading(visit.t("guest.sheetTitle")),
      visit.text(visit.t("guest.sheetText")),
      visit.buttons([visit.button(visit.t("sheets.template"), guest.path + "/template")]),
      visit.form(
        Visit.Shape(
          guest.path + "/file", [Field("file", visit.t("guest.file"), .file(accept: ".xlsx,.csv,text/csv"))],
          submit: visit.t("guest.read")), fileErrors),
      passOnSummary(guest))
  }

  /// Takes a filled-in sheet as if its answers had been typed.
  private static func upload(_ guest: Guest) -> APIResponse {
    let visit = guest.visit
    guard let file = visit.form.file("file") else {
      return form(guest, file: FormErrors("file", visit.t("field.missingFile")))
    }
    do {
      let values = try GuestSheet.read(file)
      guard !values.isEmpty else { return form(guest, file: FormErrors("file", visit.t("guest.noAnswers"))) }
      var read = guest
      read.visit = visit.with(FormData(values))
      return check(read)
    } catch {
      let message = visit.words.language == .ja ? error.japanese : error.english
      return form(guest, file: FormErrors("file", message))
    }
  }

  // MARK: Check and send

  private struct Given {
    var draft: FootprintDraft
    var company: String
    var person: String
    var note: String?
    var total: Stages<Double> {
      Stages(
        pre: (draft.production.pre ?? 0) + (draft.component.pre ?? 0),
        main: (draft.production.main ?? 0) + (draft.component.main ?? 0))
    }
  }

  private static func given(_ guest: Guest) throws(FormErrors) -> Given {
    let visit = guest.visit
    var errors = FormErrors()
    for (name, limit) in [("company", 100), ("person", 100)] {
      if visit.form[name].isEmpty { errors.add(name, visit.t("field.missing")) }
      if visit.form[name].count > limit { errors.add(name, visit.t("field.long", ["n": String(limit)])) }
    }
    if visit.form["note"].count > 1000 { errors.add("note", visit.t("field.long", ["n": "1000"])) }
    var draft: FootprintDraft?
    do { draft = try FootprintPages.draft(visit, traceID: guest.link.traceID, unit: guest.link.unit) } catch {
      var all = error
      for item in errors.items { all.add(item.field, item.message) }
      errors = all
    }
    guard errors.isEmpty, let draft else { throw errors }
    return Given(
      draft: draft, company: visit.form["company"], person: visit.form["person"],
      note: visit.form.optional("note"))
  }

  private static func hidden(_ visit: Visit) -> [(name: String, value: String)] {
    FootprintPages.kept(visit).filter { $0.name != "unit" }
      + ["company", "person", "note"].map { ($0, visit.form[$0]) }
  }

  private static func check(_ guest: Guest) -> APIResponse {
    let (visit, link) = (guest.visit, guest.link)
    let given: Given
    do { given = try self.given(guest) } catch { return form(guest, error) }
    func row(_ key: String, _ value: Double?) -> [Markup] {
      [Markup(visit.t(key)), Markup(value.map { visit.exact($0) } ?? "–")]
    }
    return visit.page(
      visit.t("guest.checkTitle"), in: nil, lead: visit.t("guest.checkLead", ["asker": link.asker]),
      question(guest),
      visit.table(
        visit.t("guest.yourAnswer"),
        [.init(visit.t("column.what")), .init("kg CO₂e / \(visit.unit(link.unit))", number: true)],
        [
          row("value.preProduction", given.draft.production.pre),
          row("value.mainProduction", given.draft.production.main),
          row("value.preComponent", given.draft.component.pre),
          row("value.mainComponent", given.draft.component.main),
          row("footprint.total", given.total.pre + given.total.main),
        ], hideCaption: false),
      visit.definitions(
        [
          (visit.t("guest.company"), Markup(given.company)), (visit.t("guest.person"), Markup(given.person)),
        ] + (given.note.map { [(visit.t("guest.note"), Markup($0))] } ?? [])),
      visit.notice(
        .info, visit.t("guest.disclosure", ["asker": link.asker]), visit.text(visit.t("guest.final"))),
      visit.form(
        Visit.Shape(guest.path + "/send", [], submit: visit.t("guest.send", ["asker": link.asker])).with {
          $0.hidden = hidden(visit)
          $0.second = (visit.t("back"), "edit")
        }))
  }

  private static func send(_ guest: Guest) async throws -> APIResponse {
    if guest.visit.form.optional("edit") != nil { return form(guest) }
    let given: Given
    do { given = try self.given(guest) } catch { return form(guest, error) }
    func stages(_ stages: Stages<Double?>) -> Stages<Double> {
      Stages(pre: stages.pre ?? 0, main: stages.main ?? 0)
    }
    _ = try await LinkCommands.answer(
      guest.link.linkID, guest.visit.node, company: given.company, person: given.person,
      production: stages(given.draft.production), component: stages(given.draft.component),
      quality: given.draft.quality,
      note: given.note)
    return .redirect(to: guest.path)
  }

  private static func receipt(_ guest: Guest, _ answer: AnswerLink.Answer) -> APIResponse {
    let (visit, link) = (guest.visit, guest.link)
    let record = (try? visit.node.ledger.store.records(from: answer.sequence, limit: 1))?.first
    return visit.page(
      visit.t("guest.thanksTitle"), in: nil,
      lead: visit.t("guest.thanksLead", ["asker": link.asker, "item": link.item]),
      visit.definitions([
        (visit.t("guest.record"), Markup("#\(answer.sequence)")),
        (visit.t("column.when"), visit.time(answer.time)),
        (visit.t("history.hash"), .code(record?.hash.description ?? "–")),
      ]),
      visit.text(visit.t("guest.receiptText")),
      visit.buttons([visit.button(visit.t("history.download"), guest.path + "/proof")]))
  }

  private static func proof(_ guest: Guest) async throws -> APIResponse {
    guard let answer = guest.link.answer else { return closed(guest) }
    let proof = try await guest.visit.node.ledger.proof(of: answer.sequence)
    return .json(
      .ok, proof.json,
      headers: [.contentDisposition: "attachment; filename=\"denchi-record-\(answer.sequence)-proof.json\""])
  }

  // MARK: Passing on

  /// What the suppliers that the question was passed on to bring to one unit; nil where none has answered.
  private static func passedOn(_ guest: Guest) -> Stages<Double>? {
    var sum: Stages<Double>?
    for link in guest.visit.world.links.forwarded(from: guest.link.linkID) {
      guard let answer = link.answer, let amount = link.amount else { continue }
      let before = sum ?? Stages(pre: 0, main: 0)
      sum = Stages(
        pre: before.pre + amount * answer.total.pre, main: before.main + amount * answer.total.main)
    }
    return sum
  }

  private static func passOnSummary(_ guest: Guest) -> Markup {
    let visit = guest.visit
    let links = visit.world.links.forwarded(from: guest.link.linkID)
    let button = visit.buttons([visit.button(visit.t("guest.passOn"), guest.path + "/pass-on")])
    let title = visit.heading(visit.t("guest.passOnTitle"))
    if links.isEmpty { return title + visit.text(visit.t("guest.passOnText")) + button }
    return title
      + visit.table(
        visit.t("guest.passOnTitle"),
        [
          .init(visit.t("link.item")), .init(visit.t("column.to")),
          .init(visit.t("guest.amount"), number: true),
          .init(visit.t("column.state")), .init("kg CO₂e", number: true), .init(visit.t("column.do")),
        ],
        links.map { link in
          [
            Markup(link.item), Markup(link.supplier),
            Markup("\(visit.exact(link.amount ?? 0)) \(visit.unit(link.unit))"),
            LinkPages.tag(visit, link),
            Markup(
              link.answer.map { visit.number((link.amount ?? 0) * ($0.total.pre + $0.total.main)) } ?? "–"),
            link.state == .open
              ? visit.act(
                visit.t("link.revoke"), guest.path + "/take-back", hidden: [("link", link.linkID.description)]
              ) : Markup("–"),
          ]
        })
      + (passedOn(guest) == nil ? .empty : visit.text(visit.t("guest.filledIn"))) + button
  }

  private static func passOnPage(_ guest: Guest, _ errors: FormErrors = FormErrors()) -> APIResponse {
    let (visit, link) = (guest.visit, guest.link)
    return visit.page(
      visit.t("guest.passOn"), in: nil, lead: visit.t("guest.passOnLead"),
      trail: [(visit.t("guest.title", ["item": link.item]), guest.path)],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          guest.path + "/pass-on",
          [
            Field("asker", visit.t("guest.asker"), hint: visit.t("guest.askerHint"), value: link.supplier),
            Field("supplier", visit.t("link.supplier"), hint: visit.t("link.supplierHint")),
            Field("item", visit.t("guest.passItem"), hint: visit.t("guest.passItemHint")),
            Field("unit", visit.t("part.unit"), .select(PartPages.unitOptions(visit)), value: "kilogram"),
            Field(
              "amount", visit.t("guest.passAmount", ["unit": visit.unit(link.unit), "item": link.item]),
              .number(unit: nil), hint: visit.t("structure.amountHint")),
            Field("due", visit.t("wizard.due"), .date, value: link.dueDate),
            Field("message", visit.t("wizard.message"), .area(rows: 3), optional: true),
          ], submit: visit.t("link.make")
        ).with { $0.cancel = guest.path }, errors))
  }

  private static func passOn(_ guest: Guest) async throws -> APIResponse {
    let visit = guest.visit
    do {
      var errors = FormErrors()
      if visit.form["asker"].isEmpty { errors.add("asker", visit.t("field.missing")) }
      if visit.form["asker"].count > 100 { errors.add("asker", visit.t("field.long", ["n": "100"])) }
      guard let amount = try visit.readNumber("amount"), amount > 0, amount <= 99_999.99999 else {
        throw FormErrors("amount", visit.t("field.missingNumber"))
      }
      if !errors.isEmpty { throw errors }
      let link = try LinkPages.draft(
        visit, company: guest.link.operatorID, part: guest.link.traceID, parent: guest.link.linkID,
        unit: DeclaredUnit(rawValue: visit.form["unit"]) ?? .kilogram, asker: visit.form["asker"],
        amount: amount)
      let token = try await LinkCommands.create(link, visit.node, by: "link:\(guest.link.linkID)")
      return visit.page(
        visit.t("link.madeTitle"), in: nil, lead: visit.t("link.madeLead", ["supplier": link.supplier]),
        LinkPages.address(visit, token), LinkPages.mailText(visit, link, token),
        visit.buttons([visit.button(visit.t("guest.backToQuestion"), guest.path, "main")]))
    } catch let errors as FormErrors {
      return passOnPage(guest, errors)
    } catch Refusal.forbidden {
      return passOnPage(guest, FormErrors(nil, visit.t("guest.tooMany")))
    }
  }

  private static func takeBack(_ guest: Guest) async throws -> APIResponse {
    guard let id = Identifier(guest.visit.form["link"]), let link = guest.visit.world.links.links[id],
      link.parent == guest.link.linkID
    else { return guest.visit.notFound() }
    try await LinkCommands.revoke(id, guest.visit.node, by: "link:\(guest.link.linkID)")
    return .redirect(to: guest.path)
  }
}
