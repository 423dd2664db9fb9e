import Values

/// Who a request comes from, after its token, key or session was checked.
public struct Caller: Sendable, Hashable {
  /// A person, or a machine with an id and a secret.
  public enum Kind: Sendable, Hashable { case user(Identifier), client(Identifier) }

  /// Who it is.
  public let kind: Kind
  /// The company it works for; of a partner's client, the company it reads from.
  public let operatorID: Identifier
  /// What it may do.
  public let role: Role
  /// The PACT partner whose client this is.
  public let partnerID: Identifier?

  /// A caller whose token, key or session was checked.
  public init(kind: Kind, operatorID: Identifier, role: Role, partnerID: Identifier?) {
    self.kind = kind
    self.operatorID = operatorID
    self.role = role
    self.partnerID = partnerID
  }

  /// What records name as their actor.
  public var actor: String {
    switch kind {
    case .user(let id): "user:\(id)"
    case .client(let id): "client:\(id)"
    }
  }

  /// Whether it may do something: the one place that says so. A partner's machine may only read.
  public func may(_ permission: Permission) -> Bool {
    partnerID == nil ? role.permissions.contains(permission) : permission == .read
  }
}
