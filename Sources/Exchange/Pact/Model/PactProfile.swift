import Values

/// What a company states in every footprint it publishes. A company must confirm it before the first.
public struct PactProfile: Codable, Sendable, Hashable {
  /// Where footprints hold.
  public enum Place: Codable, Sendable, Hashable {
    case world
    /// One of the UN regions and subregions, e.g. `Eastern Asia`.
    case region(String)
    /// ISO 3166-1 alpha-2.
    case country(String)
    /// ISO 3166-2.
    case subdivision(String)
  }

  /// The company.
  public var operatorID: Identifier
  /// The company's domain, in the URNs of its products: `urn:pact:<domain>:...`.
  public var domain: String
  /// What partners read as its name.
  public var companyName: String
  /// URNs.
  public var companyIDs: [String]
  /// Where the footprints hold.
  public var place: Place
  /// The year's data that footprints rest on.
  public var referencePeriodStart: Timestamp
  /// The end of that period.
  public var referencePeriodEnd: Timestamp
  /// Days for which a footprint is valid from its publication on; nil: three years from the end of the
  /// reference period, as PACT says.
  public var validDays: Int?
  /// E.g. `AR6`.
  public var characterizationFactors: [String]
  /// E.g. `ISO14067`, `PACT-3.0`.
  public var standards: [String]
  /// Emissions left out, in percent of all.
  public var exemptedPercent: Double
  /// Whether emissions of packaging are in the footprints.
  public var packagingIncluded: Bool
  /// Whether new versions are published by themselves when a part's totals change.
  public var republishes: Bool
  /// Whether a person of the company has confirmed all of this.
  public var confirmed: Bool

  /// One as it is recorded.
  public init(
    operatorID: Identifier, domain: String, companyName: String, companyIDs: [String], place: Place,
    referencePeriodStart: Timestamp, referencePeriodEnd: Timestamp, validDays: Int? = nil,
    characterizationFactors: [String] = ["AR6"], standards: [String] = ["ISO14067", "PACT-3.0"],
    exemptedPercent: Double = 0, packagingIncluded: Bool = false, republishes: Bool = false,
    confirmed: Bool = false
  ) {
    self.operatorID = operatorID
    self.domain = domain
    self.companyName = companyName
    self.companyIDs = companyIDs
    self.place = place
    self.referencePeriodStart = referencePeriodStart
    self.referencePeriodEnd = referencePeriodEnd
    self.validDays = validDays
    self.characterizationFactors = characterizationFactors
    self.standards = standards
    self.exemptedPercent = exemptedPercent
    self.packagingIncluded = packagingIncluded
    self.republishes = republishes
    self.confirmed = confirmed
  }

  /// Settings to start from: last calendar year, Japan, AR6, ISO 14067; to be confirmed.
  /// - Parameter host: the host of the node's public address.
  public static func suggested(for company: Operator, host: String, now: Timestamp) -> PactProfile {
    let year = Int(now.dayText.prefix(4)) ?? 2026
    func start(_ year: Int) -> Timestamp {
      Timestamp("\(year)-01-01T00:00:00Z") ?? Timestamp(milliseconds: 0)
    }
    return PactProfile(
      operatorID: company.operatorID, domain: host.lowercased(), companyName: company.name,
      companyIDs: [PactURN.make(domain: host, kind: "company-id", value: company.openOperatorID)],
      place: .country("JP"), referencePeriodStart: start(year - 1), referencePeriodEnd: start(year))
  }
}

/// What is known of one part beside its totals: PACT asks for it, and nobody else can say it.
public struct PactProduct: Codable, Sendable, Hashable {
  /// The part.
  public var traceID: Identifier
  /// Further identifiers (URNs), e.g. a GTIN or what the buyer calls it.
  public var productIDs: [String]
  /// URNs, e.g. `urn:pact:productclassification:un-cpc:46410`.
  public var classifications: [String]
  /// What partners read as its description.
  public var description: String?
  /// kg for one unit, without packaging; nil where the unit is a kilogram, or has no mass.
  public var mass: Double?
  /// kg of carbon for one unit.
  public var fossilCarbon: Double?
  /// kg of carbon of biomass in one unit.
  public var biogenicCarbon: Double?
  /// Percent of the footprint that rests on primary data; nil where nobody knows.
  public var primaryDataShare: Double?

  /// One as it is recorded.
  public init(
    traceID: Identifier, productIDs: [String] = [], classifications: [String] = [],
    description: String? = nil, mass: Double? = nil, fossilCarbon: Double? = nil,
    biogenicCarbon: Double? = nil, primaryDataShare: Double? = nil
  ) {
    self.traceID = traceID
    self.productIDs = productIDs
    self.classifications = classifications
    self.description = description
    self.mass = mass
    self.fossilCarbon = fossilCarbon
    self.biogenicCarbon = biogenicCarbon
    self.primaryDataShare = primaryDataShare
  }
}
