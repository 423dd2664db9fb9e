import Exchange
import Foundation
import Inventory
import Node
import SupplyGraph
import Testing
import Values

@Suite struct ChainTests {
  static let folder = "Examples/nmc"

  static var files: [String: [UInt8]] {
    get throws {
      var files: [String: [UInt8]] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".csv") {
        files[name] = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
      }
      return files
    }
  }

  @Test func aSuppliersFigureTakesThePlaceOfTheChainsUpstream() async throws {
    try await RunningNode.run { running in
      let node = running.node
      let (a, b) = (SampleCompany.all[0], SampleCompany.all[1])
      let caller = try await node.signIn.signIn(account: a.account, password: a.password)
      let (buyer, seller) = (a.company.operatorID, b.company.operatorID)
      let (pack, cell, sold) = try await node.ledger.commit(actor: "test") { journal in
        let plant = try journal.putPlant(
          by: buyer, plantID: nil, openPlantID: "1000001", name: "A", address: "X")
        let other = try journal.putPlant(
          by: seller, plantID: nil, openPlantID: "2000002", name: "B", address: "X")
        func part(_ company: Identifier, _ plant: Plant, _ name: String) throws -> Identifier {
          try journal.putPart(
            by: company, PartDraft(plantID: plant.plantID, name: name, unit: .kilogram)
          ).traceID
        }
        return (
          try part(buyer, plant, "pack"), try part(buyer, plant, "cell"), try part(seller, other, "sold")
        )
      }
      let stored = try await node.storeChain(name: "nmc", files: try Self.files, by: caller)
      try await node.bind(part: pack, chain: stored.chainID, product: "pack-nmc811-jp", by: caller)
      let chain = try Chain.read(Self.folder)
      let target = try #require(chain.activity(named: "pack-nmc811-jp"))
      let indicator = try #require(chain.indicator(named: "climate_change"))
      let whole = try chain.graph().solve(Demand(of: target)).scores[indicator]
      let total = try #require(node.world.space.totals[pack]?.sum)
      #expect(abs(total.pre + total.main - whole) < 2e-5)

      try await node.bind(
        part: pack, chain: stored.chainID, product: "pack-nmc811-jp",
        supplied: [.init(activity: "cell-nmc811-jp", component: cell)], by: caller)
      #expect(node.world.space.totals[pack]?.missing == [cell])
      let amount = try #require(node.world.space.structures[pack]?.components.first?.amount)
      #expect(amount == 0.72591)
      let own = try #require(node.world.space.totals[pack])
      try await node.ledger.commit(actor: "test") { journal in
        let (trade, _) = try journal.requestFootprint(
          by: buyer, component: cell, supplier: seller, responseDueDate: "2026-12-31")
        _ = try journal.linkAnswer(by: seller, tradeID: trade.tradeID, traceID: sold)
        _ = try journal.declareFootprint(
          by: seller,
          FootprintDraft(traceID: sold, unit: .kilogram, production: Stages(pre: 7, main: 3)))
      }
      let after = try #require(node.world.space.totals[pack])
      #expect(after.missing == [])
      #expect(abs(after.sum.pre - own.production.pre - 7 * amount) < 1e-12)
      #expect(abs(after.sum.main - own.production.main - 3 * amount) < 1e-12)
    }
  }

  @Test func whatIsWrongWithAChainIsToldAndNothingIsKept() async throws {
    try await RunningNode.run { running in
      let sample = SampleCompany.all[0]
      let caller = try await running.node.signIn.signIn(account: sample.account, password: sample.password)
      let count = running.node.ledger.current.count
      var files = try Self.files
      files["exchanges.csv"] = Array("activity,input,amount\nno,such,x\n".utf8)
      await #expect(throws: ChainProblems.self) {
        try await running.node.storeChain(name: "bad", files: files, by: caller)
      }
      #expect(running.node.ledger.current.count == count)
    }
  }
}
