import Values

/// What one company lets another see of one of its parts (開示設定). Nil: never said, so that the default holds.
public struct Disclosure: Codable, Sendable, Hashable {
  /// The part's company.
  public var from: Identifier
  /// Who may see it.
  public var to: Identifier
  /// The part.
  public var traceID: Identifier
  /// TOTALCFP: the totals of the footprint.
  public var totalCFP: Bool?
  /// TOTALDQR: their data quality.
  public var totalDQR: Bool?
  /// The part's certificates and their files.
  public var certification: Bool?

  /// All of its fields.
  public init(
    from: Identifier, to: Identifier, traceID: Identifier, totalCFP: Bool? = nil, totalDQR: Bool? = nil,
    certification: Bool? = nil
  ) {
    self.from = from
    self.to = to
    self.traceID = traceID
    self.totalCFP = totalCFP
    self.totalDQR = totalDQR
    self.certification = certification
  }
}

/// What may be disclosed, one by one.
public enum DisclosureItem: String, Codable, Sendable, CaseIterable {
  case totalCFP = "TOTALCFP"
  case totalDQR = "TOTALDQR"
  case certification = "CERTIFICATION"
}

/// Why a reader may see an item: kept in the audit of reads.
public enum DisclosureBasis: String, Codable, Sendable, Hashable {
  /// It is the reader's own.
  case own
  /// A rule releases it.
  case rule
  /// The owner answered the reader's request, and answers disclose.
  case answer
}
