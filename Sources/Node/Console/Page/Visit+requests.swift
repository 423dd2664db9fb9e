import Exchange
import Values

/// How a request stands, as both sides name it.
enum RequestStanding: String {
  /// The supplier has not said which part it is, or gave no footprint yet.
  case waiting
  case answered
  /// Answered with a part whose footprint is not disclosed.
  case withheld
  case sentBack, cancelled
  /// Another request for the same component took its place.
  case replaced

  var tag: Markup.TagKind {
    switch self {
    case .waiting: .wait
    case .answered: .ok
    case .withheld, .sentBack: .bad
    case .cancelled, .replaced: .plain
    }
  }
}

/// A request with what belongs to it.
struct OpenRequest {
  var trade: Trade
  var request: FootprintRequest
  var standing: RequestStanding
  var isOverdue: Bool
}

extension Visit {
  func standing(of trade: Trade, _ request: FootprintRequest) -> RequestStanding {
    switch request.state {
    case .cancelled: return .cancelled
    case .rejected: return .sentBack
    case .open: break
    }
    guard space.isLive(trade) else { return .replaced }
    guard let part = trade.upstreamTraceID, space.totals[part] != nil else { return .waiting }
    return space.basis(for: .totalCFP, of: part, to: trade.downstreamOperatorID) == nil
      ? .withheld : .answered
  }

  private func open(_ trade: Trade) -> OpenRequest? {
    guard let request = space.requests[trade.requestID] else { return nil }
    let standing = standing(of: trade, request)
    return OpenRequest(
      trade: trade, request: request, standing: standing,
      isOverdue: standing == .waiting && (request.responseDueDate.map { isOver($0) } ?? false))
  }

  func request(_ tradeID: Identifier) -> OpenRequest? { space.trades[tradeID].flatMap { open($0) } }

  /// Requests made to this company, newest first.
  var receivedRequests: [OpenRequest] { space.trades(supplier: company).compactMap { open($0) } }

  /// Requests this company made, newest first.
  var sentRequests: [OpenRequest] { space.trades(buyer: company).compactMap { open($0) } }

  /// What waits for an answer of this company: the earliest due first.
  var requestsToAnswer: [OpenRequest] {
    receivedRequests.filter { $0.standing == .waiting }.sorted {
      ($0.request.responseDueDate ?? "9999", $0.trade.created) < (
        $1.request.responseDueDate ?? "9999", $1.trade.created
      )
    }
  }

  func tag(_ request: OpenRequest) -> Markup {
    request.isOverdue
      ? .tag(t("standing.overdue"), .bad)
      : .tag(t("standing.\(request.standing.rawValue)"), request.standing.tag)
  }

  func due(_ request: FootprintRequest) -> Markup {
    request.responseDueDate.map {
      Markup(trusted: "<span class=\"day\">") + Markup($0) + Markup(trusted: "</span>")
    }
      ?? .soft(t("noDate"))
  }
}
