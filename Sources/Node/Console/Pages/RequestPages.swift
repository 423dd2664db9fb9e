import Exchange
import Values

/// Requests: made to this company, and by it.
enum RequestPages {
  static let routes =
    [
      Console.get("/console/requests") { visit in list(visit) },
      Console.get("/console/requests/sent/{id}") { visit in
        guard let sent = own(visit) else { return visit.notFound() }
        return sentPage(visit, sent)
      },
      Console.get("/console/requests/sent/{id}/cancel", .edit) { visit in
        guard let sent = own(visit) else { return visit.notFound() }
        let supplier = visit.name(of: sent.trade.upstreamOperatorID)
        return visit.confirmation(
          visit.t("request.cancelTitle"), in: .requests,
          consequences: [
            visit.t("request.cancel1", ["company": supplier]),
            visit.t("request.cancel2", ["part": visit.name(ofPart: sent.trade.downstreamTraceID)]),
          ], action: "/console/requests/sent/\(sent.trade.tradeID)/cancel",
          submit: visit.t("request.cancelSubmit"),
          cancel: "/console/requests/sent/\(sent.trade.tradeID)", trail: trail(visit))
      },
      Console.post("/console/requests/sent/{id}/cancel") { visit in
        guard let sent = own(visit) else { return visit.notFound() }
        let company = visit.company
        try await visit.commit { try $0.cancelRequest(by: company, requestID: sent.trade.requestID) }
        return .redirect(to: "/console/requests/sent/\(sent.trade.tradeID)?done=requestCancelled")
      },
    ] + RequestWizard.routes

  static func trail(_ visit: Visit) -> [(String, String)] { [(visit.t("nav.requests"), "/console/requests")] }

  private static func own(_ visit: Visit) -> OpenRequest? {
    guard let id = visit.id(), let found = visit.request(id),
      found.trade.downstreamOperatorID == visit.company
    else { return nil }
    return found
  }

  // MARK: Lists

  private static func list(_ visit: Visit) -> APIResponse {
    let showsSent = visit.request.query["list"] == "sent"
    let received = visit.receivedRequests
    let sent = visit.sentRequests
    let links = LinkPages.open(visit)
    let tabs = visit.tabs(
      visit.t("requests.which"),
      [
        (visit.t("requests.received", ["n": String(received.count)]), "/console/requests", !showsSent),
        (
          visit.t("requests.sent", ["n": String(sent.count + links.count)]), "/console/requests?list=sent",
          showsSent
        ),
      ])
    let ask =
      visit.may(.edit)
      ? visit.buttons([visit.button(visit.t("requests.ask"), "/console/requests/new", "main")]) : .empty
    let content: [Markup]
    if showsSent {
      content = [
        sent.isEmpty && links.isEmpty
          ? visit.empty(
            visit.t("requests.noneSent"), action: (visit.t("requests.ask"), "/console/requests/new"))
          : sent.isEmpty ? .empty : sentTable(visit, sent),
        links.isEmpty ? .empty : visit.heading(visit.t("links.title")) + LinkPages.table(visit, links),
      ]
    } else {
      let waiting = visit.requestsToAnswer
      let rest = received.filter { $0.standing != .waiting }
      content = [
        received.isEmpty ? visit.empty(visit.t("requests.noneReceived")) : .empty,
        waiting.isEmpty
          ? .empty : visit.heading(visit.t("today.toAnswerTitle")) + receivedTable(visit, waiting),
        rest.isEmpty ? .empty : visit.heading(visit.t("requests.done")) + receivedTable(visit, rest),
      ]
    }
    return visit.page(
      visit.t("nav.requests"), in: .requests, lead: visit.t("requests.lead"), [ask, tabs] + content)
  }

  static func receivedTable(_ visit: Visit, _ requests: [OpenRequest]) -> Markup {
    visit.table(
      visit.t("today.toAnswerTitle"),
      [
        .init(visit.t("column.component")), .init(visit.t("column.from")), .init(visit.t("column.due")),
        .init(visit.t("column.state")), .init(visit.t("column.message")),
      ],
      requests.map { item in
        [
          .link(
            visit.name(ofPart: item.trade.downstreamTraceID),
            "/console/requests/received/\(item.trade.tradeID)"),
          Markup(visit.name(of: item.trade.downstreamOperatorID)), visit.due(item.request), visit.tag(item),
          Markup(String((item.request.message ?? "").prefix(80))),
        ]
      })
  }

  static func sentTable(_ visit: Visit, _ requests: [OpenRequest]) -> Markup {
    visit.table(
      visit.t("requests.sentCaption"),
      [
        .init(visit.t("column.component")), .init(visit.t("column.to")), .init(visit.t("column.due")),
        .init(visit.t("column.state")), .init(visit.t("column.progress")),
      ],
      requests.map { item in
        let progress = visit.space.requestProgress(of: item.trade.requestID)
        return [
          .link(
            visit.name(ofPart: item.trade.downstreamTraceID), "/console/requests/sent/\(item.trade.tradeID)"),
          Markup(visit.name(of: item.trade.upstreamOperatorID)), visit.due(item.request), visit.tag(item),
          Markup(
            visit.t(
              "requests.progress",
              ["done": String(progress?.completedCount ?? 0), "all": String(progress?.tradesCount ?? 1)])),
        ]
      })
  }

  // MARK: A request that was sent

  private static func sentPage(_ visit: Visit, _ sent: OpenRequest) -> APIResponse {
    let (trade, request) = (sent.trade, sent.request)
    let supplier = visit.name(of: trade.upstreamOperatorID)
    let component = visit.name(ofPart: trade.downstreamTraceID)
    var content = [
      visit.definitions(
        [
          (visit.t("column.state"), visit.tag(sent)),
          (visit.t("column.component"), .link(component, "/console/parts/\(trade.downstreamTraceID)")),
          (visit.t("column.to"), Markup(supplier)), (visit.t("column.due"), visit.due(request)),
          (visit.t("column.asked"), visit.time(request.created)),
        ] + (request.message.map { [(visit.t("column.message"), Markup($0))] } ?? [])
          + (request.replyMessage.flatMap { $0.isEmpty ? nil : [(visit.t("column.reply"), Markup($0))] } ?? [])
      )
    ]
    if let view = visit.space.answer(to: trade.downstreamTraceID)?.view, let total = view.total,
      sent.standing == .answered
    {
      content.append(visit.heading(visit.t("request.answer")))
      content.append(
        visit.facts([
          (
            visit.number(total.pre + total.main), "kg CO₂e / \(visit.unit(view.unit))",
            visit.t("footprint.total"), nil
          ),
          (visit.number(total.pre), "kg CO₂e", visit.t("stage.pre"), nil),
          (visit.number(total.main), "kg CO₂e", visit.t("stage.main"), nil),
        ]))
    } else if sent.standing == .withheld {
      content.append(visit.notice(.warn, visit.t("request.withheld", ["company": supplier])))
    }
    content.append(visit.heading(visit.t("request.tree")))
    content.append(tree(visit, trade))
    if visit.may(.edit) {
      var buttons = [
        visit.button(
          visit.t(request.state == .open ? "request.change" : "request.again"),
          "/console/requests/new?again=\(trade.tradeID)", request.state == .open ? "" : "main")
      ]
      if request.state == .open, visit.space.isLive(trade) {
        buttons.append(
          visit.button(visit.t("request.cancel"), "/console/requests/sent/\(trade.tradeID)/cancel", "danger"))
      }
      content.append(visit.buttons(buttons))
    }
    return visit.page(
      visit.t("request.sentTitle", ["part": component, "company": supplier]), in: .requests,
      trail: trail(visit), content)
  }

  /// How many answered at each step further upstream.
  static func tree(_ visit: Visit, _ trade: Trade) -> Markup {
    guard let tree = visit.space.requestTree(of: trade.requestID, for: visit.company) else { return .empty }
    let rows =
      [[Markup(visit.t("tree.first")), Markup("1"), Markup(tree.trade.answered == nil ? "0" : "1")]]
      + tree.tiers.enumerated().map { index, tier in
        [
          Markup(visit.t("tree.tier", ["n": String(index + 2)])), Markup(String(tier.requests)),
          Markup(String(tier.answered)),
        ]
      }
    return visit.text(visit.t(tree.terminated ? "tree.complete" : "tree.open"))
      + visit.table(
        visit.t("request.tree"),
        [
          .init(visit.t("tree.step")), .init(visit.t("tree.requests"), number: true),
          .init(visit.t("tree.answered"), number: true),
        ], rows)
  }
}

extension Visit {
  /// Lists beside each other of which one is shown.
  func tabs(_ label: String, _ items: [(label: String, href: String, current: Bool)]) -> Markup {
    Markup(trusted: "<nav class=\"tabs\" aria-label=\"\(Markup.escaped(label))\"><ul>")
      + items.map { item in
        Markup(
          trusted:
            "<li><a href=\"\(Markup.escaped(item.href))\"\(item.current ? " aria-current=\"page\"" : "")>")
          + Markup(item.label) + Markup(trusted: "</a></li>")
      }.joined + Markup(trusted: "</ul></nav>")
  }
}
