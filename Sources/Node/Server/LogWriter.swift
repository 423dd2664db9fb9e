import Dispatch
import Foundation
import Logging
import Synchronization
import Values

/// Writes log lines without making who logs wait for the terminal or disk: lines are kept and written together.
public final class LogWriter: Sendable {
  private let write: @Sendable ([UInt8]) -> Void
  private let buffer = Mutex<(bytes: [UInt8], isScheduled: Bool, dropped: Int)>(([], false, 0))
  private let queue = DispatchQueue(label: "denchi.log")
  private let second = Mutex<(number: Int64, text: Substring)>((-1, ""))
  /// Lines beyond this are dropped, and counted, rather than filling the memory.
  private static let most = 4 << 20

  /// - Parameter write: takes bytes of whole lines, one call at a time.
  public init(write: @escaping @Sendable ([UInt8]) -> Void) { self.write = write }

  /// A writer to standard error.
  public static let standardError = LogWriter { bytes in
    try? FileHandle.standardError.write(contentsOf: Data(bytes))
  }

  /// The time now; its text up to the second is made once a second.
  func time() -> String {
    let now = Timestamp.now
    let (number, fraction) = now.milliseconds.quotientAndRemainder(dividingBy: 1000)
    let text = second.withLock { second in
      if second.number != number {
        second = (number, Timestamp(milliseconds: number * 1000).description.dropLast())
      }
      return second.text
    }
    return "\(text).\(fraction < 10 ? "00" : fraction < 100 ? "0" : "")\(fraction)Z"
  }

  func append(_ line: [UInt8]) {
    let isFirst = buffer.withLock { buffer in
      guard buffer.bytes.count < LogWriter.most else {
        buffer.dropped += 1
        return false
      }
      buffer.bytes += line
      defer { buffer.isScheduled = true }
      return !buffer.isScheduled
    }
    if isFirst { queue.asyncAfter(deadline: .now() + .milliseconds(20)) { self.writeOut() } }
  }

  /// Writes what is kept, and returns when it is written.
  public func flush() { queue.sync { writeOut() } }

  private func writeOut() {
    let (bytes, dropped) = buffer.withLock { buffer in
      defer { buffer = ([], false, 0) }
      return (buffer.bytes, buffer.dropped)
    }
    if !bytes.isEmpty { write(bytes) }
    if dropped > 0 {
      write(Array(#"{"level":"warning","message":"log lines dropped","count":\#(dropped)}"#.utf8) + [10])
    }
  }
}

/// Log messages as lines of JSON: `time`, `level`, `message`, and what the message carries.
public struct JSONLogHandler: LogHandler {
  /// The level from which messages are written.
  public var logLevel: Logger.Level = .info
  /// What every message carries.
  public var metadata: Logger.Metadata = [:]
  private let writer: LogWriter

  /// A handler that writes to `writer`.
  public init(writer: LogWriter) { self.writer = writer }

  /// A value that every message carries.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes a message as one line of JSON.
  public func log(event: LogEvent) {
    var members: [String: JSONValue] = [:]
    for (key, value) in metadata { members[key] = .string("\(value)") }
    for (key, value) in event.metadata ?? [:] { members[key] = .string("\(value)") }
    members["time"] = .string(writer.time())
    members["level"] = .string(event.level.rawValue)
    members["message"] = .string("\(event.message)")
    writer.append(JSONValue.object(members).canonical + [UInt8(ascii: "\n")])
  }
}

extension LogWriter {
  /// The line of a request. Its path is the template: no value of it, of the query, of headers or of the body.
  func request(
    method: String, pattern: String, status: Int, seconds: Double, trace: TraceContext
  ) {
    var line: [UInt8] = []
    line.reserveCapacity(256)
    line += #"{"level":"info","message":"request","method":""#.utf8
    line += method.utf8
    line += #"","ms":"#.utf8
    let microseconds = Int((seconds * 1e6).rounded())
    line += "\(microseconds / 1000).".utf8
    let rest = microseconds % 1000
    line += [UInt8(48 + rest / 100), UInt8(48 + rest / 10 % 10), UInt8(48 + rest % 10)]
    line += #","route":""#.utf8
    line += pattern.utf8
    line += #"","span_id":""#.utf8
    line += trace.spanID.utf8
    line += #"","status":"#.utf8
    line += String(status).utf8
    line += #","time":""#.utf8
    line += time().utf8
    line += #"","trace_id":""#.utf8
    line += trace.traceID.utf8
    line += "\"}\n".utf8
    append(line)
  }
}
