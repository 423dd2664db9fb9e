import Crypto

/// A SHA-256 hash, written as 64 hexadecimal digits.
public struct Digest: Sendable, Hashable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  private init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  private init(_ hash: SHA256Digest) {
    words = hash.withUnsafeBytes { Digest.words($0) }
  }

  private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
    func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) }
    return (word(0), word(1), word(2), word(3))
  }

  /// - Parameter bytes: 32 bytes; nil for any other number.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    words = Array(bytes).withUnsafeBytes { Digest.words($0) }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// 32 zero bytes: what the first record gives as the hash before it.
  public static let zero = Digest(words: (0, 0, 0, 0))

  /// The hash of a leaf of the Merkle tree (RFC 9162, 2.1.1): SHA-256 of a zero byte and the record's text.
  public static func leaf(_ text: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    Swift.withUnsafeBytes(of: 0 as UInt8) { hash.update(bufferPointer: $0) }
    Digest.update(&hash, with: text)
    return Digest(hash.finalize())
  }

  /// The hash of an inner node (RFC 9162, 2.1.1): SHA-256 of a byte of 1, the left and the right hash.
  public static func node(_ left: Digest, _ right: Digest) -> Digest {
    Digest(
      withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { buffer in
        buffer[0] = 1
        buffer.baseAddress?.storeBytes(of: left.words, toUnaligned: 1)
        buffer.baseAddress?.storeBytes(of: right.words, toUnaligned: 33)
        var hash = SHA256()
        hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
        return hash.finalize()
      })
  }

  /// The plain SHA-256 of data, as attachments are named by.
  public static func content(_ data: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    Digest.update(&hash, with: data)
    return Digest(hash.finalize())
  }

  private static func update(_ hash: inout SHA256, with data: some Sequence<UInt8>) {
    let done: Void? = data.withContiguousStorageIfAvailable {
      hash.update(bufferPointer: UnsafeRawBufferPointer($0))
    }
    if done == nil { hash.update(data: Array(data)) }
  }

  /// Calls `body` with the 32 bytes in place.
  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try Swift.withUnsafeBytes(of: words, body)
  }

  /// Equal bytes.
  public static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }

  /// By its bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}

extension UnsafeMutableRawPointer {
  fileprivate func storeBytes(of words: (UInt64, UInt64, UInt64, UInt64), toUnaligned offset: Int) {
    withUnsafeBytes(of: words) { bytes in
      guard let base = bytes.baseAddress else { return }
      (self + offset).copyMemory(from: base, byteCount: 32)
    }
  }
}

extension Digest: LosslessStringConvertible {
  /// Reads 64 hexadecimal digits, upper or lower case; nil for anything else.
  public init?(_ text: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    var high: UInt8?
    for character in text.utf8 {
      let digit: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil else { return nil }
    self.init(bytes: bytes)
  }

  /// 64 hexadecimal digits.
  public var description: String {
    String(unsafeUninitializedCapacity: 64) { text in
      withUnsafeBytes { bytes in
        for (index, byte) in bytes.enumerated() {
          text[2 * index] = Digest.digit(byte >> 4)
          text[2 * index + 1] = Digest.digit(byte & 15)
        }
      }
      return 64
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
