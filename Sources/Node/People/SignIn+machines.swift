import Records
import Values

extension SignIn {
  /// The key of an application, if it is one of this node's and not revoked.
  public func apiKey(_ text: String) -> APIKey? {
    let revision = revision.load(ordering: .acquiring)
    if let key = machines.seenKey(text, revision: revision) {
      notes.used(key.keyID)
      return key
    }
    guard let id = machines.key(text, revision: revision),
      let key = ledger.current.state.people.keys[id], !key.revoked
    else {
      notes.refused(.wrong, user: nil, address: nil)
      return nil
    }
    machines.keep(key, for: text, revision: revision)
    notes.used(id)
    return key
  }

  /// Makes a key and gives its text, which is not kept.
  /// - Parameter text: what it shall be, for demonstrations; nil makes a random one.
  public func makeKey(name: String, operatorID: Identifier?, text: String? = nil, by actor: String)
    async throws -> String
  {
    let text = text ?? SignIn.randomText()
    let key = APIKey(
      keyID: Identifier(), name: name, operatorID: operatorID, hint: String(text.prefix(4)))
    let store = ledger.store
    try await Blocking.run {
      try store.putSecret("key/\(Digest.content(text.utf8))", Array(key.keyID.description.utf8))
    }
    try await ledger.commit(actor: actor) { try $0.record(PeopleRecord.key, JSONValue(encoding: key)) }
    return text
  }

  /// Ends a key. Twice is once.
  /// - Returns: false where there is no such key.
  public func revokeKey(_ id: Identifier, by actor: String) async throws -> Bool {
    try await ledger.commit(actor: actor) { transaction in
      guard var key = transaction.state.people.keys[id] else { return false }
      if key.revoked { return true }
      key.revoked = true
      try transaction.record(PeopleRecord.key, JSONValue(encoding: key))
      return true
    }
  }

  /// Lets a machine in with its client id and secret.
  public func client(name: String, secret: String) throws(SignInFailure) -> Caller {
    let revision = revision.load(ordering: .acquiring)
    let client = ledger.current.state.people.client(name: name)
    let stored = client.flatMap { machines.secret(of: $0.clientID, revision: revision) }
    let matches = PasswordHash.isEqual(Digest.content(secret.utf8).bytes, (stored ?? .zero).bytes)
    guard let client, stored != nil, matches, !client.revoked else {
      notes.refused(.wrong, user: nil, address: nil)
      throw .wrong
    }
    notes.used(client.clientID)
    return caller(of: client)
  }

  /// Makes a client and gives its secret, which is not kept.
  public func makeClient(_ client: OAuthClient, secret: String? = nil, by actor: String) async throws
    -> String
  {
    let secret = secret ?? SignIn.randomText()
    let store = ledger.store
    try await Blocking.run {
      try store.putSecret("client/\(client.clientID)", Digest.content(secret.utf8).bytes)
    }
    try await ledger.commit(actor: actor) { try $0.record(PeopleRecord.client, JSONValue(encoding: client)) }
    return secret
  }

  /// Ends a client: its secret and its tokens. Twice is once.
  /// - Returns: false where there is no such client.
  public func revokeClient(_ id: Identifier, by actor: String) async throws -> Bool {
    try await ledger.commit(actor: actor) { transaction in
      guard var client = transaction.state.people.clients[id] else { return false }
      if client.revoked { return true }
      client.revoked = true
      try transaction.record(PeopleRecord.client, JSONValue(encoding: client))
      return true
    }
  }

  func caller(of client: OAuthClient) -> Caller {
    Caller(
      kind: .client(client.clientID), operatorID: client.operatorID, role: client.role,
      partnerID: client.partnerID)
  }
}
