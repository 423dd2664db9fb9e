import Values

/// Why a command was not carried out. Nothing was recorded.
public enum Refusal: Error, Sendable, Hashable {
  /// A field is missing, too long, no number ...: its name as the caller wrote it, and what is wrong.
  case invalid(field: String, String)
  /// It names something that is not there, or that the caller may not know of: the two look the same.
  case notFound(String)
  /// The caller may see it but not do this.
  case forbidden(String)
  /// Another company or plant has this public or global number.
  case taken(field: String, String)
  /// This field cannot be changed.
  case immutable(field: String)
  /// The part cannot be removed: it has components, or is one.
  case partHasStructure
  /// The part cannot be removed: a footprint was requested for it.
  case partRequested
  /// The part cannot be removed: it was given as an answer.
  case partAnswered
  /// The structure would make a part a component of itself: the company's own parts on the loop, in order,
  /// where `nil` stands for partners' parts.
  case loop([Identifier?])
  /// The request is not in a state in which this can be done.
  case wrongState(String)
}
