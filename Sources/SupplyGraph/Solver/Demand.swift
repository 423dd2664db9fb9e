/// What is wanted: amounts of products, in the unit of each product.
public struct Demand: Sendable {
  /// The activities whose products are wanted, and how much of each. For a waste treatment a negative amount
  /// is waste to be treated.
  public var amounts: [(activity: Int, amount: Double)]

  /// One product.
  public init(of activity: Int, amount: Double = 1) { amounts = [(activity, amount)] }

  /// Several products at once.
  public init(_ amounts: [(activity: Int, amount: Double)]) { self.amounts = amounts }
}
