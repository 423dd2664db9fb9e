import CZip
import Foundation
import Testing

/// Files of an XLSX archive, to be changed and packed again.
struct Archive {
  var files: [(name: String, data: [UInt8])]

  init(files: [(name: String, data: [UInt8])]) { self.files = files }

  /// Unpacks.
  init(_ data: [UInt8]) throws {
    var data = data
    var error = zip_error_t()
    files = []
    try data.withUnsafeMutableBytes { bytes in
      let source = try #require(
        zip_source_buffer_create(bytes.baseAddress, zip_uint64_t(bytes.count), 0, &error))
      let archive = try #require(zip_open_from_source(source, ZIP_RDONLY, &error))
      defer { zip_discard(archive) }
      for index in 0..<zip_get_num_entries(archive, 0) {
        var status = zip_stat_t()
        zip_stat_index(archive, zip_uint64_t(index), 0, &status)
        let file = try #require(zip_fopen_index(archive, zip_uint64_t(index), 0))
        defer { zip_fclose(file) }
        var content = [UInt8](repeating: 0, count: Int(status.size))
        #expect(zip_fread(file, &content, status.size) == status.size)
        files.append((String(cString: status.name), content))
      }
    }
  }

  /// Packs into a ZIP archive.
  func packed() throws -> [UInt8] {
    var error = zip_error_t()
    let source = try #require(zip_source_buffer_create(nil, 0, 0, &error))
    zip_source_keep(source)
    defer { zip_source_free(source) }
    let archive = try #require(zip_open_from_source(source, ZIP_TRUNCATE, &error))
    for file in files {
      let copy = try #require(malloc(max(file.data.count, 1)))
      file.data.withUnsafeBytes { bytes in
        if let start = bytes.baseAddress { memcpy(copy, start, bytes.count) }
      }
      let part = try #require(zip_source_buffer(archive, copy, zip_uint64_t(file.data.count), 1))
      let index = zip_file_add(archive, file.name, part, zip_flags_t(ZIP_FL_ENC_UTF_8))
      try #require(index >= 0)
      zip_set_file_compression(archive, zip_uint64_t(index), ZIP_CM_STORE, 0)
    }
    try #require(zip_close(archive) == 0)
    var status = zip_stat_t()
    try #require(zip_source_stat(source, &status) == 0 && zip_source_open(source) == 0)
    defer { zip_source_close(source) }
    var data = [UInt8](repeating: 0, count: Int(status.size))
    try #require(zip_source_read(source, &data, status.size) == status.size)
    return data
  }
}
