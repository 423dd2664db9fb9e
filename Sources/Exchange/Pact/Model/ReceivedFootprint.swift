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

  /// Its identifier, chosen by the partner.
  public var footprintID: Identifier
  /// The partner it came from.
  public var partnerID: Identifier
  /// The company that got it.
  public var operatorID: Identifier
  /// The document, as JSON.
  public var text: String
  /// How it came.
  public var way: Way
  /// When it came.
  public var received: Timestamp
  /// What is wrong or doubtful in it; one of level `schema` or `text` keeps it from being used.
  public var problems: [PactProblem]
  /// A sentence: how it was signed and carried.
  public var assurance: String

  /// One as it is recorded.
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

  /// The document.
  public func document() throws -> JSONValue { try JSONValue(parsing: text.utf8) }
}

/// A component whose footprint is a partner's: each new version of the product takes the place of the last.
public struct PactLink: Codable, Sendable, Hashable {
  /// The buyer's component.
  public var traceID: Identifier
  /// The partner it came from.
  public var partnerID: Identifier
  /// A product identifier (URN) of the partner's footprints.
  public var productID: String

  /// One as it is recorded.
  public init(traceID: Identifier, partnerID: Identifier, productID: String) {
    self.traceID = traceID
    self.partnerID = partnerID
    self.productID = productID
  }
}

/// An event that came from a partner: the same source and id again is not taken twice.
public struct TakenEvent: Codable, Sendable, Hashable {
  /// The partner it came from.
  public var partnerID: Identifier
  /// The `source` of the event.
  public var source: String
  /// The `id` of the event.
  public var eventID: String
  /// Its `type`.
  public var type: String
  /// When it came.
  public var received: Timestamp

  /// One as it is recorded.
  public init(partnerID: Identifier, source: String, eventID: String, type: String, received: Timestamp) {
    self.partnerID = partnerID
    self.source = source
    self.eventID = eventID
    self.type = type
    self.received = received
  }
}
