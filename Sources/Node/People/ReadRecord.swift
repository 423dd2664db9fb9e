import Exchange
import Values

/// A record of reads of other companies' data.
struct ReadRecord: Codable, Sendable {
  static let type = "reads.noted"

  struct Read: Codable, Sendable, Hashable {
    var actor: String
    var reader: Identifier
    var owner: Identifier
    var item: String
    var basis: DisclosureBasis
    var rule: String?
    var count: Int

    /// Names what is counted together, in the derived table.
    var key: String {
      [owner.description, actor, reader.description, basis.rawValue, rule ?? "", item].joined(separator: " ")
    }
  }
  var reads: [Read]
}

/// That somebody saw something of a company's data.
public struct ReadSummary: Codable, Sendable, Hashable {
  /// Whose data it was.
  public var owner: Identifier
  /// The company, or PACT partner, that saw it.
  public var reader: Identifier
  /// Who asked for that company, as `Caller.actor` names it.
  public var actor: String
  /// What was seen, e.g. `cfp/` and a trace identifier.
  public var item: String
  /// Why it was allowed.
  public var basis: DisclosureBasis
  /// The rule that allowed it, where there is one.
  public var rule: String?
  /// How often.
  public var count: Int
  /// The first and the last time, to the second in which it was noted.
  public var first: Timestamp
  /// See `first`.
  public var last: Timestamp
}
