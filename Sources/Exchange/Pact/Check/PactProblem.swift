/// Something wrong in a document of PACT.
public struct PactProblem: Codable, Sendable, Hashable {
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
  public var message: String
  public var level: Level

  public init(_ pointer: String, _ message: String, _ level: Level) {
    self.pointer = pointer
    self.message = message
    self.level = level
  }

  public var description: String { "\(pointer.isEmpty ? "/" : pointer): \(message)" }
}

extension Array where Element == PactProblem {
  /// The first problems in a sentence, for an error's message.
  public var summary: String {
    let shown = prefix(5).map(\.description).joined(separator: "; ")
    return count > 5 ? "\(shown); and \(count - 5) more" : shown
  }
}
