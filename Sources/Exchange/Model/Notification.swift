import Values

/// Something a company should know of (通知).
public struct Notification: Codable, Sendable, Hashable {
  /// What it tells, as the traceability management API names it.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case requestNew = "REQUEST_NEW"
    case requestCancelled = "REQUEST_CANCELED"
    case requestRejected = "REQUEST_REJECTED"
    case footprintAnswered = "CFP_RESPONSED"
    case footprintUpdated = "CFP_UPDATED"
    case replyMessage = "REPLY_MESSAGE_REGISTERED"
  }

  /// Grows with time for each company.
  public var notificationID: Identifier
  /// What it tells.
  public var kind: Kind
  /// Who is told.
  public var to: Identifier
  /// Whose doing it is, as far as the reader may know.
  public var from: Identifier
  /// The trade it is about.
  public var tradeID: Identifier
  /// When it was recorded.
  public var time: Timestamp
  /// The record that caused it.
  public var sequence: Int64
}
