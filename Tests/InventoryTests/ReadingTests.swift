import Foundation
import Inventory
import SupplyGraph
import Testing

@Suite struct ReadingTests {
  @Test func realChainHasItsRows() throws {
    let chain = try Chain.read(realChain)
    #expect(chain.activityCount == 509)
    #expect(chain.exchangeCount == 2_862)
    #expect(chain.flowRowCount == 577)
    #expect(chain.indicators.count == 11)
    let distributions = try #require(chain.exchanges.distributions)
    #expect(distributions.kind.count { $0 == .lognormal } == 67)
    #expect(distributions.kind.count { $0 == .triangular } == 113)
    #expect(chain.flows.distributions == nil)
    #expect(chain.outputs.count { $0 == -1 } == 14)
    let graph = chain.graph()
    #expect(graph.activityCount == 509)
    #expect(graph.inputs.count == 2_862)
    #expect(graph.indicatorCount == chain.indicators.count)
  }

  @Test func realChainHasUsefulWarningsOnly() throws {
    let chain = try Chain.read(realChain)
    #expect(chain.warningCount == chain.warnings.count)
    #expect(chain.warnings.allSatisfy { $0.kind == .warning && $0.line > 1 })
    let balance = chain.warnings.filter { $0.message.contains("weighs more") }
    #expect(balance.count == chain.warnings.count - 1)
    #expect((1...15).contains(balance.count))
    let uncounted = try #require(chain.warnings.last)
    #expect(uncounted.description.hasPrefix("flows.csv:"))
    #expect(uncounted.message.contains("flows are counted by no indicator: "))
  }

  @Test func columnsAreRead() throws {
    let chain = try SmallChain().read()
    #expect(Array(chain.ids) == ["mine", "plant", "grid", "dump", "pack"])
    #expect(chain.activity(named: "grid") == 2)
    #expect(chain.activity(named: "gird") == nil)
    #expect(chain.activitySuggestions(for: "gird") == ["grid"])
    #expect(chain.activitySuggestions(for: "lan") == ["plant"])
    #expect(chain.indicatorSuggestions(for: "climat") == ["climate"])
    #expect(chain.name(of: 2) == "Electricity, medium voltage")
    #expect(chain.product(of: 1) == "metal")
    #expect((0..<5).map(chain.unit(of:)) == ["t", "kg", "kWh", "kg", "item"])
    #expect(chain.location(of: 0) == "CL")
    #expect((0..<5).map(chain.operator(of:)) == ["Miner", "", "", "", ""])
    #expect((0..<5).map(chain.source(ofActivity:)) == ["a book", "a book", "", #"he said "so" twice"#, ""])
    #expect(chain.outputs == [1, 2, 1, -1, 1])
    #expect(chain.stageIndex == [0, 1, 5, 4, 2])
    #expect(chain.stage(of: 0) == "raw_material_acquisition")
    #expect(chain.stage(of: 2) == nil)
    #expect(chain.indicators[0].nameJapanese == "気候変動")
    #expect(chain.indicators.map(\.unit) == ["kg CO2e", "m3"])
    #expect(chain.indicator(named: "water") == 1)
    #expect(chain.flow(named: "water") == 1)
    #expect(chain.flowUnit(0) == "kg")
    #expect((0..<5).map(chain.source(ofExchange:)) == ["measured", "measured", "guess", "", "measured"])
    #expect((0..<5).map(chain.origin(ofExchange:)) == ["CL", "", "", "", ""])
    #expect(chain.source(ofFactor: 0) == "IPCC")
    #expect(chain.source(ofFactor: 1) == "")
    #expect((0..<5).map(chain.line(ofActivity:)) == [2, 3, 4, 5, 6])
    #expect(chain.line(ofExchange: 4) == 6)
    #expect(chain.line(ofFlowRow: 0) == 2)
  }

  @Test func amountsAndTheirSpreadAreConvertedTogether() throws {
    let chain = try SmallChain().read()
    #expect(chain.exchanges.activity == [1, 1, 1, 1, 4])
    #expect(chain.exchanges.input == [0, 2, 3, 1, 1])
    #expect(chain.exchanges.amount == [0.005, 1, -0.5, 0.1, 1.5])
    let distributions = try #require(chain.exchanges.distributions)
    #expect(distributions.kind == [.normal, .lognormal, .triangular, .none, .uniform])
    #expect(distributions.first == [0.0005, 0.1, -0.6, 0, 1])
    #expect(distributions.second == [0, 0, -0.4, 0, 2])
    #expect(chain.flows.amount == [1, 0.5, 2, 0.25])
    #expect(chain.flows.distributions?.first == [0, 0.05, 0, 0])
    #expect(chain.flows.distributions?.second == [])
  }

  @Test func keysDependOnTheIdAlone() throws {
    var chain = SmallChain()
    let before = try chain.read().graph()
    let text = String(decoding: try #require(chain.files["activities.csv"]), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    chain.set("activities.csv", ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n")
    let after = try chain.read().graph()
    #expect(after.activityKeys == before.activityKeys.reversed())
    #expect(Set(before.activityKeys).count == 5)
    #expect(before.flowKeys == after.flowKeys)
    // FNV-1a of "mine": the draws of a published result can be repeated in any version.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "mine".utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    #expect(before.activityKeys[0] == hash)
  }

  @Test func columnOrderIsFreeAndUnknownColumnsDoNotMatter() throws {
    var chain = SmallChain()
    chain.set(
      "exchanges.csv",
      """
      note,amount,input,activity,unit
      first,5,mine,plant,kg
      ,1,grid,plant,

      """)
    let read = try chain.read()
    #expect(read.exchanges.amount == [0.005, 1])
    #expect(read.exchanges.input == [0, 2])
    #expect(read.exchanges.distributions == nil)
  }

  @Test func numbersAreReadToTheNearestDouble() throws {
    var random = TestRandom(seed: 7)
    var texts = [
      "0", "-0.0", "1", "+1.5", ".5", "5.", "-.25", "1e3", "1E-3", "0.1", "123456789", "12345678",
      "99999999.99999999",
      "9007199254740993", "0.000000000000000001", "1.7976931348623157e308", "5e-324", "1e-400",
      "0.30000000000000004",
      "123.4567890123456", "1234567.1234567890123456", "0.1234567890123456", "00000000000000000000001",
    ]
    for _ in 0..<20_000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite { texts.append("\(value)") }
      let plain =
        Double.random(in: -1...1, using: &random) * pow(10, Double(Int.random(in: -6...9, using: &random)))
      texts.append("\(plain)")
      texts.append(String(format: "%.\(Int.random(in: 0...16, using: &random))f", plain))
      texts.append(String(format: "%.\(Int.random(in: 1...17, using: &random))g", plain))
    }
    var chain = SmallChain()
    chain.set(
      "factors.csv",
      "indicator,flow,factor,source\nclimate,co2,1,\nwater,water,1,\n"
        + texts.enumerated().map { "climate,f\($0.offset),\($0.element),\n" }.joined())
    let factors = try chain.read().factors.factor.dropFirst(2)
    var wrong: [String] = []
    for (text, value) in zip(texts, factors) where Double(text)?.bitPattern != value.bitPattern {
      wrong.append(text)
    }
    #expect(wrong == [])
  }

  @Test func warningsAreApart() throws {
    var chain = SmallChain()
    try chain.edit("activities.csv", "pack,Pack,pack,item", "pack,Pack,pack,box")
    try chain.edit("flows.csv", "mine,co2,1,kg", "mine,ch4,1,kg")
    try chain.edit("flows.csv", "dump,water,2,m3", "dump,water,2,")
    try chain.edit("indicators.csv", "water,Water", "gold,Gold,g,金\nwater,Water")
    try chain.edit("exchanges.csv", "plant,plant,0.1,,,,", "plant,plant,0.1,,,7,")
    let warnings = try chain.read().warnings.map(\.description)
    #expect(
      warnings
        == [
          "activities.csv:6: unit 'box' is not in the table of units: it agrees only with itself, "
            + "nothing is converted",
          "exchanges.csv:5: scale, minimum or maximum without a distribution: the amount is taken as certain",
          "flows.csv:2: flow 'ch4' is counted by no indicator",
          "flows.csv:4: 1 row has no unit (this is the first): each is taken in the unit that the "
            + "factors of its flow are "
            + "per, or kg",
          "indicators.csv:3: nothing feeds indicator 'gold': it has no factors",
        ])
  }

  @Test func massBalanceIsWarnedOf() throws {
    var chain = SmallChain()
    try chain.edit("exchanges.csv", "plant,mine,5,kg,normal,0.5", "plant,mine,1.5,kg,normal,0.5")
    let warnings = try chain.read().warnings.map(\.description)
    #expect(
      warnings == [
        "activities.csv:3: 'plant' makes 1.9 kg out of 1.5 kg: its product weighs more than all its "
          + "inputs and flows in "
          + "units of mass"
      ])
    // Something that may be a material but is not weighed: no judgement.
    try chain.edit("exchanges.csv", "plant,plant,0.1", "plant,pack,1,,,,,,,\nplant,plant,0.1")
    #expect(try chain.read().warnings.isEmpty)
  }

  @Test func factorsMaySayTheirUnit() throws {
    var chain = SmallChain()
    chain.set("factors.csv", "indicator,flow,factor,unit\nclimate,co2,0.001,g\nwater,water,1000,l\n")
    let read = try chain.read()
    #expect(read.flows.amount == [1_000, 500, 2_000, 250])
    #expect(read.flowUnit(0) == "g")
    #expect(read.flows.distributions?.first == [0, 50, 0, 0])
    #expect(read.warnings.isEmpty)
  }

  @Test func massNeverInKilogramsIsWarnedOf() throws {
    var chain = SmallChain()
    try chain.edit("flows.csv", "mine,co2,1,kg", "mine,co2,1,t")
    try chain.edit("flows.csv", "pack,co2,0.25,kg", "pack,co2,0.25,t")
    let read = try chain.read()
    #expect(read.flows.amount == [1_000, 0.5, 2, 250])
    #expect(
      read.warnings.map(\.description) == [
        "flows.csv:2: flow 'co2' is never in kg, but its factors are taken as per kg: add a column 'unit' to "
          + "factors.csv that says so, or what they are per"
      ])
  }

  @Test func tablesWithoutRowsAreFine() throws {
    var chain = SmallChain()
    chain.set("exchanges.csv", "activity,input,amount\n")
    chain.set("flows.csv", "activity,flow,amount\n")
    chain.set("factors.csv", "indicator,flow,factor\n")
    chain.set("indicators.csv", "id,name,unit\n")
    let read = try chain.read()
    #expect(read.activityCount == 5)
    #expect(read.graph().inputs.isEmpty)
  }
}
