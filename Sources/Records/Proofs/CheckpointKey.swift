import Crypto
import Foundation
import Values

/// The key that a log's checkpoints are signed with: kept as a secret in the store.
public struct CheckpointKey: Sendable {
  /// The secret's name in the store.
  public static let secretName = "records.checkpoint-key"

  /// What others check with.
  public let verifier: VerifierKey
  private let key: Curve25519.Signing.PrivateKey

  /// A new key.
  /// - Parameter name: the log's name, best `host/path`; nil if it is empty or has blanks or plus signs.
  public init?(name: String) {
    let key = Curve25519.Signing.PrivateKey()
    guard let verifier = VerifierKey(name: name, key: Array(key.publicKey.rawRepresentation)) else {
      return nil
    }
    self.key = key
    self.verifier = verifier
  }

  /// The key of a store; made where there is none yet.
  /// - Parameter name: the log's name if the key is made now; nil for one made up.
  /// - Throws: `StoreError.unavailable` where the name cannot be one, `StoreError.damaged` where the secret is
  ///   no key.
  public init(of store: any RecordStore, name: String? = nil) throws {
    if let kept = try store.secret(CheckpointKey.secretName) {
      try self.init(kept: kept)
      return
    }
    let name = name ?? "denchi/\(Identifier())"
    guard let new = CheckpointKey(name: name) else {
      throw StoreError.unavailable("'\(name)' cannot name a log: use no blanks and no plus signs")
    }
    try self.init(kept: store.secret(CheckpointKey.secretName, orPut: new.kept))
  }

  /// `PRIVATE+KEY+NAME+ID+KEY`, the form in which other programs keep keys of signed notes.
  private var kept: [UInt8] {
    let seed = Data([1] + key.rawRepresentation).base64EncodedString()
    return Array("PRIVATE+KEY+\(verifier.name)+\(verifier.idText)+\(seed)".utf8)
  }

  private init(kept: [UInt8]) throws {
    let parts = String(decoding: kept, as: UTF8.self)
      .split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY",
      let seed = Data(base64Encoded: String(parts[4])), seed.first == 1,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed.dropFirst()),
      let verifier = VerifierKey(name: String(parts[2]), key: Array(key.publicKey.rawRepresentation)),
      verifier.idText == parts[3]
    else { throw StoreError.damaged("the secret \(CheckpointKey.secretName) is no signing key") }
    self.key = key
    self.verifier = verifier
  }

  /// The Ed25519 signature over a text.
  func signature(for text: String) throws -> [UInt8] { Array(try key.signature(for: Array(text.utf8))) }
}
