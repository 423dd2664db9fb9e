/// The currencies of the strategy and its sources.
public enum Currency: String, Sendable, Hashable, CaseIterable {
  /// Japanese yen.
  case yen = "JPY"
  /// United States dollars.
  case dollar = "USD"
}

/// An amount of money that keeps its currency and the year of its prices.
public struct Money: Sendable, Hashable {
  /// The amount, in units of the currency.
  public let amount: Double
  /// The currency.
  public let currency: Currency
  /// The year whose prices it is in; nil where the source does not say. Nothing here changes it.
  public let priceYear: Int?

  /// An amount of money.
  public init(_ amount: Double, _ currency: Currency, priceYear: Int? = nil) {
    self.amount = amount
    self.currency = currency
    self.priceYear = priceYear
  }

  /// The amount in another currency, in prices of the same year.
  public func converted(to currency: Currency, at rate: ExchangeRate) -> Money {
    switch (self.currency, currency) {
    case (.yen, .dollar): Money(amount / rate.yenPerDollar, .dollar, priceYear: priceYear)
    case (.dollar, .yen): Money(amount * rate.yenPerDollar, .yen, priceYear: priceYear)
    case (.yen, .yen), (.dollar, .dollar): self
    }
  }
}

/// A rate between yen and dollar, with where it comes from.
public struct ExchangeRate: Sendable, Hashable {
  /// Yen for one dollar.
  public let yenPerDollar: Double
  /// Who states it, or from which pair of amounts it follows.
  public let source: String

  /// - Throws: `UncertaintyProblem` where the rate is not a positive number.
  public init(yenPerDollar: Double, source: String) throws(UncertaintyProblem) {
    guard yenPerDollar > 0, yenPerDollar.isFinite else {
      throw UncertaintyProblem(
        "an exchange rate must be a positive number of yen for a dollar, not \(yenPerDollar)")
    }
    self.yenPerDollar = yenPerDollar
    self.source = source
  }

  /// The rate that a source implies by stating the same amount in both currencies.
  /// - Throws: `UncertaintyProblem` where the two do not make a positive rate.
  public init(yen: Double, dollars: Double, source: String) throws(UncertaintyProblem) {
    try self.init(yenPerDollar: yen / dollars, source: source)
  }
}
