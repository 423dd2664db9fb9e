import Values

/// A company's account on another Ouranos platform: the live service, or another node. Its key and password are
/// kept elsewhere, encrypted.
public struct OuranosLink: Codable, Sendable, Hashable {
  /// Names the account here.
  public var linkID: Identifier
  /// The company of this node whose account it is.
  public var operatorID: Identifier
  /// What people call the platform.
  public var name: String
  /// Where accounts and companies are asked for: what stands before `/auth/login` and `/api/v1/authInfo`.
  public var authURL: String
  /// Where data are asked for: what stands before `/api/v1/datatransport`.
  public var dataURL: String
  /// The account's mail address.
  public var account: String
  /// Nothing is asked there any more.
  public var disabled: Bool

  /// An account as it is to be recorded.
  public init(
    linkID: Identifier = Identifier(), operatorID: Identifier, name: String, authURL: String,
    dataURL: String, account: String, disabled: Bool = false
  ) {
    self.linkID = linkID
    self.operatorID = operatorID
    self.name = name
    self.authURL = authURL
    self.dataURL = dataURL
    self.account = account
    self.disabled = disabled
  }
}

/// A request for a component's footprint that goes to a supplier on another platform.
public struct OuranosOrder: Codable, Sendable, Hashable {
  /// How far it has got.
  public enum State: String, Codable, Sendable {
    /// Not asked there yet.
    case waiting
    case asked
    /// The footprint is here; it is looked for newer ones.
    case answered
    /// The supplier sent the request back.
    case rejected
    /// The company wants it no more.
    case ended
  }

  /// Names the order here.
  public var orderID: Identifier
  /// The account it goes by.
  public var linkID: Identifier
  /// The company of this node that asks.
  public var operatorID: Identifier
  /// The company's component here.
  public var component: Identifier
  /// The supplier's public number there.
  public var supplier: String
  /// What the supplier is told.
  public var message: String?
  /// `2024-12-31`.
  public var responseDueDate: String
  /// How far it has got.
  public var state: State = .waiting
  /// The component's identifier there.
  public var traceID: Identifier?
  /// The request's identifier there.
  public var statusID: Identifier?
  /// What the supplier wrote.
  public var replyMessage: String?
  /// Calls that failed since the last that succeeded.
  public var failures = 0
  /// When it is next seen to.
  public var due: Timestamp
  /// Why the last call failed, for a person.
  public var problem: String?

  /// An order that nothing was done for yet.
  public init(
    orderID: Identifier = Identifier(), link: OuranosLink, component: Identifier, supplier: String,
    message: String? = nil, responseDueDate: String, due: Timestamp
  ) {
    self.orderID = orderID
    linkID = link.linkID
    operatorID = link.operatorID
    self.component = component
    self.supplier = supplier
    self.message = message
    self.responseDueDate = responseDueDate
    self.due = due
  }
}
