import Exchange
import Foundation
import Node
import Records
import Testing
import Values

/// A company of one node buys from a company of another, as from any other Ouranos platform.
@Suite struct OuranosConnectionTests {
  private static let (a, b) = (
    SampleCompany.all[0].company.operatorID, SampleCompany.all[1].company.operatorID
  )

  private static var configuration: NodeConfiguration {
    var configuration = NodeConfiguration()
    configuration.allowsPrivateCallbacks = true
    return configuration
  }

  private func link(to base: String) -> OuranosLink {
    OuranosLink(
      operatorID: OuranosConnectionTests.a, name: "the other node", authURL: base, dataURL: base,
      account: SampleCompany.all[0].account)
  }

  private func component(_ node: Node) async throws -> (product: Identifier, component: Identifier) {
    let a = OuranosConnectionTests.a
    return try await node.ledger.commit(actor: "test") { transaction in
      let plant = try transaction.putPlant(
        by: a, plantID: nil, openPlantID: "1000001", name: "P", address: "X")
      let made = try transaction.putStructure(
        by: a, parent: PartDraft(plantID: plant.plantID, name: "pack", unit: .unit),
        children: [PartDraft(plantID: plant.plantID, name: "cell", amountRequired: 4, unit: .kilogram)])
      return (made.parent.traceID, made.children[0].traceID)
    }
  }

  @Test func aSuppliersFigureComesFromAnotherNode() async throws {
    let (a, b) = (OuranosConnectionTests.a, OuranosConnectionTests.b)
    try await RunningNode.run { there in
      try await RunningNode.run(configuration: OuranosConnectionTests.configuration) { here in
        let node = here.node
        let http = OutgoingHTTP(node.configuration)
        let connection = OuranosConnection(node, http: http)
        let link = link(to: there.base)
        let (product, cell) = try await component(node)
        try await connection.put(
          link, apiKey: SampleCompany.apiKey, password: SampleCompany.all[0].password, by: "test")
        let test = await connection.test(link)
        #expect(test.isGood && test.status == 201 && test.url == there.base + "/auth/login")

        let order = try await connection.order(
          by: a, link: link.linkID, component: cell, supplier: "1234567890124", message: "please",
          responseDueDate: "2026-12-31", actor: "test")
        func state() -> OuranosOrder? { node.world.platforms.orders[order.orderID] }
        // The node itself sees to what is due as well: whoever is first asks.
        while state() == order {
          await connection.seeToDue(at: .now)
          try await Task.sleep(for: .milliseconds(20))
        }
        #expect(state()?.state == .asked, "\(state()?.problem ?? "")")
        let received = there.node.world.space.receivedRequests(of: b)
        let request = try #require(received.first)
        #expect(received.count == 1 && request.request.message == "please" && request.part.name == "cell")

        // Asked again while nothing has come: the same request, not another.
        await connection.seeToDue(at: .now + .seconds(120))
        #expect(there.node.world.space.receivedRequests(of: b).count == 1)
        #expect(node.world.space.supplies[cell] == nil)

        for (round, value) in [10.0, 20].enumerated() {
          try await there.node.ledger.commit(actor: "test") { transaction in
            let plant = try transaction.putPlant(
              by: b, plantID: transaction.space.plants(of: b).first?.plantID, openPlantID: "2000002",
              name: "P", address: "X")
            let sold = try transaction.putPart(
              by: b, PartDraft(plantID: plant.plantID, name: "sold", terminated: true, unit: .kilogram))
            _ = try transaction.linkAnswer(by: b, tradeID: request.trade.tradeID, traceID: sold.traceID)
            _ = try transaction.declareFootprint(
              by: b,
              FootprintDraft(
                cfpID: transaction.space.declarations[sold.traceID]?.cfpID, traceID: sold.traceID,
                unit: .kilogram, production: Stages(pre: 1.5, main: value),
                quality: Stages(pre: DataQuality(technological: 2), main: DataQuality())))
          }
          await connection.seeToDue(at: .now + .seconds(8000 * (round + 1)))
          let supply = try #require(node.world.space.supplies[cell])
          #expect(state()?.state == .answered && supply.total == Stages(pre: 1.5, main: value))
          #expect(supply.quality.pre.technological == 2)
          #expect(supply.source == .ouranos(partner: link.linkID, traceID: state()?.traceID ?? cell))
          #expect(node.world.space.totals[product]?.sum == Stages(pre: 6, main: 4 * value))
        }
        await http.close()
      }
    }
  }

  @Test func aPlatformThatCannotBeReachedIsTriedLessAndLessOften() async throws {
    // Loopback addresses are not allowed here, so that every call fails at once.
    try await RunningNode.run { here in
      let node = here.node
      let http = OutgoingHTTP(node.configuration)
      let connection = OuranosConnection(node, http: http)
      let link = link(to: "http://127.0.0.1:1")
      let (_, cell) = try await component(node)
      try await connection.put(link, apiKey: "the-key", password: "the-password", by: "test")
      let order = try await connection.order(
        by: OuranosConnectionTests.a, link: link.linkID, component: cell, supplier: "1",
        responseDueDate: "2026-12-31", actor: "test")
      var now = order.due
      var waits: [Int64] = []
      for failures in 1...9 {
        while node.world.platforms.orders[order.orderID]?.failures != failures {
          await connection.seeToDue(at: now)
        }
        let next = try #require(node.world.platforms.orders[order.orderID])
        if failures > 1 { waits.append((next.due.milliseconds - now.milliseconds) / 1000) }
        now = next.due
      }
      #expect(waits == [60, 120, 240, 480, 960, 1920, 3600, 3600])
      let problem = try #require(node.world.platforms.orders[order.orderID]?.problem)
      #expect(problem.contains("127.0.0.1"))
      let test = await connection.test(link)
      #expect(!test.isGood && test.status == nil)
      await http.close()

      // Neither the log nor the tables nor the secrets hold the password or the key as they are.
      let texts =
        try node.ledger.store.records(from: 1, limit: 1000).map(\.text)
        + node.ledger.store.secrets(prefix: "ouranos-link").map(\.value)
      for text in texts {
        let text = String(decoding: text, as: UTF8.self)
        #expect(!text.contains("the-key") && !text.contains("the-password"))
      }
    }
  }

  @Test func addressesInsideAreNotCalledUnlessAllowed() async throws {
    try await RunningNode.run { here in
      let http = OutgoingHTTP(here.node.configuration)
      let connection = OuranosConnection(here.node, http: http)
      for address in ["https://127.0.0.1:1", "https://10.0.0.1", "https://[::1]", "http://192.0.2.1"] {
        let link = link(to: address)
        try await connection.put(link, apiKey: "k", password: "p", by: "test")
        let test = await connection.test(link)
        #expect(!test.isGood && test.answer.contains("this node"), "\(test)")
      }
      await #expect(throws: Refusal.self) {
        try await connection.put(self.link(to: "ftp://x"), apiKey: nil, password: nil, by: "test")
      }
      await http.close()
    }
  }
}
