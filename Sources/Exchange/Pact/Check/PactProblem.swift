/// Something wrong in a document of PACT.
public struct PactProblem: Codable, Sendable, Hashable {
  /// How grave it is.
  public enum Level: String, Codable, Sendable {
    /// The schema does not allow it.
    case schema
    /// The text of the specification forbids it (MUST, SHALL).
    case text
    /// It is allowed, but doubtful or against a recommendation.
    case advice
  }

  /// Where: a JSON pointer (RFC 6901), e.g. `/pcf/dqi/temporalDQR`; empty for the whole.
  public var pointer: String
  /// What is wrong there.
  public var message: String
  /// How grave it is.
  public var level: Level

  /// A problem at a place.
  public init(_ pointer: String, _ message: String, _ level: Level) {
    self.pointer = pointer
    self.message = message
    self.level = level
  }

  /// Place and message.
  public var description: String { "\(pointer.isEmpty ? "/" : pointer): \(message)" }
}

extension Array where Element == PactProblem {
  /// The first problems in a sentence, for an error's message.
  public var summary: String {
    let shown = prefix(5).map(\.description).joined(separator: "; ")
    return count > 5 ? "\(shown); and \(count - 5) more" : shown
  }
}
