import HTTPTypes
import Values

/// The traceability management API, the second of the live Ouranos service: disclosure, notifications,
/// certificates and their files, and what became of changes.
public enum ManagementAPI {
  typealias Handler = @Sendable (ManagementCall) async throws -> APIResponse

  /// The routes.
  /// - Parameter path: what stands before them, e.g. `/management`.
  public static func routes(under path: String) -> [Route] {
    func route(_ method: HTTPRequest.Method, _ name: String, _ handle: @escaping Handler) -> Route {
      Route(method, path + name) { await answer($0, $1, handle) }
    }
    return [
      route(.get, "/cfpAcl", AclHandlers.get),
      route(.post, "/cfpAcl", AclHandlers.post),
      route(.get, "/cfpCertificationAcl", CertificationAclHandlers.get),
      route(.post, "/cfpCertificationAcl", CertificationAclHandlers.post),
      route(.get, "/notifications", NotificationHandlers.get),
      route(.get, "/requestStatus", RequestStatusHandlers.get),
      route(.post, "/replyMessages", ReplyHandlers.post),
      route(.post, "/fileUploadUrl", FileAddressHandlers.upload),
      route(.get, "/fileDownloadUrl", FileAddressHandlers.download),
      route(.post, "/cfpCertificationInfo", CertificationInfoHandlers.post),
      route(.delete, "/cfpCertifications", CertificationInfoHandlers.delete),
      Route(.put, path + "/files/{file}", bodyLimit: FileContentHandlers.sizeLimit) {
        await content($0, $1, FileContentHandlers.put)
      },
      Route(.get, path + "/files/{file}") { await content($0, $1, FileContentHandlers.get) },
    ]
      + [HTTPRequest.Method.get, .post, .put, .delete, .patch].map { method in
        Route(method, path + "/**") { _, _ in
          ManagementError(.notFound, "MSGAECO0020", "Endpoint Not Found").response
        }
      }
  }

  private static func answer(_ request: APIRequest, _ node: Node, _ handle: Handler) async -> APIResponse {
    let isChange = request.method != .get
    let call: ManagementCall
    do {
      call = try await ManagementCall(request, node)
    } catch {
      return refuse(error, request, node)
    }
    do {
      return try await handle(call)
    } catch {
      var response = refuse(error, request, node)
      if isChange {
        response.headers[.track] = node.ouranos.tracks.note(.error, company: call.company).description
      }
      return response
    }
  }

  private static func content(
    _ request: APIRequest, _ node: Node,
    _ handle: @Sendable (APIRequest, Node) async throws -> APIResponse
  ) async -> APIResponse {
    do {
      return try await handle(request, node)
    } catch {
      return refuse(error, request, node)
    }
  }

  private static func refuse(_ error: any Error, _ request: APIRequest, _ node: Node) -> APIResponse {
    let refusal = ManagementError(error)
    if refusal.status.code >= 500 {
      node.logger.error(
        "\(request.method) \(request.path): \(error)", metadata: ["trace": "\(request.traceID)"])
    }
    return refusal.response
  }
}
