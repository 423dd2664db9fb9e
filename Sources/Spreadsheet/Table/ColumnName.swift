import Foundation

/// A column that a sheet may have, by whatever title.
public struct ColumnName: Sendable {
  /// What the program calls it.
  public let key: String
  /// The English title.
  public let english: String
  /// The Japanese title.
  public let japanese: String
  /// Other titles it is known by.
  public let synonyms: [String]
  /// Whether a sheet without it is wrong.
  public let isRequired: Bool

  /// A column that a sheet may have.
  public init(
    _ key: String, _ english: String, _ japanese: String, synonyms: [String] = [], isRequired: Bool = false
  ) {
    self.key = key
    self.english = english
    self.japanese = japanese
    self.synonyms = synonyms
    self.isRequired = isRequired
  }

  /// A title without what does not tell columns apart: width, case, blanks, marks, and what is in brackets.
  public static func folded(_ title: String) -> String {
    var depth = 0
    var result = ""
    for scalar in title.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
      switch scalar {
      case "(", "[", "〔", "【": depth += 1
      case ")", "]", "〕", "】": depth = max(0, depth - 1)
      default:
        if depth == 0, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// All its titles, folded.
  var folded: Set<String> { Set(([key, english, japanese] + synonyms).map(ColumnName.folded)) }
}
