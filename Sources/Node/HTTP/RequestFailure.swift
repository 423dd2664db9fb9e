import HTTPTypes

/// Why no handler answers a request.
public enum RequestFailure: Error, Sendable, Hashable {
  /// The path, query or a header cannot be read; with what is wrong.
  case malformed(String)
  case notFound
  /// The path is there, with other methods.
  case methodNotAllowed([HTTPRequest.Method])
  /// The body is longer than this many bytes.
  case tooLarge(Int)
  /// The body did not arrive in time.
  case timedOut
  /// Too many requests: in how many seconds to come again.
  case tooMany(retryAfter: Int)
  /// The database is away.
  case unavailable
  /// A fault of Denchi's own: what it was stands in the log under the request's trace id.
  case fault

  /// The status it is answered with.
  public var status: HTTPResponse.Status {
    switch self {
    case .malformed: .badRequest
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .tooLarge: .contentTooLarge
    case .timedOut: .requestTimeout
    case .tooMany: .tooManyRequests
    case .unavailable: .serviceUnavailable
    case .fault: .internalServerError
    }
  }

  /// A sentence for whoever sent the request.
  public var message: String {
    switch self {
    case .malformed(let what): what
    case .notFound: "There is nothing at this address."
    case .methodNotAllowed(let methods):
      "This address takes \(methods.map(\.rawValue).joined(separator: ", "))."
    case .tooLarge(let limit): "The body is longer than \(limit) bytes."
    case .timedOut: "The body did not arrive in time."
    case .tooMany(let seconds): "Too many requests: try again in \(seconds) s."
    case .unavailable: "The node cannot reach its database: try again later."
    case .fault: "A fault of the node: give its operator the trace id."
    }
  }

  /// Headers that go with the status.
  var headers: [(HTTPField.Name, String)] {
    switch self {
    case .methodNotAllowed(let methods): [(.allow, methods.map(\.rawValue).joined(separator: ", "))]
    case .tooMany(let seconds): [(.retryAfter, String(seconds))]
    case .unavailable: [(.retryAfter, "5")]
    case .timedOut: [(.connection, "close")]
    case .malformed, .notFound, .tooLarge, .fault: []
    }
  }
}
