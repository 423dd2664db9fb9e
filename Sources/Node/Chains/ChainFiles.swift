import Foundation
import Inventory
import Values

/// The files of a chain as one attachment: a JSON object of file name and text.
enum ChainFiles {
  private static let names = Set(ChainFile.allCases.map(\.fileName))

  /// Reads a chain from its files' contents, by name; other files are left alone.
  /// - Throws: `ChainProblems` with everything that is wrong with the files.
  static func chain(_ files: [String: [UInt8]]) throws -> Chain {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(Identifier())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for (name, content) in files where names.contains(name) {
      try Data(content).write(to: folder.appendingPathComponent(name))
    }
    return try Chain.read(folder.path)
  }

  static func pack(_ files: [String: [UInt8]]) -> [UInt8] {
    JSONValue.object(
      files.filter { names.contains($0.key) }.mapValues { .string(String(decoding: $0, as: UTF8.self)) }
    ).canonical
  }

  static func unpack(_ attachment: [UInt8]) throws -> [String: [UInt8]] {
    (try JSONValue(parsing: attachment).object ?? [:]).compactMapValues { $0.string.map { Array($0.utf8) } }
  }
}
