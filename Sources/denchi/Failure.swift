import ArgumentParser

/// Why a command could not do what was asked, with its exit status.
enum Failure: Error {
  /// A wrong argument (64).
  case usage(String)
  /// Bad data (65): what is wrong, line by line.
  case data([String])
  /// Files that are not there, and whatever else is wrong with the others (66).
  case notFound([String])
  /// A result that could not be written (70), with the reason.
  case cannotWrite(String)
  /// Something that Denchi itself did wrong (70).
  case fault(String)

  var status: ExitCode {
    switch self {
    case .usage: ExitCode(64)
    case .data: ExitCode(65)
    case .notFound: ExitCode(66)
    case .cannotWrite, .fault: ExitCode(70)
    }
  }

  /// What a person reads on standard error.
  var message: String {
    switch self {
    case .usage(let text): "Error: \(text)\n"
    case .data(let lines), .notFound(let lines): lines.map { $0 + "\n" }.joined()
    case .cannotWrite(let text): "Error: cannot write \(text)\n"
    case .fault(let text): "Error: this is a fault of Denchi's own, please report it: \(text)\n"
    }
  }
}
