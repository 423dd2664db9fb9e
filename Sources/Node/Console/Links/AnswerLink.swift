import Exchange
import Values

/// A question to a supplier without software, answered through a link that is sent to it.
public struct AnswerLink: Codable, Sendable, Hashable {
  public enum State: String, Codable, Sendable { case open, used, revoked }

  /// What the supplier gave.
  public struct Answer: Codable, Sendable, Hashable {
    /// The supplier's name and who filled the page in, as they wrote them.
    public var company: String
    public var person: String
    /// kg CO2e for one unit: the supplier's own work, and what it buys.
    public var production: Stages<Double>
    public var component: Stages<Double>
    public var quality: Stages<DataQuality>
    public var note: String?
    public var time: Timestamp
    /// The record that holds it.
    public var sequence: Int64

    /// Everything together.
    public var total: Stages<Double> {
      Stages(pre: production.pre + component.pre, main: production.main + component.main)
    }
  }

  public var linkID: Identifier
  /// The company at this node for which the question is asked in the end.
  public var operatorID: Identifier
  /// Its component.
  public var traceID: Identifier
  /// The link whose supplier passed the question on; nil for the company's own.
  public var parent: Identifier?
  /// What is asked for, as the supplier is told.
  public var item: String
  public var unit: DeclaredUnit
  /// How much of the item one unit of the parent's item takes; nil without a parent.
  public var amount: Double?
  /// Who is asked, as who asks calls it.
  public var supplier: String
  /// Who asks, as the supplier is told.
  public var asker: String
  public var message: String?
  /// A day as `2026-12-31`.
  public var dueDate: String
  public var expires: Timestamp
  public var created: Timestamp
  public var state: State
  public var answer: Answer?

  /// Whether it can be answered now.
  public func isOpen(at time: Timestamp) -> Bool { state == .open && time < expires }
}
