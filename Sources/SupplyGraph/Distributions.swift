/// The uncertainty of rows: a kind each and up to two parameters, in columns.
public struct Distributions: Sendable {
  /// A family of distributions, as `distribution` in a chain's CSV names it.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// Certain: the amount as it stands.
    case none
    /// The amount is the median, `first` the standard deviation of the logarithm. A negative amount keeps its sign.
    case lognormal
    /// The amount is the mean, `first` the standard deviation.
    case normal
    /// Between `first` and `second`.
    case uniform
    /// Between `first` and `second`; the amount is the mode.
    case triangular
  }

  /// The family of each row.
  public var kind: [Kind]
  /// Scale, or the minimum.
  public var first: [Double]
  /// The maximum; empty where no row is uniform or triangular.
  public var second: [Double]

  /// Columns of one length; `second` may be empty.
  public init(kind: [Kind], first: [Double], second: [Double] = []) {
    precondition(kind.count == first.count && (second.isEmpty || second.count == kind.count))
    self.kind = kind
    self.first = first
    self.second = second
  }

  func reordered(_ rows: [Int32]) -> Distributions {
    Distributions(
      kind: rows.map { kind[Int($0)] }, first: rows.map { first[Int($0)] },
      second: second.isEmpty ? [] : rows.map { second[Int($0)] })
  }
}
