import Values

/// Something to be done at a partner until it is done, or given up after 72 hours.
public struct PactMessage: Codable, Sendable, Hashable {
  /// What is to be done.
  public enum Task: Codable, Sendable, Hashable {
    /// Send an event (CloudEvents, structured).
    case send(event: JSONValue)
    /// Fetch footprints that the partner has published.
    case fetch(footprints: [String])
  }
  /// What became of it.
  public enum State: String, Codable, Sendable, CaseIterable {
    case waiting, delivered
    /// Given up: 72 hours have passed, or the partner says that it will never take it.
    case abandoned
  }

  /// Its identifier.
  public var messageID: Identifier
  /// The partner.
  public var partnerID: Identifier
  /// The company whose message it is.
  public var operatorID: Identifier
  /// The base URL it goes to.
  public var target: String
  /// What is to be done.
  public var task: Task
  /// What became of it.
  public var state: State
  /// When it was queued.
  public var created: Timestamp
  /// The record that queued it: messages of a lane go in this order.
  public internal(set) var order: Int64 = 0
  /// When it was delivered or given up.
  public var ended: Timestamp?
  /// What came back at the end.
  public var outcome: String?

  /// One as it is recorded.
  public init(
    messageID: Identifier, partnerID: Identifier, operatorID: Identifier, target: String, task: Task,
    state: State = .waiting, created: Timestamp, ended: Timestamp? = nil, outcome: String? = nil
  ) {
    self.messageID = messageID
    self.partnerID = partnerID
    self.operatorID = operatorID
    self.target = target
    self.task = task
    self.state = state
    self.created = created
    self.ended = ended
    self.outcome = outcome
  }

  /// How long delivery is tried (the text of PACT v3).
  public static let lifetime: Duration = .seconds(72 * 3600)

  /// Messages of one lane are done one after the other, in order; lanes do not wait for each other.
  public var lane: String {
    switch task {
    case .send: "\(partnerID) send \(target)"
    case .fetch: "\(partnerID) fetch \(target)"
    }
  }
}

/// Which process works on a lane, where several share a database.
public struct PactClaim: Codable, Sendable, Hashable {
  /// The lane.
  public var lane: String
  /// The process that works on it.
  public var process: Identifier
  /// Until when others leave it alone.
  public var until: Timestamp

  /// One as it is recorded.
  public init(lane: String, process: Identifier, until: Timestamp) {
    self.lane = lane
    self.process = process
    self.until = until
  }
}
