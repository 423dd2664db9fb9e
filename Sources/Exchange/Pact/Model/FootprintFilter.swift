import Values

/// Criteria for footprints: within one name any value will do, and every name that is given must be met. A list
/// has them in its query, a RequestCreatedEvent in its data.
public struct FootprintFilter: Sendable, Hashable {
  /// In lower case; nil where the name is not given.
  public var productIDs: Set<String>?
  /// Identifiers of companies, in lower case.
  public var companyIDs: Set<String>?
  /// Regions, countries and subdivisions, in lower case.
  public var geographies: Set<String>?
  /// Classes of products, in lower case.
  public var classifications: Set<String>?
  /// `active` and `deprecated`, or anything else, which nothing has.
  public var statuses: Set<String>?
  /// Valid at one of these times.
  public var validOn: [Timestamp]?
  /// Valid from a time after one of these.
  public var validAfter: [Timestamp]?
  /// Valid until a time before one of these.
  public var validBefore: [Timestamp]?

  /// No criteria: everything passes.
  public init() {}

  /// Takes criteria by name, whatever the case of its letters; other names are left alone.
  /// - Throws: `Refusal.invalid` for a time that is none.
  public init(_ criteria: [(name: String, value: String)]) throws {
    for (name, value) in criteria {
      switch name.lowercased() {
      case "productid": productIDs.insert(value.lowercased())
      case "companyid": companyIDs.insert(value.lowercased())
      case "geography": geographies.insert(value.lowercased())
      case "classification": classifications.insert(value.lowercased())
      case "status": statuses.insert(value.lowercased())
      case "validon": validOn.append(try FootprintFilter.time(value, name))
      case "validafter": validAfter.append(try FootprintFilter.time(value, name))
      case "validbefore": validBefore.append(try FootprintFilter.time(value, name))
      default: break
      }
    }
  }

  /// Takes the criteria of a RequestCreatedEvent.
  public init(data: JSONValue) throws {
    var criteria: [(name: String, value: String)] = []
    for (name, value) in data.object ?? [:] {
      for value in value.array ?? [value] { if let text = value.string { criteria.append((name, text)) } }
    }
    try self.init(criteria)
  }

  /// A `+` that came unencoded in a query is a blank here.
  private static func time(_ text: String, _ name: String) throws -> Timestamp {
    let text = text.contains("T") || text.contains("t") ? text.replacing(" ", with: "+") : text
    guard let time = Timestamp(text) else {
      throw Refusal.invalid(
        field: name, "'\(text.prefix(40))' is no date and time with an offset, e.g. 2025-04-01T00:00:00Z")
    }
    return time
  }

  /// Whether a footprint meets all criteria.
  public func matches(_ footprint: PublishedFootprint) -> Bool {
    matches(footprint.facets, isActive: footprint.isActive)
  }

  func matches(_ facets: FootprintFacets, isActive: Bool) -> Bool {
    if let productIDs, !facets.productIDs.contains(where: productIDs.contains) { return false }
    if let companyIDs, !facets.companyIDs.contains(where: companyIDs.contains) { return false }
    if let classifications, !facets.classifications.contains(where: classifications.contains) { return false }
    if let geographies {
      guard let place = facets.geography, geographies.contains(place) else { return false }
    }
    if let statuses, !statuses.contains(isActive ? "active" : "deprecated") { return false }
    if let validOn {
      guard let from = facets.validFrom, let to = facets.validTo,
        validOn.contains(where: { from <= $0 && $0 <= to })
      else { return false }
    }
    if let validAfter {
      guard let from = facets.validFrom, validAfter.contains(where: { from > $0 }) else { return false }
    }
    if let validBefore {
      guard let to = facets.validTo, validBefore.contains(where: { to < $0 }) else { return false }
    }
    return true
  }
}

extension Optional where Wrapped == Set<String> {
  fileprivate mutating func insert(_ value: String) { self = (self ?? []).union([value]) }
}

extension Optional where Wrapped == [Timestamp] {
  fileprivate mutating func append(_ value: Timestamp) { self = (self ?? []) + [value] }
}
