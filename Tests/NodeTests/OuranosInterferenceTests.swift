import AsyncHTTPClient
import Exchange
import Foundation
import Node
import Records
import Testing
import Values

/// Two nodes with the same records but for one number that a company may not see.
@Suite(.needsOuranosDocument) struct OuranosInterferenceTests {
  private static let secret = 4711.5

  @Test func undisclosedNumbersDoNotShowInAnyAnswer() async throws {
    let store = MemoryStore()
    let known = try await OuranosInterferenceTests.fill(store)
    let other = try OuranosInterferenceTests.copy(of: store, replacing: known.part, with: 1)
    try await RunningNode.run(store: store) { first in
      try await RunningNode.run(store: other) { second in
        try await OuranosScript.run(
          "interference.py", first.base, second.base, "4711",
          known.all.map(\.description).joined(separator: ","))
      }
    }
  }

  /// A buys two components from B, one of which B discloses; B buys from C.
  private static func fill(_ store: MemoryStore) async throws -> (part: Identifier, all: [Identifier]) {
    let ledger = try Ledger<World>(store: store)
    let companies = SampleCompany.all.map(\.company)
    let (a, b, c) = (companies[0].operatorID, companies[1].operatorID, companies[2].operatorID)
    return try await ledger.commit(actor: "node") { journal in
      for company in companies { try journal.record(.operatorPut(company)) }
      var all: [Identifier] = [a, b, c]
      func draft(_ plant: Identifier, _ name: String, amount: Double? = nil) -> PartDraft {
        PartDraft(plantID: plant, name: name, amountRequired: amount, unit: .kilogram)
      }
      var plants: [Identifier: Identifier] = [:]
      for company in [a, b, c] {
        let plant = try journal.putPlant(
          by: company, plantID: nil, openPlantID: "1000001", name: "P", address: "X")
        plants[company] = plant.plantID
        all.append(plant.plantID)
      }
      let own = plants[a] ?? a
      let structure = try journal.putStructure(
        by: a, parent: draft(own, "product"),
        children: [draft(own, "open", amount: 1), draft(own, "closed", amount: 2)])
      let bought = try journal.putPart(by: c, draft(plants[c] ?? c, "bought"))
      all += [structure.parent.traceID, bought.traceID] + structure.children.map(\.traceID)
      var hidden = Identifier()
      for component in structure.children {
        let sold = try journal.putPart(by: b, draft(plants[b] ?? b, component.name))
        let asked = try journal.requestFootprint(
          by: a, component: component.traceID, supplier: b, responseDueDate: "2026-12-31")
        _ = try journal.linkAnswer(by: b, tradeID: asked.trade.tradeID, traceID: sold.traceID)
        all += [sold.traceID, asked.trade.tradeID, asked.request.requestID]
        if component.name == "closed" {
          hidden = sold.traceID
          try journal.setDisclosure(by: b, to: a, traceID: hidden, totalCFP: false, totalDQR: false)
        }
        _ = try journal.declareFootprint(
          by: b,
          FootprintDraft(
            traceID: sold.traceID, unit: .kilogram,
            production: Stages(pre: 3, main: component.name == "closed" ? secret : 4)))
      }
      all += journal.space.notifications(to: a).map(\.notificationID)
      return (hidden, all)
    }
  }

  /// The same records with another number in the footprint of one part, chained anew.
  private static func copy(
    of store: MemoryStore, replacing part: Identifier, with number: Double
  ) throws -> MemoryStore {
    let copy = MemoryStore()
    var previous = Digest.zero
    var changed = 0
    for stored in store.records(from: 1, limit: .max) {
      let record = try #require(Record(stored: stored))
      var body = record.body
      if record.type == "cfp.put", record.body["traceID"]?.string == part.description,
        var declaration = try? record.body.decoded(as: FootprintDeclaration.self)
      {
        declaration.production.main = number
        body = try JSONValue(encoding: declaration)
        changed += 1
      }
      let new = Record(
        sequence: record.sequence, time: record.time, type: record.type, actor: record.actor, body: body,
        previous: previous)
      previous = .leaf(new.text)
      try copy.append(
        [StoredRecord(sequence: new.sequence, text: new.text, hash: previous)], documents: [],
        expected: new.sequence - 1)
    }
    try #require(changed == 1)
    _ = try Ledger<World>.rebuild(copy)
    return copy
  }
}
