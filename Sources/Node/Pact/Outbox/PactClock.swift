import Values

/// Time as the outbox knows it: the machine's, or a test's.
public protocol PactClock: Sendable {
  var now: Timestamp { get }
  /// Returns at a time, or when the task is cancelled.
  func sleep(until time: Timestamp) async
}

/// The machine's time.
public struct SystemPactClock: PactClock {
  /// The machine's clock.
  public init() {}

  /// The time.
  public var now: Timestamp { .now }

  /// Returns at a time, or when the task is cancelled.
  public func sleep(until time: Timestamp) async {
    let milliseconds = time.milliseconds - Timestamp.now.milliseconds
    if milliseconds > 0 { try? await Task.sleep(for: .milliseconds(milliseconds)) }
  }
}
