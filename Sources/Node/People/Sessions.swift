import Crypto
import Foundation
import HTTPTypes
import Records
import Synchronization
import Values

/// The sessions of the console: a random cookie, of which a hash is kept among the secrets, so that every process
/// of a node knows it. A session ends when it is closed, idle or old, and when its user is locked or gets another
/// password or role.
public final class Sessions: Sendable {
  /// What is kept of a session.
  private struct Stored: Codable {
    var userID: Identifier
    var generation: Int
    var hash: String
    var opened: Timestamp
    var lastUsed: Timestamp
    var browser: String
    var address: String
  }
  private static let prefix = "session/"

  private let ledger: Ledger<World>
  private let configuration: NodeConfiguration
  /// Sessions looked up lately, for ten seconds: so long another process's closing may take to show.
  private let known = Mutex<[Identifier: (stored: Stored, until: ContinuousClock.Instant)]>([:])

  init(ledger: Ledger<World>, configuration: NodeConfiguration) {
    self.ledger = ledger
    self.configuration = configuration
  }

  /// `__Host-` keeps other hosts of the domain from setting it; browsers take it over TLS only.
  private var cookieName: String { (configuration.isSecure ? "__Host-" : "") + "denchi-session" }

  private var attributes: String {
    "; Path=/; HttpOnly; SameSite=Lax" + (configuration.isSecure ? "; Secure" : "")
  }

  // MARK: Opening and closing

  /// Opens a session for a user who has just signed in.
  /// - Parameter request: what the user signed in with; a session it has is closed, so that the cookie is new.
  /// - Returns: the value of `Set-Cookie`.
  public func open(for caller: Caller, _ request: APIRequest) async throws -> String {
    if let old = try await session(of: request) { try await close(old.sessionID) }
    guard case .user(let userID) = caller.kind, let user = ledger.current.state.people.users[userID] else {
      throw SignInFailure.wrong
    }
    let id = Identifier()
    let secret = SignIn.randomText()
    let stored = Stored(
      userID: userID, generation: user.generation, hash: Digest.content(secret.utf8).description,
      opened: .now, lastUsed: .now, browser: String((request.headers[.userAgent] ?? "").prefix(100)),
      address: request.remoteAddress)
    try await put(stored, id)
    return "\(cookieName)=\(id).\(secret)\(attributes)"
  }

  /// The value of `Set-Cookie` that makes a browser forget its session.
  public var closingCookie: String { "\(cookieName)=; Max-Age=0\(attributes)" }

  /// Ends a session.
  public func close(_ id: Identifier) async throws {
    known.withLock { $0[id] = nil }
    let store = ledger.store
    try await Blocking.run { try store.putSecret(Sessions.prefix + id.description, nil) }
  }

  /// Ends every session of a user, but for one.
  public func closeAll(of user: Identifier, but kept: Identifier? = nil) async throws {
    for row in try await rows(of: user) where row.sessionID != kept { try await close(row.sessionID) }
  }

  // MARK: Finding

  /// The session a request belongs to, if it stands.
  public func session(of request: APIRequest) async throws -> Session? {
    guard let value = cookie(in: request), let dot = value.firstIndex(of: "."),
      let id = Identifier(String(value[..<dot]))
    else { return nil }
    let secret = String(value[dot...].dropFirst())
    guard let stored = try await stored(id),
      PasswordHash.isEqual(
        Array(Digest.content(secret.utf8).description.utf8), Array(stored.hash.utf8))
    else { return nil }
    let now = Timestamp.now
    guard !isOver(stored, now), let user = ledger.current.state.people.users[stored.userID],
      !user.disabled, user.generation == stored.generation
    else {
      try await close(id)
      return nil
    }
    if stored.lastUsed + .seconds(60) < now {
      var used = stored
      used.lastUsed = now
      try await put(used, id)
    }
    let caller = Caller(
      kind: .user(user.userID), operatorID: user.operatorID, role: user.role, partnerID: nil)
    return Session(sessionID: id, caller: caller, user: user, csrf: Sessions.csrf(secret))
  }

  /// The sessions that are open, the latest used first.
  /// - Parameter user: of this user only; nil for all.
  public func rows(of user: Identifier? = nil) async throws -> [SessionRow] {
    let now = Timestamp.now
    return try await all().filter { !isOver($0.stored, now) && (user == nil || $0.stored.userID == user) }
      .map { id, stored in
        SessionRow(
          sessionID: id, userID: stored.userID, opened: stored.opened, lastUsed: stored.lastUsed,
          browser: stored.browser, address: stored.address)
      }
      .sorted { $1.lastUsed < $0.lastUsed }
  }

  /// Removes what is over.
  func sweep() async throws {
    let now = Timestamp.now
    for (id, stored) in try await all() where isOver(stored, now) { try await close(id) }
    let instant = ContinuousClock.now
    known.withLock { $0 = $0.filter { $0.value.until > instant } }
  }

  private func isOver(_ stored: Stored, _ now: Timestamp) -> Bool {
    stored.lastUsed + .seconds(configuration.sessionIdleMinutes * 60) < now
      || stored.opened + .seconds(configuration.sessionHours * 3600) < now
  }

  private func cookie(in request: APIRequest) -> String? {
    for field in request.headers[values: .cookie] {
      for item in field.split(separator: ";") {
        let parts = item.split(separator: "=", maxSplits: 1).map { String($0).trimmingSpaces }
        if parts.count == 2, parts[0] == cookieName { return parts[1] }
      }
    }
    return nil
  }

  /// Made of the cookie, so that nothing of it is kept and another session has another.
  private static func csrf(_ secret: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("csrf".utf8), using: SymmetricKey(data: Data(secret.utf8)))
    return Digest(bytes: Array(code))?.description ?? ""
  }

  // MARK: The store

  private func stored(_ id: Identifier) async throws -> Stored? {
    if let known = known.withLock({ $0[id] }), known.until > .now { return known.stored }
    let store = ledger.store
    guard let bytes = try await Blocking.run({ try store.secret(Sessions.prefix + id.description) }),
      let stored = try? JSONDecoder().decode(Stored.self, from: Data(bytes))
    else { return nil }
    keep(stored, id)
    return stored
  }

  private func put(_ stored: Stored, _ id: Identifier) async throws {
    let bytes = Array(try JSONEncoder().encode(stored))
    let store = ledger.store
    try await Blocking.run { try store.putSecret(Sessions.prefix + id.description, bytes) }
    keep(stored, id)
  }

  private func keep(_ stored: Stored, _ id: Identifier) {
    known.withLock { known in
      if known.count > 10_000 { known = [:] }
      known[id] = (stored, .now + .seconds(10))
    }
  }

  private func all() async throws -> [(id: Identifier, stored: Stored)] {
    let store = ledger.store
    return try await Blocking.run { try store.secrets(prefix: Sessions.prefix) }.compactMap { name, bytes in
      guard let id = Identifier(String(name.dropFirst(Sessions.prefix.count))),
        let stored = try? JSONDecoder().decode(Stored.self, from: Data(bytes))
      else { return nil }
      return (id, stored)
    }
  }
}
