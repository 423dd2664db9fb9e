import AsyncHTTPClient
import Foundation
import Testing

/// `denchi serve` as a person or systemd runs it.
@Suite struct ServerCommandTests {
  private static var command: String? {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return [folder.appendingPathComponent("denchi").path, root.path + "/.build/release/denchi"]
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A process with its output in files of a folder.
  private struct Serving {
    let process: Process
    let folder: String

    init(_ folder: String, _ arguments: [String], environment: [String: String] = [:]) throws {
      self.folder = folder
      process = Process()
      process.executableURL = URL(fileURLWithPath: try #require(ServerCommandTests.command))
      process.arguments = ["serve"] + arguments
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      for name in ["out", "err"] {
        _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: nil)
      }
      process.standardOutput = FileHandle(forWritingAtPath: folder + "/out")
      process.standardError = FileHandle(forWritingAtPath: folder + "/err")
      try process.run()
    }

    var output: String { (try? String(contentsOfFile: folder + "/out", encoding: .utf8)) ?? "" }
    var messages: String { (try? String(contentsOfFile: folder + "/err", encoding: .utf8)) ?? "" }

    /// Waits until it says where it serves.
    func url() async throws -> String {
      for _ in 0..<600 where process.isRunning && !output.contains("serves http") {
        try await Task.sleep(for: .milliseconds(100))
      }
      return String(try #require(output.firstMatch(of: /serves (http\S+)/)?.1))
    }

    func end(_ signal: Int32 = SIGTERM) async throws -> Int32 {
      if process.isRunning { kill(process.processIdentifier, signal) }
      return try await status()
    }

    func status() async throws -> Int32 {
      while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
      return process.terminationStatus
    }
  }

  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  @Test func itServesWithoutConfigurationAndStopsWhenTold() async throws {
    try await withFolder { folder in
      let first = try Serving(folder, ["--port", "0"])
      let url = try await first.url()
      #expect(first.output.contains("\(url)/setup?token="))
      let answer = try await HTTPClient.shared.execute(
        HTTPClientRequest(url: url + "/ready"), timeout: .seconds(10))
      #expect(answer.status == .ok)
      // The file is this process's own.
      let second = folder + "/second"
      try FileManager.default.createDirectory(atPath: second, withIntermediateDirectories: true)
      let other = try Serving(second, ["--port", "0", "--database", folder + "/denchi-data/denchi.sqlite"])
      #expect(try await other.status() == 69)
      #expect(other.messages.hasPrefix("Error: "), "\(other.messages)")
      // So is the port.
      let port = try #require(url.split(separator: ":").last)
      let third = try Serving(second, ["--port", String(port)])
      #expect(try await third.status() == 69)
      #expect(third.messages.contains("cannot be listened on"), "\(third.messages)")
      #expect(try await first.end() == 0)
      let again = try Serving(folder, ["--port", "0"])
      _ = try await again.url()
      #expect(try await again.end(SIGINT) == 0)
    }
  }

  @Test func whatIsWrongIsSaidBeforeAnythingStarts() async throws {
    try await withFolder { folder in
      func run(_ text: String?, _ more: String..., environment: [String: String] = [:]) async throws -> (
        Int32, String
      ) {
        if let text { try text.write(toFile: folder + "/denchi.yaml", atomically: true, encoding: .utf8) }
        let serving = try Serving(
          folder, (text == nil ? [] : ["--config", "denchi.yaml"]) + more, environment: environment)
        return (try await serving.status(), serving.messages)
      }
      #expect(
        try await run("port: 1\nhots: a\n") == (
          65, "denchi.yaml:2: there is no key 'hots'; is 'host' meant?\n"
        ))
      #expect(try await run(nil, "--config", "none.yaml") == (66, "none.yaml: there is no such file\n"))
      #expect(try await run("port: 8081\n", "--check") == (0, ""))
      #expect(try await run(nil, "--port", "65536").0 == 64)
      let secret = "postgresql://denchi:hidden-5@127.0.0.1:1/denchi"
      let (status, message) = try await run(nil, environment: ["DENCHI_DATABASE": secret])
      #expect(status == 69 && !message.contains("hidden-5"), "\(message)")
      try "x".write(toFile: folder + "/c.pem", atomically: true, encoding: .utf8)
      let (bad, what) = try await run(
        "tls:\n  certificate: c.pem\n  privateKey: c.pem\n", "--database", "memory")
      #expect(bad == 65 && what.contains("c.pem: there is no certificate"), "\(what)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/denchi-data"))
    }
  }
}
