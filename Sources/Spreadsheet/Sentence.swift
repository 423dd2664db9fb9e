/// Something said to a person, in English and in Japanese.
public struct Sentence: Sendable, Hashable {
  /// The English words.
  public let english: String
  /// The Japanese words.
  public let japanese: String

  /// A sentence in both languages.
  public init(_ english: String, _ japanese: String) {
    self.english = english
    self.japanese = japanese
  }
}
