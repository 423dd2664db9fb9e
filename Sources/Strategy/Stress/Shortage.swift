/// What is short of a mineral in a year of cuts.
public struct Shortage: Sendable {
  /// The mineral.
  public let mineral: Mineral
  /// What normal output needs in the year, in kt.
  public let needed: Double
  /// The part of the need that recycling covers.
  public let recycled: Double
  /// What does not come in, in months of normal use, before the stock is used.
  public let missingMonths: Double
  /// The stock at the beginning, in months of normal use.
  public let stockMonths: Double
  /// Months from the beginning of the cut until the stock is used up; nil where it lasts.
  public let bindsAfter: Double?

  /// What does not come in, in kt.
  public var missing: Double { needed * missingMonths / 12 }
  /// The part of the year's output that the mineral allows: the rest is lost.
  public var allowedShare: Double { 1 - max(0, missingMonths - stockMonths) / 12 }

  /// A shortage by the balance of a stock: it is used at the rate at which supply falls short of normal use.
  ///
  /// Material that comes in while another mineral holds output back goes to stock, so that over the year a mineral takes
  /// no more output than what it is short of beyond its stock.
  /// - Parameters:
  ///   - needed: kt in the year.
  ///   - recycled: the part of the need that recycling covers and no cut reaches.
  ///   - profile: the part of bought supply that fails until each time in months, the times rising to 12.
  public init(
    _ mineral: Mineral, needed: Double, recycled: Double, profile: [(until: Double, lost: Double)],
    stockMonths: Double
  ) {
    self.mineral = mineral
    self.needed = needed
    self.recycled = recycled
    self.stockMonths = stockMonths
    var (missing, begin) = (0.0, 0.0)
    var binds: Double?
    for (until, lost) in profile {
      let rate = lost * (1 - recycled)
      let more = rate * (until - begin)
      if binds == nil && rate > 0 && missing + more > stockMonths {
        binds = begin + (stockMonths - missing) / rate
      }
      missing += more
      begin = until
    }
    missingMonths = missing
    bindsAfter = binds
  }
}
