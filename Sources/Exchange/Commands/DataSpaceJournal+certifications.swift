import Values

extension DataSpaceJournal {
  /// The extensions of files that may be kept, in lower case.
  public static var fileExtensions: Set<String> {
    [
      "txt", "csv", "pdf", "doc", "docx", "odt", "ppt", "pptx", "odp", "xls", "xlsx", "ods", "jpeg", "jpg",
      "bmp", "gif", "png", "zip",
    ]
  }

  /// Makes room for a file that the company is about to upload.
  /// - Throws: `Refusal.invalid` for a name of none or over 256 characters or an extension that is not among
  ///   `fileExtensions`.
  public mutating func reserveFile(
    by company: Identifier, name: String, extension suffix: String
  ) throws -> StoredFile {
    guard space.operators[company] != nil else { throw Refusal.notFound("operatorId") }
    try Check.text(name, 1...256, field: "fileName")
    guard !name.contains(where: { $0 == "/" || $0 == "\\" || $0.unicodeScalars.contains { $0.value < 32 } })
    else { throw Refusal.invalid(field: "fileName", "must not contain / or \\ or control characters") }
    guard Self.fileExtensions.contains(suffix.lowercased()) else {
      throw Refusal.invalid(
        field: "extension", "must be one of \(Self.fileExtensions.sorted().joined(separator: " "))")
    }
    let file = StoredFile(fileID: Identifier(), operatorID: company, name: name, created: now)
    try record(.filePut(file))
    return file
  }

  /// Says that a file's content is there.
  /// - Parameter attachment: the SHA-256 it is kept under.
  /// - Throws: `Refusal.notFound` for a file that is not the company's, `Refusal.wrongState` where it has another
  ///   content already.
  public mutating func completeFile(
    by company: Identifier, fileID: Identifier, attachment: String
  ) throws -> StoredFile {
    guard var file = space.files[fileID], file.operatorID == company else { throw Refusal.notFound("fileId") }
    if file.attachment == attachment { return file }
    guard file.attachment == nil else {
      throw Refusal.wrongState("the file has its content: ask for a new upload address for another")
    }
    file.attachment = attachment
    try record(.filePut(file))
    return file
  }

  /// Adds a certificate of a part, or changes one.
  /// - Parameters:
  ///   - certificationID: nil for a new one.
  ///   - files: at most 100 of the company's own files; nil as name takes the file's own.
  /// - Throws: `Refusal.notFound` for a part, certificate or file that is not the company's, `Refusal.immutable`
  ///   for another part, `Refusal.invalid`.
  public mutating func putCertification(
    by company: Identifier, certificationID: Identifier?, traceID: Identifier, description: String? = nil,
    files: [(fileID: Identifier, name: String?)]
  ) throws -> Certification {
    guard space.parts[traceID]?.operatorID == company else { throw Refusal.notFound("traceId") }
    if let certificationID {
      guard let old = space.certifications[certificationID], space.parts[old.traceID]?.operatorID == company
      else { throw Refusal.notFound("cfpCertificationId") }
      guard old.traceID == traceID else { throw Refusal.immutable(field: "traceId") }
    }
    try Check.text(description, 0...100, field: "cfpCertificationDescription")
    guard files.count <= 100 else {
      throw Refusal.invalid(
        field: "cfpCertificationFileInfo", "has \(files.count) files, at most 100 are allowed")
    }
    var kept: [Certification.File] = []
    for (fileID, name) in files {
      guard let file = space.files[fileID], file.operatorID == company else {
        throw Refusal.notFound("fileId")
      }
      try Check.text(name, 1...256, field: "fileName")
      guard !kept.contains(where: { $0.fileID == fileID }) else {
        throw Refusal.invalid(field: "fileId", "names a file twice")
      }
      kept.append(.init(fileID: fileID, name: name ?? file.name))
    }
    let certification = Certification(
      certificationID: certificationID ?? Identifier(), traceID: traceID, description: description,
      files: kept)
    if space.certifications[certification.certificationID] != certification {
      try record(.certificationPut(certification))
    }
    return certification
  }

  /// Takes away all certificates of a part.
  /// - Throws: `Refusal.notFound` for a part that is not the company's, or has none.
  public mutating func deleteCertifications(by company: Identifier, traceID: Identifier) throws {
    let certifications = space.certifications(of: traceID)
    guard space.parts[traceID]?.operatorID == company, !certifications.isEmpty else {
      throw Refusal.notFound("traceId")
    }
    for certification in certifications {
      try record(.certificationDeleted(certificationID: certification.certificationID))
    }
  }

  /// Takes a file away, from its certificate too; a certificate without a file left goes with it.
  /// - Returns: the part whose certificate it was of, if any.
  /// - Throws: `Refusal.notFound` for a file that is not the company's.
  public mutating func deleteCertificationFile(
    by company: Identifier, fileID: Identifier
  ) throws -> Identifier? {
    guard space.files[fileID]?.operatorID == company else { throw Refusal.notFound("fileId") }
    let holders = space.certifications(file: fileID)
    for var certification in holders {
      certification.files.removeAll { $0.fileID == fileID }
      try record(
        certification.files.isEmpty
          ? .certificationDeleted(certificationID: certification.certificationID)
          : .certificationPut(certification))
    }
    try record(.fileDeleted(fileID: fileID))
    return holders.first?.traceID
  }
}
