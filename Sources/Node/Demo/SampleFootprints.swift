import Exchange
import Inventory
import SupplyGraph
import Values

/// Footprints of battery packs of the published chain, as ProductFootprints that differ in product, company,
/// place, class and validity, so that every filter of PACT has something to find and something to leave out.
public enum SampleFootprints {
  /// A partner of the demonstration: its client gets tokens with this id and secret.
  public static let clientID = "pact-demo"
  /// The secret that goes with it.
  public static let clientSecret = "pact-demo-secret"
  /// What the demonstration's call-backs get tokens with: as PACT's conformance service wants them.
  public static let callbackID = "test_client_id"
  /// The secret that goes with it.
  public static let callbackSecret = "test_client_secret"

  private struct Sample {
    let product: String
    /// The product of the chain that an earlier version was computed from; nil for one without.
    var earlier: String?
    let name: String
    let company: Int
    let place: (member: String, value: String)
    let classification: String
    let validity: (from: String, to: String)?
  }

  private static let samples = [
    Sample(
      product: "pack-nmc811-jp", name: "NMC811 battery pack", company: 1, place: ("geographyCountry", "JP"),
      classification: "un-cpc:46420", validity: ("2026-01-01T00:00:00Z", "2028-12-31T00:00:00Z")),
    Sample(
      product: "pack-nmc622-cn", name: "NMC622 battery pack", company: 2, place: ("geographyCountry", "CN"),
      classification: "un-cpc:46420", validity: ("2025-04-01T00:00:00Z", "2027-03-31T00:00:00Z")),
    Sample(
      product: "pack-lfp-cn", name: "LFP battery pack", company: 2,
      place: ("geographyRegionOrSubregion", "Eastern Asia"), classification: "un-cpc:46410",
      validity: ("2024-01-01T00:00:00Z", "2026-12-31T00:00:00Z")),
    Sample(
      product: "pack-nca-us", name: "NCA battery pack", company: 3,
      place: ("geographyCountrySubdivision", "US-NV"), classification: "hs:850760", validity: nil),
    Sample(
      product: "cell-nmc811-eu", earlier: "cell-nmc811-world", name: "NMC811 cell", company: 4,
      place: ("geographyRegionOrSubregion", "Europe"), classification: "hs:850790",
      validity: ("2026-06-01T00:00:00Z", "2029-05-31T00:00:00Z")),
  ]

  /// - Parameters:
  ///   - chain: the published chain.
  ///   - now: when they are made.
  static func documents(of chain: Chain, now: Timestamp) throws -> [JSONValue] {
    guard let indicator = chain.indicator(named: "climate_change") else { return [] }
    let intensities = try chain.graph().intensities()
    var documents: [JSONValue] = []
    for sample in samples {
      var preceding: Identifier?
      for product in [sample.earlier, sample.product].compactMap({ $0 }) {
        guard let activity = chain.activity(named: product) else { continue }
        let id = Identifier()
        documents.append(
          document(
            sample, id: id, preceding: preceding, activity: chain.name(of: activity),
            value: String((intensities[activity, indicator] * 1e5).rounded() / 1e5), now))
        preceding = id
      }
    }
    return documents
  }

  private static func document(
    _ sample: Sample, id: Identifier, preceding: Identifier?, activity: String, value: String,
    _ now: Timestamp
  ) -> JSONValue {
    let pcf: [String: JSONValue] = [
      "declaredUnitOfMeasurement": "kilogram", "declaredUnitAmount": "1", "productMassPerDeclaredUnit": "1",
      "referencePeriodStart": "2025-01-01T00:00:00Z", "referencePeriodEnd": "2026-01-01T00:00:00Z",
      "pcfExcludingBiogenicUptake": .string(value), "pcfIncludingBiogenicUptake": .string(value),
      "fossilGhgEmissions": .string(value), "fossilCarbonContent": "0",
      "ipccCharacterizationFactors": ["AR6"], "crossSectoralStandards": ["ISO14067", "PACT-3.0"],
      "exemptedEmissionsPercent": "0", sample.place.member: .string(sample.place.value),
    ]
    var document: [String: JSONValue] = [
      "id": .string(id.description), "specVersion": "3.0.0", "created": .string(now.secondsText),
      "status": "Active", "companyName": .string("Sample company \(sample.company)"),
      "companyIds": [.string("urn:pact:example.com:company-id:\(sample.company)")],
      "productDescription": .string(activity),
      "productIds": [.string("urn:pact:example.com:product-id:\(sample.product)")],
      "productClassifications": [.string("urn:pact:productclassification:\(sample.classification)")],
      "productNameCompany": .string(sample.name),
      "comment": .string(
        "A demonstration on published data (Examples/nmc). All of the value is stated as fossil; the carbon "
          + "content of the product was not determined."),
      "pcf": .object(pcf),
    ]
    if let validity = sample.validity {
      document["validityPeriodStart"] = .string(validity.from)
      document["validityPeriodEnd"] = .string(validity.to)
    }
    if let preceding { document["precedingPfIds"] = [.string(preceding.description)] }
    return .object(document)
  }
}

extension Node {
  /// Publishes footprints of the published chain for a company, and registers a partner that may read them all
  /// and is answered at the `source` of its events.
  /// - Parameters:
  ///   - company: who publishes them, and whose partner it is.
  ///   - chain: the published chain.
  /// - Returns: the partner.
  @discardableResult
  public func addSampleFootprints(of company: Identifier, from chain: Chain) async throws -> PactPartner {
    let partner = PactPartner(
      partnerID: Identifier(), operatorID: company, name: "PACT demonstration",
      clientID: SampleFootprints.callbackID, grant: .everything, answers: .source)
    let base = configuration.publicURL
    let documents = try SampleFootprints.documents(of: chain, now: .now)
    try PactClient.putSecret(SampleFootprints.callbackSecret, of: partner.partnerID, in: ledger.store)
    try await ledger.commit(actor: "node") { transaction in
      try transaction.putPartner(by: company, partner)
      for document in documents { try transaction.publish(by: company, document: document, base: base) }
    }
    _ = try await signIn.makeClient(
      OAuthClient(
        clientID: Identifier(), name: SampleFootprints.clientID, operatorID: company,
        partnerID: partner.partnerID, role: .viewer), secret: SampleFootprints.clientSecret, by: "node")
    return partner
  }
}
