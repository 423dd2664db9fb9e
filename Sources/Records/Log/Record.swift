import Crypto
import Values

/// One entry of the log: something that happened, who did it and when. Never changed, never removed.
public struct Record: Sendable, Hashable {
  /// 1 for the first record; no number is left out.
  public let sequence: Int64
  /// When it was appended; not before the record it follows, also when the machine's clock is set back.
  public let time: Timestamp
  /// What kind of fact, e.g. `parts.put`: a name and, from its second form on, a version (`parts.put.2`).
  public let type: String
  /// Who did it: a user's, key's or partner's id, or `node`.
  public let actor: String
  public let body: JSONValue
  /// The hash of the record before, of 32 zero bytes for the first: the chain.
  public let previous: Digest

  public init(
    sequence: Int64, time: Timestamp, type: String, actor: String, body: JSONValue, previous: Digest
  ) {
    self.sequence = sequence
    self.time = time
    self.type = type
    self.actor = actor
    self.body = body
    self.previous = previous
  }

  /// What is hashed and stored: the canonical JSON (RFC 8785) of an object with the members `actor`, `body`,
  /// `previous`, `sequence`, `time` and `type`.
  public var text: [UInt8] {
    JSONValue.object([
      "actor": .string(actor), "body": body, "previous": .string(previous.description),
      "sequence": .number(Double(sequence)), "time": .string(time.description), "type": .string(type),
    ]).canonical
  }
}

/// A SHA-256 hash, written as 64 hexadecimal digits.
public struct Digest: Sendable, Hashable {
  public let bytes: [UInt8]

  /// - Parameter bytes: 32 bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self.bytes = Array(bytes)
  }

  public static let zero = Digest(unchecked: Array(repeating: 0, count: 32))

  /// The hash of a leaf of the Merkle tree (RFC 9162, 2.1.1): SHA-256 of a zero byte and the record's text.
  public static func leaf(_ text: some Sequence<UInt8>) -> Digest {
    Digest(unchecked: Array(SHA256.hash(data: [0] + text)))
  }

  /// The hash of an inner node (RFC 9162, 2.1.1): SHA-256 of a byte of 1, the left and the right hash.
  public static func node(_ left: Digest, _ right: Digest) -> Digest {
    Digest(unchecked: Array(SHA256.hash(data: [1] + left.bytes + right.bytes)))
  }

  /// The plain SHA-256 of data, as attachments are named by.
  public static func content(_ data: some Sequence<UInt8>) -> Digest {
    Digest(unchecked: Array(SHA256.hash(data: Array(data))))
  }

  private init(unchecked bytes: [UInt8]) { self.bytes = bytes }
}

extension Digest: LosslessStringConvertible {
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let byte = UInt8(text.dropFirst(index).prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
    }
    self.init(unchecked: bytes)
  }

  public var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
