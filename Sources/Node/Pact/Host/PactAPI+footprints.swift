import Exchange
import HTTPTypes
import NIOCore
import Values

extension PactAPI {
  /// The most footprints on a page, and how many there are where nobody says.
  static let pageSize = 1000

  /// GET /3/footprints/{id}. What is not there and what the reader may not see are answered alike.
  static func footprint(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    let (reader, caller) = try await reader(request, node)
    guard let id = request.parameters["id"].flatMap({ Identifier($0) }),
      let footprint = node.world.pact.footprint(id, for: reader)
    else { throw PactError(.notFound, "There is no such footprint, or it is not for you.") }
    note(footprint, reader, caller, node)
    var body = ByteBufferAllocator().buffer(capacity: footprint.text.utf8.count + 9)
    body.writeStaticString("{\"data\":")
    body.writeString(footprint.text)
    body.writeStaticString("}")
    return APIResponse(.ok, headers: jsonHeaders, body: body)
  }

  /// GET /3/footprints, page by page.
  static func list(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    let (reader, caller) = try await reader(request, node)
    let filter: FootprintFilter
    do {
      filter = try FootprintFilter(request.query.items)
    } catch Refusal.invalid(let field, let message) {
      throw PactError(.badRequest, "\(field): \(message)")
    }
    let limit = try limit(request.query)
    var last: Identifier?
    if let text = request.query.values("after").first {
      last = Identifier(text)
      if last == nil { throw noSuchPage }
    }
    guard
      let page = node.world.pact.footprints(for: reader, matching: filter, after: last, limit: limit)
    else { throw noSuchPage }
    var body = ByteBufferAllocator().buffer(
      capacity: page.footprints.reduce(16) { $0 + $1.text.utf8.count + 1 })
    body.writeStaticString("{\"data\":[")
    for (index, footprint) in page.footprints.enumerated() {
      if index > 0 { body.writeStaticString(",") }
      body.writeString(footprint.text)
      note(footprint, reader, caller, node)
    }
    body.writeStaticString("]}")
    var headers = jsonHeaders
    if page.hasMore, let last = page.footprints.last {
      headers[.link] = link(request.query, after: last.footprintID, node.configuration.publicURL)
    }
    return APIResponse(.ok, headers: headers, body: body)
  }

  private static let noSuchPage = PactError(
    .badRequest, "after: there is no such page: begin again without it.")

  private static func limit(_ query: Query) throws -> Int {
    guard let text = query.values("limit").first else { return pageSize }
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw PactError(.badRequest, "limit: '\(text.prefix(40))' is no whole number, 0 or more.")
    }
    return min(Int(text) ?? pageSize, pageSize)
  }

  /// The next page's address: the same query, after the last footprint of this page.
  private static func link(_ query: Query, after last: Identifier, _ base: String) -> String {
    var items = query.items.filter { $0.name.lowercased() != "after" }
    items.append(("after", last.description))
    let text = items.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    return "<\(base)/3/footprints?\(text)>; rel=\"next\""
  }

  /// A query's name or value with everything percent-encoded but what RFC 3986 leaves unreserved.
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: ":"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }

  private static let jsonHeaders: HTTPFields = [.contentType: "application/json; charset=utf-8"]

  private static func note(
    _ footprint: PublishedFootprint, _ reader: PactReader, _ caller: Caller, _ node: Node
  ) {
    guard case .partner = reader else { return }
    node.audit.note(
      reader: caller, owner: footprint.operatorID, item: "pact/\(footprint.footprintID)", basis: .rule)
  }
}
