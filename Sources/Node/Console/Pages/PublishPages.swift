import Exchange
import Foundation
import Values

/// Publishing a part's footprint to PACT partners: what only the company can say, then who may read it.
enum PublishPages {
  static let routes = [
    Console.get("/console/parts/{id}/publish", .disclose) { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return page(visit, part)
    },
    Console.post("/console/parts/{id}/publish", .disclose) { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return try await publish(visit, part)
    },
  ]

  /// What is stated now, or what Denchi proposes.
  private static func profile(_ visit: Visit) -> PactProfile? {
    if let profile = visit.world.pact.profiles[visit.company] { return profile }
    let host = URL(string: visit.node.configuration.publicURL)?.host() ?? "example.com"
    return visit.space.operators[visit.company].map { PactProfile.suggested(for: $0, host: host, now: .now) }
  }

  private static func needsMass(_ unit: DeclaredUnit?) -> Bool {
    switch unit {
    case .liter, .cubicMeter, .squareMeter, .unit: true
    default: false
    }
  }

  private static func page(_ visit: Visit, _ part: Part, _ errors: FormErrors = FormErrors()) -> APIResponse {
    guard let profile = profile(visit), let totals = visit.space.totals[part.traceID] else {
      return visit.notFound()
    }
    let product = visit.world.pact.products[part.traceID]
    let readers = PactPages.partners(visit).filter(\.grant.all).map(\.name)
    var country = ""
    if case .country(let code) = profile.place { country = code }
    let per = "kg / \(visit.unit(totals.unit))"
    var fields = [
      Field(
        "description", visit.t("publish.description"), optional: true,
        value: product?.description ?? part.label)
    ]
    if needsMass(totals.unit) {
      fields.append(
        Field("mass", visit.t("publish.mass"), .number(unit: per), value: visit.typed(product?.mass)))
    }
    fields += [
      Field(
        "fossilCarbon", visit.t("publish.fossilCarbon"), .number(unit: per),
        hint: visit.t("publish.carbonHint"),
        value: visit.typed(product?.fossilCarbon)),
      Field(
        "biogenicCarbon", visit.t("publish.biogenicCarbon"), .number(unit: per), optional: true,
        value: visit.typed(product?.biogenicCarbon)),
      Field(
        "primaryDataShare", visit.t("publish.primary"), .number(unit: "%"),
        hint: visit.t("publish.primaryHint"),
        optional: true, value: visit.typed(product?.primaryDataShare)),
      Field("domain", visit.t("publish.domain"), hint: visit.t("publish.domainHint"), value: profile.domain),
      Field(
        "country", visit.t("publish.country"), hint: visit.t("publish.countryHint"), value: country,
        short: true),
      Field("from", visit.t("publish.from"), .date, value: profile.referencePeriodStart.dayText),
      Field(
        "to", visit.t("publish.to"), .date, hint: visit.t("publish.toHint"),
        value: profile.referencePeriodEnd.dayText),
      Field(
        "republishes", visit.t("publish.again"),
        .radio([.init("yes", visit.t("publish.againYes")), .init("no", visit.t("publish.againNo"))]),
        value: profile.republishes ? "yes" : "no"),
    ]
    return visit.page(
      visit.t("pact.publishTitle", ["part": visit.title(of: part)]), in: .parts,
      lead: visit.t("publish.lead"),
      trail: PartPages.trail(visit, part), status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.facts([
        (
          visit.number(totals.sum.pre + totals.sum.main), "kg CO₂e / \(visit.unit(totals.unit))",
          visit.t("footprint.total"), nil
        )
      ]), visit.text(visit.t("confirm.what")),
      visit.list(
        [
          Markup(
            readers.isEmpty
              ? visit.t("pact.publishNobody")
              : visit.t("pact.publishTo", ["companies": readers.joined(separator: visit.t("comma"))])),
          Markup(visit.t("pact.publishVersion")),
        ], style: "bullets"),
      visit.form(
        Visit.Shape("/console/parts/\(part.traceID)/publish", fields, submit: visit.t("pact.publish")).with {
          $0.cancel = "/console/parts/\(part.traceID)"
          $0.closing = visit.paragraph(
            .soft(
              visit.t("publish.states", ["standards": profile.standards.joined(separator: visit.t("comma"))]))
          )
        }, errors))
  }

  private static func publish(_ visit: Visit, _ part: Part) async throws -> APIResponse {
    guard var profile = profile(visit) else { return visit.notFound() }
    let (form, company, base) = (visit.form, visit.company, visit.node.configuration.publicURL)
    do {
      var product = visit.world.pact.products[part.traceID] ?? PactProduct(traceID: part.traceID)
      product.description = form.optional("description")
      product.mass = try visit.readNumber("mass")
      product.fossilCarbon = try visit.readNumber("fossilCarbon")
      product.biogenicCarbon = try visit.readNumber("biogenicCarbon")
      product.primaryDataShare = try visit.readNumber("primaryDataShare")
      if product.fossilCarbon == nil { throw FormErrors("fossilCarbon", visit.t("field.missingNumber")) }
      guard form["country"].wholeMatch(of: /[A-Za-z]{2}/) != nil else {
        throw FormErrors("country", visit.t("publish.noCountry"))
      }
      guard let from = Timestamp(form["from"] + "T00:00Z") else {
        throw FormErrors("from", visit.t("field.missingDay"))
      }
      guard let to = Timestamp(form["to"] + "T00:00Z") else {
        throw FormErrors("to", visit.t("field.missingDay"))
      }
      // The identifiers carry the domain: another domain, other identifiers.
      if form["domain"] != profile.domain, let own = visit.space.operators[company] {
        profile = PactProfile.suggested(for: own, host: form["domain"], now: .now)
      }
      profile.place = .country(form["country"].uppercased())
      profile.referencePeriodStart = from
      profile.referencePeriodEnd = to
      profile.republishes = form["republishes"] == "yes"
      profile.confirmed = true
      let (stated, known) = (profile, product)
      try await visit.commit { transaction in
        if transaction.pact.profiles[company] != stated { try transaction.putProfile(by: company, stated) }
        if transaction.pact.products[part.traceID] != known { try transaction.putProduct(by: company, known) }
        _ = try transaction.publish(by: company, part: part.traceID, base: base)
      }
      return .redirect(to: "/console/parts/\(part.traceID)?done=published")
    } catch let errors as FormErrors {
      return page(visit, part, errors)
    } catch let refusal as Refusal {
      let names = ["mass", "fossilCarbon", "biogenicCarbon", "primaryDataShare", "domain"]
      var fields = Dictionary(names.map { ($0, $0) }, uniquingKeysWith: { a, _ in a })
      fields["referencePeriodEnd"] = "to"
      fields["companyIDs"] = "domain"
      return page(visit, part, visit.errors(refusal, fields))
    }
  }
}
