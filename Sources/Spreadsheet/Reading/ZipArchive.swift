import CZip

/// The ZIP archive that an XLSX file is, read from memory within limits.
final class ZipArchive {
  private let archive: OpaquePointer
  private let data: UnsafeMutableRawPointer
  private let limits: SpreadsheetLimits
  private var unpacked = 0

  /// - Throws: `SpreadsheetProblem` if the archive cannot be opened.
  init(_ bytes: [UInt8], limits: SpreadsheetLimits) throws(SpreadsheetProblem) {
    self.limits = limits
    let data = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
    bytes.withUnsafeBytes {
      data.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(data), byteCount: $0.count)
    }
    self.data = data
    var error = zip_error_t()
    guard let source = zip_source_buffer_create(data, zip_uint64_t(bytes.count), 0, &error) else {
      data.deallocate()
      throw ZipArchive.damaged
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
      zip_source_free(source)
      data.deallocate()
      throw ZipArchive.damaged
    }
    self.archive = archive
    let entries = Int(zip_get_num_entries(archive, 0))
    guard entries <= limits.entries else {
      throw SpreadsheetProblem(
        Sentence(
          "the file holds \(entries) files inside, more than the \(limits.entries) allowed: it is no spreadsheet",
          "内部のファイル数が多すぎます（\(entries)）。表計算のファイルではありません。"))
    }
  }

  deinit {
    zip_discard(archive)
    data.deallocate()
  }

  static let damaged = SpreadsheetProblem(
    Sentence(
      "the file is damaged or incomplete: open it in a spreadsheet program, save it anew and send it again",
      "ファイルが壊れているか、途中で切れています。表計算ソフトで開き、保存し直してから送ってください。"))

  /// Whether there is a file of this name.
  func contains(_ name: String) -> Bool { zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE)) >= 0 }

  /// Unpacks a file piece by piece.
  /// - Parameter take: false stops.
  /// - Throws: `SpreadsheetProblem` if it is missing, encrypted, damaged or larger than allowed.
  func read(
    _ name: String, _ take: (UnsafeBufferPointer<UInt8>) throws(SpreadsheetProblem) -> Void
  ) throws(SpreadsheetProblem) {
    let index = zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE))
    var status = zip_stat_t()
    guard index >= 0, zip_stat_index(archive, zip_uint64_t(index), 0, &status) == 0 else {
      throw SpreadsheetProblem(
        Sentence(
          "the file lacks its part '\(name)': open it in a spreadsheet program and save it anew as .xlsx",
          "ファイルの一部（\(name)）がありません。表計算ソフトで開き、.xlsxで保存し直してください。"))
    }
    guard status.encryption_method == zip_uint16_t(ZIP_EM_NONE) else {
      throw SpreadsheetProblem(
        Sentence(
          "the file is encrypted: save it without a password", "暗号化されています。パスワードなしで保存してください。"))
    }
    try check(size: Int(clamping: status.size), packed: Int(clamping: status.comp_size), name)
    guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else { throw ZipArchive.damaged }
    defer { zip_fclose(file) }
    let capacity = 1 << 16
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    defer { buffer.deallocate() }
    var size = 0
    while true {
      let count = Int(zip_fread(file, buffer, zip_uint64_t(capacity)))
      guard count >= 0 else { throw ZipArchive.damaged }
      if count == 0 { return }
      size += count
      unpacked += count
      try check(size: size, packed: Int(clamping: status.comp_size), name)
      try take(UnsafeBufferPointer(start: buffer, count: count))
    }
  }

  private func check(size: Int, packed: Int, _ name: String) throws(SpreadsheetProblem) {
    let (allowed, overflow) = max(packed, 1).multipliedReportingOverflow(by: limits.ratio)
    guard max(size, unpacked) <= limits.unpackedBytes, size <= 10_000_000 || overflow || size <= allowed
    else {
      throw SpreadsheetProblem(
        Sentence(
          "the file unpacks to more than is allowed ('\(name)'): delete unused rows and sheets, or split it",
          "展開すると大きすぎます（\(name)）。不要な行やシートを削除するか、分割してください。"))
    }
  }
}
