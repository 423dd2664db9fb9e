import Exchange
import NIOCore
import Values

/// `dataTarget=parts`.
enum PartHandlers {
  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    let parameters = call.parameters
    let limit = try parameters.limit()
    let after = try parameters.identifier("after")
    let traceID = try parameters.identifier("traceId")
    let plantID = try parameters.identifier("plantId")
    let isParent = try parameters.flag("parentFlag")
    let name = parameters.text("partsName")
    return try call.answer {
      let parts =
        if let traceID {
          [call.space.parts[traceID]].compactMap { $0 }.filter { $0.operatorID == call.company }
        } else {
          call.space.parts(of: call.company)
        }
      let found = parts.filter { part in
        (name == nil || part.name == name) && (plantID == nil || part.plantID == plantID)
          && (isParent == nil || call.space.parents(of: part.traceID).isEmpty == isParent)
      }
      let page = try Page(found, after: after, limit: limit, source: .dataspace) { $0.traceID }
      return AnswerCache.Answer(
        body: ByteBuffer(
          bytes: JSONValue.array(page.rows.map { $0.ouranos(amount: $0.amountRequired) }).canonical),
        next: call.link(
          to: page.next, keeping: ["limit", "parentFlag", "partsName", "plantId", "traceId"]))
    }
  }

  @Sendable static func put(_ call: OuranosCall) async throws -> APIResponse {
    let read = try PartFields(call.fields(), isComponent: false)
    try call.check(read.issues)
    try call.checkOwn(read.company)
    guard let draft = read.draft else { throw OuranosError.parameter("dataTarget", .dataspace) }
    let company = call.company
    let (part, track) = try await call.change(needing: .edit) { transaction in
      var draft = draft
      // The interface has no amount for a product; a part that is a component as well keeps its own.
      draft.amountRequired = draft.traceID.flatMap { transaction.space.parts[$0]?.amountRequired }
      return try transaction.putPart(by: company, draft)
    }
    return .changed(.created, part.ouranos(amount: nil), track: track)
  }

  @Sendable static func delete(_ call: OuranosCall) async throws -> APIResponse {
    let traceID = try call.parameters.requiredIdentifier("traceId")
    let company = call.company
    do {
      let (_, track) = try await call.change(needing: .edit) {
        try $0.deletePart(by: company, traceID: traceID)
      }
      return APIResponse(.noContent, headers: [.track: track.description])
    } catch Refusal.notFound {
      throw OuranosError(
        .badRequest, .traceability, "指定された部品は存在しません。", number: "MSGAECP0013")
    }
  }
}
