import Values

/// A page of a list of the Ouranos interface: it starts at the row that `after` names.
struct Page<Row> {
  let rows: ArraySlice<Row>
  /// What names the first row of the next page; nil on the last page.
  let next: Identifier?

  /// - Throws: where `after` names none of the rows.
  init(
    _ all: [Row], after: Identifier?, limit: Int, source: OuranosError.Source,
    id: (Row) -> Identifier
  ) throws(OuranosError) {
    var start = 0
    if let after {
      guard let index = all.firstIndex(where: { id($0) == after }) else { throw .parameter("after", source) }
      start = index
    }
    let end = min(start + limit, all.count)
    rows = all[start..<end]
    next = end < all.count ? id(all[end]) : nil
  }
}

extension OuranosCall {
  /// The value of the `link` header that leads to the next page.
  /// - Parameter names: the parameters that go on to it.
  func link(to next: Identifier?, keeping names: [String]) -> String? {
    guard let next else { return nil }
    var query = "dataTarget=\(Query.encoded(request.query["dataTarget"] ?? ""))&after=\(next)"
    for name in names.sorted() {
      if let value = parameters.text(name) { query += "&\(name)=\(Query.encoded(value))" }
    }
    return "<\(node.configuration.publicURL)/api/v1/datatransport?\(query)>; rel=\"next\""
  }

  /// The answer to a question of this company as it is kept, or made anew; what it shows of others is noted.
  func answer(_ make: () throws -> AnswerCache.Answer) rethrows -> APIResponse {
    let key = AnswerCache.Key(company: company, query: request.query)
    let answer = try node.ouranos.answers.answer(key, version: world.dataVersion, make)
    for read in answer.reads {
      node.audit.note(reader: caller, owner: read.owner, item: read.item, basis: read.basis)
    }
    var response = APIResponse(
      .ok, headers: [.contentType: "application/json; charset=utf-8"], body: answer.body)
    if let next = answer.next { response.headers[.link] = next }
    return response
  }

  /// A list as an answer.
  func list(_ rows: [JSONValue], next: String? = nil) -> APIResponse {
    var response = APIResponse.json(.ok, .array(rows))
    if let next { response.headers[.link] = next }
    return response
  }
}

extension Query {
  /// A value for a query, percent-encoded (RFC 3986: all but unreserved characters).
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(UnicodeScalar(byte))
      default:
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}
