import Exchange
import HashTreeCollections
import Values

/// Who may do what at this node: users and their roles, keys of machines, clients of partners; who was let in
/// when; who saw what of another company. Secrets are kept elsewhere.
public struct People: StatePart {
  /// Persons with an account.
  public private(set) var users = Table<Identifier, User>("users")
  /// Keys of applications.
  public private(set) var keys = Table<Identifier, APIKey>("keys")
  /// Machines with an id and a secret.
  public private(set) var clients = Table<Identifier, OAuthClient>("clients")
  /// Used codes of second steps, by user.
  public private(set) var secondSteps = Table<Identifier, UsedCodes>("secondSteps")
  /// When a user, key or client was last let in.
  public private(set) var uses = Table<Identifier, LastUse>("uses")
  /// Who saw what of another company, by `ReadRecord.Read.key`.
  public private(set) var reads = Table<String, ReadSummary>("reads")
  /// Counts changes of users, keys and clients: what was looked up before is no longer sure.
  public private(set) var revision = 0
  private var userByAccount: TreeDictionary<String, Identifier> = [:]
  private var clientByName: TreeDictionary<String, Identifier> = [:]
  private var readsByOwner: TreeDictionary<Identifier, TreeSet<String>> = [:]

  /// Nobody.
  public init() {}

  /// The user of an account, whatever the case of its letters.
  public func user(account: String) -> User? { userByAccount[account.lowercased()].flatMap { users[$0] } }

  /// The client that sends this `client_id`.
  public func client(name: String) -> OAuthClient? { clientByName[name].flatMap { clients[$0] } }

  /// Who saw what of a company's data, the latest first. Each row gives the first and the last time and how
  /// often; `ReadAudit.reads` gives each record.
  public func reads(of owner: Identifier) -> [ReadSummary] {
    (readsByOwner[owner] ?? []).compactMap { reads[$0] }.sorted {
      ($1.last, $0.item) < ($0.last, $1.item)
    }
  }

  /// Takes a record of people or of reads in.
  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    switch type {
    case PeopleRecord.user:
      let user = try body.decoded(as: User.self)
      if let old = users[user.userID] { userByAccount[old.account.lowercased()] = nil }
      users[user.userID] = user
      userByAccount[user.account.lowercased()] = user.userID
      revision += 1
    case PeopleRecord.key:
      let key = try body.decoded(as: APIKey.self)
      keys[key.keyID] = key
      revision += 1
    case PeopleRecord.client:
      let client = try body.decoded(as: OAuthClient.self)
      if let old = clients[client.clientID], clientByName[old.name] == old.clientID {
        clientByName[old.name] = nil
      }
      clients[client.clientID] = client
      index(client)
      revision += 1
    case PeopleRecord.signedIn:
      let entry = try body.decoded(as: PeopleRecord.SignedIn.self)
      uses[entry.userID] = LastUse(last: time, count: (uses[entry.userID]?.count ?? 0) + 1)
      if entry.step != nil || entry.recoveryCode != nil {
        var used = secondSteps[entry.userID] ?? UsedCodes()
        if let step = entry.step { used.lastStep = step }
        if let code = entry.recoveryCode { used.recoveryCodes.append(code) }
        secondSteps[entry.userID] = used
      }
    case PeopleRecord.secondStep:
      secondSteps[try body.decoded(as: PeopleRecord.SecondStep.self).userID] = UsedCodes()
    case PeopleRecord.used:
      for use in try body.decoded(as: PeopleRecord.Used.self).uses {
        uses[use.id] = LastUse(last: time, count: (uses[use.id]?.count ?? 0) + use.count)
      }
    case PeopleRecord.refused: break
    case ReadRecord.type:
      for read in try body.decoded(as: ReadRecord.self).reads { take(read, time) }
    default: return false
    }
    return true
  }

  private mutating func take(_ read: ReadRecord.Read, _ time: Timestamp) {
    var summary =
      reads[read.key]
      ?? ReadSummary(
        owner: read.owner, reader: read.reader, actor: read.actor, item: read.item, basis: read.basis,
        rule: read.rule, count: 0, first: time, last: time)
    summary.count += read.count
    summary.last = time
    reads[read.key] = summary
    readsByOwner[read.owner, default: []].insert(read.key)
  }

  private mutating func index(_ client: OAuthClient) {
    if !client.revoked {
      clientByName[client.name] = client.clientID
    } else if clientByName[client.name] == client.clientID {
      clientByName[client.name] = nil
    }
  }

  /// The rows changed since this was last asked.
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] {
    users.takeChanges() + keys.takeChanges() + clients.takeChanges() + secondSteps.takeChanges()
      + uses.takeChanges() + reads.takeChanges()
  }

  /// Every row of every table.
  public var allRows: [(kind: String, key: String, body: [UInt8])] {
    users.all + keys.all + clients.all + secondSteps.all + uses.all + reads.all
  }

  /// Takes a stored row in.
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool {
    switch kind {
    case users.kind: try users.load(key: key, body: body)
    case keys.kind: try keys.load(key: key, body: body)
    case clients.kind: try clients.load(key: key, body: body)
    case secondSteps.kind: try secondSteps.load(key: key, body: body)
    case uses.kind: try uses.load(key: key, body: body)
    case reads.kind: try reads.load(key: key, body: body)
    default: return false
    }
    return true
  }

  /// Makes the indexes.
  public mutating func finishLoading() {
    for user in users.values { userByAccount[user.account.lowercased()] = user.userID }
    for client in clients.values { index(client) }
    for (key, summary) in reads.rows { readsByOwner[summary.owner, default: []].insert(key) }
  }
}

/// When somebody was last let in, and how often.
public struct LastUse: Codable, Sendable, Hashable {
  /// The last time.
  public var last: Timestamp
  /// How often in all.
  public var count: Int
}

/// Codes of a second step that were used, so that none is taken twice.
public struct UsedCodes: Codable, Sendable, Hashable {
  /// The latest step whose code was used.
  var lastStep: Int64 = 0
  /// Which recovery codes were used, from 0.
  var recoveryCodes: [Int] = []
}
