import Foundation
import Testing

/// The texts of the console: one file a language.
@Suite struct ConsoleWordsTests {
  private static let console = OuranosScript.root + "/Sources/Node/Console/"

  private func words(_ language: String) throws -> [String: String] {
    try JSONDecoder().decode(
      [String: String].self,
      from: Data(contentsOf: URL(fileURLWithPath: Self.console + "Resources/\(language).json")))
  }

  private func sources() throws -> String {
    let files = try #require(FileManager.default.enumerator(atPath: Self.console))
    return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOfFile: Self.console + $0, encoding: .utf8) }.joined()
  }

  @Test func bothLanguagesHaveTheSameKeysAndPlaces() throws {
    let (english, japanese) = (try words("en"), try words("ja"))
    #expect(Set(english.keys) == Set(japanese.keys))
    #expect(english.count > 400)
    for (key, text) in english {
      func places(_ text: String) -> Set<Substring> { Set(text.matches(of: /\{(\w+)\}/).map { $0.output.1 }) }
      #expect(places(text) == places(japanese[key] ?? ""), "\(key)")
      #expect(!text.isEmpty)
    }
  }

  /// A text of the Japanese file without a Japanese letter was forgotten, but for names and bare places.
  @Test func japaneseTextsAreJapanese() throws {
    for (key, text) in try words("ja") {
      let plain = text.replacing(/\{\w+\}|PACT/, with: "").filter(\.isLetter)
      #expect(
        plain.isEmpty || plain.contains { $0.unicodeScalars.contains { $0.value > 0x3000 } },
        "\(key): \(text)")
    }
  }

  @Test func noKeyIsMissingOrUnused() throws {
    let (keys, text) = (Set(try words("en").keys), try sources())
    let literals = Set(text.matches(of: /"([A-Za-z]+(?:\.[A-Za-z0-9_-]+)*)"/).map { String($0.output.1) })
    // Keys with a part that is computed: `"role.\(role)"`; of redirects: `?done=partSaved`.
    let prefixes = Set(text.matches(of: /"([A-Za-z]+(?:\.[A-Za-z]+)*\.)\\\(/).map { String($0.output.1) })
    let done = Set(text.matches(of: /done=([A-Za-z]+)/).map { "done.\($0.output.1)" })
    let suffixes = Set(text.matches(of: /"\\\(key\)\.([a-z]+)"/).map { String($0.output.1) })
    for key in keys {
      let head = key.split(separator: ".").dropLast().joined(separator: ".") + "."
      let isComputed = prefixes.contains { key.hasPrefix($0) && !$0.hasPrefix("done.") }
      let ofFailure = suffixes.contains(String(key.dropFirst(head.count)))
      #expect(literals.contains(key) || isComputed || done.contains(key) || ofFailure, "unused: \(key)")
    }
    // Every literal in a call of `t` or `words` is a key.
    for match in text.matches(of: /(?:\bt|words)\(\s*"([A-Za-z]+(?:\.[A-Za-z0-9]+)*)"/) {
      #expect(keys.contains(String(match.output.1)), "missing: \(match.output.1)")
    }
    for key in done { #expect(keys.contains(key), "missing: \(key)") }
  }
}
