import Exchange
import Foundation
import NIOCore
import Records
import Values

/// The bytes of files, at the addresses that `/fileUploadUrl` and `/fileDownloadUrl` gave.
enum FileContentHandlers {
  /// The largest file taken: 25 MiB.
  static let sizeLimit = 25 << 20

  private static let wrongAddress = ManagementError(
    .forbidden, "MSGAECO0025", "URLが正しくないか、有効期限が切れています。")

  @Sendable static func put(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    guard let address = try FileAddress(request, node), address.use == .put,
      let file = node.world.space.files[address.file]
    else { throw wrongAddress }
    guard !request.body.isEmpty else { throw ManagementError.missing("file") }
    let attachment = try node.ledger.store.putAttachment(request.body).description
    try await node.ledger.commit(actor: "node") {
      _ = try $0.completeFile(by: file.operatorID, fileID: file.fileID, attachment: attachment)
    }
    return .json(.ok, ["fileId": .string(file.fileID.description)])
  }

  @Sendable static func get(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    guard let address = try FileAddress(request, node), address.use == .get,
      let file = node.world.space.files[address.file],
      let bytes = try file.attachment.flatMap({ Digest($0) }).flatMap(node.ledger.store.attachment)
    else { throw wrongAddress }
    // Always a download: what a company uploaded is never shown as a page of this node.
    return APIResponse(
      .ok,
      headers: [
        .contentType: "application/octet-stream", .xContentTypeOptions: "nosniff",
        .contentDisposition: "attachment; filename*=UTF-8''\(Query.encoded(file.name))",
      ], body: ByteBuffer(bytes: bytes))
  }
}
