import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a file descriptor can show: how wide it is and whether colours and moving bars are welcome.
struct Terminal: Sendable {
  /// The descriptor written to.
  let descriptor: Int32
  /// Whether a person watches.
  let isTerminal: Bool
  /// Columns available; 80 where the output is a file or a pipe.
  let columns: Int
  /// Whether escape codes for colours are written: only to a terminal, and not with NO_COLOR or TERM=dumb.
  let usesColour: Bool

  static let output = Terminal(STDOUT_FILENO)
  static let messages = Terminal(STDERR_FILENO)

  init(_ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let known = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    columns = known ? max(20, Int(size.ws_col)) : 80
    usesColour = isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }

  /// A look of a piece of text.
  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case cyan = "36"
  }

  /// The text in a style where colours are used, else as it is.
  func styled(_ text: String, _ style: Style?) -> String {
    guard usesColour, let style, !text.isEmpty else { return text }
    return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }

  /// Writes all of the text.
  /// - Throws: `Failure.cannotWrite` if the descriptor does not take it (a full disk, a closed pipe).
  /// - Parameter name: what is written, for the message.
  func write(_ text: String, named name: String = "the result") throws {
    var text = text
    try text.withUTF8 { try write($0, named: name) }
  }

  /// Writes all of the bytes.
  func write(_ bytes: UnsafeBufferPointer<UInt8>, named name: String = "the result") throws {
    guard let base = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      #if canImport(Glibc)
        let n = Glibc.write(descriptor, base + done, bytes.count - done)
      #else
        let n = Darwin.write(descriptor, base + done, bytes.count - done)
      #endif
      if n > 0 {
        done += n
      } else if errno != EINTR {
        throw Failure.cannotWrite("\(name): \(String(cString: strerror(errno)))")
      }
    }
  }
}

/// Text on its way to a descriptor, written in large pieces.
struct BufferedOutput {
  private let terminal: Terminal
  private var text = ""

  init(_ terminal: Terminal) { self.terminal = terminal }

  mutating func write(_ more: String) throws {
    text += more
    if text.utf8.count > 1 << 16 { try flush() }
  }

  /// Writes what is left.
  mutating func flush() throws {
    try terminal.write(text)
    text.removeAll(keepingCapacity: true)
  }
}

/// A progress bar on standard error; silent unless a person watches.
final class Progress: @unchecked Sendable {
  private let label: String
  private let total: Int
  private let terminal: Terminal
  private let lock = NSLock()
  private var done = 0
  private var shown = -1

  /// - Parameters:
  ///   - label: what is being done.
  ///   - total: how many steps make the whole.
  init(_ label: String, total: Int, terminal: Terminal = .messages) {
    self.label = label
    self.total = max(total, 1)
    self.terminal = terminal
  }

  /// Tells how many steps are done by now; may be called from any thread and in any order.
  func update(_ steps: Int) {
    guard terminal.isTerminal else { return }
    lock.withLock {
      done = max(done, steps)
      let percent = min(100, done * 100 / total)
      guard percent != shown else { return }
      shown = percent
      let width = max(10, min(40, terminal.columns - DisplayWidth.of(label) - 9))
      let bar = Bar.filled(Double(percent) / 100, width: width)
      try? terminal.write("\r\(label) \(terminal.styled(bar, .cyan)) \(percent) %\u{1B}[K")
    }
  }

  /// Takes the bar away.
  func finish() {
    guard terminal.isTerminal else { return }
    lock.withLock { if shown >= 0 { try? terminal.write("\r\u{1B}[K") } }
  }
}
