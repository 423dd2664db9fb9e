import Values

/// A product or answer whose totals changed, and why.
public struct FootprintChange: Codable, Sendable, Hashable {
  /// The cause that a company is told of when a partner's answer changed, whatever the partner did.
  public static let answerChanged = "answer.changed"

  /// One part whose totals changed.
  public struct Item: Codable, Sendable, Hashable {
    /// The part.
    public var traceID: Identifier
    /// kg CO2e for one unit; nil: there were none.
    public var before: Stages<Double>?
    /// kg CO2e for one unit; nil: there are none.
    public var after: Stages<Double>?
  }

  /// Grows with time for each company.
  public var changeID: Identifier
  /// Whose footprints they are.
  public var operatorID: Identifier
  /// The company's own part where the change began, or its component whose answer changed.
  public var origin: Identifier?
  /// The type of the company's record that caused it, e.g. `cfp.put`, or `answer.changed`.
  public var cause: String
  /// The record that caused it.
  public var sequence: Int64
  /// When it was recorded.
  public var time: Timestamp
  /// Products (parts that are in no other) and parts that were given as answers.
  public var items: [Item]
}
