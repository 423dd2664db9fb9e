import Inventory

/// A date known to the day, the month or the year; a fiscal year begins in April.
public struct PartialDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The calendar year (of a fiscal year: the one it begins in).
  public let year: Int
  /// The month, if known.
  public let month: Int?
  /// The day, if known.
  public let day: Int?
  /// Whether it is a Japanese fiscal year (April to March).
  public let isFiscalYear: Bool

  /// Reads `2028`, `2028-10`, `2028-10-01` or `FY2028`; nil for anything else.
  public init?(_ text: String) {
    isFiscalYear = text.hasPrefix("FY")
    let parts = (isFiscalYear ? String(text.dropFirst(2)) : text).split(
      separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.utf8.count == 4, let year = Int(first), parts.count <= 3 else {
      return nil
    }
    guard !isFiscalYear || parts.count == 1 else { return nil }
    let rest = parts.dropFirst().map { $0.utf8.count <= 2 ? Int($0) ?? 0 : 0 }
    if let month = rest.first, !(1...12).contains(month) { return nil }
    if rest.count == 2, !(1...Self.days(in: rest[0], of: year)).contains(rest[1]) { return nil }
    self.year = year
    month = rest.first
    day = rest.count == 2 ? rest[1] : nil
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The time in years: the middle of what is known (2028-10 is 2028.79, FY2028 is 2028.75).
  public var time: Double {
    if isFiscalYear { return Double(year) + 0.75 }
    guard let month else { return Double(year) + 0.5 }
    return Double(year) + (Double(month - 1) + (day.map { (Double($0) - 0.5) / 31 } ?? 0.5)) / 12
  }

  /// The last day that it may be, as `year * 10000 + month * 100 + day`: an event of `2024` counts from its end.
  private var latest: Int {
    isFiscalYear ? (year + 1) * 10_000 + 331 : year * 10_000 + (month ?? 12) * 100 + (day ?? 31)
  }

  /// Whether one is over before the other.
  public static func < (a: PartialDate, b: PartialDate) -> Bool { a.latest < b.latest }

  /// As it was written.
  public var description: String {
    if isFiscalYear { return "FY\(year)" }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)" + (month.map { "-" + two($0) } ?? "") + (day.map { "-" + two($0) } ?? "")
  }
}

/// What a plant's plan has come to.
public enum PlantState: String, Sendable, CaseIterable {
  /// Announced, without certification or start of construction.
  case planned
  /// Certified for support.
  case certified
  /// Being built.
  case underConstruction = "under_construction"
  /// In operation.
  case running
  /// Put off or under review as a whole.
  case postponed
  /// Given up.
  case cancelled
}

/// One event in the life of a plant.
public struct PlantEvent: Sendable {
  /// When it happened or was reported.
  public let date: PartialDate
  /// The state from then on.
  public let state: PlantState
  /// Nameplate capacity in GWh/yr from then on, if stated.
  public let capacity: Double?
  /// When production is to begin or began, if stated.
  public let start: PartialDate?
  /// Investment in billion JPY, if stated.
  public let investment: Double?
  /// The most that is paid as subsidy, in billion JPY, if stated.
  public let subsidy: Double?
  /// What else the source says.
  public let note: String
  /// Who reported it.
  public let source: String
  /// How sure the source is: primary, statistics, press, secondary, assumption.
  public let confidence: String
  /// Where it was written.
  public let place: Place
}

/// A plant, or a sum of plants that no source takes apart, with what happened to it.
public struct Plant: Sendable {
  /// Its id in the ledger.
  public let id: String
  /// Its name.
  public let name: Bilingual
  /// Who builds it.
  public let owner: String
  /// Where it is.
  public let country: String
  /// What its batteries are for.
  public let use: String
  /// Whether it is a sum that no source takes apart.
  public let isAggregate: Bool
  /// Its events by date.
  public let events: [PlantEvent]

  /// The plant as it was known at a date; nil before its first event.
  public func status(at date: PartialDate) -> PlantStatus? {
    let known = events.filter { !(date < $0.date) }
    guard let last = known.last else { return nil }
    func latest<T>(_ value: (PlantEvent) -> T?) -> T? { known.reversed().lazy.compactMap(value).first }
    return PlantStatus(
      plant: self, state: last.state, since: last.date, capacity: latest(\.capacity), start: latest(\.start),
      investment: latest(\.investment), subsidy: latest(\.subsidy), last: last)
  }
}

/// A plant as it was known at a date.
public struct PlantStatus: Sendable {
  /// The plant.
  public let plant: Plant
  /// Its state.
  public let state: PlantState
  /// Since when.
  public let since: PartialDate
  /// Nameplate capacity in GWh/yr; nil where no source states one.
  public let capacity: Double?
  /// When production begins; nil where no source says.
  public let start: PartialDate?
  /// Investment in billion JPY.
  public let investment: Double?
  /// The most that is paid as subsidy in billion JPY.
  public let subsidy: Double?
  /// The event that made it so.
  public let last: PlantEvent
}

/// The ledger of plants (`plants.csv`): one row an event, replayable at any date.
public struct Ledger: Sendable {
  /// The plants, in the order of the file.
  public let plants: [Plant]

  /// Every plant as it was known at a date.
  public func statuses(at date: PartialDate) -> [PlantStatus] { plants.compactMap { $0.status(at: date) } }

  init(_ builder: ScenarioBuilder) {
    let table = builder.table(
      "plants",
      columns: ["plant", "name", "country", "kind", "date", "state", "capacity_GWh_per_year", "source"])
    var order: [String] = []
    var found: [String: (row: ScenarioTable.Row, events: [PlantEvent])] = [:]
    for row in table.rows {
      let id = row.text("plant")
      guard let state = row.choice("state", PlantState.self) else { continue }
      guard let date = PartialDate(row["date"]) else {
        row.problem("'date' is '\(row["date"])': a date such as 2024-09-06, 2024-09 or 2024 is expected")
        continue
      }
      row.check("country", near: ["Japan"])
      row.check("use", oneOf: ["automotive", "stationary", "other", ""])
      row.check("kind", oneOf: ["plant", "aggregate"])
      row.check(
        "confidence", oneOf: ["primary", "statistics", "press", "secondary", "survey", "assumption", ""])
      let start = PartialDate(row["start"])
      if start == nil && !row["start"].isEmpty {
        row.problem("'start' is '\(row["start"])': a date such as 2028-10, 2028 or FY2028 is expected")
      }
      if let start, state == .running, date < PartialDate(year: start.year) {
        row.problem("the plant runs in \(date), before it is built (start \(start))")
      }
      let event = PlantEvent(
        date: date, state: state, capacity: row.number("capacity_GWh_per_year", unit: "GWh/yr", in: 0...1000),
        start: start, investment: row.number("investment_billion_JPY", unit: "billion JPY", in: 0...20_000),
        subsidy: row.number("subsidy_max_billion_JPY", unit: "billion JPY", in: 0...20_000),
        note: row["note"],
        source: builder.sources[row["source"]] ?? row["source"], confidence: row["confidence"],
        place: row.place)
      if let investment = event.investment, let subsidy = event.subsidy, subsidy > investment {
        row.problem(
          "the subsidy of \(subsidy.short) billion JPY is more than the investment of \(investment.short)")
      }
      if found[id] == nil { order.append(id) }
      found[id, default: (row, [])].events.append(event)
    }
    plants = order.compactMap { id in
      guard let (row, events) = found[id] else { return nil }
      let sorted = events.enumerated().sorted {
        $0.element.date == $1.element.date ? $0.offset < $1.offset : $0.element.date < $1.element.date
      }.map(\.element)
      if let first = sorted.firstIndex(where: { $0.state == .cancelled }), first + 1 < sorted.count {
        let later = sorted[first + 1]
        builder.problem(
          later.place,
          "plant '\(id)' is \(later.state.rawValue) after it was cancelled on \(sorted[first].date)")
      }
      return Plant(
        id: id, name: Bilingual(row["name"], row["name_ja"].isEmpty ? row["name"] : row["name_ja"]),
        owner: row["owner"], country: row["country"], use: row["use"],
        isAggregate: row["kind"] == "aggregate",
        events: sorted)
    }
  }
}

extension PartialDate {
  /// The first day of a year: nothing of the year is before it.
  init(year: Int) {
    self.year = year
    month = 1
    day = 1
    isFiscalYear = false
  }
}
