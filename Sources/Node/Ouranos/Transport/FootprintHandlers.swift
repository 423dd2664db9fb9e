import Exchange
import NIOCore
import Values

/// `dataTarget=cfp`.
enum FootprintHandlers {
  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    let traceIDs = try call.parameters.identifiers("traceIds", atMost: 50)
    guard !traceIDs.isEmpty else { throw OuranosError.parameter("traceIds", .dataspace) }
    return call.answer {
      var rows: [JSONValue] = []
      var reads: [AnswerCache.Read] = []
      var seen: Set<Identifier> = []
      for traceID in traceIDs where seen.insert(traceID).inserted {
        let reading = call.space.footprint(of: traceID, for: call.company)
        rows += reading.rows.map(\.ouranos)
        reads += reading.sightings.map {
          .init(owner: $0.owner, item: "\($0.item.rawValue) \($0.part)", basis: $0.basis)
        }
      }
      return AnswerCache.Answer(body: ByteBuffer(bytes: JSONValue.array(rows).canonical), reads: reads)
    }
  }

  @Sendable static func put(_ call: OuranosCall) async throws -> APIResponse {
    let body = try call.json()
    guard let elements = body.isNull ? [] : body.array else {
      throw Fields.wrongType(body, "array", "", .dataspace)
    }
    let models = try elements.map { element in try FootprintFields(Fields(element, source: .dataspace)) }
    try FootprintFields.check(models)
    guard let draft = FootprintFields.draft(of: models) else {
      throw OuranosError.validation("cfp models must be 4 elements", .dataspace)
    }
    let company = call.company
    let (declaration, track) = try await call.change(needing: .edit) { transaction in
      var draft = draft
      // A first footprint where there is one already is its next version: the caller may not have kept its id.
      if draft.cfpID == nil, transaction.space.parts[draft.traceID]?.operatorID == company {
        draft.cfpID = transaction.space.declarations[draft.traceID]?.cfpID
      }
      return try transaction.declareFootprint(by: company, draft)
    }
    let rows = models.map { $0.json(cfpID: declaration.cfpID) }
    return .changed(.created, .array(rows), track: track)
  }
}
