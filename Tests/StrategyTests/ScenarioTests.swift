import Foundation
import Testing

import Strategy

/// Scenarios written to a folder of their own.
struct ScenarioFolder {
  let path: String

  init(_ files: [String: String]) throws {
    path = NSTemporaryDirectory() + "scenario-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8) }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// The scenario that comes with Denchi, with changes, and what is wrong with it.
func scenario(_ yaml: String = "", files: [String: String] = [:]) throws -> Scenario {
  let folder = try ScenarioFolder(files.merging(["scenario.yaml": "base: default\n" + yaml]) { $1 })
  defer { folder.remove() }
  return try Scenario.read(folder.path, chainRoots: [Project.root])
}

func problems(_ yaml: String, files: [String: String] = [:]) throws -> [String] {
  do {
    _ = try scenario(yaml, files: files)
    return []
  } catch let problems as ScenarioProblems {
    return problems.problems.map { problem in
      let name = problem.file.split(separator: "/").last ?? ""
      return "\(name):\(problem.line): \(problem.message)"
    }
  }
}

@Suite struct ScenarioTests {
  @Test func defaultIsComplete() throws {
    let scenario = try Scenario.read(nil, chainRoots: [Project.root])
    #expect(scenario.notes.isEmpty)
    #expect(scenario.years == 2010...2050)
    let outcome = Outcome(scenario)
    #expect(outcome.series.count > 200)
    for info in outcome.series {
      let values = outcome[info.id] ?? []
      #expect(values.count == 41)
      if !info.id.hasPrefix("price.installed") {
        #expect(values.contains { $0 != nil }, "\(info.id) has no value")
      }
      #expect(!info.unit.isEmpty && !info.name.ja.isEmpty && !info.formula.en.isEmpty)
    }
  }

  @Test func plainNumberKeepsUnitAndLosesSource() throws {
    let changed = try scenario("exchange_rate: 130")
    let rate = try #require(changed.assumptions.first { $0.id == "exchange_rate" })
    #expect(rate.value == 130 && rate.unit == "JPY/USD" && rate.source == nil && rate.distribution == nil)
    #expect(rate.place.line == 2)
  }

  @Test func yearsAreMerged() throws {
    let changed = try scenario("demand: {stationary_ratio: {values: {2030: 0.5}}}")
    let ids = changed.assumptions.filter { $0.id.hasPrefix("demand.stationary_ratio") }.map(\.id)
    #expect(ids.contains("demand.stationary_ratio.2024") && ids.contains("demand.stationary_ratio.2030"))
    // The years that stay keep their source; the new one has none.
    let market = try scenario("demand: {japan: {car_market: {values: {2040: 3e6}}}}").assumptions
    #expect(market.first { $0.id == "demand.japan.car_market.2010" }?.source?.contains("102,000") == true)
    #expect(market.first { $0.id == "demand.japan.car_market.2040" }?.source == nil)
    let outcome = Outcome(changed)
    let ratio =
      try #require(outcome.value("demand.world.stationary", in: 2030)) / #require(
        outcome.value("demand.world.automotive", in: 2030))
    #expect(abs(ratio - 0.5) < 1e-12)
  }

  @Test func unitsAreConverted() throws {
    let changed = try scenario("capacity: {utilisation: {value: 90, unit: percent, source: test}}")
    #expect(changed.value(of: "capacity.utilisation") == 0.9)
  }

  @Test func inheritsFromAFile() throws {
    let folder = try ScenarioFolder([
      "first.yaml": "base: default\nexchange_rate: 120\nas_of: 2024-12-31\n",
      "scenario.yaml": "base: first.yaml\nexchange_rate: 110\n",
    ])
    defer { folder.remove() }
    let read = try Scenario.read(folder.path, chainRoots: [Project.root])
    #expect(read.value(of: "exchange_rate") == 110)
    #expect(read.model.asOf.description == "2024-12-31")
    #expect(read.files.count == 3)
  }

  @Test(arguments: [
    (
      "exchnge_rate: 130",
      "scenario.yaml:2: there is no key 'exchnge_rate' in a scenario; is 'exchange_rate' meant?"
    ),
    ("capacity: {utilisaton: 0.9}", "is 'utilisation' meant?"),
    (
      "capacity: {utilisation: {value: 1.2, unit: fraction}}",
      "scenario.yaml:2: 'capacity.utilisation' is 1.2 fraction: 0 to 1 fraction is expected"
    ),
    (
      "capacity: {utilisation: {value: 0.9, unit: GWh/yr}}",
      "is in 'GWh/yr': fraction, %, percent can be used"
    ),
    ("capacity: {yield: high}", "'capacity.yield' is 'high': a number in fraction is expected"),
    ("horizon: {first: 2050, last: 2010}", "a whole number from 1990 to 2020 is expected"),
    ("demand: {stationary_ratio: {values: {2051: 0.2}}}", "a year from 2010 to 2050 is expected"),
    (
      "capacity: {realised: {no-such-plant: {value: 1, unit: fraction}}}",
      "there is no key 'no-such-plant' in capacity.realised"
    ),
    ("uncertainty: {exchange_rat: \"uniform:min=1,max=2\"}", "is 'exchange_rate' meant?"),
    ("uncertainty: {exchange_rate: \"uniform:min=1,max=2\"}", "outside its distribution"),
    ("uncertainty: {exchange_rate: \"uniform:min=3,max=2\"}", "the distribution of 'exchange_rate'"),
    ("stocks: {age: begin}", "one of start, middle, end is expected"),
    ("money: {equity_share: {value: 0.8, unit: fraction}}", "above the ceiling of 0.75"),
    ("as_of: someday", "a date such as 2025-12-31 is expected"),
    ("chemistry: {domestic: MIXX}", "is 'MIX' meant?"),
    ("tables: {plants: nowhere.csv}", "there is no such file"),
    ("a: b: c", "this is not YAML"),
    ("name: x\nname: y", "the same key twice: name"),
    ("capacity: {overseas: {unit: kt, values: {2022: 45}}}", "is in 'kt'"),
  ])
  func badInput(yaml: String, message: String) throws {
    let found = try problems(yaml)
    #expect(found.contains { $0.contains(message) }, "\(found)")
    #expect(found.allSatisfy { $0.contains(".yaml:") || $0.contains(".csv") })
  }

  @Test func anotherHorizon() throws {
    let short = try scenario("horizon: {first: 2015, last: 2028}")
    let long = try scenario("horizon: {last: 2060}")
    let usual = Outcome(try scenario())
    #expect(Outcome(short).value("capacity.domestic", in: 2028) == usual.value("capacity.domestic", in: 2028))
    #expect(Outcome(short).value("demand.world", in: 2027) == usual.value("demand.world", in: 2027))
    #expect(Outcome(long).value("demand.world", in: 2050) == usual.value("demand.world", in: 2050))
    let open = short.targetResults().first { $0.target.id == "target.capacity.domestic" }
    #expect(open?.value == nil && open?.reason != nil)
    #expect(try short.sample(8).targets.allSatisfy { $0.target.year <= 2028 })
  }

  @Test func circularBase() throws {
    let folder = try ScenarioFolder(["scenario.yaml": "base: scenario.yaml\n"])
    defer { folder.remove() }
    #expect(throws: ScenarioProblems.self) { try Scenario.read(folder.path) }
  }

  private static let plantHeader =
    "plant,name,country,use,kind,date,state,capacity_GWh_per_year,start,investment_billion_JPY,subsidy_max_billion_JPY,source\n"

  @Test(arguments: [
    (
      "a,A,Japan,automotive,plant,2024,certified,-3,2027,1,1,test\n",
      "plants.csv:2: 'capacity_GWh_per_year' is -3 and so negative"
    ),
    ("a,A,Japan,automotive,plant,2024,runing,3,2027,1,1,test\n", "is 'running' meant?"),
    ("a,A,Japan,automotive,plant,2024-13,running,3,2023,1,1,test\n", "plants.csv:2: 'date' is '2024-13'"),
    (
      "a,A,Japan,automotive,plant,2024,running,3,2027,1,1,test\n",
      "the plant runs in 2024, before it is built (start 2027)"
    ),
    ("a,A,Japan,automotive,plant,2024,certified,3,2027,1,2,test\n", "more than the investment"),
    (
      "a,A,Japan,automotive,plant,2024,cancelled,3,2027,2,1,test\na,A,Japan,automotive,plant,2025,running,3,2025,2,1,test\n",
      "plants.csv:3: plant 'a' is running after it was cancelled"
    ),
    ("a,A,Japan,automotive,plant,2024,certified,3000,2027,1,1,test\n", "is the unit 1000 times too large?"),
  ])
  func badPlants(rows: String, message: String) throws {
    let found = try problems(
      "tables: {plants: plants.csv}\ncapacity: {realised: {a: {value: 1, unit: fraction}}}",
      files: ["plants.csv": Self.plantHeader + rows])
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test func sharesThatDoNotAddUp() throws {
    let found = try problems(
      "tables: {mixes: mixes.csv}",
      files: [
        "mixes.csv": """
        scenario,use,chemistry,year,share,source
        MIX,mobile,NMC622,2020,0.6,test
        MIX,mobile,LFP,2020,0.3,test
        stationary-cont,stationary,LFP,2020,0.5,test
        stationary-cont,stationary,XYZ,2020,0.5,test

        """
      ])
    #expect(
      found.contains { $0.contains("mixes.csv:3: the shares of MIX (mobile) in 2020 add up to 0.9") },
      "\(found)")
    #expect(found.contains { $0.contains("mixes.csv:5: chemistry 'XYZ' has no intensities") }, "\(found)")
  }
}
