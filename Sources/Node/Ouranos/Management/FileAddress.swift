import Crypto
import Foundation
import Records
import Values

/// A short-lived address at which one file is put or fetched by who holds it: signed by this node.
struct FileAddress: Sendable {
  /// What it is good for.
  enum Use: String { case put, get }

  /// How long an address holds.
  static let lifetime: Duration = .seconds(900)

  let file: Identifier
  let use: Use
  let expires: Timestamp

  /// The address for who it was made for.
  func url(_ node: Node) throws -> String {
    let configuration = node.configuration
    return "\(configuration.publicURL)\(configuration.managementPath)/files/\(file)?use=\(use.rawValue)"
      + "&expires=\(expires.milliseconds)&signature=\(Query.encoded(try signature(node)))"
  }

  /// The address that a request came to, if it was made here and still holds.
  init?(_ request: APIRequest, _ node: Node, now: Timestamp = .now) throws {
    guard let file = request.parameters["file"].flatMap({ Identifier($0) }),
      let use = request.query["use"].flatMap(Use.init), let text = request.query["expires"],
      let milliseconds = Int64(text),
      let given = request.query["signature"].flatMap({ Data(base64Encoded: $0) })
    else { return nil }
    self.init(file: file, use: use, expires: Timestamp(milliseconds: milliseconds))
    guard expires > now,
      HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: signed, using: try FileAddress.key(node))
    else { return nil }
  }

  init(file: Identifier, use: Use, expires: Timestamp) {
    self.file = file
    self.use = use
    self.expires = expires
  }

  private var signed: Data { Data("\(use.rawValue) \(file) \(expires.milliseconds)".utf8) }

  private func signature(_ node: Node) throws -> String {
    Data(HMAC<SHA256>.authenticationCode(for: signed, using: try FileAddress.key(node)))
      .base64EncodedString()
  }

  private static func key(_ node: Node) throws -> SymmetricKey {
    try node.ledger.store.key(named: "file-address-key")
  }
}

extension RecordStore {
  /// A key of 256 random bits, made when it is first asked for and kept among the secrets.
  func key(named name: String) throws -> SymmetricKey {
    let random = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    return SymmetricKey(data: try secret(name) ?? secret(name, orPut: random))
  }
}
