/// One thing wrong with, or doubtful about, a chain folder.
public struct ChainProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// What sort of problem it is.
  public enum Kind: Sendable, Hashable {
    /// The file or the folder is not there.
    case fileNotFound
    /// The data are wrong: the chain cannot be used.
    case error
    /// The data can be used, but look at them.
    case warning
  }

  /// What sort of problem it is.
  public let kind: Kind
  /// The name of the file inside the folder, such as `exchanges.csv`.
  public let file: String
  /// The line on which the row begins, from 1 (the header is line 1); 0 where the file as a whole is meant.
  public let line: Int
  /// What is wrong and what was expected.
  public let message: String

  /// A problem at one line of one file.
  public init(_ kind: Kind, file: String, line: Int, message: String) {
    self.kind = kind
    self.file = file
    self.line = line
    self.message = message
  }

  /// `file:line: message`, or `file: message` where the file as a whole is meant.
  public var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}

/// Everything that is wrong with a chain folder, reported at once.
public struct ChainProblems: Error, Sendable, CustomStringConvertible {
  /// The most problems, and the most warnings, that are kept; the rest are counted.
  public static let limit = 1_000

  /// The errors, by file in the order they are read and by line; at most ``limit``.
  public internal(set) var errors: [ChainProblem] = []
  /// The number of errors, kept or not.
  public internal(set) var errorCount = 0
  /// The warnings; at most ``limit``.
  public internal(set) var warnings: [ChainProblem] = []
  /// The number of warnings, kept or not.
  public internal(set) var warningCount = 0
  /// Rows of `activities.csv`, as far as they could be read.
  public internal(set) var activityCount = 0
  /// Rows of `exchanges.csv`, as far as they could be read.
  public internal(set) var exchangeCount = 0

  /// Whether a file or the folder is not there.
  public var isFileNotFound: Bool { errors.contains { $0.kind == .fileNotFound } }

  /// The errors, a line each, and how many more there are.
  public var description: String {
    var lines = errors.map(\.description)
    if errorCount > errors.count { lines.append("and \(errorCount - errors.count) more errors") }
    return lines.joined(separator: "\n")
  }

  mutating func error(_ file: String, _ line: Int, _ message: @autoclosure () -> String) {
    errorCount += 1
    guard errors.count < Self.limit else { return }
    errors.append(ChainProblem(.error, file: file, line: line, message: message()))
  }

  mutating func fileNotFound(_ file: String, _ message: String) {
    errorCount += 1
    errors.append(ChainProblem(.fileNotFound, file: file, line: 0, message: message))
  }

  mutating func warning(_ file: String, _ line: Int, _ message: @autoclosure () -> String) {
    warningCount += 1
    guard warnings.count < Self.limit else { return }
    warnings.append(ChainProblem(.warning, file: file, line: line, message: message()))
  }

  /// Orders by file as a reader expects them and by line; within a line as found.
  mutating func sort() {
    let order = ChainFile.allCases.map(\.fileName)
    func sorted(_ problems: [ChainProblem]) -> [ChainProblem] {
      problems.enumerated().sorted { a, b in
        let (x, y) = (order.firstIndex(of: a.element.file) ?? -1, order.firstIndex(of: b.element.file) ?? -1)
        return (x, a.element.line, a.offset) < (y, b.element.line, b.offset)
      }.map(\.element)
    }
    errors = sorted(errors)
    warnings = sorted(warnings)
  }
}

/// The files of a chain folder.
public enum ChainFile: String, Sendable, CaseIterable {
  /// What is done, by whom and where: one product each.
  case activities
  /// What activities take from each other.
  case exchanges
  /// What activities take from and give to the environment, and whatever else is counted.
  case flows
  /// The weight of flows in indicators.
  case factors
  /// What is asked for.
  case indicators

  /// Its name in the folder.
  public var fileName: String { rawValue + ".csv" }
}
