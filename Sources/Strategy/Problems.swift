import Inventory

/// One thing wrong with a scenario, with the place where it was written.
public struct ScenarioProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as the reader of the message knows it.
  public let file: String
  /// The line, from 1; 0 where the file as a whole is meant.
  public let line: Int
  /// What is wrong and what was expected.
  public let message: String

  /// A problem at one line of one file.
  public init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  /// `file:line: message`, or `file: message` where the file as a whole is meant.
  public var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}

/// Everything that is wrong with a scenario, reported at once.
public struct ScenarioProblems: Error, Sendable, CustomStringConvertible {
  /// The problems, in the order they were found.
  public var problems: [ScenarioProblem] = []
  /// Whether a file is not there.
  public var isFileNotFound = false

  /// No problems yet.
  public init() {}

  /// The problems, a line each.
  public var description: String { problems.map(\.description).joined(separator: "\n") }

  /// Adds a problem.
  public mutating func add(_ file: String, _ line: Int, _ message: String) {
    problems.append(ScenarioProblem(file: file, line: line, message: message))
  }

  mutating func add(_ other: ScenarioProblems) {
    problems += other.problems
    isFileNotFound = isFileNotFound || other.isFileNotFound
  }

  mutating func add(_ other: ChainProblems) {
    problems += other.errors.map { ScenarioProblem(file: $0.file, line: $0.line, message: $0.message) }
    isFileNotFound = isFileNotFound || other.isFileNotFound
  }
}
