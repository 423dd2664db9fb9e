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

  private func run(_ arguments: [String]) throws -> Outcome {
    try withFolder { folder in
      try SmallChain().write(to: folder)
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
