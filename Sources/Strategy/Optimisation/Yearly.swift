/// A quantity by year of a horizon: one value for all years, or one for each.
public enum Yearly: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral
{
  /// The same in all years.
  case constant(Double)
  /// One value a year, in order.
  case values([Double])

  /// The same in all years.
  public init(floatLiteral value: Double) { self = .constant(value) }
  /// The same in all years.
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }
  /// One value a year, in order.
  public init(arrayLiteral elements: Double...) { self = .values(elements) }

  /// The value in the year at a place of the horizon, from 0.
  public subscript(_ place: Int) -> Double {
    switch self {
    case .constant(let value): value
    case .values(let values): values[place]
    }
  }

  /// The same quantity with a function applied to each value.
  public func map(_ change: (Double) -> Double) -> Yearly {
    switch self {
    case .constant(let value): .constant(change(value))
    case .values(let values): .values(values.map(change))
    }
  }
}
