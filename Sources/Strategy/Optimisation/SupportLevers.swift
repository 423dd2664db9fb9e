import Foundation

/// Support by which a government makes an investment cheaper, per plant or technology. All of it is public cost
/// unless stated otherwise; what it moves from investors to the public is kept apart.
public struct SupportLevers: Sendable, Hashable {
  /// Share of investment that is granted (0 to 1).
  public var capitalSubsidy = 0.0
  /// Share of the investment left after grants that is credited against tax (0 to 1), taken as paid in the same year.
  public var investmentTaxCredit = 0.0
  /// Credit for production, JPY per kWh of good output.
  public var productionCredit = 0.0
  /// The years in which production is credited; all if nil.
  public var productionCreditYears: ClosedRange<Int>?
  /// A loan below the market's rate.
  public var loan: Loan?
  /// Cheaper electricity.
  public var electricity: Electricity?

  /// A loan repaid in equal parts at the end of each year.
  public struct Loan: Sendable, Hashable {
    /// Share of the investment left after grants that is lent (0 to 1).
    public var share: Double
    /// Interest a year of the market and of the loan.
    public var marketRate: Double
    /// Interest a year of the loan.
    public var rate: Double
    /// Years of repayment.
    public var years: Int

    /// A loan.
    public init(share: Double, marketRate: Double, rate: Double, years: Int) {
      self.share = share
      self.marketRate = marketRate
      self.rate = rate
      self.years = years
    }

    /// Present value, per unit lent, of paying the loan's annuity instead of the market's.
    public func benefit(discountRate: Double) -> Double {
      let difference = Self.annuity(marketRate, years) - Self.annuity(rate, years)
      return difference / Self.annuity(discountRate, years)
    }

    /// The equal yearly payment that repays 1 with interest.
    static func annuity(_ rate: Double, _ years: Int) -> Double {
      rate == 0 ? 1 / Double(years) : rate / -expm1(-Double(years) * log1p(rate))
    }
  }

  /// Cheaper electricity.
  public struct Electricity: Sendable, Hashable {
    /// Electricity used, kWh per kWh of good output.
    public var use: Double
    /// How much less a kWh costs, JPY.
    public var reduction: Double
    /// Whether the public pays the difference; if not, the cost is gone altogether.
    public var isPubliclyPaid: Bool

    /// Cheaper electricity.
    public init(use: Double, reduction: Double, isPubliclyPaid: Bool) {
      self.use = use
      self.reduction = reduction
      self.isPubliclyPaid = isPubliclyPaid
    }
  }

  /// No support.
  public init() {}

  /// JPY per kWh in billion JPY per GWh.
  static let billionPerGWh = 1e6 / 1e9

  /// An option with this support on top of what it has.
  ///
  /// - Parameters:
  ///   - years: The horizon of the build-out.
  ///   - discountRate: The rate at which interest saved in later years is valued at the year of the decision.
  /// - Throws: `BuildOutProblems` where shares, rates or years make no sense.
  public func applied(
    to option: BuildOut.Option, years: [Int], discountRate: Double
  ) throws(BuildOutProblems) -> BuildOut.Option {
    try check(option.name)
    var supported = option
    // Share of investment: grant, then credit and loan on what is left.
    var share = capitalSubsidy + (1 - capitalSubsidy) * investmentTaxCredit
    if let loan { share += (1 - capitalSubsidy) * loan.share * loan.benefit(discountRate: discountRate) }
    let places = years.indices
    supported.publicCapital = .values(places.map { option.publicCapital[$0] + share * option.capital[$0] })
    let power = electricity.map { $0.use * $0.reduction * Self.billionPerGWh } ?? 0
    if let electricity, !electricity.isPubliclyPaid {
      supported.operating = .values(places.map { option.operating[$0] - power })
    }
    supported.publicOperating = .values(
      places.map { place in
        let credited = productionCreditYears?.contains(years[place]) ?? true
        return option.publicOperating[place] + (credited ? productionCredit * Self.billionPerGWh : 0)
          + (electricity?.isPubliclyPaid == true ? power : 0)
      })
    if let place = places.first(where: { supported.operating[$0] < 0 }) {
      throw BuildOutProblems(reasons: [
        "“\(option.name)”: electricity cheaper by \(electricity?.reduction ?? 0) JPY/kWh leaves a cost of production "
          + "of \(supported.operating[place]) billion JPY per GWh in \(years[place])"
      ])
    }
    return supported
  }

  private func check(_ name: String) throws(BuildOutProblems) {
    var reasons: [String] = []
    func expect(_ right: Bool, _ reason: String) { if !right { reasons.append("“\(name)”: \(reason)") } }
    expect(0...1 ~= capitalSubsidy, "a capital subsidy of \(capitalSubsidy), expected a share from 0 to 1")
    expect(
      0...1 ~= investmentTaxCredit, "a tax credit of \(investmentTaxCredit), expected a share from 0 to 1")
    expect(
      productionCredit >= 0 && productionCredit.isFinite, "a production credit of \(productionCredit) JPY/kWh"
    )
    if let loan {
      expect(0...1 ~= loan.share, "a loan of \(loan.share), expected a share from 0 to 1")
      expect(loan.years > 0, "a loan over \(loan.years) years")
      for rate in [loan.rate, loan.marketRate] {
        expect(rate > -1 && rate < 1, "an interest rate of \(rate): 0.02 is 2 % a year")
      }
      expect(loan.rate <= loan.marketRate, "a loan at \(loan.rate), above the market's \(loan.marketRate)")
    }
    if let electricity {
      expect(
        electricity.use >= 0 && electricity.use.isFinite, "\(electricity.use) kWh of electricity per kWh")
      expect(electricity.reduction.isFinite, "electricity cheaper by \(electricity.reduction) JPY/kWh")
    }
    if !reasons.isEmpty { throw BuildOutProblems(reasons: reasons) }
  }
}
