import Exchange
import Records
import Values

/// Partners that exchange footprints by PACT: their addresses and credentials, a test of the connection, requests
/// in both directions, publishing.
enum PactPages {
  static let routes = [
    Console.get("/console/partners/pact/new", .administer) { visit in edit(visit, nil) },
    Console.post("/console/partners/pact/new", .administer) { visit in try await save(visit, nil) },
    Console.get("/console/partners/pact/{id}") { visit in
      guard let partner = partner(visit) else { return visit.notFound() }
      return page(visit, partner)
    },
    Console.get("/console/partners/pact/{id}/edit", .administer) { visit in
      guard let partner = partner(visit) else { return visit.notFound() }
      return edit(visit, partner)
    },
    Console.post("/console/partners/pact/{id}/edit", .administer) { visit in
      guard let partner = partner(visit) else { return visit.notFound() }
      return try await save(visit, partner)
    },
    Console.post("/console/partners/pact/{id}/credentials", .administer) { visit in
      guard let partner = partner(visit) else { return visit.notFound() }
      return try await credentials(visit, partner)
    },
    Console.post("/console/partners/pact/{id}/test", .administer) { visit in
      guard let partner = partner(visit) else { return visit.notFound() }
      return await test(visit, partner)
    },
    Console.get("/console/partners/pact/{id}/ask", .request) { visit in
      guard let partner = partner(visit) else { return visit.notFound() }
      return ask(visit, partner)
    },
    Console.post("/console/partners/pact/{id}/ask", .request) { visit in
      guard let partner = partner(visit) else { return visit.notFound() }
      return try await sendRequest(visit, partner)
    },
    Console.post("/console/partners/pact/{id}/answer", .answer) { visit in
      guard let partner = partner(visit) else { return visit.notFound() }
      return try await answer(visit, partner)
    },
  ]

  private static func partner(_ visit: Visit) -> PactPartner? {
    guard let id = visit.id(), let partner = visit.world.pact.partners[id],
      partner.operatorID == visit.company,
      !partner.removed
    else { return nil }
    return partner
  }

  static func partners(_ visit: Visit) -> [PactPartner] {
    visit.world.pact.partners(of: visit.company).filter { !$0.removed }
  }

  private static func path(_ partner: PactPartner) -> String { "/console/partners/pact/\(partner.partnerID)" }

  private static func trail(_ visit: Visit) -> [(String, String)] {
    [(visit.t("nav.partners"), "/console/partners")]
  }

  /// The partners as a table, for the page of all partners.
  static func table(_ visit: Visit) -> Markup {
    let partners = partners(visit)
    let add =
      visit.may(.administer)
      ? visit.buttons([visit.button(visit.t("pact.add"), "/console/partners/pact/new")]) : .empty
    if partners.isEmpty { return visit.empty(visit.t("pact.none")) + add }
    return visit.table(
      visit.t("pact.title"),
      [
        .init(visit.t("company.name")), .init(visit.t("pact.address")),
        .init(visit.t("pact.waiting"), number: true),
      ],
      partners.map { partner in
        [
          .link(partner.name, path(partner)), Markup(partner.baseURL ?? "–"),
          Markup(
            String(
              visit.world.pact.waitingRequests(of: visit.company).count { $0.partnerID == partner.partnerID })
          ),
        ]
      }) + add
  }

  // MARK: A partner

  private static func page(_ visit: Visit, _ partner: PactPartner, _ content: Markup = .empty) -> APIResponse
  {
    let requests = visit.world.pact.requests(of: visit.company).filter { $0.partnerID == partner.partnerID }
    var buttons: [Markup] = []
    if visit.may(.request), partner.baseURL != nil {
      buttons.append(visit.button(visit.t("pact.ask"), path(partner) + "/ask", "main"))
    }
    if visit.may(.administer) { buttons.append(visit.button(visit.t("pact.edit"), path(partner) + "/edit")) }
    let administration =
      visit.may(.administer)
      ? visit.heading(visit.t("pact.connection")) + visit.text(visit.t("pact.testText"))
        + visit.act(visit.t("pact.test"), path(partner) + "/test")
        + visit.heading(visit.t("pact.credentials"))
        + visit.text(visit.t("pact.credentialsText", ["url": visit.node.configuration.publicURL]))
        + visit.act(visit.t("pact.makeCredentials"), path(partner) + "/credentials") : .empty
    return visit.page(
      partner.name, in: .partners, lead: visit.t("pact.title"), trail: trail(visit), visit.buttons(buttons),
      content,
      visit.definitions([
        (visit.t("pact.address"), Markup(partner.baseURL ?? "–")),
        (visit.t("pact.grant"), Markup(visit.t(partner.grant.all ? "pact.grantAll" : "pact.grantNone"))),
      ]), visit.heading(visit.t("nav.requests")),
      requests.isEmpty ? visit.empty(visit.t("pact.noRequests")) : self.requests(visit, partner, requests),
      administration)
  }

  private static func requests(_ visit: Visit, _ partner: PactPartner, _ requests: [PactRequest]) -> Markup {
    let published = visit.space.parts(of: visit.company).compactMap { part in
      visit.world.pact.activeFootprint(of: part.traceID).map {
        Field.Option($0.footprintID.description, visit.title(of: part))
      }
    }
    let table = visit.table(
      visit.t("nav.requests"),
      [
        .init(visit.t("column.what")), .init(visit.t("pact.direction")), .init(visit.t("column.state")),
        .init(visit.t("column.asked")),
      ],
      requests.map { request in
        [
          Markup(product(request)), Markup(visit.t(request.isIncoming ? "pact.incoming" : "pact.outgoing")),
          .tag(
            visit.t("pact.\(request.state.rawValue)"),
            request.state == .fulfilled ? .ok : request.state == .waiting ? .wait : .bad),
          visit.time(request.created),
        ]
      })
    let waiting = requests.filter { $0.isIncoming && $0.state == .waiting }
    guard !waiting.isEmpty, visit.may(.answer) else { return table }
    return table + visit.heading(visit.t("pact.answerTitle"))
      + visit.form(
        Visit.Shape(
          path(partner) + "/answer",
          [
            Field(
              "request", visit.t("pact.request"),
              .select(waiting.map { .init($0.requestID.description, product($0)) })),
            Field(
              "footprint", visit.t("pact.footprint"),
              .select([.init("", visit.t("pact.reject"))] + published), hint: visit.t("pact.footprintHint")),
            Field("reason", visit.t("answer.reason"), optional: true),
          ], submit: visit.t("answer.send")))
  }

  private static func product(_ request: PactRequest) -> String {
    (request.criteria["productId"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
  }

  // MARK: Changing

  private static func edit(_ visit: Visit, _ partner: PactPartner?, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    visit.page(
      visit.t(partner == nil ? "pact.add" : "pact.edit"), in: .partners, trail: trail(visit),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          partner.map { path($0) + "/edit" } ?? "/console/partners/pact/new",
          [
            Field("name", visit.t("company.name"), value: partner?.name),
            Field(
              "baseURL", visit.t("pact.address"), hint: visit.t("pact.addressHint"), optional: true,
              value: partner?.baseURL),
            Field(
              "tokenEndpoint", visit.t("pact.tokenEndpoint"), hint: visit.t("pact.tokenEndpointHint"),
              optional: true, value: partner?.tokenEndpoint),
            Field(
              "clientID", visit.t("pact.clientID"), hint: visit.t("pact.clientIDHint"), optional: true,
              value: partner?.clientID, autocomplete: "off"),
            Field(
              "secret", visit.t("pact.secret"), .password,
              hint: partner == nil ? nil : visit.t("pact.secretHint"), optional: true, autocomplete: "off"),
            Field(
              "grant", visit.t("pact.grant"),
              .radio([
                .init("none", visit.t("pact.grantNone"), hint: visit.t("pact.grantNoneHint")),
                .init("all", visit.t("pact.grantAll"), hint: visit.t("pact.grantAllHint")),
              ]), value: partner?.grant.all == true ? "all" : "none"),
          ], submit: visit.t("company.save")
        ).with { $0.cancel = partner.map(path) ?? "/console/partners" }, errors))
  }

  private static func save(_ visit: Visit, _ old: PactPartner?) async throws -> APIResponse {
    let (form, company) = (visit.form, visit.company)
    var partner = old ?? PactPartner(partnerID: Identifier(), operatorID: company, name: "")
    partner.name = form["name"]
    partner.baseURL = form.optional("baseURL")
    partner.tokenEndpoint = form.optional("tokenEndpoint")
    partner.clientID = form.optional("clientID")
    if (form["grant"] == "all") != partner.grant.all {
      partner.grant = form["grant"] == "all" ? .everything : .nothing
    }
    do {
      let wanted = partner
      try await visit.commit { try $0.putPartner(by: company, wanted) }
      let secret = form.raw("secret")
      if !secret.isEmpty {
        try PactClient.putSecret(secret, of: partner.partnerID, in: visit.node.ledger.store)
      }
      return .redirect(to: path(partner) + "?done=partnerSaved")
    } catch let refusal as Refusal {
      let names = ["name", "baseURL", "tokenEndpoint"]
      return edit(
        visit, old, visit.errors(refusal, Dictionary(names.map { ($0, $0) }, uniquingKeysWith: { a, _ in a }))
      )
    }
  }

  /// What the partner's system gets in with, shown once; what it had before no longer holds.
  private static func credentials(_ visit: Visit, _ partner: PactPartner) async throws -> APIResponse {
    for client in visit.world.people.clients.values
    where client.partnerID == partner.partnerID && !client.revoked {
      _ = try await visit.node.signIn.revokeClient(client.clientID, by: visit.actor)
    }
    let id = Identifier()
    let client = OAuthClient(
      clientID: id, name: id.description, operatorID: visit.company, partnerID: partner.partnerID,
      role: .viewer)
    let secret = try await visit.node.signIn.makeClient(client, by: visit.actor)
    return visit.page(
      visit.t("key.made"), in: .partners, trail: trail(visit) + [(partner.name, path(partner))],
      visit.notice(.warn, visit.t("key.once")),
      visit.definitions([
        (visit.t("pact.address"), .code(visit.node.configuration.publicURL)),
        ("client_id", .code(client.name)),
        ("client_secret", .code(secret)),
      ]))
  }

  // MARK: Test

  private static func test(_ visit: Visit, _ partner: PactPartner) async -> APIResponse {
    let http = OutgoingHTTP(visit.node.configuration)
    let steps = await PactClient(http: http, store: visit.node.ledger.store).testConnection(to: partner)
    await http.close()
    let good = !steps.isEmpty && steps.allSatisfy(\.isGood)
    let result =
      visit.notice(good ? .good : .bad, visit.t(good ? "pact.testGood" : "pact.testBad"))
      + visit.table(
        visit.t("pact.testCaption"),
        [
          .init(visit.t("pact.step")), .init(visit.t("pact.called")), .init(visit.t("pact.status")),
          .init(visit.t("pact.back")),
        ],
        steps.map { step in
          [
            Markup(visit.t("pact.step.\(step.name)")), .code(step.url),
            .tag(step.status.map { String($0) } ?? visit.t("pact.noAnswer"), step.isGood ? .ok : .bad),
            .code(step.answer),
          ]
        }, hideCaption: false)
    return page(visit, partner, result)
  }

  // MARK: Requests

  private static func ask(_ visit: Visit, _ partner: PactPartner, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    let parts = visit.space.parts(of: visit.company).filter { !$0.terminated }
    guard !parts.isEmpty else {
      return visit.page(
        visit.t("pact.ask"), in: .partners, trail: trail(visit),
        visit.empty(visit.t("parts.empty"), action: (visit.t("parts.add"), "/console/parts/new")))
    }
    return visit.page(
      visit.t("pact.askTitle", ["company": partner.name]), in: .partners,
      trail: trail(visit) + [(partner.name, path(partner))],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          path(partner) + "/ask",
          [
            Field(
              "part", visit.t("column.component"),
              .select(parts.map { .init($0.traceID.description, visit.title(of: $0)) }),
              value: visit.request.query["part"]),
            Field("product", visit.t("pact.product"), hint: visit.t("pact.productHint")),
            Field("message", visit.t("wizard.message"), .area(rows: 3), optional: true),
          ], submit: visit.t("wizard.send")
        ).with {
          $0.cancel = path(partner)
          $0.closing = visit.paragraph(.soft(visit.t("pact.askNote")))
        }, errors))
  }

  private static func sendRequest(_ visit: Visit, _ partner: PactPartner) async throws -> APIResponse {
    let (company, base) = (visit.company, visit.node.configuration.publicURL)
    let product = visit.form["product"]
    guard let part = Identifier(visit.form["part"]), visit.space.parts[part]?.operatorID == company else {
      return ask(visit, partner, FormErrors("part", visit.t("field.missing")))
    }
    guard product.lowercased().hasPrefix("urn:") else {
      return ask(visit, partner, FormErrors("product", visit.t("pact.noURN")))
    }
    var criteria: [String: JSONValue] = ["productId": [.string(product)]]
    if let message = visit.form.optional("message") { criteria["comment"] = .string(message) }
    let wanted = JSONValue.object(criteria)
    do {
      try await visit.commit { transaction in
        try transaction.link(by: company, component: part, to: partner.partnerID, product: product)
        _ = try transaction.request(by: company, from: partner.partnerID, criteria: wanted, base: base)
      }
      return .redirect(to: path(partner) + "?done=requestSent")
    } catch let refusal as Refusal {
      return ask(visit, partner, FormErrors("product", visit.t(refusal)))
    }
  }

  private static func answer(_ visit: Visit, _ partner: PactPartner) async throws -> APIResponse {
    let (company, base) = (visit.company, visit.node.configuration.publicURL)
    guard let request = Identifier(visit.form["request"]) else { return visit.notFound() }
    let footprint = Identifier(visit.form["footprint"])
    let reason = visit.form["reason"].isEmpty ? visit.t("pact.noFootprint") : visit.form["reason"]
    try await visit.commit { transaction in
      if let footprint {
        try transaction.answer(by: company, request: request, with: [footprint], base: base)
      } else {
        try transaction.reject(
          by: company, request: request, because: PactError(.notFound, reason), base: base)
      }
    }
    return .redirect(to: path(partner) + "?done=answerSent")
  }
}
