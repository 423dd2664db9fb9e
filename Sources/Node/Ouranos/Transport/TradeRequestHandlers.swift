import Exchange
import Values

/// `dataTarget=tradeRequest`: what a company asks its suppliers.
enum TradeRequestHandlers {
  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    let parameters = call.parameters
    let limit = try parameters.limit()
    let traceIDs = try parameters.identifiers("traceIds", atMost: 50)
    let after = try parameters.identifier("after")
    let standing = call.space.trades(buyer: call.company).filter { trade in
      call.space.requests[trade.requestID]?.state != .cancelled
    }
    if !traceIDs.isEmpty {
      let wanted = Set(traceIDs)
      return call.list(standing.filter { wanted.contains($0.downstreamTraceID) }.map(\.ouranos))
    }
    let page = try Page(standing, after: after, limit: limit, source: .dataspace) { $0.tradeID }
    return call.list(page.rows.map(\.ouranos), next: call.link(to: page.next, keeping: ["limit"]))
  }

  @Sendable static func put(_ call: OuranosCall) async throws -> APIResponse {
    let fields = try call.fields()
    let trade = try fields.object("tradeModel", shown: "")
    let status = try fields.object("statusModel", shown: "")
    let tradeText = try trade?.string("tradeId")
    let buyerText = try trade?.string("downstreamOperatorId")
    let supplierText = try trade?.string("upstreamOperatorId")
    let componentText = try trade?.string("downstreamTraceId")
    _ = try trade?.string("upstreamTraceId")
    let statusText = try status?.string("statusId")
    let statusTradeText = try status?.string("tradeId")
    let messageText = try status?.string("message")
    let typeText = try status?.string("requestType")
    let dueText = try status?.string("responseDueDate")
    _ = try status?.object("requestStatus")
    _ = try status?.string("replyMessage")

    var tradeIssues = Issues()
    let tradeID = tradeIssues.identifier("tradeId", tradeText, required: false)
    let buyer = tradeIssues.identifier("downstreamOperatorId", buyerText)
    let supplier = tradeIssues.identifier("upstreamOperatorId", supplierText)
    let component = tradeIssues.identifier("downstreamTraceId", componentText)
    var statusIssues = Issues()
    let requestID = statusIssues.identifier("statusId", statusText, required: false)
    let statusTradeID = statusIssues.identifier("tradeId", statusTradeText, required: false)
    let message = statusIssues.optional("message", messageText, limit: 1000)
    _ = statusIssues.choice("requestType", typeText, of: RequestType.self)
    if let dueText, !dueText.isEmpty {
      if dueText.utf8.count != 10 || Timestamp(dueText + "T00:00Z") == nil {
        statusIssues.add("responseDueDate", "must be a valid date")
      }
    } else {
      statusIssues.add("responseDueDate", "cannot be blank")
    }
    var problems = [tradeIssues, statusIssues].filter { !$0.isEmpty }.map(\.text)
    if Set([tradeID == nil, requestID == nil, statusTradeID == nil]).count > 1 {
      problems.append(
        "tradeModel.tradeId, statusModel.statusId, and statusModel.tradeId must all have values or all be null"
      )
    } else if tradeID != statusTradeID {
      problems.append("tradeModel.tradeId and statusModel.tradeId must be equal")
    }
    guard problems.isEmpty, let supplier, let component, let dueText else {
      let text = problems.joined(separator: "; ")
      throw OuranosError.validation(text.hasSuffix(".") ? text : text + ".", .dataspace)
    }
    try call.checkOwn(buyer)
    let company = call.company
    let (asked, track) = try await call.change(needing: .request) {
      try $0.requestFootprint(
        by: company, component: component, supplier: supplier, message: message, responseDueDate: dueText,
        tradeID: tradeID, requestID: requestID)
    }
    return .changed(
      .created,
      [
        "tradeModel": asked.trade.ouranos,
        "statusModel": call.node.world.space.ouranosStatus(of: asked.request),
      ], track: track)
  }

  private enum RequestType: String { case footprint = "CFP" }
}
