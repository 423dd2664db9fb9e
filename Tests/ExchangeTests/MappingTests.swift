import Exchange
import Foundation
import Testing
import Values

@Suite struct MappingTests {
  private let rated = Stages(
    pre: DataQuality(technological: 1, geographical: 2, temporal: 3),
    main: DataQuality(technological: 3, geographical: 2, temporal: 1))

  @Test func decimalStringsAreReadExactlyOrNotAtAll() {
    for text in [
      "0", "-0.5", "12.500", "007", "12345678901234567890.123456789012345678", "0.00000000000000000001",
    ] {
      let value = DecimalText.parse(text)
      #expect(value != nil, "\(text)")
      #expect(value.map(DecimalText.write).flatMap(DecimalText.parse) == value)
    }
    for text in [
      "", "-", ".5", "5.", "1e3", "1,5", " 1", "1 ", "+1", "0x10", "NaN", "1.2.3", "１",
      "12345678901234567890123456789012345678911", "0.1234567890123456789012345678901234567890123",
    ] {
      #expect(DecimalText.parse(text) == nil, "\(text)")
    }
    var random = SplitMix(state: 1)
    for _ in 0..<2000 {
      let value = Double.random(in: -1e6...1e6, using: &random)
      #expect(DecimalText.decimal(value).map(DecimalText.double) == value)
    }
    #expect(DecimalText.decimal(.infinity) == nil)
  }

  @Test func unitsGoBothWays() {
    for unit in DeclaredUnit.allCases { #expect(PactUnit(unit).ouranos == unit) }
    #expect(PactUnit.allCases.filter { $0.ouranos == nil } == [.hour, .megabitSecond])
    for unit in PactUnit.allCases {
      if let ouranos = unit.ouranos { #expect(PactUnit(ouranos) == unit) }
    }
  }

  @Test func ouranosByPactIsLossless() throws {
    let total = OuranosTotal(
      unit: .unit, total: Stages(pre: Decimal(string: "10.00001")!, main: Decimal(string: "0.3")!),
      quality: rated)
    let sent = LifeCycleMapping.pact(total)
    #expect(sent.value.values[.pcfExcludingBiogenicUptake] == Decimal(string: "10.30001"))
    #expect(sent.notes.contains { $0.kind == .assumed && $0.field == "fossilGhgEmissions" })
    let received = try #require(LifeCycleMapping.ouranos(sent.value))
    #expect(received.value == total)
    #expect(received.notes.isEmpty)
  }

  @Test func chainByPactIsLosslessToTheFactoryGate() throws {
    let chain: [LifeCycleStage: Decimal] = [
      .rawMaterialAcquisition: 5, .mainProduction: 2, .distribution: 1,
    ]
    let sent = LifeCycleMapping.pact(chain: chain, unit: .kilogram)
    #expect(!sent.notes.contains { $0.kind == .dropped })
    #expect(LifeCycleMapping.chain(sent.value)?.value == chain)
    let whole = LifeCycleMapping.pact(
      chain: chain.merging([.use: 7, .endOfLife: -1]) { $1 }, unit: .kilogram)
    #expect(whole.notes.filter { $0.kind == .dropped }.map(\.field) == ["use", "end_of_life"])
  }

  @Test func chainByOuranosSaysWhatItDropsAndRounds() throws {
    let mapped = LifeCycleMapping.ouranos(
      own: [.mainProduction: Decimal(string: "1.234561")!, .distribution: 3],
      upstream: [.rawMaterialAcquisition: 8])
    #expect(
      mapped.value
        == OwnValues(
          production: Stages(pre: 0, main: Decimal(string: "1.23457")!), component: Stages(pre: 8, main: 0)))
    #expect(mapped.notes.map(\.kind) == [.dropped, .rounded])
    #expect(mapped.notes.map(\.field) == ["distribution", "mainProduction"])
    let back = LifeCycleMapping.chain(total: Stages(pre: 8, main: 1))
    #expect(back.value == [.rawMaterialAcquisition: 8, .mainProduction: 1])
    #expect(back.notes.map(\.field) == ["distribution", "use", "end_of_life"])
  }

  @Test func everyPactFieldIsCarriedOrNamed() throws {
    #expect(Set(LifeCycleMapping.roles.keys) == Set(PactField.allCases))
    #expect(LifeCycleMapping.stages.map(\.stage) == LifeCycleStage.allCases)
    var values: [PactField: Decimal] = [:]
    for (index, field) in PactField.allCases.enumerated() { values[field] = Decimal(index + 1) }
    let pact = PactEmissions(unit: .liter, amount: Decimal(string: "12.5")!, values: values)
    let ouranos = try #require(LifeCycleMapping.ouranos(pact))
    #expect(ouranos.value.total == Stages(pre: Decimal(string: "0.08")!, main: 0))
    let named = Set(ouranos.notes.filter { $0.kind == .dropped }.map(\.field))
    let carried: Set = ["pcfExcludingBiogenicUptake"]
    #expect(named.union(carried) == Set(PactField.allCases.map(\.rawValue)))
    let chain = try #require(LifeCycleMapping.chain(pact))
    #expect(chain.value[.distribution] == Decimal(15) / Decimal(string: "12.5")!)
    #expect(!chain.notes.contains { $0.field == "outboundLogisticsGhgEmissions" })
    var hour = pact
    hour.unit = .hour
    #expect(LifeCycleMapping.ouranos(hour) == nil)
    #expect(LifeCycleMapping.chain(hour) != nil)
    hour.amount = 0
    #expect(LifeCycleMapping.chain(hour) == nil)
  }

  @Test func divisionsThatDoNotEndSayThatTheyRound() throws {
    let third = PactEmissions(unit: .kilogram, amount: 3, values: [.pcfExcludingBiogenicUptake: 1])
    let mapped = try #require(LifeCycleMapping.ouranos(third))
    #expect(mapped.notes.contains { $0.kind == .rounded })
    var random = SplitMix(state: 2)
    for _ in 0..<500 {
      let exact = Decimal(Int.random(in: 1...1_000_000, using: &random)) / 1000
      let amount = Decimal(Int.random(in: 1...1000, using: &random))
      let pact = PactEmissions(
        unit: .kilogram, amount: amount, values: [.pcfExcludingBiogenicUptake: exact * amount])
      #expect(LifeCycleMapping.perUnit(.pcfExcludingBiogenicUptake, of: pact) == Mapped(exact))
    }
  }

  /// An extension that contradicts the footprint is not believed.
  @Test func stagesMustAddUpToTheFootprint() throws {
    let pact = PactEmissions(
      unit: .kilogram, values: [.pcfExcludingBiogenicUptake: 10], stages: Stages(pre: 1, main: 2))
    let mapped = try #require(LifeCycleMapping.ouranos(pact))
    #expect(mapped.value.total == Stages(pre: 10, main: 0))
    #expect(mapped.notes.contains { $0.kind == .assumed })
  }

  /// The tables of the page are those of the code.
  @Test func thePageSaysWhatTheCodeDoes() throws {
    let page = try String(contentsOfFile: Project.root + "/docs/exchange.md", encoding: .utf8)
    let lines = Set(page.split(separator: "\n").map(String.init))
    var rows = LifeCycleMapping.stages.map {
      "| \($0.stage.rawValue) | \($0.ouranos ?? "-") | \($0.pact?.rawValue ?? "-") |"
    }
    rows += LifeCycleMapping.roles.map { "| \($0.key.rawValue) | \($0.value.rawValue) |" }
    rows += PactUnit.allCases.map { "| \($0.rawValue) | \($0.ouranos?.rawValue ?? "-") |" }
    for row in rows { #expect(lines.contains(row), "\(row)") }
  }
}
