import Values

/// Who reads a company's published footprints.
public enum PactReader: Sendable, Hashable {
  /// The company itself.
  case owner(Identifier)
  case partner(PactPartner)

  /// The company whose footprints are read.
  public var company: Identifier {
    switch self {
    case .owner(let company): company
    case .partner(let partner): partner.operatorID
    }
  }
}

/// Some of a list.
public struct PactPage: Sendable {
  /// The footprints, in the order of publication.
  public var footprints: [PublishedFootprint]
  /// Whether there are more: they come after the last of these.
  public var hasMore: Bool
}

extension PactBook {
  /// Whether a reader may see a footprint. The one place that decides.
  public func canRead(_ footprint: PublishedFootprint, _ reader: PactReader) -> Bool {
    switch reader {
    case .owner(let company): footprint.operatorID == company
    case .partner(let partner):
      footprint.operatorID == partner.operatorID && !partner.removed && partner.grant.covers(footprint)
    }
  }

  /// The partners with an address that may read a footprint.
  func readers(of footprint: PublishedFootprint) -> [PactPartner] {
    (partnersByOperator[footprint.operatorID] ?? []).lazy.compactMap { partners[$0] }
      .filter { $0.baseURL != nil && canRead(footprint, .partner($0)) }
  }

  /// A footprint, if it is there and the reader may see it: the two look the same.
  public func footprint(_ id: Identifier, for reader: PactReader) -> PublishedFootprint? {
    guard let footprint = published[id], canRead(footprint, reader) else { return nil }
    return footprint
  }

  /// What a reader may see that passes a filter, in the order of publication.
  /// - Parameters:
  ///   - last: the footprint that the page before ended with; nil for the first page.
  ///   - limit: the most footprints on a page.
  /// - Returns: nil if `last` is no footprint that the reader may see.
  public func footprints(
    for reader: PactReader, matching filter: FootprintFilter, after last: Identifier? = nil, limit: Int
  ) -> PactPage? {
    var page = PactPage(footprints: [], hasMore: false)
    var first = 0
    if let last {
      guard let footprint = footprint(last, for: reader) else { return nil }
      first = footprint.position + 1
    }
    guard let list = footprintsByOperator[reader.company] else { return page }
    /// False when the page is full and one more was found.
    func take(_ position: Int) -> Bool {
      guard let id = list[position], let footprint = published[id], filter.matches(footprint),
        canRead(footprint, reader)
      else { return true }
      if page.footprints.count == limit {
        page.hasMore = true
        return false
      }
      page.footprints.append(footprint)
      return true
    }
    if let candidates = candidates(reader, filter) {
      for candidate in candidates where candidate >= first { if !take(candidate) { break } }
    } else {
      var candidate = first
      while candidate < list.count, take(candidate) { candidate += 1 }
    }
    return page
  }

  /// Positions that may match, sorted, where an index knows them; nil: any.
  private func candidates(_ reader: PactReader, _ filter: FootprintFilter) -> [Int]? {
    func positions(_ products: some Sequence<String>) -> Set<Int> {
      var found: Set<Int> = []
      for product in products {
        found.formUnion(positionsByProduct[ProductKey(company: reader.company, product: product)] ?? [])
      }
      return found
    }
    if let products = filter.productIDs { return positions(products).sorted() }
    guard case .partner(let partner) = reader, !partner.grant.all else { return nil }
    return positions(partner.grant.products)
      .union(partner.grant.footprints.compactMap { published[$0]?.position }).sorted()
  }
}
