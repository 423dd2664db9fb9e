import Values

/// A request and what was asked further upstream for it, as far as one company may know of it.
///
/// A company knows whom it asked and who asked it. Further upstream it knows only how many requests there are
/// and how many are answered, as `completedCount` and `tradesCount` of the Ouranos interface say too.
public struct RequestTree: Sendable, Hashable {
  /// Requests of one distance upstream, without who asked whom.
  public struct Tier: Sendable, Hashable {
    /// How many there are.
    public var requests: Int
    /// How many of them are answered.
    public var answered: Int
  }

  /// Who asked whom for which component; `answered` says since when the answer is there.
  public var trade: Trade
  /// Its state, due date and messages.
  public var request: FootprintRequest
  /// No further supplier is outstanding.
  public var terminated: Bool
  /// For the supplier that the request was made to: what it asked itself for components of the linked part.
  public var asked: [RequestTree]
  /// The tiers beyond this request, the nearest first.
  public var tiers: [Tier]
}
