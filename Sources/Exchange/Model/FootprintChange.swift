import Values

/// A product or answer whose totals changed, and why.
public struct FootprintChange: Codable, Sendable, Hashable {
  /// The cause that a company is told of when a partner's answer changed, whatever the partner did.
  public static let answerChanged = "answer.changed"

  public struct Item: Codable, Sendable, Hashable {
    public var traceID: Identifier
    public var before: Stages<Double>?
    public var after: Stages<Double>?
  }

  public var changeID: Identifier
  public var operatorID: Identifier
  /// The company's own part where the change began, or its component whose answer changed.
  public var origin: Identifier?
  /// The type of the company's record that caused it, e.g. `cfp.put`, or `answer.changed`.
  public var cause: String
  public var sequence: Int64
  public var time: Timestamp
  /// Products (parts that are in no other) and parts that were given as answers.
  public var items: [Item]
}
