import Crypto
import Foundation
import Records
import Values

/// The key and password of an account on another platform, encrypted (AES-GCM) by a key that is a secret of the
/// store itself.
struct LinkSecrets: Codable, Sendable {
  var apiKey: String
  var password: String

  private static let keyName = "ouranos-link-key"

  /// Keeps them.
  func keep(for link: Identifier, in store: any RecordStore) throws {
    let sealed = try AES.GCM.seal(
      JSONEncoder().encode(self), using: store.key(named: LinkSecrets.keyName),
      authenticating: Data(link.description.utf8))
    try store.putSecret("ouranos-link/\(link)", sealed.combined.map { Array($0) })
  }

  /// What is kept for an account; nil if nothing is.
  static func kept(for link: Identifier, in store: any RecordStore) throws -> LinkSecrets? {
    guard let sealed = try store.secret("ouranos-link/\(link)") else { return nil }
    let plain = try AES.GCM.open(
      AES.GCM.SealedBox(combined: sealed), using: store.key(named: keyName),
      authenticating: Data(link.description.utf8))
    return try JSONDecoder().decode(LinkSecrets.self, from: plain)
  }
}
