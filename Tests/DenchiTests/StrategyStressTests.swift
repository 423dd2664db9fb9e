import Foundation
import Testing

/// `denchi strategy stress`, `roadmap`, `markets` and `history` as a user runs them.
@Suite struct StrategyStressTests {
  private struct Stress: Decodable {
    struct Result: Decodable {
      struct Target: Decodable {
        var id: String
        var before: Double?
        var after: Double?
      }
      var id: String
      var year: Int
      var output_before_GWh: Double?
      var lost_GWh: Double?
      var first_binding: String?
      var binds_after_months: Double?
      var targets: [Target]
    }
    var stock_months: Double
    var results: [Result]
  }

  @Test(arguments: ["graphite-cut", "nickel-cut", "delay", "weak-yen", "combined"])
  func examplesRunAndDoSomething(_ name: String) throws {
    let outcome = try Command.run("strategy", "stress", "Examples/strategy/\(name).yaml", "--json")
    try #require(outcome.status == 0, "\(outcome.messages)")
    let stress = try outcome.decoded(Stress.self)
    for result in stress.results {
      #expect(result.lost_GWh ?? 0 > 0 || result.targets.contains { $0.before != $0.after }, "\(result.id)")
    }
    let text = try Command.run("strategy", "stress", "Examples/strategy/\(name).yaml")
    #expect(text.status == 0 && text.lines.allSatisfy { $0.count <= 130 })
  }

  @Test func cutOnTheCommandLineIsTheCutOfAFile() throws {
    try withFolder { folder in
      let file = """
        stock: {value: 1, unit: months of use, source: assumption}
        shocks:
          - id: x
            cut: {country: China, mineral: graphite, share: 0.5, months: 6, year: 2030}
        """
      try file.write(toFile: folder + "/shocks.yaml", atomically: true, encoding: .utf8)
      let a = try Command.run("strategy", "stress", "--shocks", folder + "/shocks.yaml", "--json").decoded(
        Stress.self)
      let b = try Command.run(
        "strategy", "stress", "--cut", "China:graphite=0.5@2030/6", "--stock-months", "1", "--json"
      ).decoded(Stress.self)
      #expect(a.stock_months == b.stock_months)
      #expect(a.results[0].lost_GWh == b.results[0].lost_GWh && a.results[0].lost_GWh ?? 0 > 0)
    }
  }

  @Test func faultsOfAFileHaveLinesAndNothingIsPrinted() throws {
    try withFolder { folder in
      func problems(_ text: String) throws -> String {
        try text.write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
        let outcome = try Command.run("strategy", "stress", "--shocks", folder + "/s.yaml")
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        return outcome.messages
      }
      let faults = [
        ("shocks:\n  - id: x\n    cutt: 1\n", "s.yaml:3: there is no key 'cutt'"),
        (
          "shocks:\n  - id: x\n    cut: {country: China, mineral: nickle, share: 1}\n",
          "s.yaml:3: no supply of 'nickle'"
        ),
        (
          "shocks:\n  - id: x\n    cut: {country: China, mineral: nickel, share: 2}\n",
          "s.yaml:3: 'shocks[1].cut.share' is '2': a number from 0 to 1"
        ),
        ("stock: {value: 2, unit: kt}\nshocks: []\n", "s.yaml:1:"),
        ("shocks:\n  - id: x\n", "does nothing"),
        (
          "shocks:\n  - {id: x, exchange_rate: 150}\n  - {id: x, exchange_rate: 160}\n",
          "s.yaml:3: the shock 'x' is there twice"
        ),
      ]
      for (text, message) in faults {
        let messages = try problems(text)
        #expect(messages.contains(message), "\(messages)")
      }
    }
    #expect(try Command.run("strategy", "stress").status == 64)
    #expect(try Command.run("strategy", "stress", "--cut", "China").status == 64)
    #expect(try Command.run("strategy", "stress", "--shocks", "none.yaml").status == 66)
  }

  private struct Road: Decodable {
    struct Item: Decodable {
      var id: String
      var slack_years: Double?
      var critical_chain: [String]
    }
    struct Slip: Decodable {
      struct Shift: Decodable {
        var id: String
        var at_least_years: Double
        var at_most_years: Double
        var via: String?
      }
      var shifts: [Shift]
      var chain: [String]
    }
    var items: [Item]
    var slip: Slip?
  }

  @Test func decisionsThatSlipPutOffTheBase() throws {
    let road = try Command.run("strategy", "roadmap", "--slip", "investment_decisions=1", "--json").decoded(
      Road.self)
    let slip = try #require(road.slip)
    #expect(slip.shifts.first?.id == "investment_decisions" && slip.shifts.first?.via == nil)
    // 2027 for 2030: no slack.
    #expect(slip.shifts.first { $0.id == "capacity_150" }?.at_least_years == 1)
    #expect(slip.chain.starts(with: ["investment_decisions", "capacity_150"]))
    #expect(road.items.first { $0.id == "investment_decisions" }?.slack_years == 0)
    let plain = try Command.run("strategy", "roadmap")
    for item in road.items { #expect(plain.output.contains(item.id.prefix(14)), "\(item.id)") }
    #expect(try Command.run("strategy", "roadmap", "--slip", "base_20=1").status == 64)
    let typo = try Command.run("strategy", "roadmap", "--slip", "capacity_105=1")
    #expect(typo.status == 64 && typo.messages.contains("is 'capacity_150' meant?"))
  }

  private struct Markets: Decodable {
    struct Range: Decodable {
      var low: Double
      var high: Double
    }
    struct Line: Decodable {
      var market: String
      var stage: String?
      var year: Int
      var hhi: Range
      var hhi_listed: Double
      var effective_number: Range
      var withheld: [String]
      var sources: [String]
    }
    var minerals: [Line]
    var producers: [Line]
  }

  @Test func concentrationIsThatOfTheStatistics() throws {
    let markets = try Command.run("strategy", "markets", "--json").decoded(Markets.self)
    // Published shares of mine production in 2024 over the printed total (USGS 2025): listed countries alone.
    for (mineral, index) in [
      ("Lithium", 2215.0), ("Nickel", 3706), ("Cobalt", 5867), ("Natural graphite", 6381),
      ("Manganese", 2158),
    ] {
      let line = try #require(
        markets.minerals.first { $0.market == mineral && $0.stage == "mine" && $0.year == 2024 })
      #expect(line.hhi_listed.rounded() == index)
    }
    for line in markets.minerals + markets.producers {
      #expect(
        line.hhi.low <= line.hhi.high && line.hhi.low >= line.hhi_listed - 1e-6 && !line.sources.isEmpty)
      #expect(isClose(line.effective_number.high, 10_000 / line.hhi.low))
    }
    #expect(markets.minerals.contains { $0.withheld == ["United States"] })
    let all = try Command.run("strategy", "markets", "--json", "--all-years").decoded(Markets.self)
    #expect(all.minerals.count > markets.minerals.count)
  }

  private struct History: Decodable {
    struct Record: Decodable {
      var indicator: String
      var year: Int
      var plan: Double?
      var actual: Double?
      var difference: Double?
      var computed: Double?
      var computed_from: String?
      var confidence: String
      var actual_source: String
    }
    var records: [Record]
  }

  @Test func historyHasEveryRowWithItsSource() throws {
    let records = try Command.run("strategy", "history", "--json").decoded(History.self).records
    let path = Project.root + "/Sources/Strategy/Default/history.csv"
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(records.count == rows.count)
    for record in records {
      #expect(!record.confidence.isEmpty && !record.actual_source.isEmpty)
      if let plan = record.plan, let actual = record.actual { #expect(record.difference == actual - plan) }
    }
    let run = try Command.run("strategy", "run", "--csv", "--series", "price.pack.automotive.usd").output
      .split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    let column = try #require(run[0].firstIndex(of: "2024"))
    let price = try #require(records.first { $0.indicator == "pack_price_bev" && $0.year == 2024 })
    // The unit and the name stand before the years; names may hold commas, so count from the end.
    #expect(price.computed == Double(run[1][run[1].count - run[0].count + column]))
  }
}
