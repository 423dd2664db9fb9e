import Exchange
import HTTPTypes
import Values

/// The PACT v3 API, as a host: tokens, footprints and events.
public enum PactAPI {
  /// What is served.
  public static let routes: [Route] = [
    Route(.get, "/.well-known/openid-configuration") { request, node in
      try await guarded(request, node) { try await discovery(request, node) }
    },
    Route(.post, "/auth/token", bodyLimit: 1 << 14) { request, node in
      try await guarded(request, node) { try await token(request, node) }
    },
    Route(.get, "/3/footprints") { request, node in
      try await guarded(request, node) { try await list(request, node) }
    },
    Route(.get, "/3/footprints/{id}") { request, node in
      try await guarded(request, node) { try await footprint(request, node) }
    },
    Route(.post, "/3/events", bodyLimit: 16 << 20) { request, node in
      try await guarded(request, node) { try await takeEvent(request, node) }
    },
    Route(.get, PactEmissions.extensionPath) { _, _ in .json(.ok, PactEmissions.extensionSchema) },
  ]

  /// What no handler answers, in PACT's form.
  public static func answer(to failure: RequestFailure, _ request: APIRequest) -> APIResponse {
    let code: PactError.Code
    switch failure {
    case .notFound: code = .notFound
    case .fault, .unavailable: code = .internalError
    case .malformed, .methodNotAllowed, .tooLarge, .timedOut, .tooMany: code = .badRequest
    }
    return error(failure.status, code, failure.message)
  }

  /// Sends what waits, and publishes new versions, until it is cancelled.
  public static func run(_ node: Node) async {
    let http = OutgoingHTTP(node.configuration)
    let outbox = PactOutbox(
      ledger: node.ledger, client: PactClient(http: http, store: node.ledger.store),
      claims: node.configuration.database.hasPrefix("postgres"), logger: node.logger)
    await withTaskGroup(of: Void.self) { tasks in
      tasks.addTask { await outbox.run() }
      tasks.addTask {
        await PactFollower(ledger: node.ledger, base: node.configuration.publicURL, logger: node.logger).run()
      }
    }
    await http.close()
  }

  // MARK: Pieces

  /// Runs a handler; what it throws as a `PactError` becomes the answer. Nothing is given over plain HTTP but to
  /// this machine itself.
  private static func guarded(
    _ request: APIRequest, _ node: Node, _ body: () async throws -> APIResponse
  ) async throws -> APIResponse {
    guard node.configuration.servesTLS || node.configuration.isSecure || request.address?.isLoopback == true
    else { return error(.forbidden, .accessDenied, "PACT is spoken over https only.") }
    do {
      return try await body()
    } catch let problem as PactError {
      return error(problem.code.status, problem.code, problem.message)
    } catch let problem as Unauthorized {
      return error(.unauthorized, problem.code, problem.message)
    }
  }

  static func error(_ status: HTTPResponse.Status, _ code: PactError.Code, _ message: String) -> APIResponse {
    var answer = APIResponse.json(status, PactError(code, message).json)
    if status == .unauthorized { answer.headers[.wwwAuthenticate] = "Bearer" }
    return answer
  }

  /// Who reads, after the token was checked.
  static func reader(_ request: APIRequest, _ node: Node) async throws -> (PactReader, Caller) {
    guard let token = request.bearerToken else {
      throw Unauthorized("An access token is missing: get one at /auth/token.")
    }
    let caller: Caller
    do {
      caller = try await node.signIn.caller(accessToken: token)
    } catch .expiredToken {
      throw Unauthorized("The access token has expired: get another at /auth/token.", .tokenExpired)
    } catch {
      throw Unauthorized("The access token is not valid.")
    }
    guard let partnerID = caller.partnerID else { return (.owner(caller.operatorID), caller) }
    guard let partner = node.world.pact.partners[partnerID], partner.operatorID == caller.operatorID,
      !partner.removed
    else { throw Unauthorized("The access token is not valid.") }
    return (.partner(partner), caller)
  }
}

/// A request that is refused with status 401.
///
/// The conformance service of PACT expects the code BadRequest for a token that is none.
struct Unauthorized: Error {
  var code = PactError.Code.badRequest
  var message: String

  init(_ message: String, _ code: PactError.Code = .badRequest) {
    self.code = code
    self.message = message
  }
}

extension PactError.Code {
  /// The status that goes with the code, but for tokens that are refused.
  var status: HTTPResponse.Status {
    switch self {
    case .badRequest: .badRequest
    case .accessDenied: .forbidden
    case .tokenExpired: .unauthorized
    case .notFound: .notFound
    case .internalError: .internalServerError
    case .notImplemented: .notImplemented
    }
  }
}
