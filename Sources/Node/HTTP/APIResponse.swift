import HTTPTypes
import NIOCore
import Values

/// What a handler answers. Bodies that are sent often are kept as buffers: no copy is made.
public struct APIResponse: Sendable {
  public var status: HTTPResponse.Status
  public var headers: HTTPFields
  public var body: ByteBuffer

  public init(_ status: HTTPResponse.Status, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer()) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  public static func json(
    _ status: HTTPResponse.Status, _ value: JSONValue, headers: HTTPFields = [:]
  ) -> APIResponse {
    var headers = headers
    headers[.contentType] = "application/json; charset=utf-8"
    return APIResponse(status, headers: headers, body: ByteBuffer(bytes: value.canonical))
  }

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
