import Values

/// Something a company should know of (通知).
public struct Notification: Codable, Sendable, Hashable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case requestNew = "REQUEST_NEW"
    case requestCancelled = "REQUEST_CANCELED"
    case requestRejected = "REQUEST_REJECTED"
    case footprintAnswered = "CFP_RESPONSED"
    case footprintUpdated = "CFP_UPDATED"
    case replyMessage = "REPLY_MESSAGE_REGISTERED"
  }

  public var notificationID: Identifier
  public var kind: Kind
  public var to: Identifier
  public var from: Identifier
  public var tradeID: Identifier
  public var time: Timestamp
  /// The record that caused it.
  public var sequence: Int64
}
