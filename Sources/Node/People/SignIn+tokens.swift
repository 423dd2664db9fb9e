import Foundation
import JWTKit
import Values

extension SignIn {
  private struct Claims: JWTPayload {
    var sub: SubjectClaim
    var exp: ExpirationClaim
    var iat: IssuedAtClaim
    /// `access` or `refresh`.
    var use: String
    /// The user's generation when it was issued.
    var gen: Int
    /// What the Ouranos interface's applications look for.
    var operator_id: String

    func verify(using algorithm: some JWTAlgorithm) throws { try exp.verifyNotExpired() }
  }

  /// An access token for a caller.
  public func accessToken(for caller: Caller) async throws -> String {
    try await token(for: caller, use: "access", lifetime: SignIn.accessLifetime)
  }

  /// A token with which new access tokens are got, for 30 days or until the password changes.
  public func refreshToken(for caller: Caller) async throws -> String {
    try await token(for: caller, use: "refresh", lifetime: SignIn.refreshLifetime)
  }

  private func token(for caller: Caller, use: String, lifetime: Duration) async throws -> String {
    let now = Timestamp.now
    return try await keys.sign(
      Claims(
        sub: .init(value: caller.actor), exp: .init(value: (now + lifetime).date),
        iat: .init(value: now.date), use: use, gen: current(caller.actor)?.generation ?? 0,
        operator_id: caller.operatorID.description))
  }

  /// Who an access token speaks for, as they are now: a disabled user's token no longer holds.
  public func caller(accessToken: String) async throws(SignInFailure) -> Caller {
    let revision = revision.load(ordering: .acquiring)
    if let known = tokens[accessToken], known.revision == revision, known.expires > .now {
      return known.caller
    }
    do {
      let (caller, expires) = try await check(accessToken, use: "access")
      tokens.keep(TokenCache.Entry(caller: caller, expires: expires, revision: revision), for: accessToken)
      return caller
    } catch {
      notes.refused(error, user: nil, address: nil)
      throw error
    }
  }

  /// Who a refresh token speaks for.
  public func caller(refreshToken: String) async throws(SignInFailure) -> Caller {
    do {
      return try await check(refreshToken, use: "refresh").caller
    } catch {
      notes.refused(error, user: nil, address: nil)
      throw error
    }
  }

  private func check(_ token: String, use: String) async throws(SignInFailure) -> (
    caller: Caller, expires: Timestamp
  ) {
    let claims = try await keys.verify(token, as: Claims.self)
    guard claims.use == use else { throw .invalidToken }
    guard let (caller, generation) = current(claims.sub.value) else { throw .disabled }
    guard generation == claims.gen else { throw .expiredToken }
    return (caller, Timestamp(claims.exp.value))
  }

  /// Who an actor is now; nil where they may no longer come in.
  func current(_ actor: String) -> (caller: Caller, generation: Int)? {
    let parts = actor.split(separator: ":").map(String.init)
    guard parts.count == 2, let id = Identifier(parts[1]) else { return nil }
    let people = ledger.current.state.people
    switch parts[0] {
    case "user":
      guard let user = people.users[id], !user.disabled else { return nil }
      return (
        Caller(kind: .user(id), operatorID: user.operatorID, role: user.role, partnerID: nil), user.generation
      )
    case "client":
      guard let client = people.clients[id], !client.revoked else { return nil }
      return (caller(of: client), 0)
    default: return nil
    }
  }
}
