import Exchange
import Foundation
import HTTPTypes
import NIOCore
import Records
import Values

/// What happened: the records that concern this company, each with its proof; notifications.
enum HistoryPages {
  static let routes = [
    Console.get("/console/history") { visit in list(visit) },
    Console.get("/console/history/notifications") { visit in notifications(visit) },
    Console.get("/console/history/{sequence}") { visit in
      guard let record = own(visit) else { return visit.notFound() }
      return page(visit, record)
    },
    Console.get("/console/history/{sequence}/proof") { visit in
      guard let record = own(visit), isWhollyOwn(visit, record) else { return visit.notFound() }
      let proof = try await visit.node.ledger.proof(of: record.sequence)
      return .json(
        .ok, proof.json,
        headers: [.contentDisposition: "attachment; filename=\"denchi-record-\(record.sequence)-proof.json\""]
      )
    },
  ]

  // MARK: Reading

  private static func read(_ visit: Visit, _ sequences: [Int64]) -> [Record] {
    sequences.compactMap { sequence in
      (try? visit.node.ledger.store.records(from: sequence, limit: 1))?.first.flatMap { Record(stored: $0) }
    }
  }

  /// The newest records that concern a part of this company.
  static func records(_ visit: Visit, part: Identifier, limit: Int) -> [Record] {
    read(visit, visit.world.history.newest(of: part, limit: limit))
  }

  /// The record of the path, if it concerns this company.
  private static func own(_ visit: Visit) -> Record? {
    guard let sequence = visit.request.parameters["sequence"].flatMap({ Int64($0) }), sequence > 0,
      let record = read(visit, [sequence]).first
    else { return nil }
    return concerns(visit, sequence) && mayRead(visit, record) ? record : nil
  }

  /// What people did and saw is for those who may audit.
  private static func mayRead(_ visit: Visit, _ record: Record) -> Bool {
    visit.may(.audit) || !(record.type.hasPrefix("people.") || record.type.hasPrefix("reads."))
  }

  private static func concerns(_ visit: Visit, _ sequence: Int64) -> Bool {
    // Numbers grow, so the place of one is found by halving.
    let index = visit.world.history
    var (low, high) = (0, index.count(of: visit.company) - 1)
    while low <= high {
      let middle = (low + high) / 2
      guard let found = index.newest(of: visit.company, skipping: middle, limit: 1).first else {
        return false
      }
      if found == sequence { return true }
      if found > sequence { low = middle + 1 } else { high = middle - 1 }
    }
    return false
  }

  // MARK: Pages

  private static let pageSize = 50

  private static func list(_ visit: Visit) -> APIResponse {
    let count = visit.world.history.count(of: visit.company)
    let pages = max(1, (count + pageSize - 1) / pageSize)
    let page = min(max(1, Int(visit.request.query["page"] ?? "") ?? 1), pages)
    let kind = visit.request.query["kind"] ?? "all"
    let kinds = ["all", "parts", "footprints", "requests", "sharing", "people"]
    let records = read(
      visit, visit.world.history.newest(of: visit.company, skipping: (page - 1) * pageSize, limit: pageSize)
    ).filter { mayRead(visit, $0) && (kind == "all" || self.kind(of: $0.type) == kind) }
    return visit.page(
      visit.t("nav.history"), in: .history, lead: visit.t("history.lead"),
      tabs(visit, notifications: false),
      visit.form(
        Visit.Shape(
          "/console/history",
          [
            Field(
              "kind", visit.t("history.kind"),
              .select(kinds.map { .init($0, visit.t("history.kind.\($0)")) }), value: kind)
          ],
          submit: visit.t("history.filter")
        ).with {
          $0.method = "get"
          $0.style = "row"
        }),
      records.isEmpty ? visit.empty(visit.t("history.none")) : table(visit, records),
      PartPages.pager(visit, page, pages))
  }

  private static func kind(of type: String) -> String {
    switch type.split(separator: ".").first ?? "" {
    case "parts", "structure", "plant", "operator", "file", "certification": "parts"
    case "cfp", "pact": "footprints"
    case "trade", "request", "link": "requests"
    case "disclosure", "reads": "sharing"
    default: "people"
    }
  }

  private static func tabs(_ visit: Visit, notifications: Bool) -> Markup {
    visit.tabs(
      visit.t("history.which"),
      [
        (visit.t("history.records"), "/console/history", !notifications),
        (visit.t("history.notifications"), "/console/history/notifications", notifications),
      ])
  }

  static func table(_ visit: Visit, _ records: [Record]) -> Markup {
    visit.table(
      visit.t("history.caption"),
      [
        .init(visit.t("column.number")), .init(visit.t("column.what")), .init(visit.t("column.who")),
        .init(visit.t("column.when")), .init(visit.t("column.proof")),
      ],
      records.map { record in
        [
          .link("#\(record.sequence)", "/console/history/\(record.sequence)"), Markup(name(visit, record)),
          Markup(actor(visit, record.actor)), visit.time(record.time),
          isWhollyOwn(visit, record)
            ? .link(
              visit.t("history.proof"), "/console/history/\(record.sequence)/proof",
              label: visit.t("history.proofOf", ["n": String(record.sequence)])) : Markup("–"),
        ]
      })
  }

  private static func name(_ visit: Visit, _ record: Record) -> String {
    let key = "record.\(record.type)"
    let body = record.body
    let part = ["traceID", "parent", "id"].compactMap { body[$0]?.string }.compactMap { Identifier($0) }.first
    {
      visit.space.parts[$0]?.operatorID == visit.company
    }
    let text = visit.words.has(key) ? visit.t(key) : visit.t("record.other", ["type": record.type])
    return part.map { visit.t("record.of", ["what": text, "part": visit.name(ofPart: $0)]) } ?? text
  }

  /// Who did something: by name within the company; another company's people only as that company.
  private static func actor(_ visit: Visit, _ actor: String) -> String {
    let parts = actor.split(separator: ":")
    guard parts.count == 2, let id = Identifier(String(parts[1])) else { return visit.t("actor.node") }
    if parts[0] == "user", let user = visit.world.people.users[id] {
      return user.operatorID == visit.company ? user.name : visit.name(of: user.operatorID)
    }
    if parts[0] == "client", let client = visit.world.people.clients[id] {
      return client.operatorID == visit.company ? client.name : visit.name(of: client.operatorID)
    }
    if parts[0] == "link" { return visit.t("actor.link") }
    return visit.t("actor.other")
  }

  private static func page(_ visit: Visit, _ record: Record) -> APIResponse {
    let text = String(decoding: shown(visit, record), as: UTF8.self)
    let hash = Digest.leaf(record.text).description
    let path = "/console/history/\(record.sequence)"
    return visit.page(
      visit.t("history.recordTitle", ["n": String(record.sequence)]), in: .history, lead: name(visit, record),
      trail: [(visit.t("nav.history"), "/console/history")],
      visit.definitions([
        (visit.t("column.who"), Markup(actor(visit, record.actor))),
        (visit.t("column.when"), visit.time(record.time)),
        (visit.t("history.hash"), .code(hash)),
        (visit.t("history.previous"), .code(record.previous.description)),
      ]),
      visit.heading(visit.t("history.json")), visit.source(text, label: visit.t("history.json")),
      visit.heading(visit.t("history.proofTitle")),
      isWhollyOwn(visit, record)
        ? visit.text(visit.t("history.proofText"))
          + visit.buttons([visit.button(visit.t("history.download"), path + "/proof")])
        : visit.text(visit.t("history.noProof")))
  }

  /// Whether nothing in a record is about other companies alone: notes of reads may be of several owners.
  private static func isWhollyOwn(_ visit: Visit, _ record: Record) -> Bool {
    record.type != "reads.noted"
      || (record.body["reads"]?.array ?? []).allSatisfy { $0["owner"]?.string == visit.company.description }
  }

  /// A record's JSON for reading; of notes of reads only those of this company.
  private static func shown(_ visit: Visit, _ record: Record) -> [UInt8] {
    guard var value = try? JSONValue(parsing: record.text) else { return record.text }
    if !isWhollyOwn(visit, record) {
      value = .object([
        "sequence": .number(Double(record.sequence)),
        "body": [
          "reads": .array(
            (record.body["reads"]?.array ?? []).filter { $0["owner"]?.string == visit.company.description })
        ],
      ])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { Array($0) } ?? record.text
  }

  // MARK: Reads

  /// Who read what of this company's, the latest first, as rows of a table.
  static func reads(_ visit: Visit, limit: Int) -> [[Markup]] {
    visit.world.people.reads(of: visit.company).prefix(limit).map { read in
      [
        Markup(visit.name(of: read.reader)), Markup(item(visit, read.item)),
        Markup(visit.t("basis.\(read.basis.rawValue)")), Markup(String(read.count)), visit.time(read.last),
      ]
    }
  }

  private static func item(_ visit: Visit, _ item: String) -> String {
    let parts = item.split(separator: "/").map(String.init)
    guard parts.count == 2, let id = Identifier(parts[1]), visit.space.parts[id]?.operatorID == visit.company
    else {
      return item
    }
    return visit.name(ofPart: id)
  }

  // MARK: Notifications

  /// A notification in a sentence.
  static func sentence(_ visit: Visit, _ notification: Exchange.Notification) -> Markup {
    let trade = visit.space.trades[notification.tradeID]
    let side = trade?.downstreamOperatorID == visit.company ? "sent" : "received"
    let text = visit.t(
      "notification.\(notification.kind.rawValue)",
      [
        "company": visit.name(of: notification.from),
        "part": trade.map { visit.name(ofPart: $0.downstreamTraceID) } ?? visit.t("unknownPart"),
      ])
    return .link(text, "/console/requests/\(side)/\(notification.tradeID)") + Markup(" ")
      + visit.time(notification.time)
  }

  private static func notifications(_ visit: Visit) -> APIResponse {
    let all = visit.space.notifications(to: visit.company)
    let pages = max(1, (all.count + pageSize - 1) / pageSize)
    let page = min(max(1, Int(visit.request.query["page"] ?? "") ?? 1), pages)
    let shown = all.dropFirst((page - 1) * pageSize).prefix(pageSize)
    return visit.page(
      visit.t("history.notifications"), in: .history, tabs(visit, notifications: true),
      shown.isEmpty
        ? visit.empty(visit.t("history.noNotifications"))
        : visit.list(shown.map { sentence(visit, $0) }, style: "log"),
      PartPages.pager(visit, page, pages))
  }
}
