import Values

extension PactJournal {
  /// Adds a partner of a company, or changes it.
  /// - Throws: `Refusal.invalid`, `Refusal.notFound` for one that is another company's.
  public mutating func putPartner(by company: Identifier, _ partner: PactPartner) throws {
    guard partner.operatorID == company,
      pact.partners[partner.partnerID].map({ $0.operatorID == company }) ?? true
    else { throw Refusal.notFound("partner") }
    guard !partner.name.isEmpty, partner.name.count <= 200 else {
      throw Refusal.invalid(field: "name", "must have 1 to 200 characters")
    }
    for id in partner.companyIDs where !PactURN.isValid(id) {
      throw Refusal.invalid(field: "companyIDs", "'\(id)' is no URN, e.g. urn:pact:example.com:company-id:1")
    }
    for (field, url) in [("baseURL", partner.baseURL), ("tokenEndpoint", partner.tokenEndpoint)] {
      if let url, PactAddress(url) == nil {
        throw Refusal.invalid(field: field, "'\(url)' is no https:// address")
      }
    }
    try record(.partnerPut(partner))
  }

  /// Says what a partner may read; it is told of nothing.
  public mutating func grant(by company: Identifier, partner: Identifier, _ grant: PactGrant) throws {
    guard var found = pact.partners[partner], found.operatorID == company else {
      throw Refusal.notFound("partner")
    }
    found.grant = grant
    try record(.partnerPut(found))
  }

  /// Sets what every footprint of a company states.
  /// - Throws: `Refusal.invalid`.
  public mutating func putProfile(by company: Identifier, _ profile: PactProfile) throws {
    guard profile.operatorID == company, space.operators[company] != nil else {
      throw Refusal.notFound("company")
    }
    func refuse(_ field: String, _ message: String) throws { throw Refusal.invalid(field: field, message) }
    if profile.domain.isEmpty || profile.domain.contains(where: { $0 == ":" || $0 == "/" || $0 == " " }) {
      try refuse("domain", "must be a domain, e.g. example.com")
    }
    if profile.companyName.isEmpty { try refuse("companyName", "must not be empty") }
    if profile.companyIDs.isEmpty || !profile.companyIDs.allSatisfy(PactURN.isValid) {
      try refuse("companyIDs", "must be one or more URNs, e.g. urn:pact:example.com:company-id:1")
    }
    if profile.referencePeriodStart >= profile.referencePeriodEnd {
      try refuse("referencePeriodEnd", "must be after referencePeriodStart")
    }
    if !(0...100).contains(profile.exemptedPercent) { try refuse("exemptedPercent", "must be from 0 to 100") }
    if let days = profile.validDays, !(1...3660).contains(days) {
      try refuse("validDays", "must be from 1 to 3660")
    }
    try record(.profilePut(profile))
  }

  /// Sets what is known of a part beside its totals.
  public mutating func putProduct(by company: Identifier, _ product: PactProduct) throws {
    guard space.parts[product.traceID]?.operatorID == company else { throw Refusal.notFound("traceId") }
    for id in product.productIDs + product.classifications where !PactURN.isValid(id) {
      throw Refusal.invalid(field: "productIDs", "'\(id)' is no URN")
    }
    for (field, value) in [
      ("mass", product.mass), ("fossilCarbon", product.fossilCarbon),
      ("biogenicCarbon", product.biogenicCarbon),
      ("primaryDataShare", product.primaryDataShare),
    ] {
      if let value, !value.isFinite || value < 0 {
        throw Refusal.invalid(field: field, "must be a number, not below 0")
      }
    }
    if let share = product.primaryDataShare, share > 100 {
      throw Refusal.invalid(field: "primaryDataShare", "must be from 0 to 100 percent")
    }
    try record(.productPut(product))
  }
}
