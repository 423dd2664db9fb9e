import Foundation
import Testing

@Suite(.needsOuranosDocument) struct OuranosErrorTests {
  @Test func everyErrorExampleOfTheDocument() async throws {
    try await RunningNode.run { running in try await OuranosScript.run("errors.py", running.base) }
  }

  @Test(arguments: ["unavailable", "broken"]) func whatIsAnsweredWhileTheStoreFails(mode: String) async throws
  {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try await RunningNode.run(store: OuranosFaultyStore(file: file)) { running in
      try await OuranosScript.run("errors.py", running.base, mode, file)
    }
  }

  @Test func anythingThatCanBeSentIsAnswered() async throws {
    try await RunningNode.run { running in try await OuranosScript.run("fuzz.py", running.base, "10") }
  }
}
