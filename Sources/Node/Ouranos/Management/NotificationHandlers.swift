import Exchange
import Values

/// `/notifications`: what a company was told, newest first, 100 a page.
enum NotificationHandlers {
  static let pageSize = 100

  @Sendable static func get(_ call: ManagementCall) async throws -> APIResponse {
    let from = try time("notifiedAtFrom", call)
    let to = try time("notifiedAtTo", call)
    let after = try call.identifier("after")
    let all = call.space.notifications(to: call.company).filter { notification in
      (from.map { notification.time >= $0 } ?? true) && (to.map { notification.time <= $0 } ?? true)
    }
    var start = 0
    if let after {
      guard let index = all.firstIndex(where: { $0.notificationID == after }) else {
        throw ManagementError.invalid("after", "不明な識別子")
      }
      start = index
    }
    let end = min(start + pageSize, all.count)
    let rows = all[start..<end].compactMap { notification -> JSONValue? in
      guard let trade = call.space.trades[notification.tradeID] else { return nil }
      var relation: [String: JSONValue] = [
        "tradeId": .string(trade.tradeID.description), "requestId": .string(trade.requestID.description),
        "downstreamOperatorId": .string(trade.downstreamOperatorID.description),
        "upstreamOperatorId": .string(trade.upstreamOperatorID.description),
        "downstreamTraceId": .string(trade.downstreamTraceID.description),
      ]
      if let upstream = trade.upstreamTraceID { relation["upstreamTraceId"] = .string(upstream.description) }
      return [
        "notificationId": .string(notification.notificationID.description),
        "notificationType": .string(notification.kind.rawValue),
        "notifiedFromOperatorId": .string(notification.from.description),
        "tradeRelation": .object(relation), "notifiedAt": .string(notification.time.description),
      ]
    }
    return .json(
      .ok,
      [
        "notifications": .array(rows), "next": .id(end < all.count ? all[end].notificationID : nil),
      ])
  }

  /// A time of the query. A `+` of its offset that came without encoding was read as a blank.
  private static func time(_ name: String, _ call: ManagementCall) throws(ManagementError) -> Timestamp? {
    guard let text = call.request.query[name], !text.isEmpty else { return nil }
    guard let time = Timestamp(text) ?? Timestamp(text.replacing(" ", with: "+")) else {
      throw .invalid(name, "2024-05-23T11:22:33Z の形式で指定してください")
    }
    return time
  }
}
