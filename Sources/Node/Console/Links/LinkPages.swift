import Exchange
import Values

/// One-time links as the company that makes them sees them.
enum LinkPages {
  static let routes = [
    Console.get("/console/links/new", .edit) { visit in
      guard let part = part(visit) else { return visit.notFound() }
      return new(visit, part)
    },
    Console.post("/console/links/new") { visit in
      guard let part = part(visit) else { return visit.notFound() }
      return try await create(visit, part)
    },
    Console.get("/console/links/{id}") { visit in
      guard let link = own(visit) else { return visit.notFound() }
      return page(visit, link)
    },
    Console.get("/console/links/{id}/revoke", .edit) { visit in
      guard let link = own(visit) else { return visit.notFound() }
      return visit.confirmation(
        visit.t("link.revokeTitle"), in: .requests,
        consequences: [visit.t("link.revoke1", ["supplier": link.supplier]), visit.t("link.revoke2")],
        action: "/console/links/\(link.linkID)/revoke", submit: visit.t("link.revokeSubmit"),
        cancel: "/console/links/\(link.linkID)", trail: RequestPages.trail(visit))
    },
    Console.post("/console/links/{id}/revoke") { visit in
      guard let link = own(visit) else { return visit.notFound() }
      try await LinkCommands.revoke(link.linkID, visit.node, by: visit.actor)
      return .redirect(to: "/console/links/\(link.linkID)?done=linkRevoked")
    },
  ]

  private static func part(_ visit: Visit) -> Part? {
    let text = visit.form.sent ? visit.form["part"] : visit.request.query["part"] ?? ""
    guard let id = Identifier(text), let part = visit.space.parts[id], part.operatorID == visit.company else {
      return nil
    }
    return part
  }

  private static func own(_ visit: Visit) -> AnswerLink? {
    guard let id = visit.id(), let link = visit.world.links.links[id], link.operatorID == visit.company,
      link.parent == nil
    else { return nil }
    return link
  }

  // MARK: Lists

  static func open(_ visit: Visit) -> [AnswerLink] { visit.world.links.links(of: visit.company) }

  static func tag(_ visit: Visit, _ link: AnswerLink) -> Markup {
    switch link.state {
    case .used: .tag(visit.t("standing.answered"), .ok)
    case .revoked: .tag(visit.t("link.revoked"), .plain)
    case .open where !link.isOpen(at: .now): .tag(visit.t("link.expired"), .bad)
    case .open:
      .tag(
        visit.t(visit.isOver(link.dueDate) ? "standing.overdue" : "standing.waiting"),
        visit.isOver(link.dueDate) ? .bad : .wait)
    }
  }

  static func table(_ visit: Visit, _ links: [AnswerLink]) -> Markup {
    visit.table(
      visit.t("links.title"),
      [
        .init(visit.t("column.component")), .init(visit.t("column.to")), .init(visit.t("column.due")),
        .init(visit.t("column.state")), .init(visit.t("column.progress")),
      ],
      links.map { link in
        let progress = visit.world.links.progress(of: link)
        return [
          .link(link.item, "/console/links/\(link.linkID)"), Markup(link.supplier), Markup(link.dueDate),
          tag(visit, link),
          Markup(
            visit.t("requests.progress", ["done": String(progress.answered), "all": String(progress.all)])),
        ]
      })
  }

  // MARK: Making one

  private static func new(_ visit: Visit, _ part: Part, _ errors: FormErrors = FormErrors()) -> APIResponse {
    visit.page(
      visit.t("link.newTitle", ["part": visit.title(of: part)]), in: .requests, lead: visit.t("link.newLead"),
      trail: RequestPages.trail(visit), status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          "/console/links/new",
          [
            Field("supplier", visit.t("link.supplier"), hint: visit.t("link.supplierHint")),
            Field("item", visit.t("link.item"), hint: visit.t("link.itemHint"), value: visit.title(of: part)),
            Field(
              "due", visit.t("wizard.due"), .date, hint: visit.t("wizard.dueHint"),
              value: (Timestamp.now + .seconds(30 * 86400)).dayText),
            Field(
              "message", visit.t("wizard.message"), .area(rows: 4), hint: visit.t("wizard.messageHint"),
              optional: true),
          ], submit: visit.t("link.make")
        ).with {
          $0.hidden = [("part", part.traceID.description)]
          $0.cancel = "/console/requests?list=sent"
        }, errors))
  }

  /// Reads what every link needs from a form: whom, what, until when.
  static func draft(
    _ visit: Visit, company: Identifier, part: Identifier, parent: Identifier?, unit: DeclaredUnit,
    asker: String,
    amount: Double? = nil
  ) throws(FormErrors) -> AnswerLink {
    var errors = FormErrors()
    func text(_ name: String, _ limit: Int) -> String {
      let text = visit.form[name]
      if text.isEmpty { errors.add(name, visit.t("field.missing")) }
      if text.count > limit { errors.add(name, visit.t("field.long", ["n": String(limit)])) }
      return text
    }
    let supplier = text("supplier", 100)
    let item = text("item", 100)
    let due = visit.form["due"]
    let message = visit.form.optional("message")
    if (message?.count ?? 0) > 1000 { errors.add("message", visit.t("field.long", ["n": "1000"])) }
    let day = due.utf8.count == 10 ? Timestamp(due + "T00:00Z") : nil
    if day == nil {
      errors.add("due", visit.t("field.missingDay"))
    } else if visit.isOver(due) {
      errors.add("due", visit.t("field.pastDay"))
    }
    guard errors.isEmpty, let day else { throw errors }
    return AnswerLink(
      linkID: Identifier(), operatorID: company, traceID: part, parent: parent, item: item, unit: unit,
      amount: amount,
      supplier: supplier, asker: asker, message: message, dueDate: due,
      expires: day + .seconds(86400) + LinkCommands.grace,
      created: .now, state: .open)
  }

  private static func create(_ visit: Visit, _ part: Part) async throws -> APIResponse {
    do {
      let link = try draft(
        visit, company: visit.company, part: part.traceID, parent: nil, unit: part.unit ?? .unit,
        asker: visit.name(of: visit.company))
      let token = try await LinkCommands.create(link, visit.node, by: visit.actor)
      return shown(visit, link, token)
    } catch let errors as FormErrors {
      return new(visit, part, errors)
    } catch let refusal as Refusal {
      return new(visit, part, FormErrors(nil, visit.t(refusal)))
    }
  }

  /// The address of a new link, shown once.
  private static func shown(_ visit: Visit, _ link: AnswerLink, _ token: String) -> APIResponse {
    visit.page(
      visit.t("link.madeTitle"), in: .requests, lead: visit.t("link.madeLead", ["supplier": link.supplier]),
      trail: RequestPages.trail(visit), address(visit, token), mailText(visit, link, token),
      visit.buttons([visit.button(visit.t("link.watch"), "/console/links/\(link.linkID)", "main")]))
  }

  /// A link's address, to be copied.
  static func address(_ visit: Visit, _ token: String) -> Markup {
    let url = "\(visit.node.configuration.publicURL)/link/\(token)"
    return Markup(trusted: "<div class=\"field\"><label for=\"address\">") + Markup(visit.t("link.address"))
      + Markup(trusted: "</label><p class=\"hint\" id=\"address-hint\">") + Markup(visit.t("link.once"))
      + Markup(
        trusted:
          "</p><input id=\"address\" readonly aria-describedby=\"address-hint\" value=\"\(Markup.escaped(url))\"> <button type=\"button\" class=\"second\" data-copy=\"address\" data-copied=\"\(Markup.escaped(visit.t("copied")))\" hidden>"
      ) + Markup(visit.t("copy")) + Markup(trusted: "</button></div>")
  }

  /// What can be put in a mail.
  static func mailText(_ visit: Visit, _ link: AnswerLink, _ token: String) -> Markup {
    let url = "\(visit.node.configuration.publicURL)/link/\(token)"
    let texts = [Words(.ja), Words(.en)].map { words in
      words(
        "link.mail",
        ["supplier": link.supplier, "asker": link.asker, "item": link.item, "due": link.dueDate, "url": url])
    }
    return visit.details(
      visit.t("link.mailTitle"),
      visit.source(texts.joined(separator: "\n\n"), label: visit.t("link.mailTitle")))
  }

  // MARK: One

  private static func page(_ visit: Visit, _ link: AnswerLink) -> APIResponse {
    var content = [
      visit.definitions(
        [
          (visit.t("column.state"), tag(visit, link)),
          (
            visit.t("column.component"),
            .link(visit.name(ofPart: link.traceID), "/console/parts/\(link.traceID)")
          ),
          (visit.t("column.to"), Markup(link.supplier)), (visit.t("column.due"), Markup(link.dueDate)),
          (visit.t("link.expires"), visit.time(link.expires)),
          (visit.t("column.asked"), visit.time(link.created)),
        ] + (link.message.map { [(visit.t("column.message"), Markup($0))] } ?? []))
    ]
    if let answer = link.answer {
      content.append(visit.heading(visit.t("request.answer")))
      content.append(
        visit.facts([
          (
            visit.number(answer.total.pre + answer.total.main), "kg CO₂e / \(visit.unit(link.unit))",
            visit.t("footprint.total"), nil
          ),
          (visit.number(answer.total.pre), "kg CO₂e", visit.t("stage.pre"), nil),
          (visit.number(answer.total.main), "kg CO₂e", visit.t("stage.main"), nil),
        ]))
      content.append(
        visit.definitions(
          [
            (visit.t("guest.company"), Markup(answer.company)),
            (visit.t("guest.person"), Markup(answer.person)),
            (visit.t("column.when"), visit.time(answer.time)),
            (visit.t("guest.record"), .link("#\(answer.sequence)", "/console/history/\(answer.sequence)")),
          ] + (answer.note.map { [(visit.t("guest.note"), Markup($0))] } ?? [])))
    }
    let progress = visit.world.links.progress(of: link)
    content.append(visit.heading(visit.t("request.tree")))
    content.append(
      visit.text(visit.t("link.tree", ["done": String(progress.answered), "all": String(progress.all)])))
    if visit.may(.edit) {
      var buttons = [visit.button(visit.t("link.again"), "/console/links/new?part=\(link.traceID)")]
      if link.state == .open {
        buttons.append(visit.button(visit.t("link.revoke"), "/console/links/\(link.linkID)/revoke", "danger"))
      }
      content.append(visit.buttons(buttons))
    }
    return visit.page(
      visit.t("link.title", ["item": link.item, "supplier": link.supplier]), in: .requests,
      trail: RequestPages.trail(visit), content)
  }
}
