import Foundation

/// A file of texts. `{name}` in a text stands for a value.
struct WordFile: Decodable {
  var words: [String: Bilingual] = [:]

  init(words: [String: Bilingual] = [:]) { self.words = words }

  /// Reads the JSON of a resource; empty where it is none.
  init(_ bytes: [UInt8]) { self = (try? JSONDecoder().decode(Self.self, from: Data(bytes))) ?? Self() }

  /// The text of a key with its values put in; the key itself where there is no such text.
  func text(_ key: String, _ language: PageLanguage, _ values: [String: String] = [:]) -> String {
    guard let entry = words[key] else { return key }
    var text = entry[language]
    for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
    return text.replacing(" %", with: "\u{A0}%")
  }
}

/// The texts of the page, from `Resources/words.json`.
enum PageWords {
  private struct Weaknesses: Decodable { var weaknesses: [Bilingual] }

  private static let file = WordFile(PackageResources.words_json)

  /// The keys of all texts.
  static var keys: [String] { Array(file.words.keys) }

  /// What the published chain is known to lack, from its own documentation.
  static let weaknesses =
    (try? JSONDecoder().decode(Weaknesses.self, from: Data(PackageResources.words_json)))?.weaknesses ?? []

  /// A flow as a reader names it; hyphens of an id become spaces.
  static func flow(_ name: String, _ language: PageLanguage) -> String {
    if file.words["flow " + name] != nil { return text("flow " + name, language) }
    return name.contains(" ") ? name : name.replacing("-", with: " ")
  }

  /// The name of each language in itself.
  static let language = Bilingual(en: "English", ja: "日本語")

  /// The text of a key with its values put in; the key itself where there is no such text.
  static func text(_ key: String, _ language: PageLanguage, _ values: [String: String] = [:]) -> String {
    file.text(key, language, values)
  }
}
