import Foundation

/// The texts of the page, from `Resources/words.json`. `{name}` in a text stands for a value.
enum PageWords {
  private struct File: Decodable {
    var words: [String: Bilingual] = [:]
    var weaknesses: [Bilingual] = []
  }

  private static let file =
    (try? JSONDecoder().decode(File.self, from: Data(PackageResources.words_json))) ?? File()

  /// The keys of all texts.
  static var keys: [String] { Array(file.words.keys) }

  /// What the published chain is known to lack, from its own documentation.
  static var weaknesses: [Bilingual] { file.weaknesses }

  /// A flow as a reader names it; hyphens of an id become spaces.
  static func flow(_ name: String, _ language: PageLanguage) -> String {
    if file.words["flow " + name] != nil { return text("flow " + name, language) }
    return name.contains(" ") ? name : name.replacing("-", with: " ")
  }

  /// The name of each language in itself.
  static let language = Bilingual(en: "English", ja: "日本語")

  /// The text of a key with its values put in; the key itself where there is no such text.
  static func text(_ key: String, _ language: PageLanguage, _ values: [String: String] = [:]) -> String {
    guard let entry = file.words[key] else { return key }
    var text = entry[language]
    for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
    return text.replacing(" %", with: "\u{A0}%")
  }
}
