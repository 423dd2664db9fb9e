import ArgumentParser

/// Why a command could not do what was asked, with its exit status.
enum Failure: Error {
  /// A wrong argument (64).
  case usage(String)
  /// Bad data (65): what is wrong, line by line.
  case data([String])
  /// Files that are not there, and whatever else is wrong with the others (66).
  case notFound([String])
  /// Something that a service needs, such as a database or a port, is not to be had (69).
  case unavailable(String)
  /// A file or folder for a result that could not be made (73), with the reason.
  case cannotCreate(String)
  /// A result that could not be written (74), with the reason.
  case cannotWrite(String)
  /// Something that Denchi itself did wrong (70).
  case fault(String)

  var status: ExitCode {
    switch self {
    case .usage: ExitCode(64)
    case .data: ExitCode(65)
    case .notFound: ExitCode(66)
    case .unavailable: ExitCode(69)
    case .fault: ExitCode(70)
    case .cannotCreate: ExitCode(73)
    case .cannotWrite: ExitCode(74)
    }
  }

  /// What a person reads on standard error; harmless for a terminal, whatever a chain has in it.
  var message: String { lines.map { DisplayWidth.plain($0) + "\n" }.joined() }

  private var lines: [String] {
    switch self {
    case .usage(let text), .unavailable(let text): ["Error: \(text)"]
    case .data(let lines), .notFound(let lines): lines
    case .cannotCreate(let text): ["Error: cannot create \(text)"]
    case .cannotWrite(let text): ["Error: cannot write \(text)"]
    case .fault(let text): ["Error: this is a fault of Denchi's own, please report it: \(text)"]
    }
  }
}
