import Foundation

/// A file that one process at a time holds, until it ends in whatever way.
final class ProcessLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `StoreError.unavailable` where another process holds it, or it cannot be made.
  init(path: String, of database: String) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError.unavailable("\(path) cannot be made: \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      var text = [UInt8](repeating: 0, count: 20)
      let length = max(0, pread(descriptor, &text, text.count, 0))
      let holder = Int(String(decoding: text[..<length], as: UTF8.self)).map { "process \($0)" }
      Foundation.close(descriptor)
      throw StoreError.unavailable(
        "\(database) is in use by \(holder ?? "another process"): stop it first. "
          + "Several processes can share a PostgreSQL database.")
    }
    let text = Array(String(ProcessInfo.processInfo.processIdentifier).utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  deinit { Foundation.close(descriptor) }
}
