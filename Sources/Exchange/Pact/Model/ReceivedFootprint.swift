import Values

/// A partner's footprint as it came, and what was checked of it.
public struct ReceivedFootprint: Codable, Sendable, Hashable {
  /// How it came.
  public enum Way: String, Codable, Sendable {
    /// In a RequestFulfilledEvent.
    case event
    /// Fetched from the partner.
    case fetched
  }

  public var footprintID: Identifier
  public var partnerID: Identifier
  public var operatorID: Identifier
  /// The document, as JSON.
  public var text: String
  public var way: Way
  public var received: Timestamp
  /// What is wrong or doubtful in it; one of level `schema` or `text` keeps it from being used.
  public var problems: [PactProblem]
  /// A sentence: how it was signed and carried.
  public var assurance: String

  public init(
    footprintID: Identifier, partnerID: Identifier, operatorID: Identifier, text: String, way: Way,
    received: Timestamp, problems: [PactProblem], assurance: String
  ) {
    self.footprintID = footprintID
    self.partnerID = partnerID
    self.operatorID = operatorID
    self.text = text
    self.way = way
    self.received = received
    self.problems = problems
    self.assurance = assurance
  }

  /// Whether it may take the place of a component's footprint.
  public var isUsable: Bool { !problems.contains { $0.level != .advice } }

  public func document() throws -> JSONValue { try JSONValue(parsing: text.utf8) }
}

/// A component whose footprint is a partner's: each new version of the product takes the place of the last.
public struct PactLink: Codable, Sendable, Hashable {
  /// The buyer's component.
  public var traceID: Identifier
  public var partnerID: Identifier
  /// A product identifier (URN) of the partner's footprints.
  public var productID: String

  public init(traceID: Identifier, partnerID: Identifier, productID: String) {
    self.traceID = traceID
    self.partnerID = partnerID
    self.productID = productID
  }
}

/// An event that came from a partner: the same source and id again is not taken twice.
public struct TakenEvent: Codable, Sendable, Hashable {
  public var partnerID: Identifier
  public var source: String
  public var eventID: String
  public var type: String
  public var received: Timestamp

  public init(partnerID: Identifier, source: String, eventID: String, type: String, received: Timestamp) {
    self.partnerID = partnerID
    self.source = source
    self.eventID = eventID
    self.type = type
    self.received = received
  }
}
