import Values

/// Why a command was not carried out. Nothing was recorded.
public enum Refusal: Error, Sendable, Hashable {
  /// A field is missing, too long, no number ...: its name as the Ouranos interface spells it, and what is wrong.
  case invalid(field: String, String)
  /// The field names something that is not there, or that the caller may not know of: the two look the same.
  case notFound(String)
  /// The caller may see it but not do this.
  case forbidden(String)
  /// Another company, plant, part or footprint has this already.
  case taken(field: String, String)
  /// This field cannot be changed.
  case immutable(field: String)
  /// The part cannot be removed: it has components, or is one.
  case partHasStructure
  /// The part cannot be removed: its footprint is asked for from a supplier.
  case partRequested
  /// The part cannot be removed: it is given as the answer to a request.
  case partAnswered
  /// The structure or answer would make a part a component of itself: the way round from the part the change
  /// begins at. The caller's own parts are named; `nil` stands for one or more parts of partners.
  case loop([NamedPart?])
  /// The request is not in a state in which this can be done: what state that is, and what to do.
  case wrongState(String)
}

/// A part by identifier and name, as a message names it.
public struct NamedPart: Codable, Sendable, Hashable {
  /// The part's trace identifier.
  public var traceID: Identifier
  /// What its company calls it.
  public var name: String

  /// A part as a message names it.
  public init(traceID: Identifier, name: String) {
    self.traceID = traceID
    self.name = name
  }
}
