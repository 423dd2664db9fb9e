import Exchange
import Values

/// `dataTarget=cfpCertification`.
enum CertificationHandlers {
  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    let traceID = try call.parameters.requiredIdentifier("traceId")
    let seen = call.space.certifications(of: traceID, for: call.company)
    for sighting in seen.sightings { call.note(sighting) }
    return call.list(
      seen.certifications.map { certification in
        // A partner's certificate stands under the asker's own component, without what was written for its owner.
        let isOwn = call.space.parts[certification.traceID]?.operatorID == call.company
        return [
          "cfpCertificationId": .string(certification.certificationID.description),
          "traceId": .string(traceID.description),
          "cfpCertificationDescription": isOwn ? .text(certification.description) : .null,
          "cfpCertificationFileInfo": .array(
            certification.files.map { file in
              [
                "operatorId": .id(call.space.files[file.fileID]?.operatorID),
                "fileId": .string(file.fileID.description), "fileName": .string(file.name),
              ]
            }),
        ]
      })
  }
}

extension OuranosCall {
  /// Notes what was read of another company.
  func note(_ sighting: Sighting) {
    node.audit.note(
      reader: caller, owner: sighting.owner, item: "\(sighting.item.rawValue) \(sighting.part)",
      basis: sighting.basis)
  }
}
