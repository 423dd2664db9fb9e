import Exchange
import Values

/// Who sees what of this company's parts: every rule a sentence, each can be changed.
enum SharingPages {
  static let routes = [
    Console.get("/console/sharing") { visit in list(visit) },
    Console.get("/console/sharing/new", .disclose) { visit in newRule(visit) },
    Console.post("/console/sharing/new", .disclose) { visit in openRule(visit) },
    Console.get("/console/sharing/{to}/{id}", .disclose) { visit in
      guard let rule = Rule(visit) else { return visit.notFound() }
      return edit(visit, rule)
    },
    Console.post("/console/sharing/{to}/{id}", .disclose) { visit in
      guard let rule = Rule(visit) else { return visit.notFound() }
      return try await save(visit, rule)
    },
  ]

  /// A part of this company and a partner.
  private struct Rule {
    var part: Part
    var partner: Operator
    var path: String { "/console/sharing/\(partner.operatorID)/\(part.traceID)" }

    init?(_ visit: Visit) {
      guard let part = PartPages.ownPart(visit), let to = visit.id("to"),
        let partner = visit.space.operators[to],
        to != visit.company
      else { return nil }
      self.part = part
      self.partner = partner
    }
  }

  // MARK: Sentences

  /// What partners see of a part, or of all parts, each with a way to change it.
  static func sentences(_ visit: Visit, part: Identifier? = nil, to partner: Identifier? = nil) -> [Markup] {
    visit.space.disclosureStatements(of: visit.company)
      .filter { (part == nil || $0.traceID == part) && (partner == nil || $0.partner == partner) }
      .map { statement in
        let change =
          visit.may(.disclose)
          ? Markup(" ")
            + .link(
              visit.t("sharing.change"), "/console/sharing/\(statement.partner)/\(statement.traceID)",
              label: visit.t(
                "sharing.changeFor",
                ["company": visit.name(of: statement.partner), "part": visit.name(ofPart: statement.traceID)])
            )
          : .empty
        return Markup(sentence(visit, statement)) + change
      }
  }

  private static func sentence(_ visit: Visit, _ statement: DisclosureStatement) -> String {
    let values = [
      "company": visit.name(of: statement.partner), "part": visit.name(ofPart: statement.traceID),
    ]
    let seen = DisclosureItem.allCases.filter { statement.released[$0] != nil }
      .map { visit.t("sharing.item.\($0.rawValue)") }
    guard !seen.isEmpty else { return visit.t("sharing.nothing", values) }
    let items = seen.joined(separator: visit.t("sharing.and"))
    let basis = statement.released.values.contains(.rule) ? "rule" : "answer"
    return visit.t("sharing.sees.\(basis)", values.merging(["items": items]) { $1 })
  }

  private static func list(_ visit: Visit) -> APIResponse {
    let sentences = sentences(visit)
    let defaults = visit.space.operators[visit.company]?.answersDisclose == true
    return visit.page(
      visit.t("nav.sharing"), in: .sharing, lead: visit.t("sharing.lead"),
      visit.may(.disclose)
        ? visit.buttons([visit.button(visit.t("sharing.add"), "/console/sharing/new", "main")]) : .empty,
      sentences.isEmpty ? visit.empty(visit.t("sharing.none")) : visit.list(sentences, style: "log"),
      visit.heading(visit.t("sharing.default")),
      visit.text(visit.t(defaults ? "sharing.defaultOn" : "sharing.defaultOff")),
      visit.may(.administer)
        ? visit.paragraph(.link(visit.t("sharing.defaultChange"), "/console/company")) : .empty,
      visit.may(.audit) ? visit.heading(visit.t("sharing.reads")) + reads(visit) : .empty)
  }

  /// Who read what of this company's.
  private static func reads(_ visit: Visit) -> Markup {
    let rows = HistoryPages.reads(visit, limit: 50)
    guard !rows.isEmpty else { return visit.empty(visit.t("sharing.noReads")) }
    return visit.table(
      visit.t("sharing.reads"),
      [
        .init(visit.t("column.reader")), .init(visit.t("column.what")), .init(visit.t("column.why")),
        .init(visit.t("column.times"), number: true), .init(visit.t("column.when")),
      ], rows)
  }

  // MARK: Changing

  private static func newRule(_ visit: Visit, _ errors: FormErrors = FormErrors()) -> APIResponse {
    let parts = visit.space.parts(of: visit.company)
    guard !parts.isEmpty else {
      return visit.page(
        visit.t("sharing.add"), in: .sharing,
        visit.empty(visit.t("parts.empty"), action: (visit.t("parts.add"), "/console/parts/new")))
    }
    return visit.page(
      visit.t("sharing.add"), in: .sharing, trail: [(visit.t("nav.sharing"), "/console/sharing")],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          "/console/sharing/new",
          [
            Field(
              "part", visit.t("column.part"),
              .select(parts.map { .init($0.traceID.description, visit.title(of: $0)) }),
              value: visit.request.query["part"]),
            Field("number", visit.t("wizard.number"), hint: visit.t("wizard.numberHint"), short: true),
          ], submit: visit.t("next")
        ).with { $0.cancel = "/console/sharing" }, errors))
  }

  private static func openRule(_ visit: Visit) -> APIResponse {
    let number = visit.form["number"]
    guard let partner = visit.space.operatorID(openID: number) else {
      return newRule(visit, FormErrors("number", visit.t("wizard.numberUnknown", ["number": number])))
    }
    guard partner != visit.company else {
      return newRule(visit, FormErrors("number", visit.t("wizard.numberOwn")))
    }
    guard let part = Identifier(visit.form["part"]), visit.space.parts[part]?.operatorID == visit.company
    else {
      return newRule(visit, FormErrors("part", visit.t("field.missing")))
    }
    return .redirect(to: "/console/sharing/\(partner)/\(part)")
  }

  private static func edit(_ visit: Visit, _ rule: Rule, _ errors: FormErrors = FormErrors()) -> APIResponse {
    let (part, partner) = (rule.part.traceID, rule.partner.operatorID)
    func seen(_ item: DisclosureItem) -> Bool { visit.space.basis(for: item, of: part, to: partner) != nil }
    func choice(_ name: String, _ item: DisclosureItem) -> Field {
      Field(
        name, visit.t("sharing.question.\(item.rawValue)", ["company": rule.partner.name]),
        .radio([.init("yes", visit.t("yes")), .init("no", visit.t("no"))]), value: seen(item) ? "yes" : "no")
    }
    let buys = visit.space.trades(upstream: part).contains {
      $0.downstreamOperatorID == partner && visit.space.isLive($0)
    }
    return visit.page(
      visit.t("sharing.title", ["company": rule.partner.name, "part": visit.title(of: rule.part)]),
      in: .sharing,
      trail: [(visit.t("nav.sharing"), "/console/sharing")],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.text(visit.t("sharing.totalsOnly")),
      buys ? visit.notice(.warn, visit.t("sharing.withdrawWarning", ["company": rule.partner.name])) : .empty,
      visit.form(
        Visit.Shape(
          rule.path,
          [choice("total", .totalCFP), choice("quality", .totalDQR), choice("certificates", .certification)],
          submit: visit.t("sharing.save")
        ).with { $0.cancel = "/console/sharing" }, errors))
  }

  private static func save(_ visit: Visit, _ rule: Rule) async throws -> APIResponse {
    let form = visit.form
    let company = visit.company
    let (part, partner) = (rule.part.traceID, rule.partner.operatorID)
    let total = form["total"] == "yes"
    let wasSeen = visit.space.basis(for: .totalCFP, of: part, to: partner) != nil
    let buys = visit.space.trades(upstream: part).contains {
      $0.downstreamOperatorID == partner && visit.space.isLive($0)
    }
    if wasSeen, !total, buys, form.optional("confirmed") == nil {
      return visit.confirmation(
        visit.t("sharing.withdrawTitle", ["company": rule.partner.name]), in: .sharing,
        consequences: [
          visit.t("sharing.withdraw1", ["company": rule.partner.name]), visit.t("sharing.withdraw2"),
          visit.t("sharing.withdraw3"),
        ], action: rule.path, submit: visit.t("sharing.withdrawSubmit"), cancel: rule.path,
        hidden: ["total", "quality", "certificates"].map { ($0, form[$0]) } + [("confirmed", "1")])
    }
    try await visit.commit { transaction in
      try transaction.setDisclosure(
        by: company, to: partner, traceID: part, totalCFP: total, totalDQR: form["quality"] == "yes")
      try transaction.setCertificationDisclosure(
        by: company, to: partner, traceID: part, released: form["certificates"] == "yes")
    }
    return .redirect(to: "/console/sharing?done=sharingSaved")
  }
}
