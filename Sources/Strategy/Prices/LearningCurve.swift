import Foundation

/// A price that falls as more is made (Wright 1936), down to a floor:
/// p = floor + (p0 − floor) (Q / Q0)^−b (R / R0)^−g.
///
/// Q is cumulative volume and R a stock of research (the second factor; Kouvaritakis, Soria and Isoard 2000). The
/// learning rate 1 − 2^−b is the fall of what lies above the floor with each doubling of Q.
public struct LearningCurve: Sendable, Hashable {
  /// The price at the initial volume, in any unit of money per unit of volume.
  public let price: Double
  /// The cumulative volume at the initial price, such as GWh.
  public let volume: Double
  /// b.
  public let exponent: Double
  /// The price that learning does not go below, such as the cost of materials.
  public let floor: Double
  /// The stock of research at the initial price; nil for one factor.
  public let research: Double?
  /// g; 0 for one factor.
  public let researchExponent: Double

  /// The fall with each doubling of cumulative volume.
  public var learningRate: Double { Self.learningRate(exponent: exponent) }

  /// - Parameters:
  ///   - learningRate: below 1; negative where the price rises with volume.
  ///   - researchRate: the fall with each doubling of the stock of research.
  /// - Throws: `UncertaintyProblem` where a price, volume or rate is out of range.
  public init(
    price: Double, volume: Double, learningRate: Double, floor: Double = 0, research: Double? = nil,
    researchRate: Double = 0
  ) throws(UncertaintyProblem) {
    guard price > 0, volume > 0, price.isFinite, volume.isFinite else {
      throw UncertaintyProblem("a learning curve starts at a positive price and a positive cumulative volume")
    }
    guard floor >= 0, floor < price else {
      throw UncertaintyProblem(
        "the floor \(floor) of a learning curve must be from 0 to below the price \(price)")
    }
    guard learningRate < 1, researchRate < 1, learningRate.isFinite, researchRate.isFinite else {
      throw UncertaintyProblem("a learning rate must be below 1: 0.18 means 18 %")
    }
    guard research.map({ $0 > 0 && $0.isFinite }) ?? (researchRate == 0) else {
      throw UncertaintyProblem("a rate of research needs a positive initial stock of research")
    }
    self.price = price
    self.volume = volume
    self.floor = floor
    self.research = research
    exponent = Self.exponent(learningRate: learningRate)
    researchExponent = Self.exponent(learningRate: researchRate)
  }

  /// The price at a cumulative volume, and at a stock of research where the curve has one.
  public func price(volume: Double, research: Double? = nil) -> Double {
    floor + (price - floor) * pow(volume / self.volume, -exponent) * researchFactor(research)
  }

  /// The cumulative volume at which a price is reached; nil at or below the floor, or where volume has no effect.
  public func volume(price: Double, research: Double? = nil) -> Double? {
    guard price > floor, exponent != 0 else { return nil }
    let ratio = (price - floor) / (self.price - floor) / researchFactor(research)
    let volume = self.volume * pow(ratio, -1 / exponent)
    return volume.isFinite ? volume : nil
  }

  /// The first year whose cumulative volume brings the price to `price` or below; nil where none does.
  public func year(price: Double, volumes: [(year: Int, cumulative: Double)]) -> Int? {
    volumes.first { self.price(volume: $0.cumulative) <= price }?.year
  }

  private func researchFactor(_ stock: Double?) -> Double {
    guard let stock, let research, researchExponent != 0 else { return 1 }
    return pow(stock / research, -researchExponent)
  }

  /// b of a learning rate.
  public static func exponent(learningRate: Double) -> Double { -log2(1 - learningRate) }

  /// The learning rate of b.
  public static func learningRate(exponent: Double) -> Double { 1 - exp2(-exponent) }

  /// The learning rate that two prices at two cumulative volumes imply; nil where they imply none (equal volumes,
  /// or a price not above the floor).
  public static func impliedRate(
    from first: (price: Double, volume: Double), to last: (price: Double, volume: Double), floor: Double = 0
  ) -> Double? {
    guard first.price > floor, last.price > floor, first.volume > 0, last.volume > 0,
      first.volume != last.volume
    else { return nil }
    let exponent = -log((last.price - floor) / (first.price - floor)) / log(last.volume / first.volume)
    return learningRate(exponent: exponent)
  }

  /// A least-squares line of ln(price) on ln(cumulative volume).
  public struct Fit: Sendable, Hashable {
    /// b, the slope with its sign turned.
    public let exponent: Double
    /// The learning rate of b.
    public let learningRate: Double
    /// The price of the line at a cumulative volume of 1.
    public let priceAtOne: Double
    /// The part of the variance of ln(price) that the line explains.
    public let determination: Double
    /// The number of points.
    public let points: Int
  }

  /// Fits points of a series; a window is a choice of points.
  /// - Throws: `UncertaintyProblem` for less than three points, a price or volume that is not positive, or volumes
  ///   that are all the same.
  public static func fit(_ points: [(price: Double, volume: Double)]) throws(UncertaintyProblem) -> Fit {
    guard points.count >= 3, points.allSatisfy({ $0.price > 0 && $0.volume > 0 }) else {
      throw UncertaintyProblem("a learning curve is fitted to at least three positive prices and volumes")
    }
    let n = Double(points.count)
    let (x, y) = (points.map { log($0.volume) }, points.map { log($0.price) })
    let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    let xx = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let yy = y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    let xy = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    guard xx > 0 else { throw UncertaintyProblem("every cumulative volume is the same: there is no slope") }
    return Fit(
      exponent: -xy / xx, learningRate: learningRate(exponent: -xy / xx),
      priceAtOne: exp(meanY - xy / xx * meanX), determination: yy > 0 ? xy * xy / xx / yy : 1,
      points: points.count)
  }
}

/// Yearly volumes and what they add up to.
public enum CumulativeVolume {
  /// The volumes of the years after `first` up to `last`, growing by the same factor every year from `start`, the
  /// volume of year `first`, to `end`, that of year `last`.
  public static func geometric(from first: Int, _ start: Double, to last: Int, _ end: Double) -> [Double] {
    guard last > first, start > 0, end > 0 else { return [] }
    let years = Double(last - first)
    return (1...(last - first)).map { start * pow(end / start, Double($0) / years) }
  }

  /// Running sums of yearly volumes on top of what was made before.
  public static func running(_ volumes: [Double], before: Double = 0) -> [Double] {
    var sum = before
    return volumes.map {
      sum += $0
      return sum
    }
  }

  /// The cumulative volume one learns from: all of one's own, and of what others make the share that spills over.
  /// - Parameters:
  ///   - world: cumulative volume of the world, the home country's included.
  ///   - spillover: from 0 (only home counts) to 1 (the world counts in full).
  public static func blended(world: Double, home: Double, spillover: Double) -> Double {
    home + spillover * (world - home)
  }
}
