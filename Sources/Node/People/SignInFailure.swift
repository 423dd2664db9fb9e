/// Why somebody was not let in. What is answered never says which of the first two it was.
public enum SignInFailure: String, Error, Sendable, Hashable {
  /// No such account, key or client, or a wrong password or secret.
  case wrong
  /// Disabled, revoked, or the company has no right here.
  case disabled
  /// A token that is none of ours.
  case invalidToken
  /// A token that was ours, or whose user has a new password since.
  case expiredToken
  /// Too many failures: try again later.
  case locked
  /// The second step (TOTP) is missing or wrong.
  case secondStep
  /// The database cannot be reached, so that nothing can be said.
  case unavailable
}
