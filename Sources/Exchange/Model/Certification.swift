import Values

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
