import Foundation

/// Writes bytes to a file through a buffer.
final class Writer {
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private let capacity = 1 << 20

  init(_ url: URL) throws {
    _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    handle = try FileHandle(forWritingTo: url)
    buffer.reserveCapacity(capacity + 4096)
  }

  func write(_ text: StaticString) {
    text.withUTF8Buffer { buffer.append(contentsOf: $0) }
  }

  func write(text: String) { buffer.append(contentsOf: text.utf8) }

  /// The shortest decimal that reads back as the same number.
  func write(_ number: Double) { buffer.append(contentsOf: number.description.utf8) }

  /// `letter` and the number with leading zeros.
  func write(_ letter: UInt8, _ number: Int, digits: Int) {
    buffer.append(letter)
    let end = buffer.count + digits
    buffer.append(contentsOf: repeatElement(48, count: digits))
    var rest = number
    var at = end - 1
    while rest > 0 {
      buffer[at] += UInt8(rest % 10)
      rest /= 10
      at -= 1
    }
  }

  func endLine() throws {
    buffer.append(10)
    if buffer.count >= capacity { try flush() }
  }

  func flush() throws {
    try handle.write(contentsOf: Data(buffer))
    buffer.removeAll(keepingCapacity: true)
  }

  func close() throws {
    try flush()
    try handle.close()
  }
}

/// Writes an array in numpy's format (version 1.0, C order).
func writeNumpy<Element: BitwiseCopyable>(
  _ values: [Element], type: String, shape: [Int], to url: URL
) throws {
  let dimensions = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
  var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(dimensions)), }"
  header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
  var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
  let length = UInt16(header.utf8.count)
  data.append(contentsOf: [UInt8(length & 255), UInt8(length >> 8)])
  data.append(contentsOf: header.utf8)
  values.withUnsafeBytes { data.append(contentsOf: $0) }
  try data.write(to: url)
}
