import Exchange
import Values

/// Asking a supplier, step by step: which component, whom, what to say, a last look.
enum RequestWizard {
  static let routes = [
    Console.get("/console/requests/new", .edit) { visit in step(visit) },
    Console.post("/console/requests/new/supplier") { visit in supplier(visit) },
    Console.post("/console/requests/new/check") { visit in try await check(visit) },
  ]

  private static let path = "/console/requests/new"

  /// What was chosen so far.
  private struct Choice {
    var part: Part?
    var supplier: Operator?
    var again: OpenRequest?
  }

  private static func choice(_ visit: Visit) -> Choice {
    func value(_ name: String) -> String? {
      visit.form.sent ? visit.form.optional(name) : visit.request.query[name]
    }
    var choice = Choice()
    if let id = value("again").flatMap({ Identifier($0) }), let again = visit.request(id),
      again.trade.downstreamOperatorID == visit.company
    {
      choice.again = again
      choice.part = visit.space.parts[again.trade.downstreamTraceID]
      choice.supplier = visit.space.operators[again.trade.upstreamOperatorID]
      return choice
    }
    if let part = value("part").flatMap({ Identifier($0) }).flatMap({ visit.space.parts[$0] }),
      part.operatorID == visit.company
    {
      choice.part = part
    }
    choice.supplier = value("supplier").flatMap { Identifier($0) }.flatMap { visit.space.operators[$0] }
    return choice
  }

  private static func step(_ visit: Visit) -> APIResponse {
    let choice = choice(visit)
    if choice.part == nil { return choosePart(visit) }
    return choice.supplier == nil ? chooseSupplier(visit, choice) : chooseWords(visit, choice)
  }

  private static func page(
    _ visit: Visit, _ number: Int, _ title: String, lead: String? = nil, _ errors: FormErrors = FormErrors(),
    _ content: Markup...
  ) -> APIResponse {
    visit.page(
      title, in: .requests, lead: lead, trail: RequestPages.trail(visit),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      [visit.paragraph(.soft(visit.t("wizard.step", ["n": String(number), "all": "4"])))] + content)
  }

  // MARK: 1

  private static func choosePart(_ visit: Visit) -> APIResponse {
    let candidates = visit.space.parts(of: visit.company).filter { part in
      !part.terminated && !visit.space.parents(of: part.traceID).isEmpty
        && !(visit.space.trade(downstream: part.traceID).map { visit.space.isLive($0) } ?? false)
    }
    // Those without a footprint first: they are what is missing.
    let sorted =
      candidates.filter { visit.origin(of: $0.traceID) == nil }
      + candidates.filter { visit.origin(of: $0.traceID) != nil }
    guard !sorted.isEmpty else {
      return page(
        visit, 1, visit.t("wizard.partTitle"), FormErrors(),
        visit.empty(visit.t("wizard.noParts"), action: (visit.t("nav.parts"), "/console/parts")))
    }
    return page(
      visit, 1, visit.t("wizard.partTitle"), lead: visit.t("wizard.partLead"), FormErrors(),
      visit.form(
        Visit.Shape(
          path,
          [
            Field(
              "part", visit.t("wizard.part"),
              .radio(
                sorted.prefix(100).map { part in
                  .init(
                    part.traceID.description, visit.title(of: part),
                    hint: visit.origin(of: part.traceID) == nil
                      ? visit.t("state.unknown") : visit.originText(of: part.traceID))
                }), value: sorted.first?.traceID.description)
          ], submit: visit.t("next")
        ).with {
          $0.method = "get"
          $0.cancel = "/console/requests"
        }))
  }

  // MARK: 2

  private static func chooseSupplier(_ visit: Visit, _ choice: Choice, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    guard let part = choice.part else { return choosePart(visit) }
    let known = Set(visit.space.trades(buyer: visit.company).map(\.upstreamOperatorID))
      .compactMap { visit.space.operators[$0] }.sorted { $0.name < $1.name }
    let options =
      [
        Field.Option("number", visit.t("wizard.byNumber"), hint: visit.t("wizard.byNumberHint")),
        Field.Option("link", visit.t("wizard.byLink"), hint: visit.t("wizard.byLinkHint")),
      ]
      + PactPages.partners(visit).filter { $0.baseURL != nil }.map {
        Field.Option("pact-\($0.partnerID)", $0.name, hint: visit.t("pact.title"))
      }
      + OuranosPages.links(visit).map {
        Field.Option("ouranos-\($0.linkID)", $0.name, hint: visit.t("ouranos.title"))
      }
      + known.map {
        Field.Option(
          $0.operatorID.description, $0.name,
          hint: visit.t("wizard.askedBefore", ["number": $0.openOperatorID]))
      }
    return page(
      visit, 2, visit.t("wizard.supplierTitle", ["part": visit.title(of: part)]), errors,
      visit.form(
        Visit.Shape(
          path + "/supplier",
          [
            Field(
              "how", visit.t("wizard.how"), .radio(options),
              value: known.first?.operatorID.description ?? "number"),
            Field(
              "number", visit.t("wizard.number"), hint: visit.t("wizard.numberHint"), optional: true,
              short: true),
          ], submit: visit.t("next")
        ).with {
          $0.hidden = [("part", part.traceID.description)]
          $0.cancel = "/console/requests"
        }, errors))
  }

  private static func supplier(_ visit: Visit) -> APIResponse {
    let choice = choice(visit)
    guard let part = choice.part else { return visit.notFound() }
    let start = "\(path)?part=\(part.traceID)"
    switch visit.form["how"] {
    case "link": return .redirect(to: "/console/links/new?part=\(part.traceID)")
    case "number":
      let number = visit.form["number"]
      guard !number.isEmpty else {
        return chooseSupplier(visit, choice, FormErrors("number", visit.t("wizard.numberMissing")))
      }
      guard let found = visit.space.operatorID(openID: number) else {
        return chooseSupplier(
          visit, choice, FormErrors("number", visit.t("wizard.numberUnknown", ["number": number])))
      }
      guard found != visit.company else {
        return chooseSupplier(visit, choice, FormErrors("number", visit.t("wizard.numberOwn")))
      }
      return .redirect(to: "\(start)&supplier=\(found)")
    case let text where text.hasPrefix("pact-") || text.hasPrefix("ouranos-"):
      let words = text.split(separator: "-", maxSplits: 1).map(String.init)
      guard words.count == 2, let id = Identifier(words[1]) else { return visit.notFound() }
      return .redirect(to: "/console/partners/\(words[0])/\(id)/ask?part=\(part.traceID)")
    case let text:
      guard let id = Identifier(text), visit.space.operators[id] != nil else {
        return chooseSupplier(visit, choice, FormErrors("how", visit.t("field.missing")))
      }
      return .redirect(to: "\(start)&supplier=\(id)")
    }
  }

  // MARK: 3 and 4

  private static func chooseWords(_ visit: Visit, _ choice: Choice, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    guard let part = choice.part, let supplier = choice.supplier else { return visit.notFound() }
    let due = (Timestamp.now + .seconds(30 * 86400)).dayText
    return page(
      visit, 3, visit.t("wizard.wordsTitle", ["company": supplier.name]), errors,
      visit.form(
        Visit.Shape(
          path + "/check",
          [
            Field(
              "due", visit.t("wizard.due"), .date, hint: visit.t("wizard.dueHint"),
              value: choice.again?.request.responseDueDate ?? due),
            Field(
              "message", visit.t("wizard.message"), .area(rows: 5), hint: visit.t("wizard.messageHint"),
              optional: true,
              value: choice.again?.request.message ?? ""),
          ], submit: visit.t("next")
        ).with {
          $0.hidden = hidden(choice, part, supplier)
          $0.cancel = "/console/requests"
        }, errors))
  }

  private static func hidden(_ choice: Choice, _ part: Part, _ supplier: Operator) -> [(
    name: String, value: String
  )] {
    [("part", part.traceID.description), ("supplier", supplier.operatorID.description)]
      + (choice.again.map { [("again", $0.trade.tradeID.description)] } ?? [])
  }

  private static func check(_ visit: Visit) async throws -> APIResponse {
    let choice = choice(visit)
    guard let part = choice.part, let supplier = choice.supplier else { return visit.notFound() }
    if visit.form.optional("edit") != nil { return chooseWords(visit, choice) }
    let due = visit.form["due"]
    let message = visit.form.optional("message")
    let company = visit.company
    @Sendable func ask<Journal: DataSpaceJournal & SendableMetatype>(_ journal: inout Journal) throws -> Trade
    {
      try journal.requestFootprint(
        by: company, component: part.traceID, supplier: supplier.operatorID, message: message,
        responseDueDate: due, tradeID: choice.again?.trade.tradeID, requestID: choice.again?.request.requestID
      ).trade
    }
    do {
      if due.isEmpty { throw FormErrors("due", visit.t("field.missingDay")) }
      if visit.form.optional("confirmed") != nil {
        let trade = try await visit.commit { try ask(&$0) }
        return .redirect(to: "/console/requests/sent/\(trade.tradeID)?done=requestSent")
      }
      if visit.isOver(due) { throw FormErrors("due", visit.t("field.pastDay")) }
      var preview = PreviewJournal(space: visit.space)
      _ = try ask(&preview)
    } catch let refusal as Refusal {
      return chooseWords(
        visit, choice, visit.errors(refusal, ["responseDueDate": "due", "message": "message"]))
    } catch let errors as FormErrors {
      return chooseWords(visit, choice, errors)
    }
    return page(
      visit, 4, visit.t("wizard.checkTitle"), FormErrors(),
      visit.definitions([
        (visit.t("column.component"), Markup(visit.title(of: part))),
        (visit.t("column.to"), Markup(supplier.name)),
        (visit.t("column.due"), Markup(due)),
        (visit.t("column.message"), Markup(message ?? visit.t("wizard.noMessage"))),
      ]),
      visit.notice(.info, visit.t("wizard.sees", ["company": supplier.name])),
      visit.form(
        Visit.Shape(path + "/check", [], submit: visit.t("wizard.send")).with {
          $0.hidden =
            hidden(choice, part, supplier) + [("due", due), ("message", message ?? ""), ("confirmed", "1")]
          $0.second = (visit.t("back"), "edit")
        }))
  }
}
