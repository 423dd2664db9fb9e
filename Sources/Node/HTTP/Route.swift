import HTTPTypes

/// A method and path that are answered, e.g. GET `/3/footprints/{id}`.
public struct Route: Sendable {
  public let method: HTTPRequest.Method
  /// A segment `{name}` takes any one segment.
  public let pattern: String
  /// The largest body taken; a longer one is answered with 413.
  public let bodyLimit: Int
  public let handle: @Sendable (APIRequest, Node) async throws -> APIResponse

  public init(
    _ method: HTTPRequest.Method, _ pattern: String, bodyLimit: Int = 1 << 20,
    handle: @escaping @Sendable (APIRequest, Node) async throws -> APIResponse
  ) {
    self.method = method
    self.pattern = pattern
    self.bodyLimit = bodyLimit
    self.handle = handle
  }
}
