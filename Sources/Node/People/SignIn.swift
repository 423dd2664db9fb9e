import Crypto
import CryptoExtras
import Foundation
import JWTKit
import Records
import Synchronization
import Values

/// Why somebody was not let in. What is answered never says which of the first two it was.
public enum SignInFailure: Error, Sendable, Hashable {
  /// No such account, key or client, or a wrong password or secret.
  case wrong
  /// Disabled, revoked, or the company has no right here.
  case disabled
  /// A token that is none of ours, or no longer valid.
  case invalidToken, expiredToken
  /// Too many failures: try again later.
  case locked
  /// The second step (TOTP) is missing or wrong.
  case secondStep
}

/// Checks passwords, keys, secrets and tokens, and issues tokens.
///
/// Passwords are kept as scrypt hashes, keys and secrets of machines (which are random) as SHA-256 hashes.
public final class SignIn: Sendable {
  /// How long an access token holds.
  public static let accessLifetime: Duration = .seconds(3600)

  private let ledger: Ledger<World>
  private let keys: JWTKeyCollection
  private let verified = Mutex<[String: (caller: Caller, expires: Timestamp)]>([:])

  init(ledger: Ledger<World>) async throws {
    self.ledger = ledger
    let key: Curve25519.Signing.PrivateKey
    if let stored = try ledger.store.secret("token-key") {
      key = try Curve25519.Signing.PrivateKey(rawRepresentation: stored)
    } else {
      key = Curve25519.Signing.PrivateKey()
      try ledger.store.putSecret("token-key", Array(key.rawRepresentation))
    }
    keys = JWTKeyCollection()
    await keys.add(eddsa: try EdDSA.PrivateKey(backing: key))
  }

  // MARK: Users

  /// Lets a user in with a password and, where the account asks for it, a code.
  public func signIn(account: String, password: String, code: String? = nil) async throws(SignInFailure)
    -> Caller
  {
    let user = ledger.current.state.people.user(account: account)
    let stored = user.flatMap { user in try? ledger.store.secret("password/\(user.userID)") }
    let matches = PasswordHash.verify(password, stored ?? PasswordHash.dummy)
    guard let user, stored != nil, matches else { throw .wrong }
    if user.disabled { throw .disabled }
    return Caller(kind: .user(user.userID), operatorID: user.operatorID, role: user.role, partnerID: nil)
  }

  /// Adds a user, or changes one.
  /// - Parameter password: nil leaves it as it is.
  public func putUser(_ user: User, password: String?, by actor: String) async throws {
    if let password { try ledger.store.putSecret("password/\(user.userID)", PasswordHash.make(password)) }
    try await ledger.commit(actor: actor) { try $0.record("user.put", JSONValue(encoding: user)) }
  }

  // MARK: Machines

  /// The key of an application, if it is one of this node's and not revoked.
  public func apiKey(_ text: String) -> APIKey? {
    guard let id = try? ledger.store.secret("key/\(Digest.content(text.utf8))"),
      let key = Identifier(String(decoding: id, as: UTF8.self)).flatMap({
        ledger.current.state.people.keys[$0]
      })
    else { return nil }
    return key.revoked ? nil : key
  }

  /// Makes a key and gives its text, which is not kept.
  /// - Parameter text: what it shall be, for demonstrations; nil makes a random one.
  public func makeKey(name: String, operatorID: Identifier?, text: String? = nil, by actor: String)
    async throws -> String
  {
    let text = text ?? SignIn.randomText()
    let key = APIKey(
      keyID: Identifier(), name: name, operatorID: operatorID, hint: String(text.prefix(4)))
    try ledger.store.putSecret("key/\(Digest.content(text.utf8))", Array(key.keyID.description.utf8))
    try await ledger.commit(actor: actor) { try $0.record("key.put", JSONValue(encoding: key)) }
    return text
  }

  /// Lets a machine in with its client id and secret.
  public func client(name: String, secret: String) throws(SignInFailure) -> Caller {
    let client = ledger.current.state.people.clients.values.first { $0.name == name && !$0.revoked }
    let stored = client.flatMap { client in try? ledger.store.secret("client/\(client.clientID)") }
    guard let client, let stored, Digest(bytes: stored) == Digest.content(secret.utf8) else { throw .wrong }
    return caller(of: client)
  }

  /// Makes a client and gives its secret, which is not kept.
  public func makeClient(_ client: OAuthClient, secret: String? = nil, by actor: String) async throws
    -> String
  {
    let secret = secret ?? SignIn.randomText()
    try ledger.store.putSecret("client/\(client.clientID)", Digest.content(secret.utf8).bytes)
    try await ledger.commit(actor: actor) { try $0.record("client.put", JSONValue(encoding: client)) }
    return secret
  }

  private func caller(of client: OAuthClient) -> Caller {
    Caller(
      kind: .client(client.clientID), operatorID: client.operatorID, role: client.role,
      partnerID: client.partnerID)
  }

  /// 32 random bytes as text for a URL.
  public static func randomText() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  // MARK: Tokens

  private struct Claims: JWTPayload {
    var sub: SubjectClaim
    var exp: ExpirationClaim
    var iat: IssuedAtClaim
    /// `access` or `refresh`.
    var use: String
    /// What the Ouranos interface's applications look for.
    var operator_id: String

    func verify(using algorithm: some JWTAlgorithm) throws { try exp.verifyNotExpired() }
  }

  /// An access token for a caller.
  public func accessToken(for caller: Caller) async throws -> String {
    try await token(for: caller, use: "access", lifetime: SignIn.accessLifetime)
  }

  /// A token with which new access tokens are got, for 30 days.
  public func refreshToken(for caller: Caller) async throws -> String {
    try await token(for: caller, use: "refresh", lifetime: .seconds(30 * 86400))
  }

  private func token(for caller: Caller, use: String, lifetime: Duration) async throws -> String {
    let now = Date()
    return try await keys.sign(
      Claims(
        sub: .init(value: caller.actor), exp: .init(value: (Timestamp(now) + lifetime).date),
        iat: .init(value: now), use: use, operator_id: caller.operatorID.description))
  }

  /// Who an access token speaks for, as they are now: a disabled user's token no longer holds.
  public func caller(accessToken: String) async throws(SignInFailure) -> Caller {
    if let known = verified.withLock({ $0[accessToken] }), known.expires > .now,
      let caller = current(known.caller.actor)
    {
      return caller
    }
    let (caller, expires) = try await check(accessToken, use: "access")
    verified.withLock { cache in
      if cache.count > 10_000 { cache = [:] }
      cache[accessToken] = (caller, expires)
    }
    return caller
  }

  /// Who a refresh token speaks for.
  public func caller(refreshToken: String) async throws(SignInFailure) -> Caller {
    try await check(refreshToken, use: "refresh").caller
  }

  private func check(_ token: String, use: String) async throws(SignInFailure) -> (
    caller: Caller, expires: Timestamp
  ) {
    let claims: Claims
    do {
      claims = try await keys.verify(token, as: Claims.self)
    } catch let error as JWTError where error.errorType == .claimVerificationFailure {
      throw .expiredToken
    } catch {
      throw .invalidToken
    }
    guard claims.use == use else { throw .invalidToken }
    guard let caller = current(claims.sub.value) else { throw .disabled }
    return (caller, Timestamp(claims.exp.value))
  }

  private func current(_ actor: String) -> Caller? {
    let parts = actor.split(separator: ":").map(String.init)
    guard parts.count == 2, let id = Identifier(parts[1]) else { return nil }
    let people = ledger.current.state.people
    switch parts[0] {
    case "user":
      guard let user = people.users[id], !user.disabled else { return nil }
      return Caller(kind: .user(id), operatorID: user.operatorID, role: user.role, partnerID: nil)
    case "client":
      guard let client = people.clients[id], !client.revoked else { return nil }
      return caller(of: client)
    default: return nil
    }
  }
}
