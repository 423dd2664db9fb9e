import Exchange
import Values

/// `/cfpCertificationInfo` and `/cfpCertifications`: a part's certificates.
enum CertificationInfoHandlers {
  @Sendable static func post(_ call: ManagementCall) async throws -> APIResponse {
    let traceID = try call.bodyIdentifier("traceId")
    let certificationID =
      try call.fields.string("cfpCertificationId") == nil ? nil : call.bodyIdentifier("cfpCertificationId")
    let description = try call.fields.string("cfpCertificationDescription")
    guard let entries = try call.fields.array("cfpCertificationFileInfo"), !entries.isEmpty else {
      throw ManagementError.missing("cfpCertificationFileInfo")
    }
    var files: [Certification.File] = []
    for entry in entries {
      let fields = try Fields(entry, path: "cfpCertificationFileInfo", source: .traceability)
      guard let text = try fields.string("fileId"), !text.isEmpty else {
        throw ManagementError.missing("fileId")
      }
      guard let id = Identifier(text) else { throw ManagementError.invalid("fileId", "UUID") }
      let name = try fields.string("fileName") ?? call.space.files[id]?.name ?? ""
      files.append(Certification.File(fileID: id, name: name))
    }
    let company = call.company
    return try await call.change(needing: .disclose) { [files] in
      try $0.putCertification(
        by: company, certificationID: certificationID, traceID: traceID, description: description,
        files: files.map { ($0.fileID, $0.name) })
    } answer: { certification in
      [
        "operatorId": .string(company.description),
        "cfpCertificationId": .string(certification.certificationID.description),
        "traceId": .string(certification.traceID.description),
        "cfpCertificationDescription": .text(certification.description),
        "cfpCertificationFileInfo": .array(
          certification.files.map {
            ["fileId": .string($0.fileID.description), "fileName": .string($0.name)]
          }),
      ]
    }
  }

  @Sendable static func delete(_ call: ManagementCall) async throws -> APIResponse {
    let traceID = try call.identifier("traceId")
    let fileID = try call.identifier("fileId")
    let company = call.company
    switch (traceID, fileID) {
    case (let traceID?, nil):
      return try await call.change(needing: .disclose) {
        try $0.deleteCertifications(by: company, traceID: traceID)
      } answer: {
        ["traceId": .string(traceID.description)]
      }
    case (nil, let fileID?):
      return try await call.change(needing: .disclose) {
        try $0.deleteCertificationFile(by: company, fileID: fileID)
      } answer: { traceID in
        ["traceId": .id(traceID), "fileId": .string(fileID.description)]
      }
    case (nil, nil): throw ManagementError.missing("traceId")
    default: throw ManagementError.invalid("traceId", "traceId と fileId は同時に指定できません")
    }
  }
}
