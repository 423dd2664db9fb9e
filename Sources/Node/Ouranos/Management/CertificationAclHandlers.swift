import Exchange
import Values

/// `/cfpCertificationAcl`: whether a part's certificates and their files are disclosed to a partner.
enum CertificationAclHandlers {
  @Sendable static func get(_ call: ManagementCall) async throws -> APIResponse {
    let traceID = try call.identifier("traceId")
    let rows = call.space.disclosureStatements(of: call.company)
      .filter { traceID == nil || $0.traceID == traceID }
    return .json(
      .ok,
      .array(
        rows.map { row in
          [
            "releasedFromOperatorId": .string(call.company.description),
            "releasedToOperatorId": .string(row.partner.description),
            "traceId": .string(row.traceID.description),
            "releasedFlag": .bool(row.released[.certification] != nil),
          ]
        }))
  }

  @Sendable static func post(_ call: ManagementCall) async throws -> APIResponse {
    let partner = try call.bodyIdentifier("releasedToOperatorId")
    let traceID = try call.bodyIdentifier("traceId")
    guard let released = try call.fields.bool("releasedFlag") else {
      throw ManagementError.missing("releasedFlag")
    }
    let company = call.company
    return try await call.change(needing: .disclose) {
      try $0.setCertificationDisclosure(by: company, to: partner, traceID: traceID, released: released)
    } answer: {
      ["traceId": .string(traceID.description)]
    }
  }
}
