import Foundation
import Node
import Testing

/// The console in Chromium.
@Suite(.serialized, .needsBrowser) struct ConsoleBrowserTests {
  @Test("the whole story", arguments: ["en", "ja"]) func story(language: String) async throws {
    try await run("story", language)
  }

  @Test("every page is accessible and fits a telephone", arguments: ["en", "ja"])
  func access(language: String) async throws { try await run("access", language) }

  @Test func keyboardAloneAnswers() async throws { try await run("keyboard", "en") }

  @Test func scriptAndSQLInFieldsAreText() async throws { try await run("hostile", "en") }

  @Test func invitationsRolesSecondStepAndKeys() async throws { try await run("people", "en") }

  @Test func chainsAndPartnersElsewhere() async throws { try await run("partners", "ja") }

  private func run(_ check: String, _ language: String) async throws {
    try await RunningNode.run { running in
      let pictures = ProcessInfo.processInfo.environment["DENCHI_PICTURES"].map { [$0] } ?? []
      try await BrowserScript.run("console.py", [check, running.base, language] + pictures)
    }
  }
}

/// Runs a Python script of this folder that drives a browser.
enum BrowserScript {
  static let python = OuranosScript.root + "/.build/python/bin/python"
  static let isPossible =
    FileManager.default.isExecutableFile(atPath: python)
    && FileManager.default.fileExists(atPath: "/usr/bin/chromium")

  static func run(_ name: String, _ arguments: [String]) async throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [OuranosScript.root + "/Tests/NodeTests/" + name] + arguments
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
    #expect(status == 0, "\(name) \(arguments): \(text.suffix(6000))")
  }
}

extension Trait where Self == ConditionTrait {
  static var needsBrowser: Self {
    .enabled(if: BrowserScript.isPossible, "needs chromium and the Python packages of `make deps-test`")
  }
}
