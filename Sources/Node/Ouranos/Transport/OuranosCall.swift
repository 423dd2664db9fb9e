import Exchange
import HTTPTypes
import NIOCore
import Records
import Values

/// A call of the data transaction API that was let in: its key and token hold.
struct OuranosCall: Sendable {
  let request: APIRequest
  let node: Node
  let caller: Caller
  /// The part of the platform that errors name.
  let source: OuranosError.Source
  /// What was known when the call came in: the whole answer is of this one moment.
  let world: World

  var company: Identifier { caller.operatorID }
  var space: DataSpace { world.space }
  var parameters: Parameters { Parameters(request.query, source: source) }

  /// Lets a call in.
  /// - Throws: `OuranosError` as the interface answers a missing or wrong key or token.
  init(_ request: APIRequest, _ node: Node, source: OuranosError.Source) async throws {
    let key = try OuranosCall.key(of: request, node)
    guard let token = request.bearerToken, !token.isEmpty else { throw OuranosError.noToken }
    do {
      caller = try await node.signIn.caller(accessToken: token)
    } catch {
      throw OuranosError.invalidToken
    }
    // A partner's machine reads by PACT, where what it may see is decided: here it would be the company itself.
    guard caller.partnerID == nil, caller.may(.read) else { throw OuranosError.invalidToken }
    if let company = key.operatorID, company != caller.operatorID { throw OuranosError.invalidKey }
    self.request = request
    self.node = node
    self.source = source
    world = node.world
  }

  /// The key a request comes with.
  static func key(of request: APIRequest, _ node: Node) throws(OuranosError) -> APIKey {
    guard let text = request.headers[.ouranosKey], !text.isEmpty else { throw .accessDenied(.auth) }
    guard let key = node.signIn.apiKey(text) else { throw .invalidKey }
    return key
  }

  /// The request's body as JSON.
  func json() throws(OuranosError) -> JSONValue { try Fields.json(request.body, source: source) }

  func fields() throws(OuranosError) -> Fields { try Fields(json(), source: source) }

  /// Refuses a request with faults.
  func check(_ issues: Issues) throws(OuranosError) {
    if !issues.isEmpty { throw .validation(issues.text, source) }
  }

  /// Refuses a request that speaks for another company.
  func checkOwn(_ company: Identifier?) throws(OuranosError) {
    if company != caller.operatorID { throw .accessDenied(source) }
  }

  /// Makes a change durable, with the track that `GET /requestStatus` knows it by.
  /// - Parameter permission: what the caller must be allowed to do.
  func change<Result: Sendable>(
    needing permission: Permission,
    _ command: @escaping @Sendable (inout Transaction<World>) throws -> Result
  ) async throws -> (result: Result, track: Identifier) {
    guard caller.may(permission) else { throw OuranosError.accessDenied(source) }
    let (result, sequence) = try await node.ledger.commit(actor: caller.actor) { transaction in
      let first = transaction.nextSequence
      let result = try command(&transaction)
      return (result, transaction.nextSequence > first ? first : nil)
    }
    guard let sequence else { return (result, node.ouranos.tracks.note(.success, company: company)) }
    return (result, Identifier(sequence: sequence, index: 0))
  }
}

extension HTTPField.Name {
  /// The header an application's key comes in.
  static let ouranosKey = constant("apiKey")
  static let track = constant("X-Track")
  static let link = constant("link")
}

extension APIResponse {
  /// The answer to a change, with its track.
  static func changed(_ status: HTTPResponse.Status, _ value: JSONValue, track: Identifier) -> APIResponse {
    .json(status, value, headers: [.track: track.description])
  }
}
