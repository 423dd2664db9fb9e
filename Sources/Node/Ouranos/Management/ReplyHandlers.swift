import Exchange
import Values

/// `/replyMessages`: a supplier's message to a buyer about its request.
enum ReplyHandlers {
  @Sendable static func post(_ call: ManagementCall) async throws -> APIResponse {
    let requestID = try call.bodyIdentifier("requestId")
    let message = try call.fields.string("replyMessage")
    let company = call.company
    return try await call.change(needing: .answer) {
      try $0.reply(by: company, requestID: requestID, replyMessage: message)
    } answer: {
      ["requestId": .string(requestID.description)]
    }
  }
}
