import Values

/// A certificate of a part's footprint, with files.
public struct Certification: Codable, Sendable, Hashable {
  /// A file of a certificate.
  public struct File: Codable, Sendable, Hashable {
    /// The file.
    public var fileID: Identifier
    /// What it is called.
    public var name: String

    /// All of its fields.
    public init(fileID: Identifier, name: String) {
      self.fileID = fileID
      self.name = name
    }
  }

  /// The certificate's identifier.
  public var certificationID: Identifier
  /// The part.
  public var traceID: Identifier
  /// At most 100 characters.
  public var description: String?
  /// Its files, of the part's own company.
  public var files: [File]

  /// All of its fields.
  public init(certificationID: Identifier, traceID: Identifier, description: String? = nil, files: [File]) {
    self.certificationID = certificationID
    self.traceID = traceID
    self.description = description
    self.files = files
  }
}

/// A file a company has uploaded, or is about to (`attachment` nil).
public struct StoredFile: Codable, Sendable, Hashable {
  /// The file.
  public var fileID: Identifier
  /// The company it belongs to.
  public var operatorID: Identifier
  /// What it is called.
  public var name: String
  /// The SHA-256 its content is kept under.
  public var attachment: String?
  /// When room was made for it.
  public var created: Timestamp

  /// All of its fields.
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
