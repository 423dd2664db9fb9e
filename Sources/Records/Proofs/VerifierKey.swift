import Crypto
import Foundation

/// The public key that checkpoints are checked with: `NAME+ID+KEY`, as other programs that read C2SP signed
/// notes write it (ID: 8 hexadecimal digits; KEY: base64 of a byte of 1 and the 32 bytes of the Ed25519 key).
public struct VerifierKey: Sendable, Hashable, LosslessStringConvertible {
  /// The log's name, also the key's.
  public let name: String
  /// The Ed25519 public key, 32 bytes.
  public let key: [UInt8]

  /// - Returns: nil for a name that cannot be a key's, or a key of another length than 32 bytes.
  public init?(name: String, key: [UInt8]) {
    guard VerifierKey.isName(name), key.count == 32 else { return nil }
    self.name = name
    self.key = key
  }

  /// Reads `NAME+ID+KEY`; nil where the parts do not belong together.
  public init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let data = Data(strictBase64: parts[2]), data.first == 1 else {
      return nil
    }
    self.init(name: String(parts[0]), key: Array(data.dropFirst()))
    guard parts[1] == idText else { return nil }
  }

  /// The key as text, for others to check checkpoints with.
  public var description: String {
    "\(name)+\(idText)+\(Data([1] + key).base64EncodedString())"
  }

  /// The key's id: the first four bytes of SHA-256 of the name, a line feed, a byte of 1 (Ed25519) and the key.
  public var id: [UInt8] {
    Array(Digest.content(Array(name.utf8) + [0x0A, 1] + key).bytes.prefix(4))
  }

  var idText: String { id.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  /// Whether the signature is one of this key over the text.
  func isValid(_ signature: [UInt8], for text: String) -> Bool {
    guard let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
    return publicKey.isValidSignature(signature, for: Array(text.utf8))
  }

  /// Whether a name can be a key's: not empty, without white space, control characters and plus signs.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F && $0 != "+"
      }
  }
}
