import Exchange
import Foundation
import Logging
import Node
import Records
import Testing
import Values

/// Runs Python scripts of the folder Pact.
enum PactScript {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let python = root + "/.build/python/bin/python"

  static let isPossible =
    FileManager.default.fileExists(atPath: root + "/../shared/pact/openapi-v3.0.yaml")
    && FileManager.default.fileExists(atPath: python)

  /// Runs a script, which must end without a fault.
  /// - Returns: what it printed.
  @discardableResult
  static func run(_ name: String, _ arguments: String...) async throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [root + "/Tests/NodeTests/Pact/" + name] + arguments
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
    try #require(status == 0, "\(name): \(text.suffix(4000))")
    return text
  }

  /// A folder with an authority and a certificate of 127.0.0.1, removed afterwards.
  static func withAuthority(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await run("authority.py", folder.path)
    try await body(folder.path)
  }

  /// Settings of a node that serves TLS with a folder's certificate, and may call this machine.
  static func configuration(_ folder: String) -> NodeConfiguration {
    var configuration = NodeConfiguration()
    configuration.certificateFile = folder + "/server.pem"
    configuration.privateKeyFile = folder + "/server.key"
    configuration.trustedAuthoritiesFile = folder + "/ca.pem"
    configuration.allowsPrivateCallbacks = true
    configuration.publicURL = configuration.localURL
    return configuration
  }
}

extension Trait where Self == ConditionTrait {
  static var needsPactDocument: Self {
    .enabled(
      if: PactScript.isPossible,
      "needs ../shared/pact/openapi-v3.0.yaml and the Python packages of `make deps-test`")
  }
}

extension RunningNode {
  /// Waits until something holds, 30 seconds at most.
  func eventually(_ what: String, _ holds: @Sendable (World) -> Bool) async throws {
    for _ in 0..<3000 {
      if holds(node.world) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("\(what): not within 30 s")
    throw CancellationError()
  }
}
