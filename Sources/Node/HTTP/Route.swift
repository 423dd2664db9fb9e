import HTTPTypes

/// A method and path that are answered, e.g. GET `/3/footprints/{id}`.
public struct Route: Sendable {
  /// HEAD is answered as GET where it has no route of its own.
  public let method: HTTPRequest.Method
  /// A segment `{name}` takes any one segment, `**` at the end one or more.
  public let pattern: String
  /// The largest body taken; a longer one is answered with 413.
  public let bodyLimit: Int
  /// Gives the answer. What it throws is answered as a fault (500), `StoreError.unavailable` as 503.
  public let handle: @Sendable (APIRequest, Node) async throws -> APIResponse

  /// A route with a body of at most 1 MiB, unless said otherwise.
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
