import Exchange
import HashTreeCollections
import Values

/// Who may do what at this node: users and their roles, keys of machines, clients of partners. Their secrets
/// are kept elsewhere.
public struct People: StatePart {
  public private(set) var users = Table<Identifier, User>("users")
  public private(set) var keys = Table<Identifier, APIKey>("keys")
  public private(set) var clients = Table<Identifier, OAuthClient>("clients")
  private var userByAccount: TreeDictionary<String, Identifier> = [:]

  public init() {}

  /// The user of an account, whatever the case of its letters.
  public func user(account: String) -> User? { userByAccount[account.lowercased()].flatMap { users[$0] } }

  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    switch type {
    case "user.put":
      let user = try body.decoded(as: User.self)
      if let old = users[user.userID] { userByAccount[old.account.lowercased()] = nil }
      users[user.userID] = user
      userByAccount[user.account.lowercased()] = user.userID
    case "key.put":
      let key = try body.decoded(as: APIKey.self)
      keys[key.keyID] = key
    case "client.put":
      let client = try body.decoded(as: OAuthClient.self)
      clients[client.clientID] = client
    default: return false
    }
    return true
  }

  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] {
    users.takeChanges() + keys.takeChanges() + clients.takeChanges()
  }

  public var allRows: [(kind: String, key: String, body: [UInt8])] { users.all + keys.all + clients.all }

  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool {
    switch kind {
    case users.kind: try users.load(key: key, body: body)
    case keys.kind: try keys.load(key: key, body: body)
    case clients.kind: try clients.load(key: key, body: body)
    default: return false
    }
    return true
  }

  public mutating func finishLoading() {
    for user in users.values { userByAccount[user.account.lowercased()] = user.userID }
  }
}
