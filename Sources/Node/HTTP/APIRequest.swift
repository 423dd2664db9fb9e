import HTTPTypes
import Values

/// A request as handlers see it: no network in it, so that they can be tested without one.
public struct APIRequest: Sendable {
  /// The method.
  public var method: HTTPRequest.Method
  /// Decoded, without the query.
  public var path: String
  /// The values of `{name}` in the route's pattern, decoded.
  public var parameters: [String: String] = [:]
  /// The parameters after the question mark.
  public var query: Query
  /// The headers.
  public var headers: HTTPFields
  /// The body, whole.
  public var body: [UInt8]
  /// Where it comes from; nil where that is no IP connection.
  public var address: ClientAddress?
  /// The trace it belongs to (W3C Trace Context), taken over or made here.
  public var trace: TraceContext

  /// A request of its parts.
  public init(
    method: HTTPRequest.Method, path: String, query: Query = Query(""), headers: HTTPFields = [:],
    body: [UInt8] = [], address: ClientAddress? = ClientAddress("127.0.0.1"),
    trace: TraceContext = TraceContext()
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.address = address
    self.trace = trace
  }

  /// The peer's address as text.
  public var remoteAddress: String { address?.description ?? "" }

  /// The 32 hexadecimal digits of the trace.
  public var traceID: String { trace.traceID }

  /// The token of `Authorization: Bearer`.
  public var bearerToken: String? {
    guard let value = headers[.authorization], value.utf8.count > 7,
      value.prefix(7).lowercased() == "bearer "
    else { return nil }
    return String(value.dropFirst(7)).trimmingSpaces
  }
}
