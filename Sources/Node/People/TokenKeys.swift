import Crypto
import JWTKit
import Records
import Synchronization
import Values

/// The keys (Ed25519) that sign tokens. Each has a name (`kid`) and lies among the secrets, where the other
/// processes of a node find it; the newest signs, the others hold as long as a token of theirs may.
final class TokenKeys: Sendable {
  private static let prefix = "token-key/"
  /// After this long a new key signs.
  static let lifetime: Duration = .seconds(90 * 86400)

  private let store: any RecordStore
  private let collection = JWTKeyCollection()
  private let known = Mutex<(names: Set<String>, newest: String, loaded: ContinuousClock.Instant)>(
    ([], "", .now))

  /// Loads the keys, and makes one where there is none or the newest is old.
  init(store: any RecordStore) async throws {
    self.store = store
    try await load()
    if isOld { try await rotate() }
  }

  private var isOld: Bool {
    guard let made = TokenKeys.time(known.withLock { $0.newest }) else { return true }
    return made + TokenKeys.lifetime < .now
  }

  /// Makes a new key, which signs from now on, and removes those no token of which can still hold.
  func rotate() async throws {
    let name = "\(Timestamp.now.milliseconds)-\(Identifier().description.prefix(8))"
    let key = Curve25519.Signing.PrivateKey()
    let store = store
    try await Blocking.run {
      try store.putSecret(TokenKeys.prefix + name, Array(key.rawRepresentation))
      for (old, _) in try store.secrets(prefix: TokenKeys.prefix) {
        if let made = TokenKeys.time(String(old.dropFirst(TokenKeys.prefix.count))),
          made + TokenKeys.lifetime + SignIn.refreshLifetime < .now
        {
          try store.putSecret(old, nil)
        }
      }
    }
    try await load()
  }

  func rotateIfOld() async throws {
    if isOld { try await rotate() }
  }

  private func load() async throws {
    let store = store
    let secrets = try await Blocking.run { try store.secrets(prefix: TokenKeys.prefix) }
    var names: Set<String> = []
    for (secret, bytes) in secrets {
      let name = String(secret.dropFirst(TokenKeys.prefix.count))
      names.insert(name)
      if known.withLock({ $0.names.contains(name) }) { continue }
      let key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
      await collection.add(eddsa: EdDSA.PrivateKey(backing: key), kid: JWKIdentifier(string: name))
    }
    let newest = names.max {
      (TokenKeys.time($0) ?? .distantPast, $0) < (TokenKeys.time($1) ?? .distantPast, $1)
    }
    known.withLock { $0 = (names, newest ?? "", .now) }
  }

  /// When a key was made, from its name.
  private static func time(_ name: String) -> Timestamp? {
    name.split(separator: "-").first.flatMap { Int64($0) }.map { Timestamp(milliseconds: $0) }
  }

  func sign(_ claims: some JWTPayload) async throws -> String {
    try await collection.sign(claims, kid: JWKIdentifier(string: known.withLock { $0.newest }))
  }

  /// - Throws: `SignInFailure.invalidToken` for what is none of ours, whatever its header says;
  ///   `SignInFailure.expiredToken`.
  func verify<Claims: JWTPayload>(_ token: String, as type: Claims.Type) async throws(SignInFailure) -> Claims
  {
    guard token.utf8.count <= 4096,
      let header = try? DefaultJWTParser().parse(Array(token.utf8), as: Claims.self).header,
      header.alg == "EdDSA", let name = header.kid, await isKnown(name)
    else { throw .invalidToken }
    do {
      return try await collection.verify(token, as: Claims.self)
    } catch let error as JWTError where error.errorType == .claimVerificationFailure {
      throw .expiredToken
    } catch {
      throw .invalidToken
    }
  }

  /// A name that is new may be another process's key; they are looked up at most once a second.
  private func isKnown(_ name: String) async -> Bool {
    let (isKnown, mayLoad) = known.withLock { known in
      let isKnown = known.names.contains(name)
      let mayLoad = !isKnown && known.loaded + .seconds(1) < .now
      if mayLoad { known.loaded = .now }
      return (isKnown, mayLoad)
    }
    guard mayLoad else { return isKnown }
    try? await load()
    return known.withLock { $0.names.contains(name) }
  }
}

extension Timestamp {
  fileprivate static let distantPast = Timestamp(milliseconds: .min)
}
