import HTTPTypes
import NIOCore
import Values

/// What a handler answers. Bodies that are sent often are kept as buffers: no copy is made.
public struct APIResponse: Sendable {
  /// The status.
  public var status: HTTPResponse.Status
  /// The headers, without those of the connection.
  public var headers: HTTPFields
  /// The body.
  public var body: ByteBuffer

  /// An answer of its parts.
  public init(_ status: HTTPResponse.Status, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer()) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// An answer in JSON.
  public static func json(
    _ status: HTTPResponse.Status, _ value: JSONValue, headers: HTTPFields = [:]
  ) -> APIResponse {
    var headers = headers
    headers[.contentType] = "application/json; charset=utf-8"
    return APIResponse(status, headers: headers, body: ByteBuffer(bytes: value.canonical))
  }

  /// A page.
  public static func html(_ status: HTTPResponse.Status, _ text: String, headers: HTTPFields = [:])
    -> APIResponse
  {
    var headers = headers
    headers[.contentType] = "text/html; charset=utf-8"
    return APIResponse(status, headers: headers, body: ByteBuffer(string: text))
  }

  /// See other: what a form is answered with, so that reloading does not send it again.
  public static func redirect(to location: String, headers: HTTPFields = [:]) -> APIResponse {
    var headers = headers
    headers[.location] = location
    return APIResponse(.seeOther, headers: headers)
  }
}
