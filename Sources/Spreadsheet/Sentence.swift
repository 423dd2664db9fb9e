/// Something said to a person, in English and in Japanese.
public struct Sentence: Sendable, Hashable {
  public let english: String
  public let japanese: String

  public init(_ english: String, _ japanese: String) {
    self.english = english
    self.japanese = japanese
  }
}
