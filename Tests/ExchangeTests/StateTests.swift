import Exchange
import Foundation
import Testing
import Values

/// The state after any commands is the state that its rows, and its records, give back.
@Suite struct StateTests {
  /// From the rows alone: all totals are computed from nothing.
  private static func loaded(_ rows: [(kind: String, key: String, body: [UInt8])]) throws -> DataSpace {
    var space = DataSpace()
    for row in rows { #expect(try space.load(kind: row.kind, key: row.key, body: row.body)) }
    space.finishLoading()
    return space
  }

  @Test(arguments: 1...6) func afterEveryCommandTheStateIsWhatItsRowsGive(seed: UInt64) throws {
    var world = try WorldOfChance(seed: seed)
    var done = 0
    for _ in 0..<150 where try world.step() {
      done += 1
      let space = world.journal.space
      #expect(try Self.loaded(space.allRows) == space)
    }
    #expect(done > 60)
    #expect(!world.journal.space.totals.isEmpty)
  }

  @Test(arguments: 10...14) func rowsWrittenOneByOneAreAllRows(seed: UInt64) throws {
    var world = try WorldOfChance(seed: seed)
    for _ in 0..<300 { try world.step() }
    var space = DataSpace()
    var stored: [String: [UInt8]] = [:]
    var number: Int64 = 0
    for event in world.journal.events {
      number += 1
      space.apply(event, sequence: number, time: Timestamp(milliseconds: number))
      for change in space.takeChanges() { stored[change.kind + " " + change.key] = change.body }
    }
    var expected: [String: [UInt8]] = [:]
    for row in space.allRows { expected[row.kind + " " + row.key] = row.body }
    #expect(stored == expected)
    #expect(space.takeChanges().isEmpty)
  }

  @Test(arguments: 20...24) func recordsGiveTheStateBack(seed: UInt64) throws {
    var world = try WorldOfChance(seed: seed)
    for _ in 0..<300 { try world.step() }
    let known = MemoryJournal(replaying: world.journal.events).space
    var space = DataSpace()
    var number: Int64 = 0
    for event in world.journal.events {
      let body = try JSONValue(parsing: event.body.canonical)
      let time = Timestamp(milliseconds: 1_700_000_000_000 + number)
      number += 1
      #expect(try space.apply(type: event.type, body: body, sequence: number, time: time))
    }
    #expect(space == known)
    #expect(try !space.apply(type: "pact.put", body: .null, sequence: 1, time: .now))
  }
}
