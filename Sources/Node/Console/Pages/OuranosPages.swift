import Exchange
import Values

/// Accounts of this company on other Ouranos platforms: addresses, a test of the connection, requests there.
enum OuranosPages {
  static let routes = [
    Console.get("/console/partners/ouranos/new", .administer) { visit in edit(visit, nil) },
    Console.post("/console/partners/ouranos/new", .administer) { visit in try await save(visit, nil) },
    Console.get("/console/partners/ouranos/{id}") { visit in
      guard let link = link(visit) else { return visit.notFound() }
      return page(visit, link)
    },
    Console.get("/console/partners/ouranos/{id}/edit", .administer) { visit in
      guard let link = link(visit) else { return visit.notFound() }
      return edit(visit, link)
    },
    Console.post("/console/partners/ouranos/{id}/edit", .administer) { visit in
      guard let link = link(visit) else { return visit.notFound() }
      return try await save(visit, link)
    },
    Console.post("/console/partners/ouranos/{id}/test", .administer) { visit in
      guard let link = link(visit) else { return visit.notFound() }
      return await test(visit, link)
    },
    Console.get("/console/partners/ouranos/{id}/ask", .request) { visit in
      guard let link = link(visit) else { return visit.notFound() }
      return ask(visit, link)
    },
    Console.post("/console/partners/ouranos/{id}/ask", .request) { visit in
      guard let link = link(visit) else { return visit.notFound() }
      return try await order(visit, link)
    },
    Console.post("/console/partners/ouranos/{id}/end", .request) { visit in
      guard let link = link(visit), let order = Identifier(visit.form["order"]) else {
        return visit.notFound()
      }
      try await withConnection(visit) { connection in
        try await connection.end(order, by: visit.company, actor: visit.actor)
      }
      return .redirect(to: path(link) + "?done=requestCancelled")
    },
  ]

  private static func link(_ visit: Visit) -> OuranosLink? {
    guard let id = visit.id(), let link = visit.world.platforms.links[id], link.operatorID == visit.company
    else {
      return nil
    }
    return link
  }

  /// Accounts that may be used.
  static func links(_ visit: Visit) -> [OuranosLink] {
    visit.world.platforms.links(of: visit.company).filter { !$0.disabled }
  }

  private static func path(_ link: OuranosLink) -> String { "/console/partners/ouranos/\(link.linkID)" }

  private static func trail(_ visit: Visit, _ link: OuranosLink? = nil) -> [(String, String)] {
    [(visit.t("nav.partners"), "/console/partners")] + (link.map { [($0.name, path($0))] } ?? [])
  }

  private static func withConnection<Result: Sendable>(
    _ visit: Visit, _ body: (OuranosConnection) async throws -> Result
  ) async throws -> Result {
    let http = OutgoingHTTP(visit.node.configuration)
    do {
      let result = try await body(OuranosConnection(visit.node, http: http))
      await http.close()
      return result
    } catch {
      await http.close()
      throw error
    }
  }

  /// The accounts as a table, for the page of all partners.
  static func table(_ visit: Visit) -> Markup {
    let links = visit.world.platforms.links(of: visit.company)
    let add =
      visit.may(.administer)
      ? visit.buttons([visit.button(visit.t("ouranos.add"), "/console/partners/ouranos/new")]) : .empty
    if links.isEmpty { return visit.empty(visit.t("ouranos.none")) + add }
    return visit.table(
      visit.t("ouranos.title"),
      [.init(visit.t("ouranos.name")), .init(visit.t("ouranos.dataURL")), .init(visit.t("column.state"))],
      links.map { link in
        [
          .link(link.name, path(link)), Markup(link.dataURL),
          link.disabled ? .tag(visit.t("people.disabled"), .bad) : .tag(visit.t("people.active"), .ok),
        ]
      }) + add
  }

  // MARK: One

  private static func page(_ visit: Visit, _ link: OuranosLink, _ content: Markup = .empty) -> APIResponse {
    let orders = visit.world.platforms.orders(of: visit.company).filter { $0.linkID == link.linkID }
    var buttons: [Markup] = []
    if visit.may(.request), !link.disabled {
      buttons.append(visit.button(visit.t("pact.ask"), path(link) + "/ask", "main"))
    }
    if visit.may(.administer) { buttons.append(visit.button(visit.t("ouranos.edit"), path(link) + "/edit")) }
    return visit.page(
      link.name, in: .partners, lead: visit.t("ouranos.title"), trail: trail(visit), visit.buttons(buttons),
      content,
      visit.definitions([
        (visit.t("ouranos.authURL"), Markup(link.authURL)),
        (visit.t("ouranos.dataURL"), Markup(link.dataURL)),
        (visit.t("signIn.account"), Markup(link.account)),
      ]), visit.heading(visit.t("nav.requests")),
      orders.isEmpty ? visit.empty(visit.t("ouranos.noOrders")) : table(visit, link, orders),
      visit.may(.administer)
        ? visit.heading(visit.t("pact.connection")) + visit.text(visit.t("ouranos.testText"))
          + visit.act(visit.t("pact.test"), path(link) + "/test") : .empty)
  }

  private static func table(_ visit: Visit, _ link: OuranosLink, _ orders: [OuranosOrder]) -> Markup {
    visit.table(
      visit.t("nav.requests"),
      [
        .init(visit.t("column.component")), .init(visit.t("column.to")), .init(visit.t("column.due")),
        .init(visit.t("column.state")), .init(visit.t("column.reply")), .init(visit.t("column.do")),
      ],
      orders.map { order in
        let isOpen = [.waiting, .asked, .answered].contains(order.state)
        return [
          .link(visit.name(ofPart: order.component), "/console/parts/\(order.component)"),
          .code(order.supplier),
          Markup(order.responseDueDate),
          .tag(
            visit.t("order.\(order.state.rawValue)"),
            order.state == .answered ? .ok : order.state == .rejected ? .bad : .wait),
          Markup(order.replyMessage ?? order.problem ?? "–"),
          isOpen && visit.may(.request)
            ? visit.act(
              visit.t("request.cancel"), path(link) + "/end", hidden: [("order", order.orderID.description)])
            : Markup("–"),
        ]
      })
  }

  private static func edit(_ visit: Visit, _ link: OuranosLink?, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    visit.page(
      visit.t(link == nil ? "ouranos.add" : "ouranos.edit"), in: .partners, trail: trail(visit, link),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          link.map { path($0) + "/edit" } ?? "/console/partners/ouranos/new",
          [
            Field("name", visit.t("ouranos.name"), hint: visit.t("ouranos.nameHint"), value: link?.name),
            Field(
              "authURL", visit.t("ouranos.authURL"), hint: visit.t("ouranos.authURLHint"),
              value: link?.authURL),
            Field(
              "dataURL", visit.t("ouranos.dataURL"), hint: visit.t("ouranos.dataURLHint"),
              value: link?.dataURL),
            Field("account", visit.t("ouranos.account"), value: link?.account, autocomplete: "off"),
            Field(
              "apiKey", visit.t("ouranos.apiKey"), .password,
              hint: link == nil ? nil : visit.t("ouranos.secretHint"), optional: link != nil,
              autocomplete: "off"),
            Field(
              "password", visit.t("ouranos.password"), .password, optional: link != nil, autocomplete: "off"),
            Field(
              "state", visit.t("column.state"),
              .radio([
                .init("active", visit.t("people.active")),
                .init("disabled", visit.t("people.disabled"), hint: visit.t("ouranos.disabledHint")),
              ]), value: link?.disabled == true ? "disabled" : "active"),
          ], submit: visit.t("company.save")
        ).with { $0.cancel = link.map(path) ?? "/console/partners" }, errors))
  }

  private static func save(_ visit: Visit, _ old: OuranosLink?) async throws -> APIResponse {
    let form = visit.form
    var errors = FormErrors()
    for name in ["name", "authURL", "dataURL", "account"] where form[name].isEmpty || form[name].count > 500 {
      errors.add(name, visit.t("field.missing"))
    }
    let (key, password) = (form.raw("apiKey"), form.raw("password"))
    // Key and password are kept together: both, or neither where there are some already.
    if old == nil || !(key.isEmpty && password.isEmpty) {
      if key.isEmpty { errors.add("apiKey", visit.t("field.missing")) }
      if password.isEmpty { errors.add("password", visit.t("field.missing")) }
    }
    if !errors.isEmpty { return edit(visit, old, errors) }
    let link = OuranosLink(
      linkID: old?.linkID ?? Identifier(), operatorID: visit.company, name: form["name"],
      authURL: form["authURL"],
      dataURL: form["dataURL"], account: form["account"], disabled: form["state"] == "disabled")
    do {
      try await withConnection(visit) { connection in
        try await connection.put(
          link, apiKey: key.isEmpty ? nil : key, password: password.isEmpty ? nil : password, by: visit.actor)
      }
      return .redirect(to: path(link) + "?done=partnerSaved")
    } catch let refusal as Refusal {
      return edit(visit, old, visit.errors(refusal, ["authURL": "authURL", "dataURL": "dataURL"]))
    }
  }

  private static func test(_ visit: Visit, _ link: OuranosLink) async -> APIResponse {
    let http = OutgoingHTTP(visit.node.configuration)
    let result = await OuranosConnection(visit.node, http: http).test(link)
    await http.close()
    return page(
      visit, link,
      visit.notice(result.isGood ? .good : .bad, visit.t(result.isGood ? "pact.testGood" : "pact.testBad"))
        + visit.definitions([
          (visit.t("pact.called"), .code(result.url)),
          (visit.t("pact.status"), Markup(result.status.map { String($0) } ?? visit.t("pact.noAnswer"))),
          (visit.t("pact.back"), .code(result.answer)),
        ]))
  }

  // MARK: Requests

  private static func ask(_ visit: Visit, _ link: OuranosLink, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    let parts = visit.space.parts(of: visit.company).filter { !$0.terminated }
    guard !parts.isEmpty else {
      return visit.page(
        visit.t("pact.ask"), in: .partners, trail: trail(visit, link),
        visit.empty(visit.t("parts.empty"), action: (visit.t("parts.add"), "/console/parts/new")))
    }
    return visit.page(
      visit.t("pact.askTitle", ["company": link.name]), in: .partners, trail: trail(visit, link),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          path(link) + "/ask",
          [
            Field(
              "part", visit.t("column.component"),
              .select(parts.map { .init($0.traceID.description, visit.title(of: $0)) }),
              value: visit.request.query["part"]),
            Field("number", visit.t("wizard.number"), hint: visit.t("ouranos.numberHint"), short: true),
            Field(
              "due", visit.t("wizard.due"), .date, hint: visit.t("wizard.dueHint"),
              value: (Timestamp.now + .seconds(30 * 86400)).dayText),
            Field("message", visit.t("wizard.message"), .area(rows: 3), optional: true),
          ], submit: visit.t("wizard.send")
        ).with { $0.cancel = path(link) }, errors))
  }

  private static func order(_ visit: Visit, _ link: OuranosLink) async throws -> APIResponse {
    let form = visit.form
    var errors = FormErrors()
    if form["number"].isEmpty { errors.add("number", visit.t("wizard.numberMissing")) }
    if form["due"].isEmpty {
      errors.add("due", visit.t("field.missingDay"))
    } else if visit.isOver(form["due"]) {
      errors.add("due", visit.t("field.pastDay"))
    }
    guard let part = Identifier(form["part"]) else { return visit.notFound() }
    if !errors.isEmpty { return ask(visit, link, errors) }
    do {
      try await withConnection(visit) { connection in
        _ = try await connection.order(
          by: visit.company, link: link.linkID, component: part, supplier: form["number"],
          message: form.optional("message"), responseDueDate: form["due"], actor: visit.actor)
      }
      return .redirect(to: path(link) + "?done=requestSent")
    } catch let refusal as Refusal {
      return ask(visit, link, visit.errors(refusal, ["responseDueDate": "due", "downstreamTraceId": "part"]))
    }
  }
}
