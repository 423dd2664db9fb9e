import Exchange
import HTTPTypes
import Records
import Values

/// A call of the traceability management API that was let in: its key and token hold, and its `operatorId`, where
/// it has one, is the caller's own.
struct ManagementCall: Sendable {
  let request: APIRequest
  let node: Node
  let caller: Caller
  /// What was known when the call came in.
  let world: World
  /// The members of the body; none for a call without one.
  let fields: Fields

  var company: Identifier { caller.operatorID }
  var space: DataSpace { world.space }

  /// - Throws: `ManagementError` where it is not let in.
  init(_ request: APIRequest, _ node: Node) async throws {
    guard let text = request.headers[.managementKey], !text.isEmpty else { throw ManagementError.noKey }
    guard let key = node.signIn.apiKey(text) else { throw ManagementError.invalidKey }
    guard let token = request.bearerToken, !token.isEmpty else { throw ManagementError.noToken }
    do {
      caller = try await node.signIn.caller(accessToken: token)
    } catch {
      throw ManagementError.invalidToken
    }
    guard caller.partnerID == nil, caller.may(.read) else { throw ManagementError.invalidToken }
    if let company = key.operatorID, company != caller.operatorID { throw ManagementError.invalidKey }
    self.request = request
    self.node = node
    world = node.world
    fields =
      request.method == .post
      ? try Fields(Fields.json(request.body, source: .traceability), source: .traceability)
      : try Fields(.null, source: .traceability)
    let named = request.method == .post ? try fields.string("operatorId") : request.query["operatorId"]
    if let named {
      guard let company = Identifier(named) else { throw ManagementError.invalid("operatorId", "UUID") }
      guard company == caller.operatorID else { throw ManagementError.denied }
    } else if request.method != .delete {
      throw ManagementError.missing("operatorId")
    }
  }

  /// An identifier of the query; nil where it is missing.
  func identifier(_ name: String) throws(ManagementError) -> Identifier? {
    guard let text = request.query[name], !text.isEmpty else { return nil }
    guard let identifier = Identifier(text) else { throw .invalid(name, "UUID") }
    return identifier
  }

  /// An identifier of the body.
  func bodyIdentifier(_ name: String) throws -> Identifier {
    guard let text = try fields.string(name), !text.isEmpty else { throw ManagementError.missing(name) }
    guard let identifier = Identifier(text) else { throw ManagementError.invalid(name, "UUID") }
    return identifier
  }

  /// Makes a change durable, and answers it with its track.
  /// - Parameter permission: what the caller must be allowed to do.
  func change<Result: Sendable>(
    needing permission: Permission,
    _ command: @escaping @Sendable (inout Transaction<World>) throws -> Result,
    answer: (Result) -> JSONValue
  ) async throws -> APIResponse {
    guard caller.may(permission) else { throw ManagementError.denied }
    let (result, sequence) = try await node.ledger.commit(actor: caller.actor) { transaction in
      let first = transaction.nextSequence
      let result = try command(&transaction)
      return (result, transaction.nextSequence > first ? first : nil)
    }
    let track =
      sequence.map { Identifier(sequence: $0, index: 0) }
      ?? node.ouranos.tracks.note(.success, company: company)
    return .changed(.created, answer(result), track: track)
  }
}

extension HTTPField.Name {
  /// The header an application's key comes in.
  static let managementKey = constant("x-api-key")
}
