import Crypto
import Foundation
import Records
import Synchronization
import Values

/// Checks passwords, keys, secrets and tokens, and issues tokens.
///
/// Passwords are kept as scrypt hashes, keys and secrets of machines (which are random) as SHA-256 hashes. What
/// is decided rests on the records and secrets in the store, so that several processes agree; only the waits
/// after failures are each process's own.
public final class SignIn: Sendable {
  /// How long an access token holds.
  public static let accessLifetime: Duration = .seconds(3600)
  /// How long a refresh token holds.
  public static let refreshLifetime: Duration = .seconds(30 * 86400)

  let ledger: Ledger<World>
  let keys: TokenKeys
  let tokens = TokenCache()
  let throttle = SignInThrottle()
  let notes: SignInNotes
  let machines: MachineSecrets
  /// The revision of the people in the current state, readable without the ledger's lock.
  let revision: Atomic<Int>

  init(ledger: Ledger<World>, metrics: Metrics) async throws {
    self.ledger = ledger
    keys = try await TokenKeys(store: ledger.store)
    notes = SignInNotes(ledger: ledger, metrics: metrics)
    machines = MachineSecrets(store: ledger.store)
    revision = Atomic(ledger.current.state.people.revision)
    ledger.observe { [weak self] snapshot in
      self?.revision.store(snapshot.state.people.revision, ordering: .releasing)
    }
  }

  /// Lets a user in with a password and, where the account asks for it, a code of the authenticator or one of
  /// the recovery codes. It is recorded.
  /// - Parameter address: where the attempt comes from.
  public func signIn(account: String, password: String, code: String? = nil, address: ClientAddress? = nil)
    async throws(SignInFailure) -> Caller
  {
    let user = ledger.current.state.people.user(account: account)
    do {
      guard throttle.mayTry(account: account, address: address) else { throw SignInFailure.locked }
      let stored = try await secret(user.map { "password/\($0.userID)" })
      let matches = await PasswordHash.verify(password, stored ?? PasswordHash.dummy)
      guard let user, stored != nil, matches else { throw SignInFailure.wrong }
      guard !user.disabled else { throw SignInFailure.disabled }
      var entry = PeopleRecord.SignedIn(
        userID: user.userID, means: "password", address: address?.description)
      if user.secondStep { try await checkSecondStep(code, of: user, &entry) }
      try await record(entry, of: user)
      throttle.succeeded(account: account, address: address)
      return Caller(kind: .user(user.userID), operatorID: user.operatorID, role: user.role, partnerID: nil)
    } catch let failure as SignInFailure {
      // A password that is right and lacks its code is half a sign-in, not a guess.
      if failure == .secondStep, code == nil { throttle.succeeded(account: account, address: address) }
      notes.refused(failure, user: user?.userID, address: address)
      throw failure
    } catch {
      throw .unavailable
    }
  }

  /// A code counts once, also where two processes see it at the same moment: the record decides.
  private func record(_ entry: PeopleRecord.SignedIn, of user: User) async throws {
    let body = try JSONValue(encoding: entry)
    try await ledger.commit(actor: "user:\(user.userID)") { transaction in
      let used = transaction.state.people.secondSteps[user.userID] ?? UsedCodes()
      if let step = entry.step, step <= used.lastStep { throw SignInFailure.secondStep }
      if let code = entry.recoveryCode, used.recoveryCodes.contains(code) { throw SignInFailure.secondStep }
      try transaction.record(PeopleRecord.signedIn, body)
    }
  }

  /// Adds a user, or changes one. A new password, a lock or another role ends the user's tokens and sessions.
  /// - Parameter password: nil leaves it as it is.
  /// - Throws: `StoreError.unavailable`; `AccountTaken` where another user has the account.
  public func putUser(_ user: User, password: String?, by actor: String) async throws {
    if let password {
      let hash = try await PasswordHash.make(password)
      let store = ledger.store
      try await Blocking.run { try store.putSecret("password/\(user.userID)", hash) }
    }
    try await ledger.commit(actor: actor) { transaction in
      let people = transaction.state.people
      if let other = people.user(account: user.account), other.userID != user.userID { throw AccountTaken() }
      var user = user
      let old = people.users[user.userID]
      let ends = password != nil || old?.disabled != user.disabled || old?.role != user.role
      user.generation = (old?.generation ?? 0) + (ends ? 1 : 0)
      try transaction.record(PeopleRecord.user, JSONValue(encoding: user))
    }
  }

  /// Whether a password is a user's own, e.g. before it is changed.
  public func verify(password: String, of user: Identifier) async throws -> Bool {
    await PasswordHash.verify(password, try await secret("password/\(user)") ?? PasswordHash.dummy)
  }

  /// Makes a new key sign tokens, e.g. where the old one may be known to others. Tokens of the old one hold on.
  public func replaceTokenKey() async throws { try await keys.rotate() }

  func secret(_ name: String?) async throws -> [UInt8]? {
    guard let name else { return nil }
    let store = ledger.store
    return try await Blocking.run { try store.secret(name) }
  }

  /// 32 random bytes as text for a URL.
  public static func randomText() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}

/// Another user has this account.
public struct AccountTaken: Error, Sendable, Hashable {}
