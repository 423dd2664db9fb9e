import Values

/// A footprint of ours as partners get it. A version is never changed, but for its status: a later one that
/// names it in `precedingPfIds` makes it deprecated.
public struct PublishedFootprint: Codable, Sendable, Hashable {
  /// Its identifier.
  public var footprintID: Identifier
  /// The company that publishes it.
  public var operatorID: Identifier
  /// The part it was made from; nil if it was brought in as a document.
  public var traceID: Identifier?
  /// The part's totals that it states, from which a change is seen.
  public var totals: Totals?
  /// The ProductFootprint of PACT, as JSON with its status: what is sent.
  public var text: String
  /// What filters look at.
  public var facets: FootprintFacets
  /// Where it stands among the company's footprints, in the order of publication: 0 for the first.
  public var position: Int
  /// The version that took its place.
  public var successor: Identifier?
  /// When it was published.
  public var published: Timestamp

  /// Whether no other version has taken its place.
  public var isActive: Bool { successor == nil }

  /// One as it is kept.
  public init(
    footprintID: Identifier, operatorID: Identifier, traceID: Identifier?, totals: Totals?, text: String,
    facets: FootprintFacets, position: Int, successor: Identifier? = nil, published: Timestamp
  ) {
    self.footprintID = footprintID
    self.operatorID = operatorID
    self.traceID = traceID
    self.totals = totals
    self.text = text
    self.facets = facets
    self.position = position
    self.successor = successor
    self.published = published
  }

  /// The document.
  /// - Throws: `DecodingError` if the text is damaged.
  public func document() throws -> JSONValue { try JSONValue(parsing: text.utf8) }
}

/// What filters look at.
public struct FootprintFacets: Codable, Sendable, Hashable {
  /// All in lower case.
  public var productIDs: [String]
  /// The company's identifiers.
  public var companyIDs: [String]
  /// The product's classes.
  public var classifications: [String]
  /// The region, country or subdivision; nil for the whole world.
  public var geography: String?
  /// From when on it is valid, and until when; nil where a document does not tell.
  public var validFrom: Timestamp?
  /// Until when it is valid.
  public var validTo: Timestamp?

  /// Takes them from a ProductFootprint. Without a validity period it is valid for three years from
  /// `referencePeriodEnd` on.
  public init(of document: JSONValue) {
    func texts(_ name: String) -> [String] {
      (document[name]?.array ?? []).compactMap { $0.string?.lowercased() }
    }
    func time(_ value: JSONValue?) -> Timestamp? { value?.string.flatMap { Timestamp($0) } }
    productIDs = texts("productIds")
    companyIDs = texts("companyIds")
    classifications = texts("productClassifications")
    let pcf = document["pcf"]
    geography =
      (pcf?["geographyCountrySubdivision"] ?? pcf?["geographyCountry"] ?? pcf?["geographyRegionOrSubregion"])?
      .string?.lowercased()
    let end = time(pcf?["referencePeriodEnd"])
    validFrom = time(document["validityPeriodStart"]) ?? end
    validTo = time(document["validityPeriodEnd"]) ?? end?.adding(years: 3)
  }
}

extension Timestamp {
  /// The same day and time some years later; 1 March for a 29 February that is not there.
  func adding(years: Int) -> Timestamp {
    let text = description
    guard let year = Int(text.prefix(4)) else { return self }
    let target = String(year + years)
    let padded = String(repeating: "0", count: max(0, 4 - target.count)) + target
    return Timestamp(padded + text.dropFirst(4)) ?? Timestamp(padded + "-03-01" + text.dropFirst(10)) ?? self
  }
}
