import Values

/// A person with an account.
public struct User: Codable, Sendable, Hashable {
  /// Names the user in records, whatever the account is called.
  public var userID: Identifier
  /// The company the user works for.
  public var operatorID: Identifier
  /// What is typed at sign-in: a mail address.
  public var account: String
  /// As pages show it.
  public var name: String
  /// What the user may do.
  public var role: Role
  /// Whether the user is kept out.
  public var disabled: Bool
  /// Whether sign-in asks for a second step (TOTP, RFC 6238).
  public var secondStep: Bool
  /// `en` or `ja`.
  public var language: String?
  /// Counts passwords and what else ends the tokens and sessions that there are: kept by `SignIn.putUser`.
  public var generation: Int

  /// A user as they are to be recorded.
  public init(
    userID: Identifier, operatorID: Identifier, account: String, name: String, role: Role,
    disabled: Bool = false, secondStep: Bool = false, language: String? = nil, generation: Int = 0
  ) {
    self.userID = userID
    self.operatorID = operatorID
    self.account = account
    self.name = name
    self.role = role
    self.disabled = disabled
    self.secondStep = secondStep
    self.language = language
    self.generation = generation
  }
}
