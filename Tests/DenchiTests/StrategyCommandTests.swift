import Foundation
import Testing

@Suite struct StrategyCommandTests {
  private static let python = Project.root + "/.build/python/bin/python3"
  private static let hasPython = FileManager.default.isExecutableFile(atPath: python)
  private static let facts = Project.root + "/../shared/strategy/facts.csv"
  private static let hasFacts = FileManager.default.fileExists(atPath: facts)

  private struct Run: Decodable {
    struct Series: Decodable {
      var unit: String
      var values: [Double?]
    }
    var years: [Int]
    var series: [String: Series]
  }

  private struct Targets: Decodable {
    struct Target: Decodable {
      var id: String
      var year: Int
      var unit: String
      var target: Double
      var value: Double?
      var met: Bool?
      var source: String
    }
    var targets: [Target]
  }

  @Test(.enabled(if: hasPython, "needs the packages of Tests/requirements.txt (make deps-test)"))
  func defaultScenarioIsWhatNumpyAndScipyMakeOfItsFiles() throws {
    try withFolder { folder in
      let run = try Command.run("strategy", "run", "--json")
      #expect(run.status == 0)
      let path = folder + "/run.json"
      try run.output.write(toFile: path, atomically: true, encoding: .utf8)
      let compared = try Command.python(
        "strategy.py", [Project.root + "/Sources/Strategy/Default", path], with: Self.python)
      #expect(compared.status == 0, "\(compared.messages)")
      #expect(compared.lines.count > 45)
      for line in compared.lines {
        let parts = line.split(separator: " ")
        let difference = try #require(Double(parts[1]))
        #expect(difference < 1e-9, "\(parts[0]) differs by \(difference)")
      }
    }
  }

  @Test func runPrintsEverySeriesInThreeForms() throws {
    let json = try Command.run("strategy", "run", "--json").decoded(Run.self)
    #expect(json.years == Array(2010...2050))
    #expect(json.series["capacity.domestic"]?.unit == "GWh/yr")
    #expect(json.series.values.allSatisfy { $0.values.count == json.years.count })
    let csv = try Command.run("strategy", "run", "--csv").lines
    #expect(csv.count == json.series.count + 1)
    #expect(csv[0] == "series,unit,name," + json.years.map(String.init).joined(separator: ","))
    let row = try #require(csv.first { $0.hasPrefix("capacity.domestic,") }).split(
      separator: ",", omittingEmptySubsequences: false)
    for (cell, value) in zip(row.suffix(json.years.count), json.series["capacity.domestic"]?.values ?? []) {
      #expect(Double(cell) == value)
    }
    let table = try Command.run("strategy", "run", "--series", "capacity")
    #expect(table.output.contains("capacity.domestic") && !table.output.contains("price.pack"))
  }

  @Test(.enabled(if: hasFacts, "needs the strategy's facts in ../shared"))
  func targetsAreThoseOfTheStrategy() throws {
    let printed = try Command.run("strategy", "targets", "--json").decoded(Targets.self).targets
    let facts = try String(contentsOfFile: Self.facts, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let values = Dictionary(uniqueKeysWithValues: facts.map { ($0[0], (year: $0[2], value: $0[3])) })
    for target in printed {
      let fact = try #require(values[target.id], "\(target.id) is no fact of the strategy")
      #expect(Double(fact.value) == target.target && Int(fact.year) == target.year, "\(target.id)")
      #expect(!target.source.isEmpty)
    }
    for id in values.keys
    where id.hasPrefix("target.") || id.hasPrefix("workforce.") || id.hasPrefix("recovery.") {
      #expect(printed.contains { $0.id == id }, "\(id) is not compared")
    }
  }

  @Test func buildNamesPriceOfTargetAndConflict() throws {
    let plan = try Command.run("strategy", "build")
    #expect(plan.status == 0 && plan.output.contains("One more GWh/yr of target"))
    let slow = try withFolder { folder in
      let path = folder + "/slow.yaml"
      try "base: default\nbuildout: {build_rate: {values: {2026: 10}}}\n".write(
        toFile: path, atomically: true, encoding: .utf8)
      return try Command.run("strategy", "build", path)
    }
    #expect(slow.status == 65)
    #expect((slow.output + slow.messages).contains("buildRate in 2026: 10.00 GWh/yr"))
  }

  @Test func uncertaintyIsTheSameForTheSameSeed() throws {
    let arguments = ["strategy", "uncertainty", "--samples", "200", "--indices", "0", "--json"]
    let one = try Command.run(arguments + ["--threads", "1"])
    #expect(one.status == 0)
    let three = try Command.run(arguments + ["--threads", "3"])
    let other = try Command.run(arguments + ["--seed", "2"])
    #expect(three.output == one.output && other.output != one.output)
  }

  @Test func scenarioBeginsInAFolder() throws {
    try withFolder { folder in
      for flags: [String] in [[], ["--full"]] {
        let path = folder + "/mine\(flags.count)"
        let made = try Command.run(["strategy", "init", path] + flags)
        let used = try Command.run("strategy", "targets", path)
        let again = try Command.run(["strategy", "init", path] + flags)
        #expect(made.status == 0 && used.status == 0 && again.status == 73)
      }
    }
  }

  private static let wrong: [(String, Int32)] = [
    ("run nowhere.yaml", 66), ("run --series capacty", 64), ("run --as-of someday", 64),
    ("uncertainty --samples 0", 64), ("mix --factor 0", 64), ("build --support korea", 64),
    ("build --points 1", 64), ("stress --cut China", 64), ("roadmap --slip nothing=1", 64),
  ]

  @Test(arguments: wrong) func wrongUse(command: String, status: Int32) throws {
    let words = command.split(separator: " ").map(String.init)
    let outcome = try Command.run(["strategy"] + words)
    #expect(outcome.status == status, "\(outcome.messages)")
    #expect(outcome.output.isEmpty && !outcome.messages.isEmpty)
  }

  @Test func nothingIsPrintedOfAWrongScenario() throws {
    try withFolder { folder in
      let path = folder + "/wrong.yaml"
      try "base: default\ncapacity: {utilisaton: 0.9}\n".write(
        toFile: path, atomically: true, encoding: .utf8)
      for command in [
        "run", "targets", "build", "uncertainty", "mix", "assumptions", "plants", "markets", "history",
        "roadmap",
      ] {
        let outcome = try Command.run("strategy", command, path)
        #expect(outcome.status == 65 && outcome.output.isEmpty, "\(command)")
        #expect(
          outcome.messages.contains("wrong.yaml:2:") && outcome.messages.contains("is 'utilisation' meant?"))
      }
    }
  }
}
