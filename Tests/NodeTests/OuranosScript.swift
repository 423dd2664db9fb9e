import Foundation
import Testing

/// Runs a Python script of the folder Ouranos against a node of this process.
enum OuranosScript {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// Why scripts that need the published document cannot run; nil where they can.
  static let isPossible =
    FileManager.default.fileExists(atPath: root + "/../shared/ouranos/openapi.yaml")
    && FileManager.default.fileExists(atPath: root + "/.build/python/bin/python")

  /// Runs a script, which must end without a fault.
  /// - Returns: what it printed.
  @discardableResult
  static func run(_ name: String, _ arguments: String...) async throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: root + "/.build/python/bin/python")
    process.arguments = [root + "/Tests/NodeTests/Ouranos/" + name] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = try FileHandle(forWritingTo: file)
    process.standardOutput = output
    process.standardError = output
    let (ended, end) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { end.yield($0.terminationStatus) }
    try process.run()
    let status = await ended.first { _ in true }
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(status == 0, "\(name): \(text.suffix(4000))")
    return text
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips where the published interface document or the Python packages are not there.
  static var needsOuranosDocument: Self {
    .enabled(
      if: OuranosScript.isPossible,
      "needs ../shared/ouranos/openapi.yaml and the Python packages of `make deps-test`")
  }
}
