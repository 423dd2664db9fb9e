/// What a conversion between life-cycle schemes could not carry over, for the person who relies on it.
public struct MappingNote: Sendable, Hashable {
  /// What became of a value.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// It has no place in the result.
    case dropped
    /// The result has a place for it that nothing fills.
    case unfilled
    /// The result needs it, and it was taken from what is likeliest.
    case assumed
    /// It was rounded.
    case rounded
  }

  /// What became of it.
  public var kind: Kind
  /// The field as its scheme spells it.
  public var field: String
  /// Why, in English.
  public var reason: String

  /// A note on one field.
  public init(_ kind: Kind, _ field: String, _ reason: String) {
    self.kind = kind
    self.field = field
    self.reason = reason
  }
}

/// The result of a conversion, and what it could not carry over.
public struct Mapped<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The result.
  public var value: Value
  /// What was dropped, assumed, rounded or could not be filled; empty: nothing was lost.
  public var notes: [MappingNote]

  /// A result with its notes.
  public init(_ value: Value, notes: [MappingNote] = []) {
    self.value = value
    self.notes = notes
  }
}
