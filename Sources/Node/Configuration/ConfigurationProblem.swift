/// One thing wrong with `denchi.yaml`, with the place where it was written.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as the reader of the message knows it.
  public let file: String
  /// The line, from 1; 0 where the file as a whole is meant.
  public let line: Int
  /// What is wrong and what was expected.
  public let message: String

  /// `file:line: message`, or `file: message` where the file as a whole is meant.
  public var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}

/// Everything that is wrong with a configuration, reported at once.
public struct ConfigurationProblems: Error, Sendable, CustomStringConvertible {
  /// The problems, in the order of their lines.
  public let problems: [ConfigurationProblem]
  /// Whether the file itself is not there.
  public let isFileNotFound: Bool

  /// The problems, a line each.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
