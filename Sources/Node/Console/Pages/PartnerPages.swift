import Exchange
import Values

/// The companies that this one exchanges footprints with.
enum PartnerPages {
  static let routes = [Console.get("/console/partners") { visit in list(visit) }]

  private static func list(_ visit: Visit) -> APIResponse {
    let buys = Dictionary(grouping: visit.space.trades(buyer: visit.company), by: \.upstreamOperatorID)
    let sells = Dictionary(grouping: visit.space.trades(supplier: visit.company), by: \.downstreamOperatorID)
    let ids = Set(buys.keys).union(sells.keys)
    let partners = ids.compactMap { visit.space.operators[$0] }.sorted {
      ($0.name, $0.operatorID) < ($1.name, $1.operatorID)
    }
    return visit.page(
      visit.t("nav.partners"), in: .partners, lead: visit.t("partners.lead"),
      visit.buttons([visit.button(visit.t("company.title"), "/console/company")]), lookup(visit),
      visit.heading(visit.t("partners.here")),
      partners.isEmpty
        ? visit.empty(
          visit.t("partners.none"),
          action: visit.may(.edit) ? (visit.t("requests.ask"), "/console/requests/new") : nil)
        : visit.table(
          visit.t("partners.here"),
          [
            .init(visit.t("company.name")), .init(visit.t("company.number")),
            .init(visit.t("partners.youAsked"), number: true),
            .init(visit.t("partners.askedYou"), number: true),
          ],
          partners.map { partner in
            [
              Markup(partner.name), .code(partner.openOperatorID),
              Markup(String(buys[partner.operatorID]?.count ?? 0)),
              Markup(String(sells[partner.operatorID]?.count ?? 0)),
            ]
          }), visit.heading(visit.t("pact.title")), PactPages.table(visit),
      visit.heading(visit.t("ouranos.title")), OuranosPages.table(visit))
  }

  /// Whether a company with a number is here: one number at a time, never a list.
  private static func lookup(_ visit: Visit) -> Markup {
    let number = (visit.request.query["number"] ?? "").trimmingWhitespace
    let form = visit.form(
      Visit.Shape(
        "/console/partners",
        [
          Field(
            "number", visit.t("wizard.number"), hint: visit.t("wizard.numberHint"), value: number, short: true
          )
        ],
        submit: visit.t("partners.find")
      ).with {
        $0.method = "get"
        $0.style = "row"
        $0.label = visit.t("partners.find")
      })
    if number.isEmpty { return form }
    guard let id = visit.space.operatorID(openID: number), let found = visit.space.operators[id] else {
      return form
        + visit.notice(
          .warn, visit.t("wizard.numberUnknown", ["number": number]), visit.text(visit.t("partners.notHere")))
    }
    return form
      + visit.notice(
        .good, visit.t("partners.found", ["company": found.name, "number": found.openOperatorID]),
        visit.text(found.address))
  }
}
