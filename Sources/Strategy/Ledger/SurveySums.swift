/// An association's view of its members' answers: sums that do not tell what fewer than three companies answered.
///
/// Guaranteed: no sum, difference or other linear combination of what is shown, over all views and years and with what
/// was published for earlier surveys, is a figure that fewer than three companies contribute to; no sum that is
/// withheld can be computed from those shown. Not guaranteed: bounds (no figure is negative), what is known from
/// elsewhere, ratios between investment, capacity and people, and what two companies work out together.
public struct SurveySums: Sendable {
  /// What is summed.
  public enum Measure: String, Sendable, CaseIterable {
    /// Nameplate capacity in GWh/yr.
    case capacity
    /// Investment in billion JPY.
    case investment
    /// The most that is paid as subsidy, in billion JPY.
    case subsidy
    /// People.
    case people

    /// The unit of its sums.
    public var unit: String {
      switch self {
      case .capacity: "GWh/yr"
      case .investment, .subsidy: "billion JPY"
      case .people: "people"
      }
    }
  }

  /// Which plants a sum is over.
  public enum View: Sendable, Hashable {
    /// All.
    case total
    /// Those in a state.
    case state(PlantState)
    /// Those for a use.
    case use(Survey.Use)
    /// Those in Japan, or those abroad.
    case inJapan(Bool)
    /// Capacity at the end of a year: running, under construction or certified, and begun by then.
    case year(Int)
    /// Those in a state and for a use.
    case stateAndUse(PlantState, Survey.Use)

    /// The view and the group, such as `("state", "running")`.
    public var names: (view: String, group: String) {
      switch self {
      case .total: ("total", "all")
      case .state(let state): ("state", state.rawValue)
      case .use(let use): ("use", use.rawValue)
      case .inJapan(let isHome): ("place", isHome ? "Japan" : "abroad")
      case .year(let year): ("year", String(year))
      case .stateAndUse(let state, let use): ("state and use", "\(state.rawValue), \(use.rawValue)")
      }
    }
  }

  /// Why a sum is not shown.
  public enum Reason: String, Sendable {
    /// One or two companies contribute to it.
    case fewerThanThree = "fewer_than_three"
    /// The largest contributor has more of it than the dominance rule allows.
    case dominance
    /// With the others that are shown it would reveal a figure of one or two companies, or one that is withheld.
    case wouldReveal = "would_reveal"
  }

  /// One sum, or why it is withheld.
  public struct Sum: Sendable {
    /// The plants it is over.
    public let view: View
    /// What is summed.
    public let measure: Measure
    /// The sum in the measure's unit; nil where it is withheld.
    public let value: Double?
    /// How many companies contribute; nil where it is withheld.
    public let companies: Int?
    /// Why it is withheld; nil where it is shown.
    public let reason: Reason?
  }

  /// The sums that somebody contributes to, by measure and view.
  public let sums: [Sum]
  /// How many companies answered, those under one control counted once.
  public let companies: Int
  /// How many plants they have.
  public let plants: Int

  /// The sum of a measure over a view; nil where nobody contributes.
  public subscript(view: View, measure: Measure) -> Sum? {
    sums.first { $0.view == view && $0.measure == measure }
  }

  /// The sums of a survey.
  /// - Parameters:
  ///   - survey: the answers; of each company the last ones count.
  ///   - published: earlier surveys whose sums were shown, the oldest first: what is shown now reveals nothing together with them.
  ///   - dominance: the largest part that one company may have in a sum that is shown; nil for no such rule.
  public init(_ survey: Survey, published: [Survey] = [], dominance: Double? = nil) {
    let rounds = (published + [survey]).map { Round($0.latest) }
    companies = Set(survey.latest.map(\.group)).count
    plants = survey.latest.count
    var sums: [Sum] = []
    for measure in Measure.allCases {
      sums += Self.sums(measure, rounds, dominance)
    }
    self.sums = sums
  }

  private static func sums(_ measure: Measure, _ rounds: [Round], _ dominance: Double?) -> [Sum] {
    var numbers: [String: Int] = [:]
    var figures: [String: DisclosureControl.Figure] = [:]
    var starts: [Int] = []
    var count = 0
    for round in rounds {
      starts.append(count)
      let views = round.views(measure)
      for entry in round.entries {
        guard let value = measure.value(entry), value > 0 else { continue }
        let sums = views.indices.filter { views[$0].contains(entry) }.map { count + $0 }
        // The same figure in two surveys is one figure.
        let key = "\(entry.companyID)\u{0}\(entry.plant)\u{0}\(value)"
        let number = numbers[entry.group] ?? numbers.count
        numbers[entry.group] = number
        figures[key] = DisclosureControl.Figure(
          company: number, value: value, sums: (figures[key]?.sums ?? []) + sums)
      }
      count += views.count
    }
    var control = DisclosureControl(figures.keys.sorted().compactMap { figures[$0] }, sums: count)
    var shown: [Sum] = []
    for (round, start) in zip(rounds, starts) {
      let views = round.views(measure)
      // An earlier survey is taken as it was shown: with its own sums and those before it.
      func withheld(_ number: Int) -> Reason? {
        if control.companies(in: number) < DisclosureControl.minimum { return .fewerThanThree }
        if let dominance, control.largestShare(in: number) > dominance { return .dominance }
        return nil
      }
      for i in views.indices where withheld(start + i) == .dominance { control.forbid(start + i) }
      shown = views.indices.compactMap { i in
        let number = start + i
        guard control.companies(in: number) > 0 else { return nil }
        let reason = withheld(number) ?? (control.show(number) ? nil : .wouldReveal)
        let members = round.entries.filter(views[i].contains)
        return Sum(
          view: views[i], measure: measure,
          value: reason == nil ? members.reduce(0) { $0 + (measure.value($1) ?? 0) } : nil,
          companies: reason == nil ? control.companies(in: number) : nil, reason: reason)
      }
    }
    return shown
  }
}

extension SurveySums {
  /// The answers to one survey.
  private struct Round {
    let entries: [Survey.Entry]
    let years: ClosedRange<Int>?

    init(_ entries: [Survey.Entry]) {
      self.entries = entries
      let year = entries.map(\.surveyDate.year).max() ?? 0
      let last = entries.compactMap(\.firstYear).max()
      years = last.map { year...max(year, $0) }
    }

    /// Coarse views before fine ones: those offered first are shown first.
    func views(_ measure: Measure) -> [View] {
      var views: [View] = [.total]
      views += PlantState.allCases.map { .state($0) }
      if measure == .capacity, let years { views += years.map { .year($0) } }
      views += Survey.Use.allCases.map { .use($0) }
      views += [.inJapan(true), .inJapan(false)]
      for state in PlantState.allCases { views += Survey.Use.allCases.map { .stateAndUse(state, $0) } }
      return views
    }
  }
}

extension SurveySums.Measure {
  func value(_ entry: Survey.Entry) -> Double? {
    switch self {
    case .capacity: entry.capacity
    case .investment: entry.investment
    case .subsidy: entry.subsidy
    case .people: entry.people
    }
  }
}

extension SurveySums.View {
  func contains(_ entry: Survey.Entry) -> Bool {
    switch self {
    case .total: true
    case .state(let state): entry.state == state
    case .use(let use): entry.use == use
    case .inJapan(let isHome): (entry.country == "Japan") == isHome
    case .year(let year): entry.firstYear.map { $0 <= year } ?? false
    case .stateAndUse(let state, let use): entry.state == state && entry.use == use
    }
  }
}

extension Survey.Entry {
  /// The year from whose end on it is capacity; nil where it is not to be counted on.
  var firstYear: Int? {
    guard [.running, .underConstruction, .certified].contains(state) else { return nil }
    return start.map { Int($0.time) } ?? (state == .running ? since.year : nil)
  }
}
