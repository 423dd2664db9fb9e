import Values

/// What a user may do for the company it belongs to; each role includes what stands before it, but for the
/// auditor, who reads everything (the audit too) and changes nothing.
public enum Role: String, Codable, Sendable, CaseIterable {
  case viewer, editor, approver, administrator, auditor
}

/// A person with an account.
public struct User: Codable, Sendable, Hashable {
  public var userID: Identifier
  public var operatorID: Identifier
  /// What is typed at sign-in: a mail address.
  public var account: String
  public var name: String
  public var role: Role
  public var disabled: Bool
  /// Whether sign-in asks for a second step (TOTP, RFC 6238).
  public var secondStep: Bool
  /// `en` or `ja`.
  public var language: String?

  public init(
    userID: Identifier, operatorID: Identifier, account: String, name: String, role: Role,
    disabled: Bool = false, secondStep: Bool = false, language: String? = nil
  ) {
    self.userID = userID
    self.operatorID = operatorID
    self.account = account
    self.name = name
    self.role = role
    self.disabled = disabled
    self.secondStep = secondStep
    self.language = language
  }
}

/// A key of an application (header `apiKey` of the Ouranos interface, `x-api-key` of its management API).
public struct APIKey: Codable, Sendable, Hashable {
  public var keyID: Identifier
  public var name: String
  /// The company whose users may come with it; nil for every company of the node.
  public var operatorID: Identifier?
  /// Its first characters, to tell keys apart on a page.
  public var hint: String
  public var revoked: Bool

  public init(keyID: Identifier, name: String, operatorID: Identifier?, hint: String, revoked: Bool = false) {
    self.keyID = keyID
    self.name = name
    self.operatorID = operatorID
    self.hint = hint
    self.revoked = revoked
  }
}

/// A machine that gets tokens with a secret (OAuth 2.0 client credentials, RFC 6749 4.4).
public struct OAuthClient: Codable, Sendable, Hashable {
  /// The record's identifier; what is sent as `client_id` is `name`.
  public var clientID: Identifier
  public var name: String
  /// The company it reads from or works for.
  public var operatorID: Identifier
  /// The partner (of PACT) whose machine it is; nil for one of the company's own.
  public var partnerID: Identifier?
  public var role: Role
  public var revoked: Bool

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

/// Who a request comes from, after its token, key or session was checked.
public struct Caller: Sendable, Hashable {
  public enum Kind: Sendable, Hashable { case user(Identifier), client(Identifier) }

  public let kind: Kind
  public let operatorID: Identifier
  public let role: Role
  /// The PACT partner whose client this is.
  public let partnerID: Identifier?

  /// What records name as their actor.
  public var actor: String {
    switch kind {
    case .user(let id): "user:\(id)"
    case .client(let id): "client:\(id)"
    }
  }
}
