import Values

/// How far a request has got, with its tree of requests further upstream.
public struct RequestProgress: Sendable, Hashable {
  /// The values have been given and disclosed to who asked.
  public var answered: Bool
  /// No further supplier is outstanding: every branch upstream ends in a terminated part or in a footprint from
  /// outside.
  public var terminated: Bool
  /// Answered requests in the tree, this one included.
  public var completedCount: Int
  /// Open requests in the tree; this one included, whatever its state.
  public var tradesCount: Int
  /// When the last of the answers counted was given; nil for a count of 0.
  public var completedCountModified: Timestamp?
  /// When the last of the requests counted was made.
  public var tradesCountModified: Timestamp?
}
