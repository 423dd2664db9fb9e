import Values

/// A key of an application (header `apiKey` of the Ouranos interface, `x-api-key` of its management API).
public struct APIKey: Codable, Sendable, Hashable {
  /// Names the key in records.
  public var keyID: Identifier
  /// What it is for.
  public var name: String
  /// The company whose users may come with it; nil for every company of the node.
  public var operatorID: Identifier?
  /// Its first characters, to tell keys apart on a page.
  public var hint: String
  /// Whether it holds no longer.
  public var revoked: Bool

  /// A key as it is to be recorded.
  public init(keyID: Identifier, name: String, operatorID: Identifier?, hint: String, revoked: Bool = false) {
    self.keyID = keyID
    self.name = name
    self.operatorID = operatorID
    self.hint = hint
    self.revoked = revoked
  }
}
