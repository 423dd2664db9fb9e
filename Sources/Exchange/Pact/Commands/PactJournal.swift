import Values

/// Where commands of PACT are carried out: they change a data space too, where a partner's footprint takes the
/// place of a component's.
public protocol PactJournal: DataSpaceJournal {
  var pact: PactBook { get }
  mutating func record(_ event: PactEvent) throws
}

/// A journal that keeps nothing but the state.
public struct MemoryPactJournal: PactJournal {
  /// The data space with everything recorded so far.
  public private(set) var space = DataSpace()
  /// What is known of PACT with everything recorded so far.
  public private(set) var pact = PactBook()
  /// The time of what is recorded next.
  public var now: Timestamp
  private var sequence: Int64 = 0

  /// An empty journal.
  public init(now: Timestamp = .now) { self.now = now }

  /// Records what happened.
  public mutating func record(_ event: DataSpaceEvent) {
    sequence += 1
    space.apply(event, sequence: sequence, time: now)
  }

  /// Records what happened.
  public mutating func record(_ event: PactEvent) throws {
    sequence += 1
    _ = try pact.apply(type: event.type, body: event.body, sequence: sequence, time: now)
  }
}
