import Values

/// Where commands are carried out: they look at the state, refuse by throwing a `Refusal`, or record what is
/// to be. `Records` gives one that is durable; `MemoryJournal` is for tests.
public protocol DataSpaceJournal {
  var space: DataSpace { get }
  /// The time of what is recorded now.
  var now: Timestamp { get }
  mutating func record(_ event: DataSpaceEvent) throws
}

/// A journal that keeps nothing but the state.
public struct MemoryJournal: DataSpaceJournal {
  /// The state, with all that was recorded so far taken in.
  public private(set) var space = DataSpace()
  /// The time of what is recorded now.
  public var now: Timestamp
  /// How many events were recorded.
  public private(set) var sequence: Int64 = 0
  /// What was recorded.
  public private(set) var events: [DataSpaceEvent] = []

  /// An empty journal.
  public init(now: Timestamp = .now) { self.now = now }

  /// Takes an event in.
  public mutating func record(_ event: DataSpaceEvent) {
    sequence += 1
    space.apply(event, sequence: sequence, time: now)
    events.append(event)
  }
}
