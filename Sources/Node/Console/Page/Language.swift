import Foundation

/// The languages of the console.
enum Language: String, CaseIterable, Sendable {
  case en, ja

  /// Its name in itself.
  var name: String { self == .en ? "English" : "日本語" }

  /// The language a browser asks for first among ours (RFC 9110, 12.5.4); English where it asks for none.
  init(acceptLanguage header: String?) {
    let wishes = (header ?? "").split(separator: ",").compactMap { item -> (Language, Double)? in
      let parts = item.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      guard let tag = parts.first?.lowercased().prefix(2), let language = Language(rawValue: String(tag))
      else { return nil }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
      return (language, weight ?? 1)
    }
    var best: (language: Language, weight: Double) = (.en, 0)
    for (language, weight) in wishes where weight > best.weight { best = (language, weight) }
    self = best.language
  }
}

/// The texts of the console: one file a language, `{name}` in a text stands for a value.
struct Words: Sendable {
  let language: Language
  private let texts: [String: String]

  private static let english = read(PackageResources.en_json)
  private static let japanese = read(PackageResources.ja_json)

  init(_ language: Language) {
    self.language = language
    texts = language == .en ? Words.english : Words.japanese
  }

  /// The text of a key with its values put in; the key itself where there is no such text.
  func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    guard let text = texts[key] else { return key }
    if values.isEmpty { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      result += rest[..<open]
      result += values[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  func has(_ key: String) -> Bool { texts[key] != nil }

  private static func read(_ bytes: [UInt8]) -> [String: String] {
    (try? JSONDecoder().decode([String: String].self, from: Data(bytes))) ?? [:]
  }
}
