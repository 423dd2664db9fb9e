import Values

/// A machine that gets tokens with a secret (OAuth 2.0 client credentials, RFC 6749 4.4).
public struct OAuthClient: Codable, Sendable, Hashable {
  /// The record's identifier; what is sent as `client_id` is `name`.
  public var clientID: Identifier
  /// What is sent as `client_id`.
  public var name: String
  /// The company it reads from or works for.
  public var operatorID: Identifier
  /// The partner (of PACT) whose machine it is; nil for one of the company's own.
  public var partnerID: Identifier?
  /// What it may do.
  public var role: Role
  /// Whether it holds no longer.
  public var revoked: Bool

  /// A client as it is to be recorded.
  public init(
    clientID: Identifier, name: String, operatorID: Identifier, partnerID: Identifier? = nil, role: Role,
    revoked: Bool = false
  ) {
    self.clientID = clientID
    self.name = name
    self.operatorID = operatorID
    self.partnerID = partnerID
    self.role = role
    self.revoked = revoked
  }
}
