/// What the ledger says at one date: plants and capacity by state.
public struct LedgerTotals: Sendable {
  /// The date.
  public let date: PartialDate
  /// Nameplate capacity in GWh/yr by state, of plants whose capacity a source states; every state is there.
  public let capacity: [PlantState: Double]
  /// The number of plants and sums by state; every state is there.
  public let plants: [PlantState: Int]
  /// Investment in billion JPY by state, as far as stated.
  public let investment: [PlantState: Double]
  /// The most that is paid as subsidy in billion JPY by state, as far as stated.
  public let subsidy: [PlantState: Double]

  /// Sums over plants as they were known at a date.
  public init(_ statuses: [PlantStatus], at date: PartialDate) {
    self.date = date
    func sums(_ value: (PlantStatus) -> Double?) -> [PlantState: Double] {
      Dictionary(
        uniqueKeysWithValues: PlantState.allCases.map { state in
          (state, statuses.reduce(0) { $0 + ($1.state == state ? value($1) ?? 0 : 0) })
        })
    }
    capacity = sums(\.capacity)
    investment = sums(\.investment)
    subsidy = sums(\.subsidy)
    plants = Dictionary(
      uniqueKeysWithValues: PlantState.allCases.map { state in
        (state, statuses.filter { $0.state == state }.count)
      })
  }

  /// Capacity in GWh/yr over several states.
  public func capacity(in states: [PlantState]) -> Double { states.reduce(0) { $0 + (capacity[$1] ?? 0) } }
}

extension Ledger {
  /// The ledger replayed: totals at every date at which an event was reported, up to a date.
  /// - Parameter country: only plants there; all where nil.
  public func history(to last: PartialDate, country: String? = nil) -> [LedgerTotals] {
    let plants = plants.filter { country == nil || $0.country == country }
    var dates: [PartialDate] = []
    for date in plants.flatMap(\.events).map(\.date).sorted() where !(last < date) {
      if let latest = dates.last, !(latest < date) { continue }
      dates.append(date)
    }
    return dates.map { date in LedgerTotals(plants.compactMap { $0.status(at: date) }, at: date) }
  }
}
