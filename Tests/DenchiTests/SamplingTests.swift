import Testing

@Suite struct SamplingTests {
  private func footprint(_ more: [String], chain: SmallChain = SmallChain()) throws -> FootprintJSON {
    try withFolder { folder in
      try chain.write(to: folder)
      return try Command.run(["footprint", folder, "--product", "pack", "--json"] + more).decoded()
    }
  }

  @Test func everyResultHasItsSpread() throws {
    let json = try footprint(["--samples", "4000", "--seed", "7"])
    let climate = json.indicators[0]
    let spread = try #require(climate.uncertainty)
    #expect(spread.samples == 4000 && spread.seed == 7)
    #expect(json.failedSamples == [])
    #expect(spread.p2_5 < spread.median && spread.median < spread.p97_5)
    // Metal: 10 kg with 20 % and 2 kg CO2 with 10 %, both lognormal; their logarithms add up to 22.4 %.
    #expect(abs(spread.standardDeviation / climate.contributions[0].value - 0.23) < 0.03)
    #expect(isClose(spread.median, climate.value, 0.02))
    #expect(climate.stageUncertainty?["main_production"]?.standardDeviation == 0)
    let mine = try #require(climate.contributions[0].uncertainty)
    #expect(mine.standardDeviation > 0 && mine.standardDeviation < spread.standardDeviation)
    #expect(json.indicators[1].uncertainty?.standardDeviation == 0)
  }

  @Test func driversAreNamedByTheirRow() throws {
    let drivers = try #require(
      try footprint(["--samples", "4000"]).indicators[0].contributionToVariance)
    #expect(drivers.map(\.file) == ["exchanges.csv", "flows.csv"])
    #expect(drivers.map(\.line) == [4, 2])
    #expect(abs(drivers[0].share - 0.8) < 0.1)
    #expect(abs(drivers[1].share - 0.2) < 0.1)
  }

  @Test func samplesDependOnTheSeedAndOnNothingElse() throws {
    func mean(_ more: String...) throws -> Double {
      try #require(try footprint(["--samples", "100"] + more).indicators[0].uncertainty).mean
    }
    let first = try mean("--seed", "3", "--threads", "1")
    #expect(try mean("--seed", "3", "--threads", "2") == first)
    #expect(try mean("--seed", "3", "--indicator", "climate_change", "--contributions", "0") == first)
    #expect(try mean("--seed", "4") != first)
  }

  @Test func certainChainHasNoSpread() throws {
    var chain = SmallChain()
    chain.exchanges.replace("lognormal,0.2", with: ",")
    chain.flows.replace("lognormal,0.1", with: ",")
    let climate = try footprint(["--samples", "50"], chain: chain).indicators[0]
    let spread = try #require(climate.uncertainty)
    #expect(spread.standardDeviation == 0 && spread.p2_5 == spread.p97_5)
    #expect(isClose(spread.mean, climate.value, 1e-12))
  }

  private struct ComparisonJSON: Decodable {
    struct Row: Decodable {
      var indicator: String
      var difference: Double
      var ratio: Double?
      var probabilityBelow: Double?
      var differenceUncertainty: FootprintJSON.Spread?
    }
    var products: [FootprintJSON]
    var comparison: [Row]
  }

  @Test func comparedProductsShareTheirSamples() throws {
    var chain = SmallChain()
    chain.activities += "\nother,Another maker,pack capacity,kWh,main_production,2,a maker"
    chain.exchanges += "\nother,pack,1.98,kWh,,"
    chain.flows += "\nother,carbon-dioxide,0.01,kg,,"
    let compare = ["footprint", "CHAIN", "--compare", "other", "pack", "--samples", "500"]
    let json: ComparisonJSON = try withFolder { folder in
      try chain.write(to: folder)
      return try Command.run((compare + ["--json"]).map { $0 == "CHAIN" ? folder : $0 }).decoded()
    }
    #expect(json.products.map(\.product.id) == ["other", "pack"])
    let row = json.comparison[0]
    // One per cent less of the same draws, plus a certain 5 g: below in every sample, with a spread of one per cent.
    #expect(row.probabilityBelow == 1)
    #expect(
      isClose(row.difference, json.products[0].indicators[0].value - json.products[1].indicators[0].value))
    let one = try #require(json.products[1].indicators[0].uncertainty)
    let difference = try #require(row.differenceUncertainty)
    #expect(isClose(difference.standardDeviation, one.standardDeviation * 0.01, 1e-6))
    let text = try withFolder { folder in
      try chain.write(to: folder)
      return try Command.run(compare.map { $0 == "CHAIN" ? folder : $0 }).output
    }
    #expect(text.contains("Climate change: A is below B in 100 % of samples."))
  }
}
