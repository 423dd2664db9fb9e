import Testing

import Strategy

@Suite struct TargetTests {
  @Test func everyTargetOfTheStrategyIsThere() throws {
    let results = try scenario().targetResults()
    #expect(results.count == 39)
    for result in results {
      #expect(result.value != nil || result.reason != nil, "\(result.target.id) says neither a value nor why")
      #expect(!result.target.passage.isEmpty && !result.target.source.isEmpty)
    }
    // Certified plants alone do not reach the strategy's capacity.
    let domestic = try #require(results.first { $0.target.id == "target.capacity.domestic" })
    #expect(domestic.isMet == false)
    let margin = try #require(domestic.margin)
    #expect(margin < 0 && abs((domestic.value ?? 0) - 150 - margin) < 1e-9)
  }

  @Test func leverMeetsItsTarget() throws {
    let read = try scenario()
    for result in read.targetResults() {
      for case .change(let assumption, _, let from, let to?, _) in result.levers {
        #expect(result.isMet == false && from != to)
        var values = read.assumptions.map(\.value)
        let indices = read.assumptions.indices.filter {
          let id = read.assumptions[$0].id
          let year = id.split(separator: ".").last.flatMap { Int($0) } ?? 9999
          return id == assumption || (id.hasPrefix(assumption + ".") && year >= 2026)
        }
        #expect(!indices.isEmpty)
        for index in indices { values[index] = to }
        let series = try #require(result.series)
        let unit = try #require(read.model.series.first { $0.id == series }).unit
        let factor = try #require(Quantities.factor(from: unit, to: result.target.unit))
        let reached =
          try #require(Outcome(read, values: values).value(series, in: result.target.year)) * factor
        #expect(result.target.isMet(by: reached), "\(result.target.id) by \(assumption)")
        if result.target.sense == .about {
          #expect(abs(reached - result.target.value) < 1e-9 * result.target.value)
          continue
        }
        // A little less of the lever is not enough.
        for index in indices { values[index] = to + (from - to) * 1e-6 }
        let short = try #require(Outcome(read, values: values).value(series, in: result.target.year)) * factor
        #expect(!result.target.isMet(by: short), "\(result.target.id) by \(assumption)")
      }
    }
  }

  @Test func moreCapacityMeetsTheTarget() throws {
    let header = "plant,name,country,use,kind,date,state,capacity_GWh_per_year,start,source\n"
    let read = try scenario(
      "tables: {plants: plants.csv}",
      files: ["plants.csv": header + "a,A,Japan,automotive,plant,2024,certified,150,2028,test\n"])
    let met = read.targetResults().first { $0.target.id == "target.capacity.domestic" }
    #expect(met?.isMet == true && met?.margin == 0)
  }
}

@Suite struct ScenarioSampleTests {
  @Test func sameForAnyNumberOfThreads() throws {
    let read = try scenario()
    let one = try read.sample(300, seed: 7, series: ["price.pack.automotive"], threads: 1)
    let three = try read.sample(300, seed: 7, series: ["price.pack.automotive"], threads: 3)
    for (a, b) in zip(one.targets, three.targets) {
      #expect(a.values.elementsEqual(b.values) { $0 == $1 || ($0.isNaN && $1.isNaN) })
    }
    #expect(one.series[0].median == three.series[0].median)
    #expect(one.targets.contains { ($0.probability ?? 0) > 0.1 && ($0.probability ?? 1) < 0.9 })
  }

  @Test func anAssumptionMoreLeavesTheOthersDraws() throws {
    let few = try scenario().sample(64, seed: 3)
    let more = try scenario("uncertainty: {prices.vehicle_pack: \"uniform:min=98,max=100\"}").sample(
      64, seed: 3)
    let capacity = { (samples: ScenarioSamples) in
      samples.targets.first { $0.target.id == "target.capacity.domestic" }?.values
    }
    #expect(capacity(few) == capacity(more))
  }

  @Test func indicesOfAProductOfTwo() throws {
    // The pack price in yen is the price in dollars times the rate: with two small independent spreads nearly additive in the logarithms.
    let read = try scenario()
    let found = try read.sensitivity(256, seed: 1, threads: 2).first { $0.target.id == "target.price.pack" }
    let indices = try #require(found?.output.indices)
    let ids = read.uncertainAssumptions.map(\.id)
    let rate = try #require(ids.firstIndex(of: "exchange_rate"))
    let learning = try #require(ids.firstIndex(of: "prices.learning_rate"))
    #expect(indices.total[rate] > 0.3 && indices.total[learning] > 0.3)
    #expect(abs(indices.firstOrder.reduce(0, +) - 1) < 0.15)
    let people = try #require(ids.firstIndex(of: "people.attrition"))
    #expect(abs(indices.total[people]) < 1e-12)
  }

  @Test func patternGivesEveryMatchADistribution() throws {
    let read = try scenario("uncertainty: {\"intensity.LFP.*\": \"normal:mean=1,sd=0.1\"}")
    let found = read.uncertainAssumptions.filter { $0.id.hasPrefix("intensity.LFP.") }
    #expect(found.count >= 4)
    #expect(found.allSatisfy { abs(($0.distribution?.mean ?? 0) / $0.value - 1) < 1e-9 })
  }
}
