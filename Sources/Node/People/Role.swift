/// What a user may do for the company it belongs to; each role includes what stands before it, but for the
/// auditor, who reads everything (the audit too) and changes nothing.
public enum Role: String, Codable, Sendable, CaseIterable {
  case viewer, editor, approver, administrator, auditor

  /// What the role may do. `docs/operations.md` has the same table.
  public var permissions: Set<Permission> {
    switch self {
    case .viewer: [.read]
    case .editor: [.read, .edit, .request]
    case .approver: [.read, .edit, .request, .answer, .disclose]
    case .administrator: Set(Permission.allCases)
    case .auditor: [.read, .audit]
    }
  }
}

/// A kind of deed that a role allows or not.
public enum Permission: String, Sendable, CaseIterable {
  /// Sees the company's data and what partners disclosed to it.
  case read
  /// Changes parts, structures, plants and the company's own footprints.
  case edit
  /// Asks partners for footprints, takes a request back, forwards one.
  case request
  /// Answers partners, or sends their requests back.
  case answer
  /// Changes what partners may see: rules, certificates.
  case disclose
  /// Manages users, keys, clients, partners and the company itself.
  case administer
  /// Reads who saw and did what.
  case audit
}
