import Foundation
import Testing

@Suite struct CheckTests {
  private struct CheckJSON: Decodable {
    struct Problem: Decodable {
      var file: String
      var line: Int
      var message: String
    }
    var problems: [Problem]
    var warnings: [Problem]
    var activities: Int
    var exchanges: Int
  }

  @Test func publishedChainHasNoProblem() throws {
    let outcome = try Command.run("check", Project.chain)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("509 activities, 2,862 exchanges, 577 flows, 11 indicators: no problem"))
    let json = try Command.run("check", Project.chain, "--json").decoded(CheckJSON.self)
    #expect(json.problems.isEmpty)
    #expect(json.activities == 509)
    #expect(json.exchanges == 2862)
  }

  @Test func everyProblemIsReportedWithItsLine() throws {
    var chain = SmallChain()
    chain.exchanges.replace("pack,mine,10", with: "pack,mnie,10")
    chain.flows.replace("mine,carbon-dioxide,2", with: "mine,carbon-dioxide,two")
    let outcome = try chain.run("check", "CHAIN")
    #expect(outcome.status == 65)
    #expect(outcome.lines.contains { $0.hasPrefix("exchanges.csv:4: ") && $0.contains("mnie") })
    #expect(outcome.lines.contains { $0.hasPrefix("flows.csv:2: ") && $0.contains("two") })

    let json = try chain.run("check", "CHAIN", "--json")
    #expect(json.status == 65)
    let problems = try json.decoded(CheckJSON.self).problems
    #expect(problems.map(\.file) == ["exchanges.csv", "flows.csv"])
    #expect(problems.map(\.line) == [4, 2])

    let footprint = try chain.run("footprint", "CHAIN", "--all")
    #expect(footprint.status == 65)
    #expect(footprint.output.isEmpty)
    #expect(footprint.messages.contains("exchanges.csv:4: "))
  }

  @Test func loopThatEatsAllItMakesIsAProblem() throws {
    var chain = SmallChain()
    chain.exchanges.replace("power,mine,0.01", with: "power,mine,2")
    let check = try chain.run("check", "CHAIN")
    #expect(check.status == 65)
    for (line, id) in [(2, "mine"), (3, "power")] {
      #expect(check.lines.contains { $0.hasPrefix("activities.csv:\(line): '\(id)' is in a loop") })
    }
    #expect(!check.output.contains("'pack'"))
    let footprint = try chain.run("footprint", "CHAIN", "--product", "pack")
    #expect(footprint.status == 65)
    #expect(footprint.output.isEmpty)
    #expect(footprint.messages.contains("mine") && footprint.messages.contains("power"))
  }

  @Test func whatIsNoChainFolderIsSaid() throws {
    try withFolder { folder in
      try SmallChain().write(to: folder)
      let file = try Command.run("check", folder + "/flows.csv")
      #expect(file.status == 66)
      #expect(file.output.hasPrefix("\(folder)/flows.csv: this is a file, not a folder"))
      let empty = try Command.run("check", "")
      #expect(empty.status == 66)
      #expect(empty.output.hasPrefix("(empty name): no such folder"))
      try FileManager.default.removeItem(atPath: folder + "/flows.csv")
      #expect(mkfifo(folder + "/flows.csv", 0o600) == 0)
      let pipe = try Command.run("check", folder)
      #expect(pipe.status == 65)
      #expect(pipe.output.contains("flows.csv: cannot be opened: it is not a regular file"))
    }
  }

  @Test func chainWithoutIndicatorsHasNoFootprint() throws {
    var chain = SmallChain()
    chain.factors = "indicator,flow,factor"
    chain.indicators = "id,name,unit"
    let check = try chain.run("check", "CHAIN")
    #expect(check.status == 0)
    #expect(check.output.contains("indicators.csv: warning: the chain has no indicators"))
    let footprint = try chain.run("footprint", "CHAIN", "--product", "pack")
    #expect(footprint.status == 65)
    #expect(footprint.messages.hasPrefix("indicators.csv: the chain has no indicators"))
  }

  @Test func missingFileIs66() throws {
    try withFolder { folder in
      let outcome = try Command.run("check", folder, "--json")
      #expect(outcome.status == 66)
      #expect(try !outcome.decoded(CheckJSON.self).problems.isEmpty)
    }
  }

  @Test func warningsDoNotChangeTheStatus() throws {
    var chain = SmallChain()
    chain.flows += "\nmine,noise,1,kg,,"
    let outcome = try chain.run("check", "CHAIN")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("warning: ") && outcome.output.contains("noise"))
    #expect(try chain.run("check", "CHAIN", "--json").decoded(CheckJSON.self).warnings.count > 0)
  }
}
