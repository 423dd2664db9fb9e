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

/// A product or answer whose totals changed, and why.
public struct FootprintChange: Codable, Sendable, Hashable {
  public struct Item: Codable, Sendable, Hashable {
    public var traceID: Identifier
    public var before: Stages<Double>?
    public var after: Stages<Double>?
  }

  public var changeID: Identifier
  public var operatorID: Identifier
  /// The part where the change began, if this company may know of it.
  public var origin: Identifier?
  /// The type of the record that caused it, e.g. `cfp.put`.
  public var cause: String
  public var sequence: Int64
  public var time: Timestamp
  /// Products (parts that are in no other) and parts that were given as answers.
  public var items: [Item]
}

/// A certificate of a part's footprint, with files.
public struct Certification: Codable, Sendable, Hashable {
  public struct File: Codable, Sendable, Hashable {
    public var fileID: Identifier
    public var name: String

    public init(fileID: Identifier, name: String) {
      self.fileID = fileID
      self.name = name
    }
  }

  public var certificationID: Identifier
  public var traceID: Identifier
  public var description: String?
  public var files: [File]

  public init(certificationID: Identifier, traceID: Identifier, description: String? = nil, files: [File]) {
    self.certificationID = certificationID
    self.traceID = traceID
    self.description = description
    self.files = files
  }
}

/// A file a company has uploaded, or is about to (`attachment` nil).
public struct StoredFile: Codable, Sendable, Hashable {
  public var fileID: Identifier
  public var operatorID: Identifier
  public var name: String
  /// The SHA-256 its content is kept under.
  public var attachment: String?
  public var created: Timestamp

  public init(
    fileID: Identifier, operatorID: Identifier, name: String, attachment: String? = nil, created: Timestamp
  ) {
    self.fileID = fileID
    self.operatorID = operatorID
    self.name = name
    self.attachment = attachment
    self.created = created
  }
}
