import Foundation
import Testing

/// `denchi strategy plants` and `denchi strategy survey` as a user runs them.
@Suite struct StrategyLedgerTests {
  private struct Plants: Decodable {
    struct Plant: Decodable {
      var id: String
      var state: String
      var capacity_GWh_per_year: Double?
      var source: String
    }
    struct Totals: Decodable {
      var date: String
      var capacity_GWh_per_year: [String: Double]
      var counted_GWh_per_year: Double
    }
    var plants: [Plant]
    var totals: Totals
    var history: [Totals]?
  }

  @Test func totalsAreTheSumsOfThePlants() throws {
    for date in ["2022-12-31", "2024-12-31", "2025-12-31"] {
      let plants = try Command.run("strategy", "plants", "--as-of", date, "--json").decoded(Plants.self)
      for (state, total) in plants.totals.capacity_GWh_per_year {
        let sum = plants.plants.filter { $0.state == state }.reduce(0) {
          $0 + ($1.capacity_GWh_per_year ?? 0)
        }
        #expect(isClose(sum, total), "\(state) on \(date)")
      }
      #expect(plants.plants.allSatisfy { !$0.source.isEmpty })
    }
  }

  @Test func historyEndsWithTheTotalsAndForgetsNothingLater() throws {
    let all = try Command.run("strategy", "plants", "--history", "--json").decoded(Plants.self)
    let history = try #require(all.history)
    #expect(history.last?.capacity_GWh_per_year == all.totals.capacity_GWh_per_year)
    // Each date of the history is what the command says for that date.
    for totals in history {
      let then = try Command.run("strategy", "plants", "--as-of", totals.date, "--json").decoded(Plants.self)
      #expect(then.totals.capacity_GWh_per_year == totals.capacity_GWh_per_year, "\(totals.date)")
    }
  }

  @Test func aPlantThatWasCancelledWasCertifiedBefore() throws {
    func state(_ date: String) throws -> String? {
      try Command.run("strategy", "plants", "--as-of", date, "--json").decoded(Plants.self).plants
        .first { $0.id == "nissan-kitakyushu" }?.state
    }
    #expect(try state("2024-09-05") == nil)
    #expect(try state("2025-05-08") == "certified")
    #expect(try state("2025-05-09") == "cancelled")
  }

  @Test func surveyBecomesTheLedgerOfAScenario() throws {
    try withFolder { folder in
      let rows = try Command.run(
        "strategy", "survey", "ledger", "Examples/survey/2024", "Examples/survey/2025")
      #expect(rows.status == 0)
      try rows.output.write(toFile: folder + "/plants.csv", atomically: true, encoding: .utf8)
      let scenario = """
        base: default
        name: survey
        tables: {plants: plants.csv}
        # The default scenario names a plant of its own ledger here.
        capacity: {realised: null}
        """
      try scenario.write(toFile: folder + "/scenario.yaml", atomically: true, encoding: .utf8)
      let outcome = try Command.run("strategy", "plants", folder, "--json")
      try #require(outcome.status == 0, "\(outcome.messages)")
      let plants = try outcome.decoded(Plants.self)
      // By hand from the files of 2025.
      #expect(plants.totals.capacity_GWh_per_year["running"] == 19.0)
      #expect(plants.totals.capacity_GWh_per_year["postponed"] == 10.0)
      #expect(plants.totals.capacity_GWh_per_year["under_construction"] == 33.0)
      #expect(plants.totals.capacity_GWh_per_year["certified"] == 10.0)
      #expect(plants.totals.capacity_GWh_per_year["planned"] == 2.0)
      let before = try Command.run("strategy", "plants", folder, "--as-of", "2024-12-31", "--json").decoded(
        Plants.self)
      #expect(before.totals.capacity_GWh_per_year["certified"] == 13.0)
    }
  }

  @Test func templateIsReadByCheck() throws {
    try withFolder { folder in
      let template = try Command.run("strategy", "survey", "template")
      let row = "a,A,,2025-09-30,p,P,,Japan,other,running,2020,2020,1,2,1,3,\n"
      try (template.output + row).write(toFile: folder + "/a.csv", atomically: true, encoding: .utf8)
      let good = try Command.run("strategy", "survey", "check", folder + "/a.csv")
      #expect(good.status == 0)
      #expect(good.output == "1 file, 1 company, 1 plant: no problem.\n")
      try (template.output + "a,A,,2025-09-30,p,P,,Japan,other,runing,2020,2020,1,2,3,3,\n")
        .write(toFile: folder + "/b.csv", atomically: true, encoding: .utf8)
      let bad = try Command.run("strategy", "survey", "check", folder + "/b.csv")
      #expect(bad.status == 65)
      #expect(bad.output.isEmpty)
      #expect(bad.messages.contains("b.csv:2: 'state' is 'runing'"))
      #expect(try Command.run("strategy", "survey", "check", folder + "/none.csv").status == 66)
    }
  }

  @Test func explanationNamesEveryColumn() throws {
    let columns = try Command.run("strategy", "survey", "template").output.split(separator: "\n")[0]
    let explanation = try Command.run("strategy", "survey", "template", "--explain").output
    for column in columns.split(separator: ",") { #expect(explanation.contains(column)) }
  }
}
