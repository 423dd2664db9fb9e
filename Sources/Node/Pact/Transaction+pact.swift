import Exchange
import Records

/// The durable journal of PACT: commands on it become records.
extension Transaction: PactJournal where State == World {
  /// What is known of PACT with everything recorded so far.
  public var pact: PactBook { state.pact }

  /// Records what happened in PACT.
  public mutating func record(_ event: PactEvent) throws {
    try record(event.type, event.body)
  }
}
