import Testing

import Strategy

/// What must hold in every year, in scenarios with every flow switched on.
@Suite struct BalanceTests {
  private static let busy = """
    stocks: {used_exports_japan: {value: 0.03, unit: fraction/yr}}
    circularity: {second_life: {value: 0.3, unit: fraction}, recycling_delay: {value: 1.5, unit: years}}
    people: {skilled: {training_places: {unit: people/yr, values: {2024: 500, 2030: 2500}}}}
    capacity: {delay: {value: 0.7, unit: years}}
    """

  private func close(_ a: Double, _ b: Double, _ scale: Double) -> Bool {
    abs(a - b) <= 1e-9 * max(1, abs(scale))
  }

  private func value(_ outcome: Outcome, _ id: String, _ year: Int) throws -> Double {
    try #require(outcome.value(id, in: year), "\(id) in \(year)")
  }

  @Test(arguments: ["", busy]) func vehicles(yaml: String) throws {
    let outcome = Outcome(try scenario(yaml))
    for region in ["japan", "world"] {
      for year in 2010...2050 {
        let before = year == 2010 ? 0 : try value(outcome, "stock.\(region)", year - 1)
        let now = try value(outcome, "stock.\(region)", year)
        let change =
          try value(outcome, "vehicles.entered.\(region)", year)
          - value(outcome, "vehicles.retired.\(region)", year)
          - value(outcome, "vehicles.exported.\(region)", year)
        #expect(close(now - before, change, now), "\(region) \(year)")
      }
    }
  }

  @Test(arguments: ["", busy]) func minerals(yaml: String) throws {
    let outcome = Outcome(try scenario(yaml))
    for mineral in Mineral.allCases.map(\.key) {
      for year in 2022...2050 {
        func flow(_ id: String) throws -> Double { try value(outcome, "circular.\(mineral).\(id)", year) }
        let bought = try value(outcome, "resource.domestic.\(mineral)", year)
        // Mined and recycled = used and lost, with what is recycled beyond need left over.
        let sources = try flow("primary") + flow("from_retired") + flow("from_scrap") - flow("surplus")
        #expect(close(sources, try flow("used") + flow("scrap"), bought), "\(mineral) \(year)")
        #expect(close(try flow("scrap"), try flow("lost") + flow("from_scrap"), bought))
        #expect(close(bought, try flow("used") + flow("scrap"), bought))
        #expect(try flow("primary") >= 0 && flow("from_retired") >= 0)
      }
    }
  }

  /// Regulation (EU) 2023/1542, Art. 8: nothing before 2031, a step in 2036.
  @Test func minimumOfRecycledContentHoldsFromItsYear() throws {
    let outcome = Outcome(try scenario(""))
    for (metal, first, second) in [("cobalt", 0.16, 0.26), ("lithium", 0.06, 0.12), ("nickel", 0.06, 0.15)] {
      let id = "circular.\(metal).minimum_content"
      #expect(outcome.value(id, in: 2030) == nil)
      for year in 2031...2050 { #expect(outcome.value(id, in: year) == (year < 2036 ? first : second)) }
    }
    #expect(outcome["circular.graphite.minimum_content"] == nil)
  }

  @Test(arguments: ["", busy]) func peopleAndMoney(yaml: String) throws {
    let read = try scenario(yaml)
    let outcome = Outcome(read)
    for function in ["skilled", "technical", "supply_chain"] {
      for year in 2023...2050 {
        func people(_ id: String, _ year: Int) throws -> Double {
          try value(outcome, "people.\(function).\(id)", year)
        }
        let change = try people("hired", year) - people("left", year)
        #expect(
          close(try people("staff", year) - people("staff", year - 1), change, 1e4), "\(function) \(year)")
        #expect(close(try people("need", year), try people("staff", year) + people("gap", year), 1e4))
      }
    }
    // What the ledger's counted plants state is spent by the end, no more and no less.
    let stated = read.model.plants.filter {
      ["running", "under_construction", "certified"].contains($0.state.rawValue)
    }
    .filter { $0.start != nil }.compactMap(\.investment).reduce(0, +)
    #expect(close(try value(outcome, "investment.plants.cumulative", 2050), stated, stated))
  }

  @Test(arguments: ["", busy]) func capacity(yaml: String) throws {
    let read = try scenario(yaml)
    let outcome = Outcome(read)
    for year in 2022...2050 {
      let whole = try value(outcome, "capacity.domestic", year)
      let parts =
        try value(outcome, "capacity.domestic.plants", year)
        + value(outcome, "capacity.domestic.aggregates", year)
      #expect(close(whole, parts, whole))
      let effective = try value(outcome, "capacity.domestic.effective", year)
      #expect(effective <= whole + 1e-12)
      #expect(
        close(
          try value(outcome, "output.domestic", year), effective * (read.value(of: "capacity.yield") ?? 0),
          whole))
    }
  }

  @Test func batteriesThatLeaveNeverExceedThoseThatEntered() throws {
    let outcome = Outcome(try scenario(Self.busy))
    var (entered, left) = (0.0, 0.0)
    for year in 2010...2050 {
      entered +=
        try value(outcome, "demand.world.automotive", year)
        + value(outcome, "batteries.replacements.world", year)
      left += try value(outcome, "batteries.retired.world", year)
      #expect(left <= entered * (1 + 1e-9))
    }
    #expect(left > 0.2 * entered)
  }
}
