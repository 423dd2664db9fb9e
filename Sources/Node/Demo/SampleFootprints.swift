import Exchange
import Values

/// Footprints as varied as filters need to be tried: products, companies, places, classes and validity differ,
/// one has no validity period, one is deprecated. Invented figures, for demonstrations only.
public enum SampleFootprints {
  /// A partner of the demonstration: its client gets tokens with this id and secret.
  public static let clientID = "pact-demo"
  public static let clientSecret = "pact-demo-secret"
  /// What the demonstration's call-backs get tokens with: as PACT's conformance service wants them.
  public static let callbackID = "test_client_id"
  public static let callbackSecret = "test_client_secret"

  private struct Sample {
    var id: String
    var product: String
    var name: String
    var company: String
    var place: (String, String)?
    var kind: String
    var unit: String
    var mass: String
    var footprint: String
    var validity: (String, String)?
    var preceding: String?
  }

  private static let samples: [Sample] = [
    Sample(
      id: "3f0a6c52-7b1e-4d35-9a64-0c1d5f2b8e01", product: "cell-nmc-72ah", name: "Cell NMC 72 Ah",
      company: "cells", place: ("geographyCountry", "JP"), kind: "un-cpc:46420", unit: "piece", mass: "1.05",
      footprint: "17.42", validity: ("2025-04-01T00:00:00Z", "2027-03-31T00:00:00Z")),
    Sample(
      id: "3f0a6c52-7b1e-4d35-9a64-0c1d5f2b8e02", product: "module-24", name: "Module of 24 cells",
      company: "packs", place: ("geographyCountrySubdivision", "JP-23"), kind: "un-cpc:46410", unit: "piece",
      mass: "27.8", footprint: "461.3", validity: ("2025-07-01T00:00:00Z", "2028-06-30T00:00:00Z")),
    Sample(
      id: "3f0a6c52-7b1e-4d35-9a64-0c1d5f2b8e03", product: "cathode-nmc811", name: "Cathode powder NMC 811",
      company: "cathodes", place: ("geographyRegionOrSubregion", "Eastern Asia"), kind: "cas:346417-97-8",
      unit: "kilogram", mass: "1", footprint: "21.07", validity: nil),
    Sample(
      id: "3f0a6c52-7b1e-4d35-9a64-0c1d5f2b8e04", product: "foil-cu-6um", name: "Copper foil 6 µm",
      company: "foils", place: ("geographyCountry", "KR"), kind: "cn:74101100", unit: "kilogram", mass: "1",
      footprint: "5.9", validity: ("2024-01-01T00:00:00Z", "2024-12-31T00:00:00Z")),
    Sample(
      id: "3f0a6c52-7b1e-4d35-9a64-0c1d5f2b8e05", product: "electrolyte-lp57", name: "Electrolyte LP57",
      company: "electrolytes", place: nil, kind: "un-cpc:35499", unit: "liter", mass: "1.2",
      footprint: "6.31", validity: ("2026-01-01T00:00:00Z", "2029-01-01T00:00:00Z")),
    Sample(
      id: "3f0a6c52-7b1e-4d35-9a64-0c1d5f2b8e06", product: "cell-nmc-72ah", name: "Cell NMC 72 Ah",
      company: "cells", place: ("geographyCountry", "JP"), kind: "un-cpc:46420", unit: "piece", mass: "1.05",
      footprint: "16.88", validity: ("2026-01-01T00:00:00Z", "2028-12-31T00:00:00Z"),
      preceding: "3f0a6c52-7b1e-4d35-9a64-0c1d5f2b8e01"),
  ]

  /// The ProductFootprints.
  public static var documents: [JSONValue] { samples.map(document) }

  private static func document(_ sample: Sample) -> JSONValue {
    var pcf: [String: JSONValue] = [
      "declaredUnitOfMeasurement": .string(sample.unit), "declaredUnitAmount": "1",
      "productMassPerDeclaredUnit": .string(sample.mass),
      "referencePeriodStart": "2024-04-01T00:00:00Z", "referencePeriodEnd": "2025-03-31T00:00:00Z",
      "pcfExcludingBiogenicUptake": .string(sample.footprint),
      "pcfIncludingBiogenicUptake": .string(sample.footprint),
      "fossilGhgEmissions": .string(sample.footprint), "fossilCarbonContent": "0.02",
      "ipccCharacterizationFactors": ["AR6"], "crossSectoralStandards": ["ISO14067", "PACT-3.0"],
      "exemptedEmissionsPercent": "0.5", "primaryDataShare": "62.5",
      "secondaryEmissionFactorSources": [["name": "IDEA", "version": "3.4"]],
      "packagingEmissionsIncluded": true, "packagingGhgEmissions": "0.1",
      "dqi": ["technologicalDQR": "1.8", "geographicalDQR": "2.1", "temporalDQR": "1.5"],
    ]
    if let place = sample.place { pcf[place.0] = .string(place.1) }
    var document: [String: JSONValue] = [
      "id": .string(sample.id), "specVersion": "3.0.0", "created": "2025-11-04T09:00:00Z",
      "status": "Active", "companyName": .string("Denchi \(sample.company.capitalized)"),
      "companyIds": [.string("urn:pact:denchi.example:company-id:\(sample.company)")],
      "productDescription": .string(sample.name + ", for demonstrations"),
      "productIds": [
        .string("urn:pact:denchi.example:product-id:\(sample.product)"),
        .string("urn:pact:buyer.example:buyer-assigned:\(sample.product)-x"),
      ],
      "productClassifications": [.string("urn:pact:productclassification:\(sample.kind)")],
      "productNameCompany": .string(sample.name), "comment": "Invented figures.",
      "pcf": .object(pcf),
    ]
    if let validity = sample.validity {
      document["validityPeriodStart"] = .string(validity.0)
      document["validityPeriodEnd"] = .string(validity.1)
    }
    if let preceding = sample.preceding { document["precedingPfIds"] = [.string(preceding)] }
    return .object(document)
  }
}

extension Node {
  /// Publishes the sample footprints for a company, and registers a partner that may read them all and is
  /// answered at the `source` of its events.
  /// - Parameter company: who publishes them, and whose partner it is.
  /// - Returns: the partner.
  @discardableResult
  public func addSampleFootprints(of company: Identifier) async throws -> PactPartner {
    let partner = PactPartner(
      partnerID: Identifier(), operatorID: company, name: "PACT demonstration",
      clientID: SampleFootprints.callbackID, grant: .everything, answers: .source)
    let base = configuration.publicURL
    try await ledger.commit(actor: "node") { transaction in
      try transaction.putPartner(by: company, partner)
      for document in SampleFootprints.documents {
        try transaction.publish(by: company, document: document, base: base)
      }
    }
    try PactClient.putSecret(SampleFootprints.callbackSecret, of: partner.partnerID, in: ledger.store)
    _ = try await signIn.makeClient(
      OAuthClient(
        clientID: Identifier(), name: SampleFootprints.clientID, operatorID: company,
        partnerID: partner.partnerID, role: .viewer), secret: SampleFootprints.clientSecret, by: "node")
    return partner
  }
}
