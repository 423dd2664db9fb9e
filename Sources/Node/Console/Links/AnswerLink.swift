import Exchange
import Values

/// A question to a supplier without software, answered through a link that is sent to it.
public struct AnswerLink: Codable, Sendable, Hashable {
  /// How a link stands; one whose time is over stays `open`.
  public enum State: String, Codable, Sendable { case open, used, revoked }

  /// What the supplier gave.
  public struct Answer: Codable, Sendable, Hashable {
    /// The supplier's name and who filled the page in, as they wrote them.
    public var company: String
    /// See `company`.
    public var person: String
    /// kg CO2e for one unit: the supplier's own work, and what it buys.
    public var production: Stages<Double>
    /// See `production`.
    public var component: Stages<Double>
    /// Its data quality, as far as the supplier rated it.
    public var quality: Stages<DataQuality>
    /// What the supplier added in words.
    public var note: String?
    /// When it was sent.
    public var time: Timestamp
    /// The record that holds it.
    public var sequence: Int64

    /// Everything together.
    public var total: Stages<Double> {
      Stages(pre: production.pre + component.pre, main: production.main + component.main)
    }
  }

  /// Names the link; opens nothing.
  public var linkID: Identifier
  /// The company at this node for which the question is asked in the end.
  public var operatorID: Identifier
  /// Its component.
  public var traceID: Identifier
  /// The link whose supplier passed the question on; nil for the company's own.
  public var parent: Identifier?
  /// What is asked for, as the supplier is told.
  public var item: String
  /// What the values are for one of.
  public var unit: DeclaredUnit
  /// How much of the item one unit of the parent's item takes; nil without a parent.
  public var amount: Double?
  /// Who is asked, as who asks calls it.
  public var supplier: String
  /// Who asks, as the supplier is told.
  public var asker: String
  /// What who asks added in words; at most 1000 characters.
  public var message: String?
  /// A day as `2026-12-31`.
  public var dueDate: String
  /// From then on it cannot be answered.
  public var expires: Timestamp
  /// When it was made.
  public var created: Timestamp
  /// How it stands.
  public var state: State
  /// What the supplier gave; nil until then.
  public var answer: Answer?

  /// Whether it can be answered now.
  public func isOpen(at time: Timestamp) -> Bool { state == .open && time < expires }
}
