import HTTPTypes
import Values

/// A request as handlers see it: no network in it, so that they can be tested without one.
public struct APIRequest: Sendable {
  public var method: HTTPRequest.Method
  /// Decoded, without the query.
  public var path: String
  /// The values of `{name}` in the route's pattern, decoded.
  public var parameters: [String: String] = [:]
  public var query: Query
  public var headers: HTTPFields
  public var body: [UInt8]
  /// The peer's address, for limits and logs.
  public var remoteAddress: String
  /// The 32 hexadecimal digits of the trace it belongs to (W3C Trace Context), its own or made here.
  public var traceID: String

  public init(
    method: HTTPRequest.Method, path: String, query: Query = Query(""), headers: HTTPFields = [:],
    body: [UInt8] = [], remoteAddress: String = "127.0.0.1", traceID: String = ""
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.remoteAddress = remoteAddress
    self.traceID = traceID
  }

  /// The token of `Authorization: Bearer`.
  public var bearerToken: String? {
    guard let value = headers[.authorization], value.lowercased().hasPrefix("bearer ") else { return nil }
    return String(value.dropFirst(7)).trimmingSpaces
  }
}

extension String {
  var trimmingSpaces: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

/// The parameters of a query or a form, in order.
public struct Query: Sendable, Hashable {
  public let items: [(name: String, value: String)]

  /// Reads `a=1&b=2`, percent-encoded; `+` is a blank.
  public init(_ text: some StringProtocol) {
    items = text.split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Query.decoded(parts[0]), parts.count > 1 ? Query.decoded(parts[1]) : "")
    }
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The first value of a parameter.
  public subscript(name: String) -> String? { items.first { $0.name == name }?.value }

  /// Every value of a parameter whose name is this, whatever the case of its letters.
  public func values(_ name: String) -> [String] {
    let name = name.lowercased()
    return items.filter { $0.name.lowercased() == name }.map(\.value)
  }

  public static func == (a: Query, b: Query) -> Bool {
    a.items.elementsEqual(b.items) { $0 == $1 }
  }

  public func hash(into hasher: inout Hasher) {
    for item in items {
      hasher.combine(item.name)
      hasher.combine(item.value)
    }
  }
}
