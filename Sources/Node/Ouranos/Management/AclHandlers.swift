import Exchange
import Values

/// `/cfpAcl`: whether a part's totals and their quality are disclosed to a partner.
enum AclHandlers {
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
            "acl": [
              ["aclItemGroup": "TOTALCFP", "releasedFlag": .bool(row.released[.totalCFP] != nil)],
              ["aclItemGroup": "TOTALDQR", "releasedFlag": .bool(row.released[.totalDQR] != nil)],
            ],
          ]
        }))
  }

  @Sendable static func post(_ call: ManagementCall) async throws -> APIResponse {
    let partner = try call.bodyIdentifier("releasedToOperatorId")
    let traceID = try call.bodyIdentifier("traceId")
    guard let groups = try call.fields.array("acl"), !groups.isEmpty else {
      throw ManagementError.missing("acl")
    }
    var released: [String: Bool] = [:]
    for group in groups {
      let fields = try Fields(group, path: "acl", source: .traceability)
      guard let name = try fields.string("aclItemGroup") else {
        throw ManagementError.missing("aclItemGroup")
      }
      guard let flag = try fields.bool("releasedFlag") else { throw ManagementError.missing("releasedFlag") }
      guard name == "TOTALCFP" || name == "TOTALDQR" else {
        throw ManagementError.invalid("aclItemGroup", "TOTALCFP, TOTALDQR")
      }
      guard released.updateValue(flag, forKey: name) == nil else {
        throw ManagementError.invalid("acl", "\(name) は一度だけ指定できます")
      }
    }
    guard let totals = released["TOTALCFP"], let quality = released["TOTALDQR"] else {
      throw ManagementError.invalid("acl", "TOTALCFP と TOTALDQR の両方を指定してください")
    }
    let company = call.company
    return try await call.change(needing: .disclose) {
      try $0.setDisclosure(
        by: company, to: partner, traceID: traceID, totalCFP: totals, totalDQR: quality)
    } answer: {
      ["traceId": .string(traceID.description)]
    }
  }
}
