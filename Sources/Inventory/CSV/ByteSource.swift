#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Bytes read in order, from a file or from memory.
struct ByteSource: ~Copyable {
  private let descriptor: Int32
  private let memory: [UInt8]
  private var position = 0
  /// The number of bytes in all.
  let size: Int

  /// Opens a regular file; fails with the error number. A pipe or a device is refused: it might never end.
  init(path: String) throws(SystemError) {
    let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard opened >= 0 else { throw SystemError(code: errno) }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let error = SystemError(code: errno)
      close(opened)
      throw error
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw isFolder ? SystemError(code: EISDIR) : SystemError(code: EINVAL, text: "it is not a regular file")
    }
    descriptor = opened
    memory = []
    size = Int(status.st_size)
  }

  init(bytes: [UInt8]) {
    descriptor = -1
    memory = bytes
    size = bytes.count
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The last byte of a file; nil of an empty one.
  func lastByte() -> UInt8? {
    var byte: UInt8 = 0
    return size > 0 && pread(descriptor, &byte, 1, off_t(size - 1)) == 1 ? byte : nil
  }

  /// Fills `space` as far as it can and returns the number of bytes; fewer than asked for at the end only.
  mutating func read(into space: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    if descriptor < 0 {
      let count = min(space.count, memory.count - position)
      memory.withUnsafeBytes { all in
        space.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[position..<position + count]))
      }
      position += count
      return count
    }
    var filled = 0
    while filled < space.count {
      guard let target = space.baseAddress else { break }
      let count = systemRead(descriptor, target + filled, space.count - filled)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError(code: errno)
      }
      filled += count
    }
    return filled
  }
}

private func systemRead(_ descriptor: Int32, _ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, target, count)
}

/// An error of the operating system, by its number.
struct SystemError: Error {
  let code: Int32
  /// What is wrong, where the system has no words for it.
  var text: String?

  var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
  var message: String { text ?? String(cString: strerror(code)) }
}
