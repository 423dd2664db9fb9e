import Crypto
import Foundation
import Records
import Values

/// What a user needs to set up a second step.
public struct SecondStepOffer: Sendable {
  /// What the authenticator takes, typed in.
  public let secret: String
  /// The same as a URI, for a link or a QR code.
  public let uri: String
  /// The URI as a QR code, in SVG.
  public let picture: String?
}

extension SignIn {
  /// Offers a user a second step; it counts from `confirmSecondStep` on.
  /// - Parameter issuer: the node's name, as the authenticator shows it.
  public func offerSecondStep(to user: User, issuer: String) async throws -> SecondStepOffer {
    let secret = TimedCodes.makeSecret()
    let store = ledger.store
    try await Blocking.run { try store.putSecret("totp-offer/\(user.userID)", secret) }
    let uri = TimedCodes.uri(secret: secret, account: user.account, issuer: issuer)
    return SecondStepOffer(
      secret: TimedCodes.base32(secret), uri: uri, picture: QRCode.svg(uri, label: "QR: \(issuer)"))
  }

  /// Turns the second step on, if the code shows that the authenticator has the secret.
  /// - Returns: ten recovery codes, each good once, which are not kept; nil where the code is wrong.
  public func confirmSecondStep(of user: User, code: String, by actor: String) async throws -> [String]? {
    guard let secret = try await secret("totp-offer/\(user.userID)"),
      TimedCodes.step(of: code, secret: secret, seconds: Timestamp.now.milliseconds / 1000) != nil
    else { return nil }
    let codes = (0..<10).map { _ in SignIn.recoveryCode() }
    let hashes = codes.flatMap { Digest.content($0.utf8).bytes }
    let store = ledger.store
    try await Blocking.run {
      try store.putSecret("totp/\(user.userID)", secret)
      try store.putSecret("recovery/\(user.userID)", hashes)
      try store.putSecret("totp-offer/\(user.userID)", nil)
    }
    try await setSecondStep(true, of: user.userID, by: actor)
    return codes
  }

  /// Turns a user's second step off, e.g. where the telephone is lost.
  public func removeSecondStep(of user: Identifier, by actor: String) async throws {
    try await setSecondStep(false, of: user, by: actor)
    let store = ledger.store
    try await Blocking.run {
      try store.putSecret("totp/\(user)", nil)
      try store.putSecret("recovery/\(user)", nil)
    }
  }

  private func setSecondStep(_ isOn: Bool, of id: Identifier, by actor: String) async throws {
    let body = try JSONValue(encoding: PeopleRecord.SecondStep(userID: id, isOn: isOn))
    try await ledger.commit(actor: actor) { transaction in
      guard var user = transaction.state.people.users[id] else { return }
      user.secondStep = isOn
      try transaction.record(PeopleRecord.user, JSONValue(encoding: user))
      try transaction.record(PeopleRecord.secondStep, body)
    }
  }

  /// Takes a code of the authenticator, or a recovery code; that it counts once is the record's matter.
  func checkSecondStep(_ code: String?, of user: User, _ entry: inout PeopleRecord.SignedIn) async throws {
    let typed = code?.filter { !$0.isWhitespace && $0 != "-" }.uppercased() ?? ""
    guard !typed.isEmpty, typed.utf8.count <= 64 else { throw SignInFailure.secondStep }
    if let secret = try await secret("totp/\(user.userID)"),
      let step = TimedCodes.step(of: typed, secret: secret, seconds: Timestamp.now.milliseconds / 1000)
    {
      entry.means = "code"
      entry.step = step
      return
    }
    let hashes = try await secret("recovery/\(user.userID)") ?? []
    let own = Digest.content(typed.utf8).bytes
    for index in 0..<hashes.count / 32
    where PasswordHash.isEqual(hashes[index * 32..<index * 32 + 32], own) {
      entry.means = "recoveryCode"
      entry.recoveryCode = index
      return
    }
    throw SignInFailure.secondStep
  }

  /// 80 random bits as 16 letters and digits.
  private static func recoveryCode() -> String {
    TimedCodes.base32(SymmetricKey(size: SymmetricKeySize(bitCount: 80)).withUnsafeBytes { Array($0) })
  }
}
