import Values

extension DataSpace {
  /// The company with a public number.
  public func operatorID(openID: String) -> Identifier? { operatorByOpenID[openID] }

  /// The company with a world-wide identifier.
  public func operatorID(globalID: String) -> Identifier? { operatorByGlobalID[globalID] }

  /// A company's plants, by their public number.
  public func plants(of company: Identifier) -> [Plant] {
    plantsByOperator[company].compactMap { plants[$0] }.sorted { $0.openPlantID < $1.openPlantID }
  }

  /// A company's parts, by name, then identifier.
  public func parts(of company: Identifier) -> [Part] {
    partsByOperator[company].compactMap { parts[$0] }
      .sorted { ($0.name, $0.traceID) < ($1.name, $1.traceID) }
  }

  /// The parts that `part` is a component of.
  public func parents(of part: Identifier) -> [Identifier] { parentsByPart[part].sorted() }

  /// All components of a part, through any depth of its company's own structures.
  public func ownComponents(of part: Identifier) -> Set<Identifier> {
    var found: Set<Identifier> = []
    var waiting = [part]
    while let next = waiting.popLast() {
      for component in structures[next]?.components ?? [] where found.insert(component.traceID).inserted {
        waiting.append(component.traceID)
      }
    }
    return found
  }

  /// The trade by which a component is bought: the latest asked for.
  public func trade(downstream part: Identifier) -> Trade? {
    tradeByDownstream[part].flatMap { trades[$0] }
  }

  /// The trades in which a part is what the supplier sells.
  public func trades(upstream part: Identifier) -> [Trade] {
    tradesByUpstreamPart[part].compactMap { trades[$0] }.sorted { $0.tradeID < $1.tradeID }
  }

  /// The trades in which a company buys, newest first.
  public func trades(buyer: Identifier) -> [Trade] {
    tradesByBuyer[buyer].compactMap { trades[$0] }.sorted(by: DataSpace.newerFirst)
  }

  /// The trades in which a company supplies, newest first.
  public func trades(supplier: Identifier) -> [Trade] {
    tradesBySupplier[supplier].compactMap { trades[$0] }.sorted(by: DataSpace.newerFirst)
  }

  private static func newerFirst(_ a: Trade, _ b: Trade) -> Bool {
    (b.created, b.tradeID) < (a.created, a.tradeID)
  }

  /// A part's certificates, as its company sees them.
  public func certifications(of part: Identifier) -> [Certification] {
    certificationsByPart[part].compactMap { certifications[$0] }
      .sorted { $0.certificationID < $1.certificationID }
  }

  /// The certificates that a file belongs to.
  func certifications(file: Identifier) -> [Certification] {
    certificationsByFile[file].compactMap { certifications[$0] }
      .sorted { $0.certificationID < $1.certificationID }
  }

  /// The rules a company has set, by reader, then part.
  public func disclosures(from company: Identifier) -> [Disclosure] {
    disclosuresByOwner[company].compactMap { disclosures[$0] }
      .sorted { ($0.to, $0.traceID) < ($1.to, $1.traceID) }
  }

  /// The rule a company has set for one reader and part.
  public func disclosure(
    from company: Identifier, to reader: Identifier, of part: Identifier
  ) -> Disclosure? {
    disclosures[CompositeKey(company, reader, part)]
  }

  /// What a company was told, newest first.
  public func notifications(to company: Identifier) -> [Notification] {
    (notificationsByOperator[company] ?? Timeline()).newestFirst.compactMap { notifications[$0] }
  }

  /// What changed in a company's footprints, newest first.
  public func changes(of company: Identifier) -> [FootprintChange] {
    (changesByOperator[company] ?? Timeline()).newestFirst.compactMap { changes[$0] }
  }
}
