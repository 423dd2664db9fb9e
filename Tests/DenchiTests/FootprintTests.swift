import Foundation
import Testing

@Suite struct FootprintTests {
  /// Runs of the small chain for a demand of `kWh` worked out by hand: mine and power supply each other.
  private func byHand(kWh: Double) -> (climate: Double, mine: Double, power: Double, pack: Double) {
    let pack = kWh / 2
    // mine = 10 pack + 0.01 power, power = 4 pack + 0.5 mine
    let mine = (10 + 0.04) * pack / (1 - 0.005)
    let power = 4 * pack + 0.5 * mine
    let parts = (mine: mine * 2, power: power * (0.4 + 0.001 * 29.8), pack: pack)
    return (parts.mine + parts.power + parts.pack, parts.mine, parts.power, parts.pack)
  }

  @Test(arguments: [1, 2, -3, 1e-9, 1e12]) func valuesAndPartsAreRight(amount: Double) throws {
    let json = try SmallChain().run(
      "footprint", "CHAIN", "--product", "pack", "--amount=\(amount)", "--json", "--tree", "0.001"
    ).decoded(FootprintJSON.self)
    let hand = byHand(kWh: amount)
    #expect(json.product.id == "pack" && json.product.unit == "kWh" && json.product.amount == amount)
    #expect(json.indicators.map(\.id) == ["climate_change", "cutoff_mass"])
    let climate = json.indicators[0]
    #expect(climate.unit == "kg CO2e")
    #expect(isClose(climate.value, hand.climate))
    #expect(Set(climate.stages.keys) == ["raw_material_acquisition", "main_production", "unassigned"])
    #expect(isClose(climate.stages["raw_material_acquisition"] ?? 0, hand.mine))
    #expect(isClose(climate.stages["unassigned"] ?? 0, hand.power))
    #expect(isClose(climate.stages["main_production"] ?? 0, hand.pack))
    #expect(climate.contributions.map(\.activity) == ["mine", "power", "pack"])
    #expect(climate.contributions.map(\.source) == ["a mine", "a plant", "a maker"])
    #expect(isClose(climate.contributions.reduce(0) { $0 + $1.share }, 1))
    #expect(climate.remainder == 0)
    #expect(climate.emissions.map(\.flow) == ["carbon-dioxide", "methane"])
    #expect(isClose(climate.emissions.reduce(0) { $0 + $1.value }, hand.climate))
    #expect(isClose(json.indicators[1].value, 1.5 * amount))
    #expect(json.cutoffs.map(\.id) == ["cutoff_mass"])
    #expect(isClose(json.cutoffs[0].value, 1.5 * amount))
    #expect(json.solver.relativeErrorBound > 0 && json.solver.relativeErrorBound < 1e-9)
    let tree = try #require(climate.tree)
    #expect(isClose(tree.total, hand.climate))
    check(tree)
  }

  private func check(_ tree: FootprintJSON.Tree) {
    let parts = tree.direct + tree.rest + tree.suppliers.reduce(0) { $0 + $1.total }
    #expect(isClose(parts, tree.total), "\(tree.activity)")
    tree.suppliers.forEach(check)
  }

  @Test func partsOfTheRealChainAddUp() throws {
    let json = try Command.run("footprint", Project.chain, "--product", "kwh-nmc622-jp", "--json").decoded(
      FootprintJSON.self)
    #expect(json.indicators.count == 11)
    for indicator in json.indicators {
      #expect(indicator.contributions.count <= 10)
      let sums = [
        indicator.stages.values.reduce(0, +), indicator.emissions.reduce(0) { $0 + $1.value },
        indicator.contributions.reduce(0) { $0 + $1.value } + indicator.remainder,
      ]
      for sum in sums { #expect(isClose(sum, indicator.value), "\(indicator.id)") }
      for part in indicator.contributions { #expect(isClose(part.share * indicator.value, part.value)) }
    }
  }

  @Test func numbersInJSONAreNotRounded() throws {
    let outcome = try SmallChain().run("footprint", "CHAIN", "--product", "pack", "--amount", "0.1", "--json")
    let text = try #require(outcome.output.firstMatch(of: /"value": ([0-9.e-]+)/)).1
    let value = try outcome.decoded(FootprintJSON.self).indicators[0].value
    #expect(text == value.description)
    #expect(text.count > 12)
  }

  @Test func whatIsCutOffIsShownWithEveryResult() throws {
    let chosen = ["footprint", "CHAIN", "--product", "pack", "--indicator", "climate_change"]
    let text = try run(chosen)
    #expect(text.output.contains("Not counted: 1.50 kg of inputs without an open inventory, per kWh."))
    let json = try run(chosen + ["--json"]).decoded(FootprintJSON.self)
    #expect(json.indicators.map(\.id) == ["climate_change"])
    #expect(json.cutoffs.map(\.value) == [1.5])
    let all = try run(["footprint", "CHAIN", "--all", "--indicator", "climate_change"])
    #expect(all.lines.first == "product,climate_change,cutoff_mass")
    let compared = try run([
      "footprint", "CHAIN", "--compare", "pack", "power", "--indicator", "climate_change",
    ])
    #expect(
      compared.output.contains("Not counted: 1.50 kg of inputs without an open inventory, per kWh of A."))
  }

  private func run(_ arguments: [String], _ chain: SmallChain = SmallChain()) throws -> Outcome {
    try withFolder { folder in
      try chain.write(to: folder)
      return try Command.run(arguments.map { $0 == "CHAIN" ? folder : $0 })
    }
  }

  @Test func textShowsStagesActivitiesAndTree() throws {
    let text = try SmallChain().run("footprint", "CHAIN", "--product", "pack", "--tree").output
    for part in [
      "1 kWh of pack capacity [pack]", "Climate change", "kg CO2e", "Raw material acquisition",
      "No stage given",
      "Metal mine", "█", "├ Metal mine", "own flows", "Solved by torn", "(proven)",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    (["--tree=0.3", "--json"], 0.3), (["--tree=0.3", "--contributions", "1", "--json"], 0.3),
    (["--tree", "0.3", "--json"], 0.3), (["--tree", "--json"], 0.05), (["--json", "--tree"], 0.05),
    (["--json", "--tree=0.3"], 0.3),
  ])
  func treeIsCutAtItsShareWhateverFollows(options: [String], share: Double) throws {
    let json: FootprintJSON = try run(["footprint", "CHAIN", "--product", "pack"] + options).decoded()
    let tree = try #require(json.indicators[0].tree)
    // Electricity taken directly is a tenth of the total.
    #expect(tree.suppliers.contains { $0.activity == "power" } == (share < 0.05 || share == 0.05))
    let before = try run(["footprint", "--tree", "CHAIN", "--product", "pack", "--json"])
    #expect(try before.decoded(FootprintJSON.self).indicators[0].tree != nil)
  }

  @Test func treatmentOfWasteIsSaid() throws {
    var chain = SmallChain()
    chain.activities += "\ndump,Landfill,spoil,kg,end_of_life,-1,a dump"
    chain.flows += "\ndump,carbon-dioxide,3,kg,,"
    let treated = ["footprint", "CHAIN", "--product", "dump", "--amount", "-1"]
    let text = try run(treated, chain)
    #expect(text.status == 0)
    #expect(text.output.contains("This activity treats waste: --amount -1 is one unit treated;"))
    let json = try run(treated + ["--json"], chain)
    #expect(json.output.contains("\"treatsWaste\": true"))
    #expect(try json.decoded(FootprintJSON.self).indicators[0].value == 3)
    #expect(try !run(["footprint", "CHAIN", "--product", "pack", "--json"]).output.contains("treatsWaste"))
  }

  @Test func idsMayBeginWithAHyphen() throws {
    var chain = SmallChain()
    chain.activities += "\n-a,A,thing,kg,,,\n-b,B,thing,kg,,,"
    #expect(try run(["footprint", "CHAIN", "--product", "-a"], chain).status == 0)
    let compared = try run(["footprint", "CHAIN", "--compare", "-a", "-b", "--json"], chain)
    #expect(compared.output.contains("\"id\": \"-a\"") && compared.output.contains("\"id\": \"-b\""))
    let negative = try run(["footprint", "CHAIN", "--product", "pack", "--samples", "-1"])
    #expect(negative.status == 64 && negative.messages.contains("--samples must be 0 or from 2 to 1,000,000"))
  }

  @Test func warningsAreMentioned() throws {
    var chain = SmallChain()
    chain.flows += "\nmine,noise,1,kg,,"
    chain.indicators += "\nland,Land,m2,"
    for way in [["--product", "pack"], ["--all"], ["--compare", "pack", "power", "--json"]] {
      let outcome = try run(["footprint", "CHAIN"] + way, chain)
      #expect(outcome.status == 0)
      let words = outcome.messages.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      #expect(
        words.hasPrefix("nothing feeds indicator 'land': its 0 says nothing. 2 warnings: see `denchi check /")
      )
    }
    let other = try run(["footprint", "CHAIN", "--all", "--indicator", "climate_change"], chain)
    #expect(!other.messages.contains("land"))
  }

  @Test func samplesThatNeedTooMuchMemoryAreRefused() throws {
    let many = ["footprint", Project.chain, "--product", "kwh-nmc622-jp", "--samples", "1000000"]
    let outcome = try Command.run(many)
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains("--contributions 0, or one --indicator"))
  }

  @Test func samplesWithoutSolutionAndUnexplainedVarianceAreTold() throws {
    let sample = ["footprint", "CHAIN", "--product", "power", "--samples", "500"]
    let sound = try run(sample)
    #expect(sound.status == 0 && !sound.output.contains("had no solution"))
    var chain = SmallChain()
    chain.exchanges.replace("power,mine,0.01,kg,,", with: "power,mine,1,kg,lognormal,1")
    let json = try run(sample + ["--json"], chain).decoded(FootprintJSON.self)
    let failed = try #require(json.failedSamples).count
    #expect(failed > 5)
    let text = try run(sample, chain)
    #expect(text.lines[2].hasPrefix("\(failed) of 500 samples ("))
    let rest = try #require(text.output.firstMatch(of: /not explained by single rows +([0-9.]+) %/)).1
    #expect(Double(rest) ?? 0 > 1)
  }

  @Test func stageTableSaysWhoseStageItIs() throws {
    let sentence = "Power, heat and transport carry the stage"
    let pack = try run(["footprint", "CHAIN", "--product", "pack"]).output
    #expect(pack.contains("Climate change by stage of the emitting activity\n") && !pack.contains(sentence))
    let real = try Command.run("footprint", Project.chain, "--product", "kwh-nmc622-jp").output
    #expect(real.contains(sentence))
  }

  @Test func zeroHasNoSign() throws {
    var chain = SmallChain()
    chain.activities += "\nidle,Idle,nothing,kg,,-1,"
    let outcome = try run(["footprint", "CHAIN", "--all"], chain)
    #expect(outcome.lines.last == "idle,0.0,0.0")
  }

  @Test func comparedProductsAndIndicatorsCanBeToldApart() throws {
    let outcome = try Command.run("footprint", Project.chain, "--compare", "kwh-nmc811-jp", "kwh-nmc622-jp")
    #expect(outcome.lines[0].hasPrefix("A: kwh-nmc811-jp — "))
    #expect(outcome.lines[1].hasPrefix("B: kwh-nmc622-jp — "))
    let names = outcome.lines.dropFirst(3).prefix { $0.hasPrefix("  ") }.map { $0.prefix(30) }
    #expect(names.count == 9 && Set(names).count == names.count)
    let sampled = try Command.run(
      "footprint", Project.chain, "--compare", "kwh-nmc811-jp", "kwh-nmc622-jp", "--samples", "20")
    #expect(sampled.output.contains("  Lithium in refined"))
    #expect(sampled.output.contains("  Lithium taken from"))
  }

  @Test func contributionsCanBeLimited() throws {
    let one = try SmallChain().run(
      "footprint", "CHAIN", "--product", "pack", "--contributions", "1", "--json"
    )
    .decoded(FootprintJSON.self).indicators[0]
    #expect(one.contributions.map(\.activity) == ["mine"])
    #expect(isClose(one.contributions[0].value + one.remainder, one.value))
    let none = try SmallChain().run(
      "footprint", "CHAIN", "--product", "pack", "--contributions", "0", "--json"
    )
    .decoded(FootprintJSON.self).indicators[0]
    #expect(none.contributions.isEmpty && isClose(none.remainder, none.value))
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: Project.expected), "needs ../shared/inventory/expected.json")
  )
  func allProductsAgreeWithTheReference() throws {
    let outcome = try Command.python("all.py", Command.denchi, Project.chain, Project.expected)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.messages)")
  }

  @Test func allProductsAsJSONAndCSVAgree() throws {
    struct All: Decodable {
      struct Product: Decodable {
        var id: String
        var unit: String
        var values: [String: Double]
      }
      var indicators: [FootprintIndicator]
      var products: [Product]
      var solver: FootprintJSON.Solver
    }
    struct FootprintIndicator: Decodable {
      var id: String
      var unit: String
    }
    let all = try SmallChain().run("footprint", "CHAIN", "--all", "--json").decoded(All.self)
    let csv = try SmallChain().run("footprint", "CHAIN", "--all").lines
    #expect(csv[0] == "product,climate_change,cutoff_mass")
    #expect(all.products.map(\.id) == ["mine", "power", "pack"])
    for (line, product) in zip(csv.dropFirst(), all.products) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(fields[0] == product.id)
      #expect(Double(fields[1]) == product.values["climate_change"])
      #expect(Double(fields[2]) == product.values["cutoff_mass"])
    }
    #expect(isClose(all.products[2].values["climate_change"] ?? 0, byHand(kWh: 1).climate))
  }
}
