import Inventory

/// What is wrong with the inputs of a build-out, each in words that name the input.
public struct BuildOutProblems: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence each.
  public let reasons: [String]

  /// Problems in words.
  public init(reasons: [String]) { self.reasons = reasons }

  /// The sentences, a line each.
  public var description: String { reasons.joined(separator: "\n") }
}

extension BuildOut {
  /// - Throws: `BuildOutProblems` with everything that makes no sense.
  public func check() throws(BuildOutProblems) {
    var check = Check(years: years)
    check.horizon()
    check.amount(demand, "demand, GWh")
    check.share(utilisation, "utilisation")
    check.share(yield, "yield")
    check.amount(importPrice, "import price, billion JPY per GWh")
    check.amount(importEmissions, "import emissions, t CO2e per GWh")
    check.amount(importConcentration, "concentration of imports")
    check.amount(importLimit, "import limit, GWh", mayBeInfinite: true)
    for (mineral, limit) in minerals.sorted(by: { $0.key < $1.key }) {
      check.amount(limit, "limit of \(mineral), t", mayBeInfinite: true)
    }
    for (mineral, weight) in concentrationWeights.sorted(by: { $0.key < $1.key }) {
      check.share(weight, "concentration of \(mineral)")
    }
    check.amount(people, "people", mayBeInfinite: true)
    check.amount(money, "money, billion JPY", mayBeInfinite: true)
    check.amount(publicMoney, "public money, billion JPY", mayBeInfinite: true)
    check.amount(buildRate, "build rate, GWh/yr", mayBeInfinite: true)
    check.amount(.constant(emissionsCap), "cap of emissions, t CO2e", mayBeInfinite: true)
    check.amount(.constant(concentrationCap), "cap of concentration", mayBeInfinite: true)
    if !(discountRate > -1 && discountRate < 1) {
      check.say("the discount rate is \(discountRate): 0.05 is 5 % a year")
    }
    let names = existing.map(\.name) + options.map(\.name)
    check.unique(names, "plant or option")
    check.unique(targets.map(\.name), "target")
    for plant in existing { check.existing(plant) }
    for option in options { check.option(option) }
    for target in targets { check.target(target, names: names) }
    if !check.reasons.isEmpty { throw BuildOutProblems(reasons: check.reasons) }
  }

  private struct Check {
    let years: [Int]
    var reasons: [String] = []

    mutating func say(_ reason: String) { reasons.append(reason) }

    mutating func horizon() {
      if years.isEmpty { say("there are no years") }
      for (year, next) in zip(years, years.dropFirst()) where next != year + 1 {
        say("the year \(next) follows \(year): years have to be one after the other")
      }
    }

    mutating func amount(
      _ yearly: Yearly, _ what: String, most: Double = .infinity, mayBeInfinite: Bool = false
    ) {
      if case .values(let values) = yearly, values.count != years.count {
        say("\(what): \(values.count) values for \(years.count) years")
        return
      }
      let values: [Double]
      switch yearly {
      case .constant(let value): values = [value]
      case .values(let each): values = each
      }
      for (place, value) in values.enumerated() {
        if value >= 0 && value <= most && (mayBeInfinite || value.isFinite) { continue }
        let place = values.count == years.count && values.count > 1 ? " in \(years[place])" : ""
        let range = most.isFinite ? "from 0 to \(most)" : "0 or more"
        say("\(what): \(value)\(place), expected \(range)")
        return
      }
    }

    mutating func share(_ yearly: Yearly, _ what: String) { amount(yearly, what, most: 1) }

    mutating func unique(_ names: [String], _ what: String) {
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted { say("the \(what) “\(name)” is there twice") }
    }

    mutating func minerals(_ use: [String: Double], _ name: String) {
      for (mineral, tonnes) in use.sorted(by: { $0.key < $1.key }) {
        amount(.constant(tonnes), "“\(name)”: \(mineral), t per GWh")
      }
    }

    mutating func existing(_ plant: Existing) {
      amount(plant.nameplate, "“\(plant.name)”: nameplate, GWh/yr")
      amount(plant.operating, "“\(plant.name)”: cost of production, billion JPY per GWh")
      amount(plant.emissions, "“\(plant.name)”: emissions, t CO2e per GWh")
      amount(.constant(plant.people), "“\(plant.name)”: people per GWh/yr")
      minerals(plant.minerals, plant.name)
      guard reasons.isEmpty, let first = plant.firstYear else { return }
      for (place, year) in years.enumerated() where year < first && plant.nameplate[place] != 0 {
        say("“\(plant.name)” has \(plant.nameplate[place]) GWh/yr in \(year), before it is built in \(first)")
        return
      }
    }

    mutating func option(_ option: Option) {
      let name = "“\(option.name)”"
      amount(option.capital, "\(name): capital, billion JPY per GWh/yr")
      amount(option.operating, "\(name): cost of production, billion JPY per GWh")
      for share in option.rampUp where !(share >= 0 && share <= 1) {
        say("\(name): a ramp-up of \(share), expected shares from 0 to 1")
      }
      amount(option.publicCapital, "\(name): public part of capital, billion JPY per GWh/yr")
      amount(option.publicOperating, "\(name): public part of production, billion JPY per GWh")
      amount(option.emissions, "\(name): emissions, t CO2e per GWh")
      amount(option.maximumPerYear, "\(name): most in a year, GWh/yr", mayBeInfinite: true)
      amount(.constant(option.maximumTotal), "\(name): most over all years, GWh/yr", mayBeInfinite: true)
      amount(.constant(option.people), "\(name): people per GWh/yr")
      minerals(option.minerals, option.name)
      if option.leadTime < 0 {
        say("\(name): a lead time of \(option.leadTime) years runs before it is built")
      }
      if option.life < 1 { say("\(name): a life of \(option.life) years") }
      for year in [option.earliestYear, option.latestYear] {
        if let year, let first = years.first, let last = years.last, !(first...max(first, last) ~= year) {
          say("\(name): the year \(year) is outside \(first) to \(last)")
        }
      }
      if let earliest = option.earliestYear, let latest = option.latestYear, earliest > latest {
        say("\(name): decided from \(earliest) to \(latest)")
      }
      guard reasons.isEmpty else { return }
      for (place, year) in years.enumerated()
      where option.publicCapital[place] > option.capital[place] * (1 + 1e-12) {
        say("\(name): in \(year) the public part of capital is above capital itself")
        break
      }
    }

    mutating func target(_ target: Target, names: [String]) {
      if !years.contains(target.year) {
        say("the target “\(target.name)” is for \(target.year), which is outside the horizon")
      }
      let most = target.kind == .homeShare ? 1.0 : .infinity
      amount(.constant(target.value), "the target “\(target.name)”", most: most)
      for name in target.counting.sorted() where !names.contains(name) {
        let nearest = nearestWord(to: name, in: names).map { ": “\($0)” is" } ?? ""
        say("the target “\(target.name)” counts “\(name)”, which is not there\(nearest)")
      }
    }
  }
}
