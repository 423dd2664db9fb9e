import Exchange
import Values

/// Answering a request: which part it is, its footprint, what will be disclosed, send; or send back.
enum AnswerPages {
  static let routes = [
    Console.get("/console/requests/received/{id}") { visit in
      guard let asked = asked(visit) else { return visit.notFound() }
      return page(visit, asked)
    },
    Console.get("/console/requests/received/{id}/part", .edit) { visit in
      guard let asked = asked(visit) else { return visit.notFound() }
      return choosePart(visit, asked)
    },
    Console.get("/console/requests/received/{id}/footprint", .edit) { visit in
      guard let asked = asked(visit) else { return visit.notFound() }
      return footprint(visit, asked)
    },
    Console.post("/console/requests/received/{id}/footprint") { visit in
      guard let asked = asked(visit) else { return visit.notFound() }
      return try await keepFootprint(visit, asked)
    },
    Console.get("/console/requests/received/{id}/check", .edit) { visit in
      guard let asked = asked(visit) else { return visit.notFound() }
      return check(visit, asked)
    },
    Console.post("/console/requests/received/{id}/send", .disclose) { visit in
      guard let asked = asked(visit) else { return visit.notFound() }
      return try await send(visit, asked)
    },
    Console.get("/console/requests/received/{id}/send-back", .edit) { visit in
      guard let asked = asked(visit) else { return visit.notFound() }
      return sendBackPage(visit, asked)
    },
    Console.post("/console/requests/received/{id}/send-back") { visit in
      guard let asked = asked(visit) else { return visit.notFound() }
      return try await sendBack(visit, asked)
    },
  ]

  private static func asked(_ visit: Visit) -> OpenRequest? {
    guard let id = visit.id(), let found = visit.request(id), found.trade.upstreamOperatorID == visit.company
    else { return nil }
    return found
  }

  private static func path(_ asked: OpenRequest) -> String {
    "/console/requests/received/\(asked.trade.tradeID)"
  }

  private static func trail(_ visit: Visit, _ asked: OpenRequest) -> [(String, String)] {
    RequestPages.trail(visit) + [(title(visit, asked), path(asked))]
  }

  private static func title(_ visit: Visit, _ asked: OpenRequest) -> String {
    visit.t(
      "answer.title",
      [
        "part": visit.name(ofPart: asked.trade.downstreamTraceID),
        "company": visit.name(of: asked.trade.downstreamOperatorID),
      ])
  }

  private static func page(_ visit: Visit, _ asked: OpenRequest) -> APIResponse {
    let (trade, request) = (asked.trade, asked.request)
    let component = visit.space.parts[trade.downstreamTraceID]
    let buyer = visit.name(of: trade.downstreamOperatorID)
    var content = [
      visit.definitions(
        [
          (visit.t("column.state"), visit.tag(asked)),
          (
            visit.t("answer.what"),
            Markup(
              visit.t(
                "answer.whatText",
                ["part": visit.name(ofPart: trade.downstreamTraceID), "unit": visit.unit(component?.unit)]))
          ),
          (visit.t("column.from"), Markup(buyer)), (visit.t("column.due"), visit.due(request)),
          (visit.t("column.asked"), visit.time(request.created)),
        ] + (request.message.flatMap { $0.isEmpty ? nil : [(visit.t("column.message"), Markup($0))] } ?? [])
          + (request.replyMessage.flatMap { $0.isEmpty ? nil : [(visit.t("column.reply"), Markup($0))] } ?? [])
      )
    ]
    if let part = trade.upstreamTraceID {
      content.append(visit.heading(visit.t("answer.given")))
      content.append(visit.paragraph(.link(visit.name(ofPart: part), "/console/parts/\(part)")))
      content.append(
        visit.list(SharingPages.sentences(visit, part: part, to: trade.downstreamOperatorID), style: "log"))
      content.append(RequestPages.tree(visit, trade))
    }
    if request.state == .open, visit.space.isLive(trade), visit.may(.edit) {
      content.append(
        visit.buttons([
          visit.button(
            visit.t(trade.upstreamTraceID == nil ? "answer.start" : "answer.change"), path(asked) + "/part",
            "main"),
          visit.button(visit.t("answer.sendBack"), path(asked) + "/send-back"),
        ]))
    }
    return visit.page(title(visit, asked), in: .requests, trail: RequestPages.trail(visit), content)
  }

  // MARK: Which part

  private static func step(_ visit: Visit, _ number: Int) -> Markup {
    visit.paragraph(.soft(visit.t("wizard.step", ["n": String(number), "all": "3"])))
  }

  private static func choosePart(_ visit: Visit, _ asked: OpenRequest) -> APIResponse {
    let parts = visit.space.parts(of: visit.company)
    let known = parts.filter { visit.space.totals[$0.traceID] != nil }
    let sorted = known + parts.filter { visit.space.totals[$0.traceID] == nil }
    let make = visit.button(
      visit.t("answer.makePart"), "/console/parts/new?answer=\(asked.trade.tradeID)",
      parts.isEmpty ? "main" : "")
    return visit.page(
      visit.t("answer.partTitle"), in: .requests,
      lead: visit.t(
        "answer.partLead",
        [
          "part": visit.name(ofPart: asked.trade.downstreamTraceID),
          "company": visit.name(of: asked.trade.downstreamOperatorID),
        ]),
      trail: trail(visit, asked), step(visit, 1),
      parts.isEmpty
        ? visit.empty(visit.t("answer.noParts"))
        : visit.form(
          Visit.Shape(
            path(asked) + "/footprint",
            [
              Field(
                "part", visit.t("answer.part"),
                .radio(
                  sorted.prefix(200).map { part in
                    .init(
                      part.traceID.description, visit.title(of: part),
                      hint: visit.space.totals[part.traceID].map {
                        "\(visit.kilograms($0.sum)) / \(visit.unit($0.unit))"
                      }
                        ?? visit.t("state.unknown"))
                  }), value: asked.trade.upstreamTraceID?.description ?? sorted.first?.traceID.description)
            ], submit: visit.t("next")
          ).with {
            $0.method = "get"
            $0.cancel = path(asked)
          }), visit.buttons([make]))
  }

  // MARK: Its footprint

  private static func chosen(_ visit: Visit) -> Part? {
    let text = visit.form.sent ? visit.form["part"] : visit.request.query["part"] ?? ""
    guard let id = Identifier(text), let part = visit.space.parts[id], part.operatorID == visit.company else {
      return nil
    }
    return part
  }

  private static func footprint(_ visit: Visit, _ asked: OpenRequest, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    guard let part = chosen(visit) else { return visit.notFound() }
    let id = part.traceID
    let totals = visit.space.totals[id]
    let old = visit.space.declarations[id]
    let unit = part.unit ?? old?.unit
    var content = [step(visit, 2)]
    if let totals {
      content.append(
        visit.notice(
          .good,
          visit.t(
            "answer.hasFootprint",
            [
              "part": visit.title(of: part),
              "value": "\(visit.kilograms(totals.sum)) / \(visit.unit(totals.unit))",
            ]),
          visit.buttons([visit.button(visit.t("answer.useIt"), "\(path(asked))/check?part=\(id)", "main")])))
    }
    let components = visit.space.structures[id]?.components ?? []
    let missing = components.filter { visit.origin(of: $0.traceID) == nil }
    if !missing.isEmpty {
      content.append(
        visit.notice(
          .warn, visit.t("part.missing", ["n": String(missing.count)]),
          visit.text(visit.t("answer.forwardText"))
            + visit.list(
              missing.map {
                .link(
                  visit.t("part.askFor", ["part": visit.name(ofPart: $0.traceID)]),
                  "/console/requests/new?part=\($0.traceID)")
              },
              style: "bullets")))
    }
    content.append(visit.heading(visit.t(totals == nil ? "answer.enter" : "answer.enterAgain")))
    content.append(
      visit.paragraph(
        .link(visit.t("chain.offer"), "/console/parts/\(id)/chain?answer=\(asked.trade.tradeID)")))
    content.append(
      visit.form(
        Visit.Shape(
          path(asked) + "/footprint",
          FootprintPages.fields(visit, unit: unit, old) + FootprintPages.qualityFields(visit, old?.quality),
          submit: visit.t("answer.keep")
        ).with {
          $0.hidden = [("part", id.description)]
          $0.cancel = path(asked)
        }, errors))
    if components.isEmpty {
      content.append(
        visit.details(
          visit.t("answer.forwardTitle"),
          visit.text(visit.t("answer.forwardHow"))
            + visit.buttons([visit.button(visit.t("part.editStructure"), "/console/parts/\(id)/structure")])))
    }
    return visit.page(
      visit.t("footprint.title", ["part": visit.title(of: part)]), in: .requests,
      lead: visit.t("footprint.lead", ["unit": visit.unit(unit)]),
      trail: trail(visit, asked), status: errors.isEmpty ? .ok : .unprocessableContent, content)
  }

  private static func keepFootprint(_ visit: Visit, _ asked: OpenRequest) async throws -> APIResponse {
    guard let part = chosen(visit) else { return visit.notFound() }
    do {
      let unit = part.unit ?? visit.space.declarations[part.traceID]?.unit ?? .unit
      try await FootprintPages.declare(visit, FootprintPages.draft(visit, traceID: part.traceID, unit: unit))
      return .redirect(to: "\(path(asked))/check?part=\(part.traceID)&done=footprintSaved")
    } catch let errors as FormErrors {
      return footprint(visit, asked, errors)
    } catch let refusal as Refusal {
      return footprint(visit, asked, FormErrors(nil, visit.t(refusal)))
    }
  }

  // MARK: Check and send

  private static func check(_ visit: Visit, _ asked: OpenRequest, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    guard let part = chosen(visit), let totals = visit.space.totals[part.traceID] else {
      return visit.notFound()
    }
    let buyer = visit.name(of: asked.trade.downstreamOperatorID)
    let unit = visit.space.parts[asked.trade.downstreamTraceID]?.unit
    var content = [step(visit, 3)]
    if let unit, unit != totals.unit {
      content.append(
        visit.notice(
          .warn,
          visit.t(
            "answer.otherUnit",
            ["theirs": visit.unit(unit), "yours": visit.unit(totals.unit), "company": buyer])))
    }
    if !totals.missing.isEmpty {
      content.append(
        visit.notice(
          .warn, visit.t("part.missing", ["n": String(totals.missing.count)]),
          visit.text(visit.t("answer.incomplete"))))
    }
    content.append(visit.heading(visit.t("answer.willSee", ["company": buyer])))
    content.append(
      visit.table(
        visit.t("answer.willSee", ["company": buyer]),
        [.init(visit.t("column.what")), .init("kg CO₂e / \(visit.unit(totals.unit))", number: true)],
        [
          [Markup(visit.t("answer.totalPre")), Markup(visit.number(totals.sum.pre))],
          [Markup(visit.t("answer.totalMain")), Markup(visit.number(totals.sum.main))],
        ]))
    content.append(
      visit.notice(
        .info, visit.t("answer.disclosed", ["company": buyer, "part": visit.title(of: part)]),
        visit.text(visit.t("answer.notDisclosed"))))
    guard visit.may(.disclose) else {
      content.append(visit.notice(.warn, visit.t("answer.needsApprover")))
      return visit.page(
        visit.t("answer.checkTitle", ["company": buyer]), in: .requests, trail: trail(visit, asked), content)
    }
    content.append(
      visit.form(
        Visit.Shape(
          path(asked) + "/send",
          [
            Field(
              "quality", visit.t("answer.quality"),
              .radio([.init("yes", visit.t("answer.qualityYes")), .init("no", visit.t("answer.qualityNo"))]),
              value: "yes")
          ], submit: visit.t("answer.send")
        ).with {
          $0.hidden = [("part", part.traceID.description)]
          $0.cancel = "\(path(asked))/footprint?part=\(part.traceID)"
        }, errors))
    return visit.page(
      visit.t("answer.checkTitle", ["company": buyer]), in: .requests, trail: trail(visit, asked),
      status: errors.isEmpty ? .ok : .unprocessableContent, content)
  }

  private static func send(_ visit: Visit, _ asked: OpenRequest) async throws -> APIResponse {
    guard let part = chosen(visit) else { return visit.notFound() }
    let company = visit.company
    let quality = visit.form["quality"] != "no"
    let (tradeID, buyer) = (asked.trade.tradeID, asked.trade.downstreamOperatorID)
    do {
      try await visit.commit { transaction in
        try transaction.setDisclosure(
          by: company, to: buyer, traceID: part.traceID, totalCFP: true, totalDQR: quality)
        _ = try transaction.linkAnswer(by: company, tradeID: tradeID, traceID: part.traceID)
      }
      return .redirect(to: "\(path(asked))?done=answerSent")
    } catch let refusal as Refusal {
      return check(visit, asked, FormErrors(nil, visit.t(refusal)))
    }
  }

  // MARK: Send back

  private static func sendBackPage(_ visit: Visit, _ asked: OpenRequest, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    visit.page(
      visit.t("answer.sendBackTitle"), in: .requests,
      lead: visit.t("answer.sendBackLead", ["company": visit.name(of: asked.trade.downstreamOperatorID)]),
      trail: trail(visit, asked), status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          path(asked) + "/send-back",
          [Field("reason", visit.t("answer.reason"), .area(rows: 4), hint: visit.t("answer.reasonHint"))],
          submit: visit.t("answer.sendBackSubmit")
        ).with {
          $0.danger = true
          $0.cancel = path(asked)
        }, errors))
  }

  private static func sendBack(_ visit: Visit, _ asked: OpenRequest) async throws -> APIResponse {
    let company = visit.company
    guard let reason = visit.form.optional("reason") else {
      return sendBackPage(visit, asked, FormErrors("reason", visit.t("answer.reasonMissing")))
    }
    do {
      try await visit.commit {
        try $0.rejectRequest(by: company, requestID: asked.request.requestID, replyMessage: reason)
      }
      return .redirect(to: "\(path(asked))?done=sentBack")
    } catch let refusal as Refusal {
      return sendBackPage(visit, asked, visit.errors(refusal, ["replyMessage": "reason"]))
    }
  }
}
