import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that a command makes.
enum OutputFile {
  /// Writes a file, with the folders on the way to it; the file is there when it is complete.
  /// - Throws: `Failure.cannotCreate`, or `Failure.cannotWrite` where the file was made and the disk did not
  ///   take it.
  static func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

  /// Writes bytes as `write` writes a text.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    let part = path + ".part"
    let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure.cannotCreate(reason(path)) }
    do {
      defer { close(descriptor) }
      try bytes.withUnsafeBufferPointer { try Terminal(descriptor).write($0, named: path) }
    } catch {
      unlink(part)
      throw error
    }
    guard rename(part, path) == 0 else {
      let failure = Failure.cannotCreate(reason(path))
      unlink(part)
      throw failure
    }
  }

  private static func makeFolder(_ path: String) throws {
    if mkdir(path, 0o777) == 0 { return }
    if errno == ENOENT {
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
      guard parent != path else { throw Failure.cannotCreate(reason(path)) }
      try makeFolder(parent)
      if mkdir(path, 0o777) == 0 { return }
    }
    // The folder may be there already, also where making it would not be allowed.
    let failure = Failure.cannotCreate(reason(path))
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw failure }
  }

  private static func reason(_ path: String) -> String { "\(path): \(String(cString: strerror(errno)))" }
}
