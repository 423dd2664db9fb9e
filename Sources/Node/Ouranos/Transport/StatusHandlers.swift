import Exchange
import Values

/// `dataTarget=status`: how far requests have got; cancelling and sending back.
enum StatusHandlers {
  private enum Target: String { case request = "REQUEST", response = "RESPONSE" }

  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    let parameters = call.parameters
    let limit = try parameters.limit()
    let target = try parameters.text("statusTarget").map { text throws(OuranosError) in
      guard let target = Target(rawValue: text) else { throw .parameter("statusTarget", .dataspace) }
      return target
    }
    let statusID = try parameters.identifier("statusId")
    let traceID = try parameters.identifier("traceId")
    let after = try parameters.identifier("after")
    let space = call.space
    var trades: [Trade] = []
    if target != .response { trades += space.trades(buyer: call.company) }
    if target != .request { trades += space.receivedRequests(of: call.company).map(\.trade) }
    if target == nil { trades.sort { ($1.created, $1.tradeID) < ($0.created, $0.tradeID) } }
    let requests = trades.compactMap { trade -> FootprintRequest? in
      guard let request = space.requests[trade.requestID], request.state != .cancelled,
        traceID == nil || target != .request || trade.downstreamTraceID == traceID,
        statusID == nil || target == .request || request.requestID == statusID
      else { return nil }
      return request
    }
    let page = try Page(requests, after: after, limit: limit, source: .dataspace) { $0.requestID }
    return call.list(
      page.rows.map(space.ouranosStatus),
      next: call.link(to: page.next, keeping: ["limit", "statusTarget", "statusId", "traceId"]))
  }

  @Sendable static func put(_ call: OuranosCall) async throws -> APIResponse {
    let fields = try call.fields()
    let statusText = try fields.string("statusId")
    let tradeText = try fields.string("tradeId")
    let replyText = try fields.string("replyMessage")
    for name in ["message", "requestType", "responseDueDate"] { _ = try fields.string(name) }
    let status = try fields.object("requestStatus")
    let answer = try status?.string("cfpResponseStatus") ?? ""
    _ = try status?.string("tradeTreeStatus")
    var issues = Issues()
    let requestID = issues.identifier("statusId", statusText)
    let tradeID = issues.identifier("tradeId", tradeText)
    let reply = issues.optional("replyMessage", replyText, limit: 1000)
    var problems = issues.isEmpty ? [] : [issues.text]
    if answer != "CANCEL" && answer != "REJECT" {
      problems.append("requestStatus: (cfpResponseStatus: cannot be allowed '\(answer)').")
    }
    guard problems.isEmpty, let requestID else {
      throw OuranosError.validation(problems.joined(separator: "; "), .dataspace)
    }
    let company = call.company
    let (_, track) = try await call.change(needing: answer == "CANCEL" ? .request : .answer) { transaction in
      guard transaction.space.requests[requestID]?.tradeID == tradeID else {
        throw Refusal.notFound("tradeId")
      }
      if answer == "CANCEL" {
        try transaction.cancelRequest(by: company, requestID: requestID)
      } else {
        try transaction.rejectRequest(by: company, requestID: requestID, replyMessage: reply)
      }
    }
    return .changed(.created, .object([:]), track: track)
  }
}
