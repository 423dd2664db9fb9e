import Exchange
import Values

/// `/fileUploadUrl` and `/fileDownloadUrl`: where the files of certificates are put and fetched.
enum FileAddressHandlers {
  @Sendable static func upload(_ call: ManagementCall) async throws -> APIResponse {
    guard let entries = try call.fields.array("fileInfo"), !entries.isEmpty else {
      throw ManagementError.missing("fileInfo")
    }
    guard entries.count <= 100 else { throw ManagementError.invalid("fileInfo", "最大100件まで指定できます") }
    var files: [(name: String, suffix: String)] = []
    for entry in entries {
      let fields = try Fields(entry, path: "fileInfo", source: .traceability)
      guard let name = try fields.string("fileName"), !name.isEmpty else {
        throw ManagementError.missing("fileName")
      }
      guard let suffix = try fields.string("extension"), !suffix.isEmpty else {
        throw ManagementError.missing("extension")
      }
      files.append((name, suffix.hasPrefix(".") ? String(suffix.dropFirst()) : suffix))
    }
    let company = call.company
    var addresses: [Identifier: String] = [:]
    let expires = Timestamp.now + FileAddress.lifetime
    // The addresses are made before the files are reserved: nothing is recorded that cannot be answered.
    _ = try FileAddress(file: company, use: .put, expires: expires).url(call.node)
    return try await call.change(needing: .disclose) { [files] transaction in
      try files.map { try transaction.reserveFile(by: company, name: $0.name, extension: $0.suffix) }
    } answer: { stored in
      for file in stored {
        addresses[file.fileID] = try? FileAddress(file: file.fileID, use: .put, expires: expires).url(
          call.node)
      }
      return .array(stored.map { json($0, addresses[$0.fileID]) })
    }
  }

  @Sendable static func download(_ call: ManagementCall) async throws -> APIResponse {
    guard let fileID = try call.identifier("fileId") else { throw ManagementError.missing("fileId") }
    guard let (file, sighting) = call.space.file(fileID, for: call.company), file.attachment != nil else {
      throw ManagementError.unknown
    }
    if let sighting {
      call.node.audit.note(
        reader: call.caller, owner: sighting.owner, item: "\(sighting.item.rawValue) \(sighting.part)",
        basis: sighting.basis)
    }
    let address = FileAddress(file: fileID, use: .get, expires: .now + FileAddress.lifetime)
    return .json(.ok, json(file, try address.url(call.node)))
  }

  private static func json(_ file: StoredFile, _ address: String?) -> JSONValue {
    [
      "fileId": .string(file.fileID.description), "fileName": .string(file.name), "URL": .text(address),
    ]
  }
}
