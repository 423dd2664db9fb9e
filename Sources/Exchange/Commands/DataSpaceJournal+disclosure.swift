import Values

extension DataSpaceJournal {
  /// Says whether a partner may see a part's totals and their quality: both at once. Certificates have a
  /// switch of their own.
  /// - Throws: `Refusal.notFound` for a part that is not the company's or a partner that is not there,
  ///   `Refusal.invalid` for a rule for oneself.
  public mutating func setDisclosure(
    by company: Identifier, to partner: Identifier, traceID: Identifier, totalCFP: Bool, totalDQR: Bool
  ) throws {
    var rule = try checkedRule(by: company, to: partner, traceID: traceID)
    rule.totalCFP = totalCFP
    rule.totalDQR = totalDQR
    try put(rule)
  }

  /// Says whether a partner may see a part's certificates and their files.
  /// - Throws: as `setDisclosure`.
  public mutating func setCertificationDisclosure(
    by company: Identifier, to partner: Identifier, traceID: Identifier, released: Bool
  ) throws {
    var rule = try checkedRule(by: company, to: partner, traceID: traceID)
    rule.certification = released
    try put(rule)
  }

  private func checkedRule(
    by company: Identifier, to partner: Identifier, traceID: Identifier
  ) throws(Refusal) -> Disclosure {
    guard space.parts[traceID]?.operatorID == company else { throw .notFound("traceId") }
    guard space.operators[partner] != nil else { throw .notFound("releasedToOperatorId") }
    guard partner != company else {
      throw .invalid(field: "releasedToOperatorId", "must be another company than the part's own")
    }
    return space.disclosure(from: company, to: partner, of: traceID)
      ?? Disclosure(from: company, to: partner, traceID: traceID)
  }

  private mutating func put(_ rule: Disclosure) throws {
    if space.disclosure(from: rule.from, to: rule.to, of: rule.traceID) != rule {
      try record(.disclosurePut(rule))
    }
  }
}
