#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a chain could not be written.
public struct ChainWriteError: Error, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What went wrong.
  public let message: String

  /// `path: message`.
  public var description: String { "\(path): \(message)" }
}

/// Writes a table as CSV, with quotation marks only where they are needed.
struct CSVWriter: Sendable {
  private let table: TextTable

  init(_ table: TextTable) { self.table = table }

  /// Hands over the bytes in portions.
  func write<E: Error>(_ sink: ([UInt8]) throws(E) -> Void) throws(E) {
    var bytes: [UInt8] = table.hasByteOrderMark ? [0xef, 0xbb, 0xbf] : []
    let lineEnd = Array(table.lineEnd.utf8)
    appendRow(table.header, lineEnd, &bytes)
    for row in 0..<table.rowCount {
      for column in table.header.indices {
        if column > 0 { bytes.append(Ascii.comma) }
        Self.append(table.text(row, column), &bytes)
      }
      bytes.append(contentsOf: lineEnd)
      if bytes.count > 1 << 20 {
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try sink(bytes)
  }

  private func appendRow(_ fields: [String], _ lineEnd: [UInt8], _ bytes: inout [UInt8]) {
    for (column, field) in fields.enumerated() {
      if column > 0 { bytes.append(Ascii.comma) }
      Self.append(field, &bytes)
    }
    bytes.append(contentsOf: lineEnd)
  }

  private static func append(_ text: String, _ bytes: inout [UInt8]) {
    let needsQuotes = text.utf8.contains {
      $0 == Ascii.comma || $0 == Ascii.quote || $0 == Ascii.lineFeed || $0 == Ascii.carriageReturn
    }
    guard needsQuotes else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(Ascii.quote)
    for byte in text.utf8 {
      if byte == Ascii.quote { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(Ascii.quote)
  }
}

/// Files that appear in a folder whole or not at all.
enum AtomicFiles {
  typealias Sink = ([UInt8]) throws(ChainWriteError) -> Void

  static func write(
    to folder: String, _ files: [(name: String, content: (Sink) throws(ChainWriteError) -> Void)]
  ) throws(ChainWriteError) {
    if mkdir(folder, 0o777) != 0 && errno != EEXIST { throw systemError(folder) }
    var written: [(temporary: String, final: String)] = []
    do throws(ChainWriteError) {
      for file in files {
        let final = folder + "/" + file.name
        let temporary = "\(folder)/.\(file.name).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
        written.append((temporary, final))
        try writeOne(temporary, like: final, file.content)
      }
      for file in written where rename(file.temporary, file.final) != 0 { throw systemError(file.final) }
    } catch {
      for file in written { unlink(file.temporary) }
      throw error
    }
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  private static func writeOne(
    _ path: String, like existing: String, _ content: (Sink) throws(ChainWriteError) -> Void
  ) throws(ChainWriteError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw systemError(path) }
    defer { close(descriptor) }
    var status = stat()
    if stat(existing, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
    try content { (bytes) throws(ChainWriteError) in
      var done = 0
      while done < bytes.count {
        let count = bytes.withUnsafeBytes { all -> Int in
          guard let base = all.baseAddress else { return 0 }
          return writeBytes(descriptor, base + done, all.count - done)
        }
        if count < 0 {
          if errno == EINTR { continue }
          throw systemError(path)
        }
        done += count
      }
    }
    guard fsync(descriptor) == 0 else { throw systemError(path) }
  }

  private static func systemError(_ path: String) -> ChainWriteError {
    ChainWriteError(path: path, message: SystemError(code: errno).message)
  }
}

private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
