import HTTPTypes
import Values

/// The data transaction API of the Ouranos Ecosystem with its user authentication: what `openapi.yaml` of the
/// public minimum implementation describes.
public enum OuranosAPI {
  typealias Handler = @Sendable (OuranosCall) async throws -> APIResponse

  /// The routes, and those that answer every other path and method below them with the interface's own 404.
  public static let routes: [Route] =
    [
      Route(.post, "/auth/login") { await sign($0, $1, AuthHandlers.login) },
      Route(.post, "/auth/refresh") { await sign($0, $1, AuthHandlers.refresh) },
      Route(.post, "/auth/change") { await change($0, $1) },
      Route(.get, "/api/v1/authInfo") { await information($0, $1, informationReads) },
      Route(.put, "/api/v1/authInfo") { await information($0, $1, informationChanges) },
      Route(.get, "/api/v1/datatransport") { await transport($0, $1, reads) },
      Route(.put, "/api/v1/datatransport") { await transport($0, $1, changes) },
      Route(.delete, "/api/v1/datatransport") { await transport($0, $1, deletions) },
    ]
    + strays("/auth/login", but: [.post], .auth) + strays("/auth/refresh", but: [.post], .auth)
    + strays("/auth/change", but: [.post], .auth) + strays("/auth/**", but: [], .auth)
    + strays("/api/v1/authInfo", but: [.get, .put], .dataspace)
    + strays("/api/v1/datatransport", but: [.get, .put, .delete], .dataspace)
    + strays("/api/**", but: [], .dataspace)

  /// Asks on other platforms, until it is cancelled.
  public static func run(_ node: Node) async {
    let http = OutgoingHTTP(node.configuration)
    await OuranosConnection(node, http: http).run()
    await http.close()
  }

  private static let informationReads: [String: Handler] = [
    "operator": OperatorHandlers.get, "plant": PlantHandlers.get,
  ]
  private static let informationChanges: [String: Handler] = [
    "operator": OperatorHandlers.put, "plant": PlantHandlers.put,
  ]
  private static let reads: [String: Handler] = [
    "parts": PartHandlers.get, "partsStructure": StructureHandlers.get,
    "tradeRequest": TradeRequestHandlers.get, "tradeResponse": TradeResponseHandlers.get,
    "status": StatusHandlers.get, "cfp": FootprintHandlers.get,
    "cfpCertification": CertificationHandlers.get,
  ]
  private static let changes: [String: Handler] = [
    "parts": PartHandlers.put, "partsStructure": StructureHandlers.put,
    "tradeRequest": TradeRequestHandlers.put, "tradeResponse": TradeResponseHandlers.put,
    "status": StatusHandlers.put, "cfp": FootprintHandlers.put,
  ]
  private static let deletions: [String: Handler] = ["parts": PartHandlers.delete]

  private static func sign(
    _ request: APIRequest, _ node: Node,
    _ handle: @Sendable (APIRequest, Node) async throws -> APIResponse
  ) async -> APIResponse {
    do {
      return try await handle(request, node)
    } catch {
      return refuse(error, .auth, request, node, company: nil, dataTarget: nil)
    }
  }

  private static func change(_ request: APIRequest, _ node: Node) async -> APIResponse {
    var company: Identifier?
    do {
      let call = try await OuranosCall(request, node, source: .auth)
      company = call.company
      return try await AuthHandlers.change(call)
    } catch {
      return refuse(error, .auth, request, node, company: company, dataTarget: nil)
    }
  }

  private static func information(
    _ request: APIRequest, _ node: Node, _ handlers: [String: Handler]
  ) async -> APIResponse {
    await answer(request, node, .auth, handlers)
  }

  /// Every answer of data carries a track, changes one that is remembered.
  private static func transport(
    _ request: APIRequest, _ node: Node, _ handlers: [String: Handler]
  ) async -> APIResponse {
    var response = await answer(request, node, .dataspace, handlers)
    if response.headers[.track] == nil { response.headers[.track] = Identifier().description }
    return response
  }

  private static func answer(
    _ request: APIRequest, _ node: Node, _ source: OuranosError.Source, _ handlers: [String: Handler]
  ) async -> APIResponse {
    let target = request.query["dataTarget"] ?? ""
    let call: OuranosCall
    do {
      call = try await OuranosCall(request, node, source: source)
    } catch {
      return refuse(error, source, request, node, company: nil, dataTarget: target)
    }
    do {
      guard let handle = handlers[target] else { throw OuranosError.parameter("dataTarget", source) }
      return try await handle(call)
    } catch {
      var response = refuse(error, source, request, node, company: call.company, dataTarget: target)
      if source == .dataspace, request.method != .get {
        response.headers[.track] = node.ouranos.tracks.note(.error, company: call.company).description
      }
      return response
    }
  }

  private static func refuse(
    _ error: any Error, _ source: OuranosError.Source, _ request: APIRequest, _ node: Node,
    company: Identifier?, dataTarget: String?
  ) -> APIResponse {
    let refusal = OuranosError(error, asked: source)
    if refusal.status.code >= 500 {
      node.logger.error(
        "\(request.method) \(request.path): \(error)", metadata: ["trace": "\(request.traceID)"])
    }
    return refusal.response(to: request, company: company, dataTarget: dataTarget)
  }

  private static func strays(
    _ pattern: String, but known: [HTTPRequest.Method], _ source: OuranosError.Source
  ) -> [Route] {
    [.get, .put, .post, .delete, .patch, .options].filter { !known.contains($0) }.map { method in
      Route(method, pattern) { request, _ in
        OuranosError(.notFound, source, "Endpoint Not Found").response(
          to: request, company: nil,
          dataTarget: source == .auth ? nil : request.query["dataTarget"] ?? "")
      }
    }
  }
}
