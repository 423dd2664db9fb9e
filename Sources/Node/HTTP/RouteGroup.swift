/// Routes that belong together: an API, or the console. It answers in its own form what no handler answers.
public protocol RouteGroup: SendableMetatype {
  /// What is served. Most groups have the same routes whatever the configuration.
  static func routes(for configuration: NodeConfiguration) -> [Route]

  static var routes: [Route] { get }

  /// The answer to a request that no handler answers: an unknown path, a body that is too long, a fault ...
  ///
  /// The status must be `failure.status`; headers that it needs (`Allow`, `Retry-After`) are added.
  static func answer(to failure: RequestFailure, _ request: APIRequest) -> APIResponse

  /// Work beside requests, such as sending events: runs from start to stop, ended by cancellation.
  static func run(_ node: Node) async
}

extension RouteGroup {
  /// The routes under a configuration.
  public static func routes(for configuration: NodeConfiguration) -> [Route] { routes }

  /// A problem as JSON, after RFC 9457.
  public static func answer(to failure: RequestFailure, _ request: APIRequest) -> APIResponse {
    var response = APIResponse.json(
      failure.status,
      [
        "status": .number(Double(failure.status.code)), "title": .string(failure.status.reasonPhrase),
        "detail": .string(failure.message), "traceId": .string(request.traceID),
      ])
    response.headers[.contentType] = "application/problem+json"
    return response
  }

  /// What is done beside requests; nothing.
  public static func run(_ node: Node) async {}
}
