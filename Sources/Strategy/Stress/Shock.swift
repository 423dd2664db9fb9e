/// One thing that goes wrong, or several at once.
public struct Shock: Sendable {
  /// What happens.
  public enum Effect: Sendable {
    /// A country's supply of a mineral fails.
    case cut(SupplyCut)
    /// Plants start so many years later: those with the ids, or all that do not run yet.
    case delay(years: Double, plants: [String])
    /// A part of a plant is not built.
    case plant(id: String, lost: Double)
    /// Another rate, in JPY/USD.
    case exchangeRate(Double)
    /// Demand of a region (`World` or `Japan`) after the scenario's date changes by a fraction.
    case demand(region: String, change: Double)
    /// Another value of an assumption, in its unit.
    case set(assumption: String, value: Double)
  }

  /// Its id.
  public let id: String
  /// What it is called.
  public let name: Bilingual
  /// What happens.
  public let effects: [Effect]

  /// A shock.
  public init(id: String, name: Bilingual, effects: [Effect]) {
    self.id = id
    self.name = name
    self.effects = effects
  }

  /// Its cuts of supply.
  public var cuts: [SupplyCut] {
    effects.compactMap {
      if case .cut(let cut) = $0 { return cut }
      return nil
    }
  }
}

/// A country's supply of a mineral fails, in whole or in part, for some months of a year.
public struct SupplyCut: Sendable {
  /// The country as `minerals.csv` calls it.
  public let country: String
  /// The mineral as `minerals.csv` calls it; `graphite` stands for battery-grade graphite.
  public let mineral: String
  /// The stage that fails; nil takes Japan's imports where the country is listed there, else refining, else mining.
  public let stage: SupplyStage?
  /// The part of the country's supply that fails, from 0 to 1.
  public let share: Double
  /// For how many months, from the beginning of the year, up to 12.
  public let months: Double
  /// The year.
  public let year: Int
  /// Where it was written.
  public let place: Place

  /// A cut.
  public init(
    country: String, mineral: String, stage: SupplyStage? = nil, share: Double, months: Double = 12, year: Int,
    place: Place = Place(file: "--cut", line: 0)
  ) {
    self.country = country
    self.mineral = mineral
    self.stage = stage
    self.share = share
    self.months = months
    self.year = year
    self.place = place
  }

  /// Reads `COUNTRY:MINERAL[:STAGE]=SHARE@YEAR[/MONTHS]`, such as `China:graphite=0.5@2030/6`; nil for anything else.
  public init?(_ text: String) {
    func parts(_ text: String, _ separator: Character) -> [String] {
      text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
    let sides = parts(text, "=")
    guard sides.count == 2 else { return nil }
    let (names, numbers) = (parts(sides[0], ":"), parts(sides[1], "@"))
    guard (2...3).contains(names.count), !names[0].isEmpty, !names[1].isEmpty, numbers.count == 2 else { return nil }
    let when = parts(numbers[1], "/")
    guard let share = Double(numbers[0]), (0...1).contains(share), (1...2).contains(when.count),
      let year = Int(when[0]), let months = when.count == 2 ? Double(when[1]) : 12, months >= 0, months <= 12
    else { return nil }
    var stage: SupplyStage?
    if names.count == 3 {
      guard let given = SupplyStage(cutName: names[2]) else { return nil }
      stage = given
    }
    self.init(country: names[0], mineral: names[1], stage: stage, share: share, months: months, year: year)
  }
}

extension SupplyStage {
  /// The stage that a cut names: `mine`, `refining` or `imports`.
  init?(cutName: String) {
    switch cutName {
    case "mine": self = .mine
    case "refining": self = .refining
    case "imports", "imports_japan": self = .imports
    default: return nil
    }
  }
}
