import Exchange
import Values

/// What waits for a person.
enum TodayPage {
  static let routes = [Console.get("/console") { visit in page(visit) }]

  private static func page(_ visit: Visit) -> APIResponse {
    let toAnswer = visit.requestsToAnswer
    let sent = visit.sentRequests
    let parts = visit.space.parts(of: visit.company)
    let known = parts.count { visit.space.totals[$0.traceID] != nil }
    var content: [Markup] = []
    if parts.isEmpty { content.append(start(visit)) }
    content.append(
      visit.facts([
        (
          String(toAnswer.count), "", visit.t("today.toAnswer"), "/console/requests"
        ),
        (
          String(sent.count { $0.standing == .waiting }), "", visit.t("today.waitingFor"),
          "/console/requests?list=sent"
        ),
        (
          "\(known)/\(parts.count)", "", visit.t("today.known"), "/console/parts?show=unknown"
        ),
      ]))
    content.append(visit.heading(visit.t("today.toAnswerTitle")))
    content.append(
      toAnswer.isEmpty
        ? visit.empty(visit.t("today.nothingToAnswer")) : RequestPages.receivedTable(visit, toAnswer))
    let back = sent.filter { $0.standing == .sentBack }
    if !back.isEmpty {
      content.append(visit.heading(visit.t("today.sentBackTitle")))
      content.append(RequestPages.sentTable(visit, back))
    }
    let partners = PactPages.partners(visit)
    let asked = visit.world.pact.waitingRequests(of: visit.company)
    let asking = partners.filter { partner in asked.contains { $0.partnerID == partner.partnerID } }
    if !asking.isEmpty {
      content.append(visit.heading(visit.t("today.pactTitle")))
      content.append(
        visit.list(asking.map { .link($0.name, "/console/partners/pact/\($0.partnerID)") }, style: "log"))
    }
    content += news(visit)
    content += changes(visit)
    return visit.page(visit.t("nav.today"), in: .today, lead: lead(visit, toAnswer, back.count), content)
  }

  private static func lead(_ visit: Visit, _ toAnswer: [OpenRequest], _ back: Int) -> String {
    let overdue = toAnswer.count { $0.isOverdue }
    if overdue > 0 { return visit.t("today.leadOverdue", ["n": String(overdue)]) }
    if toAnswer.isEmpty {
      return back > 0 ? visit.t("today.leadSentBack", ["n": String(back)]) : visit.t("today.leadNothing")
    }
    return visit.t("today.leadWaiting", ["n": String(toAnswer.count)])
  }

  /// What a new company does first.
  private static func start(_ visit: Visit) -> Markup {
    visit.card(
      visit.heading(visit.t("start.title"))
        + Markup(trusted: #"<ol class="steps">"#)
        + [
          ("start.parts", "/console/parts/new", "start.partsLink"),
          ("start.sheets", "/console/sheets", "start.sheetsLink"),
          ("start.ask", "/console/requests/new", "start.askLink"),
        ].map { text, href, label in
          Markup(trusted: "<li>") + Markup(visit.t(text)) + Markup(trusted: " ") + .link(visit.t(label), href)
            + Markup(trusted: "</li>")
        }.joined + Markup(trusted: "</ol>"))
  }

  private static func news(_ visit: Visit) -> [Markup] {
    let notifications = visit.space.notifications(to: visit.company).prefix(8)
    guard !notifications.isEmpty else { return [] }
    return [
      visit.heading(visit.t("today.newsTitle")),
      visit.list(notifications.map { HistoryPages.sentence(visit, $0) }, style: "log"),
      visit.paragraph(.link(visit.t("today.allNews"), "/console/history/notifications")),
    ]
  }

  private static func changes(_ visit: Visit) -> [Markup] {
    let changes = visit.space.changes(of: visit.company).prefix(8)
    guard !changes.isEmpty else { return [] }
    let rows = changes.flatMap { change in
      change.items.map { item -> [Markup] in
        [
          .link(visit.name(ofPart: item.traceID), "/console/parts/\(item.traceID)"),
          Markup(item.before.map { visit.kilograms($0) } ?? "–"),
          Markup(item.after.map { visit.kilograms($0) } ?? "–"), Markup(why(visit, change)),
          visit.time(change.time),
        ]
      }
    }
    return [
      visit.heading(visit.t("today.changesTitle")),
      visit.table(
        visit.t("today.changesTitle"),
        [
          .init(visit.t("column.part")), .init(visit.t("column.before"), number: true),
          .init(visit.t("column.after"), number: true), .init(visit.t("column.why")),
          .init(visit.t("column.when")),
        ], rows),
    ]
  }

  private static func why(_ visit: Visit, _ change: FootprintChange) -> String {
    let key = "cause.\(change.cause)"
    let part = change.origin.map { visit.name(ofPart: $0) } ?? visit.t("cause.partner")
    return visit.words.has(key) ? visit.t(key, ["part": part]) : visit.t("cause.other", ["part": part])
  }
}
