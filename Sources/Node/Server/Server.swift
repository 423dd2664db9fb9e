import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Serves a node's routes over HTTP.
public struct Server: Sendable {
  private let node: Node

  public init(node: Node) { self.node = node }

  /// The application: run it as a service.
  /// - Parameter onReady: called with the port that is listened on.
  public func application(onReady: @escaping @Sendable (Int) -> Void) -> some ApplicationProtocol {
    let router = Router(context: ServerContext.self)
    for route in node.routes {
      let pattern = route.pattern.replacing("{", with: ":").replacing("}", with: "")
      router.on(RouterPath(pattern), method: route.method) { [node] request, context in
        try await Server.answer(route, request, context, node)
      }
    }
    return Application(
      router: router,
      configuration: .init(
        address: .hostname(node.configuration.host, port: node.configuration.port), serverName: "denchi"),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) }, logger: node.logger)
  }

  private static func answer(
    _ route: Route, _ request: Request, _ context: ServerContext, _ node: Node
  ) async throws -> Response {
    let buffer = try await request.body.collect(upTo: route.bodyLimit)
    var parameters: [String: String] = [:]
    for (name, value) in context.parameters {
      parameters[String(name)] = value.removingPercentEncoding ?? String(value)
    }
    var seen = APIRequest(
      method: request.method, path: request.uri.path.removingPercentEncoding ?? request.uri.path,
      query: Query(request.uri.query ?? ""), headers: request.headers, body: Array(buffer.readableBytesView),
      remoteAddress: context.remoteAddress?.ipAddress ?? "")
    seen.parameters = parameters
    let answer = try await route.handle(seen, node)
    return Response(status: answer.status, headers: answer.headers, body: .init(byteBuffer: answer.body))
  }
}

/// What Hummingbird knows of a request's connection.
struct ServerContext: RequestContext, RemoteAddressRequestContext {
  var coreContext: CoreRequestContextStorage
  let remoteAddress: SocketAddress?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    remoteAddress = source.channel.remoteAddress
  }
}
