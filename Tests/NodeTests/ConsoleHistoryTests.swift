import Exchange
import Node
import Records
import Testing
import Values

/// The index of records by whom they concern, and one-time links, as they come back from the log.
@Suite struct ConsoleHistoryTests {
  private func part(of company: Identifier, named name: String, in running: RunningNode) async throws -> Part
  {
    try await running.node.ledger.commit(actor: "test") { transaction in
      let plant = try transaction.putPlant(
        by: company, plantID: transaction.space.plants(of: company).first?.plantID, openPlantID: "000001",
        name: "Works", address: "Tokyo")
      return try transaction.putPart(
        by: company, PartDraft(plantID: plant.plantID, name: name, unit: .kilogram))
    }
  }

  @Test func aCompanyFindsItsOwnRecordsOnly() async throws {
    try await RunningNode.run { running in
      let (a, b) = (SampleCompany.all[0].company.operatorID, SampleCompany.all[1].company.operatorID)
      var own: [Int64] = []
      for number in 0..<300 {
        let part = try await part(of: a, named: "P\(number)", in: running)
        own.append(running.node.ledger.current.count)
        if number == 0 { #expect(running.node.world.history.newest(of: part.traceID, limit: 9) == [own[0]]) }
      }
      let world = running.node.world
      #expect(world.history.newest(of: a, limit: 300) == own.reversed())
      #expect(world.history.newest(of: a, skipping: 290, limit: 10) == Array(own.reversed()[290...]))
      #expect(Set(world.history.newest(of: b, limit: 100)).isDisjoint(with: own))
      let places = (0..<world.history.count(of: a)).compactMap {
        world.history.newest(of: a, skipping: $0, limit: 1).first
      }
      #expect(places == places.sorted(by: >))
      // What is stored gives the same index as the log does.
      let loaded = try World(documents: world.allDocuments)
      #expect(loaded.history.newest(of: a, limit: 400) == world.history.newest(of: a, limit: 400))
      #expect(loaded.history.count(of: b) == world.history.count(of: b))
      let again = try Ledger<World>(store: running.node.ledger.store)
      #expect(
        again.current.state.history.newest(of: a, limit: 400) == world.history.newest(of: a, limit: 400))
    }
  }

  @Test func aRequestConcernsBothSidesAndNobodyElse() async throws {
    try await RunningNode.run { running in
      let companies = SampleCompany.all.map(\.company.operatorID)
      let component = try await part(of: companies[0], named: "Cell", in: running)
      try await running.node.ledger.commit(actor: "test") { transaction in
        _ = try transaction.requestFootprint(
          by: companies[0], component: component.traceID, supplier: companies[1],
          responseDueDate: "2099-01-01")
      }
      let sequence = running.node.ledger.current.count
      let history = running.node.world.history
      #expect(history.newest(of: companies[0], limit: 1) == [sequence])
      #expect(history.newest(of: companies[1], limit: 1) == [sequence])
      #expect(!history.newest(of: companies[2], limit: 100).contains(sequence))
    }
  }
}
