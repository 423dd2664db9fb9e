import Exchange
import Values

/// `dataTarget=tradeResponse`: what a company is asked by its buyers.
enum TradeResponseHandlers {
  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    let limit = try call.parameters.limit()
    let after = try call.parameters.identifier("after")
    let received = call.space.receivedRequests(of: call.company).filter { $0.request.state != .cancelled }
    let page = try Page(received, after: after, limit: limit, source: .dataspace) { $0.request.requestID }
    let rows = page.rows.map { row -> JSONValue in
      [
        "tradeModel": row.trade.ouranos, "partsModel": row.part.ouranos(amount: nil),
        "statusModel": call.space.ouranosStatus(of: row.request),
      ]
    }
    return call.list(rows, next: call.link(to: page.next, keeping: ["limit"]))
  }

  @Sendable static func put(_ call: OuranosCall) async throws -> APIResponse {
    let tradeID = try call.parameters.requiredIdentifier("tradeId")
    let traceID = try call.parameters.requiredIdentifier("traceId")
    let company = call.company
    let (trade, track) = try await call.change(needing: .answer) {
      try $0.linkAnswer(by: company, tradeID: tradeID, traceID: traceID)
    }
    return .changed(.created, trade.ouranos, track: track)
  }
}
