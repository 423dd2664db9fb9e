/// What is wrong with a distribution, a sampling design or a set of values, in one sentence.
public struct UncertaintyProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what was expected.
  public let message: String
  /// The message.
  public var description: String { message }

  /// A problem with this message.
  public init(_ message: String) { self.message = message }
}
