/// How concentrated a market is, as far as the known shares tell.
///
/// Where part of the market is not listed by holder, every measure is a range: from a remainder of infinitely many
/// small holders to the most concentrated remainder that is allowed. A holder whose amount is withheld adds to the
/// market: with a bound, any amount from 0 to it is considered; without one it is left out and named.
public struct Concentration: Sendable, Hashable {
  /// A producer, a country or any other holder of a part of the market.
  public struct Holder: Sendable, Hashable {
    /// What is known of the amount.
    public enum Amount: Sendable, Hashable {
      /// The amount, in the unit of the market.
      case known(Double)
      /// Not published; not above `atMost`, where anything bounds it.
      case withheld(atMost: Double?)
    }
    /// The name, unique in the market.
    public let name: String
    /// What is known of the amount.
    public let amount: Amount
    /// Whether the row stands for holders that are not listed ("Other countries").
    public let isRemainder: Bool

    /// A holder.
    public init(_ name: String, _ amount: Amount, isRemainder: Bool = false) {
      self.name = name
      self.amount = amount
      self.isRemainder = isRemainder
    }
  }

  /// What shares are shares of.
  public enum Basis: Sendable, Hashable {
    /// The total as it is printed, which may be rounded and may differ from the sum of its rows.
    case printedTotal(Double)
    /// The sum of all rows.
    case sum
  }

  /// The most concentrated remainder that is allowed.
  public enum Remainder: Sendable, Hashable {
    /// One holder may have all of it: its share squared is the upper bound.
    case oneHolder
    /// No unlisted holder is larger than the smallest listed one.
    case notLargerThanSmallestListed
  }

  /// A listed holder and its share.
  public struct Share: Sendable, Hashable {
    /// The holder's name.
    public let name: String
    /// Its part of the market, where holders with a withheld amount have none.
    public let share: Double
  }

  /// Listed holders with a known amount, the largest first.
  public let shares: [Share]
  /// The part of the market that no listed holder has; 0 where the rows exceed the total.
  public let remainderShare: Double
  /// The Herfindahl-Hirschman index of the listed holders alone, sum of squared shares × 10^4.
  public let listedIndex: Double
  /// The Herfindahl-Hirschman index, at most 10^4 unless rows exceed a printed total.
  public let index: ClosedRange<Double>
  /// The number of equal holders with the same index: 10^4 over the index.
  public let effectiveNumber: ClosedRange<Double>
  /// The share of the largest holder.
  public let largestShare: ClosedRange<Double>
  /// The share of the three largest holders.
  public let topThreeShare: ClosedRange<Double>
  /// Holders that are left out because nothing bounds their withheld amount.
  public let leftOut: [String]

  /// The most holders with a bounded withheld amount: every combination of bounds is tried.
  public static let maximumWithheld = 12

  /// - Throws: `UncertaintyProblem` for a negative or infinite amount, a name that stands twice, a market without a
  ///   positive listed amount or total, or more than `maximumWithheld` bounded withheld amounts.
  public init(
    _ holders: [Holder], over basis: Basis = .sum, remainder: Remainder = .oneHolder
  ) throws(UncertaintyProblem) {
    var names: Set<String> = []
    var listed: [(name: String, amount: Double)] = []
    var (bounds, leftOut, other) = ([Double](), [String](), 0.0)
    for holder in holders {
      guard names.insert(holder.name).inserted else {
        throw UncertaintyProblem("'\(holder.name)' stands twice")
      }
      switch holder.amount {
      case .known(let amount), .withheld(.some(let amount)):
        guard amount >= 0, amount.isFinite else {
          throw UncertaintyProblem(
            "the amount of '\(holder.name)' must be finite and not negative, not \(amount)")
        }
      case .withheld(nil): break
      }
      switch holder.amount {
      case .known(let amount) where holder.isRemainder: other += amount
      case .known(let amount): listed.append((holder.name, amount))
      case .withheld(.some(let bound)): bounds.append(bound)
      case .withheld(nil): leftOut.append(holder.name)
      }
    }
    listed.sort { ($1.amount, $0.name) < ($0.amount, $1.name) }
    let sum = listed.reduce(0) { $0 + $1.amount }
    let total: Double
    switch basis {
    case .sum: total = sum + other
    case .printedTotal(let printed): total = printed
    }
    guard total > 0, total.isFinite, sum > 0 else {
      throw UncertaintyProblem("a market needs a positive total and a positive listed amount")
    }
    guard bounds.count <= Self.maximumWithheld else {
      throw UncertaintyProblem("\(bounds.count) withheld amounts are more than \(Self.maximumWithheld)")
    }
    let amounts = listed.map(\.amount)
    let rest = max(0, total - sum)
    let unlisted: [Double]
    switch remainder {
    case .oneHolder: unlisted = rest > 0 ? [rest] : []
    case .notLargerThanSmallestListed:
      unlisted = Self.pieces(of: rest, notAbove: amounts.last { $0 > 0 } ?? rest)
    }
    let corners = Self.corners(bounds)
    let spread = Self.mostEven(amounts, total: total, bounds)
    let upper = corners.map { Market(amounts + unlisted + $0, total: total + $0.reduce(0, +)) }
    let lower = corners.map { Market(amounts + $0, total: total + $0.reduce(0, +)) }
    func range(_ low: Double, _ values: [Double]) -> ClosedRange<Double> {
      low...max(low, values.max() ?? low)
    }
    shares = listed.map { Share(name: $0.name, share: $0.amount / total) }
    remainderShare = rest / total
    listedIndex = Market(amounts, total: total).index
    index = range(Market(amounts + spread, total: total + spread.reduce(0, +)).index, upper.map(\.index))
    effectiveNumber = 1e4 / index.upperBound...1e4 / index.lowerBound
    largestShare = range(Self.least(lower, amounts, total, bounds, top: 1), upper.map { $0.top(1) })
    topThreeShare = range(Self.least(lower, amounts, total, bounds, top: 3), upper.map { $0.top(3) })
    self.leftOut = leftOut
  }

  private struct Market {
    let amounts: [Double]
    let total: Double

    init(_ amounts: [Double], total: Double) {
      self.amounts = amounts
      self.total = total
    }

    var index: Double { amounts.reduce(0) { $0 + ($1 / total) * ($1 / total) } * 1e4 }

    func top(_ count: Int) -> Double {
      amounts.sorted(by: >).prefix(count).reduce(0, +) / total
    }
  }

  /// As many pieces of the largest size as fit, and what is left.
  private static func pieces(of rest: Double, notAbove largest: Double) -> [Double] {
    guard rest > 0, largest > 0, rest / largest < 1e6 else { return [] }
    let whole = Int(rest / largest)
    return [Double](repeating: largest, count: whole) + [rest - Double(whole) * largest].filter { $0 > 0 }
  }

  /// Every choice of 0 or the bound: the index is quasi-convex in each amount, so its largest value is at one.
  private static func corners(_ bounds: [Double]) -> [[Double]] {
    bounds.reduce([[]]) { corners, bound in corners.flatMap { [$0 + [0], $0 + [bound]] } }
  }

  /// Withheld amounts that make the index smallest: all equal to sum of squares over total, or at their bound.
  private static func mostEven(_ amounts: [Double], total: Double, _ bounds: [Double]) -> [Double] {
    let squares = amounts.reduce(0) { $0 + $1 * $1 }
    var (low, high) = (0.0, bounds.max() ?? 0)
    func chosen(_ level: Double) -> [Double] { bounds.map { min($0, level) } }
    for _ in 0..<200 where low < high {
      let level = (low + high) / 2
      let parts = chosen(level)
      let best = (squares + parts.reduce(0) { $0 + $1 * $1 }) / (total + parts.reduce(0, +))
      if level < best { low = level } else { high = level }
    }
    return chosen(high)
  }

  /// The least share of the largest: the more is withheld, the smaller it gets, until a withheld amount is among
  /// the largest itself.
  private static func least(
    _ lower: [Market], _ amounts: [Double], _ total: Double, _ bounds: [Double], top: Int
  ) -> Double {
    let kept = amounts.sorted(by: >).prefix(top)
    let parts = bounds.map { min($0, kept.count == top ? kept.last ?? 0 : 0) }
    return min(
      Market(amounts + parts, total: total + parts.reduce(0, +)).top(top),
      lower.map { $0.top(top) }.min() ?? .infinity)
  }
}
