import Exchange
import Foundation
import Logging
import Node
import Records
import Synchronization
import Testing
import Values

/// Time that a test moves.
private final class TestClock: PactClock {
  private struct State {
    var now = Timestamp("2026-01-15T09:00:00Z") ?? .now
    var sleepers: [Int: (time: Timestamp, wake: CheckedContinuation<Void, Never>)] = [:]
    var next = 0
  }
  private let state = Mutex(State())

  var now: Timestamp { state.withLock { $0.now } }

  func sleep(until time: Timestamp) async {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.now >= time || Task.isCancelled { return true }
          state.sleepers[number] = (time, continuation)
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: number)?.wake }?.resume()
    }
  }

  /// Moves on to the next time that somebody waits for.
  /// - Returns: the seconds it moved; nil where nobody waits.
  func skip() -> Double? {
    let (wakes, seconds): ([CheckedContinuation<Void, Never>], Double?) = state.withLock { state in
      guard let time = state.sleepers.values.map(\.time).min() else { return ([], nil) }
      let seconds = Double(time.milliseconds - state.now.milliseconds) / 1000
      state.now = time
      let due = state.sleepers.filter { $0.value.time <= time }
      for number in due.keys { state.sleepers[number] = nil }
      return (due.values.map(\.wake), seconds)
    }
    for wake in wakes { wake.resume() }
    return seconds
  }
}

/// Partners that are away, refuse or take what comes, as a test says.
private final class TestPartners: PactCaller {
  private struct State {
    var taken: [String] = []
    var attempts = 0
    var failures: [CallFailure] = []
    var isAway = false
    var running = 0
    var mostRunning = 0
  }
  private let state = Mutex(State())

  var taken: [String] { state.withLock { $0.taken } }
  var attempts: Int { state.withLock { $0.attempts } }
  var mostRunning: Int { state.withLock { $0.mostRunning } }
  func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }
  func fail(with failures: [CallFailure]) { state.withLock { $0.failures = failures } }

  func send(_ event: JSONValue, to partner: PactPartner, at target: String) async throws(CallFailure) {
    state.withLock {
      $0.running += 1
      $0.mostRunning = max($0.mostRunning, $0.running)
    }
    try? await Task.sleep(for: .milliseconds(5))
    let failure = state.withLock { state -> CallFailure? in
      state.running -= 1
      state.attempts += 1
      if state.isAway { return CallFailure("away", isPermanent: false) }
      if !state.failures.isEmpty { return state.failures.removeFirst() }
      state.taken.append(event["data"]?["comment"]?.string ?? "")
      return nil
    }
    if let failure { throw failure }
  }

  func footprint(_ id: String, of partner: PactPartner, at target: String) async throws(CallFailure)
    -> JSONValue
  {
    throw CallFailure("none", isPermanent: true, status: 404)
  }
}

@Suite struct PactOutboxTests {
  private let clock = TestClock()
  private let partners = TestPartners()
  private let company = SampleCompany.all[0].company

  private func ledger(_ store: any RecordStore) throws -> Ledger<World> {
    let clock = clock
    return try Ledger<World>(store: store, clock: { clock.now })
  }

  /// Queues messages to some partners in turn, numbered.
  private func queue(_ ledger: Ledger<World>, messages: Int, partners count: Int = 1) async throws {
    let company = company
    try await ledger.commit(actor: "test") { transaction in
      try transaction.record(.operatorPut(company))
      let partners = (0..<count).map {
        PactPartner(
          partnerID: Identifier(), operatorID: company.operatorID, name: "Partner \($0)",
          baseURL: "https://partner\($0).example")
      }
      for partner in partners { try transaction.putPartner(by: company.operatorID, partner) }
      for number in 0..<messages {
        _ = try transaction.request(
          by: company.operatorID, from: partners[number % count].partnerID,
          criteria: ["comment": .string("\(number)")], base: "https://us.example")
      }
    }
  }

  private func messages(_ ledger: Ledger<World>) -> [PactMessage] {
    ledger.current.state.pact.messages.values.sorted { $0.order < $1.order }
  }

  /// Runs outboxes while `body` does its work.
  private func run(
    _ ledgers: [Ledger<World>], claims: Bool = false, _ body: () async throws -> Void
  ) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let tasks = ledgers.map { ledger in
      let outbox = PactOutbox(ledger: ledger, client: partners, claims: claims, clock: clock, logger: logger)
      return Task { await outbox.run() }
    }
    let result: Result<Void, any Error>
    do {
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    try result.get()
  }

  /// Moves the clock from one waiting to the next until something holds.
  private func advance(until holds: () -> Bool) async throws -> [Double] {
    var steps: [Double] = []
    for _ in 0..<20_000 {
      if holds() { return steps }
      try await Task.sleep(for: .milliseconds(1))
      let before = partners.attempts
      if let seconds = clock.skip(), seconds > 0 {
        steps.append(seconds)
        // An attempt takes its time before the clock may move on.
        for _ in 0..<200 where partners.attempts == before && !holds() {
          try await Task.sleep(for: .milliseconds(1))
        }
      }
    }
    Issue.record("it does not come to an end")
    return steps
  }

  @Test func aPartnerThatIsAwayGetsEverythingInOrderWhenItIsBack() async throws {
    let store = MemoryStore()
    let ledger = try ledger(store)
    try await queue(ledger, messages: 5)
    partners.setAway(true)
    try await run([ledger]) {
      let steps = try await advance { partners.attempts >= 6 }
      // Each waiting is at most twice the one before, with jitter, and none is longer than an hour.
      for (number, seconds) in steps.dropFirst().enumerated() {
        #expect(seconds <= 5 * Double(1 << number) && seconds >= 2.4 * Double(1 << number))
      }
    }
    #expect(partners.taken == [] && messages(ledger).allSatisfy { $0.state == .waiting })
    // The process ends, another opens the same records: nothing is lost.
    let again = try self.ledger(store)
    partners.setAway(false)
    try await run([again]) {
      _ = try await advance {
        partners.taken.count == 5 && messages(again).allSatisfy { $0.state == .delivered }
      }
    }
    #expect(partners.taken == ["0", "1", "2", "3", "4"])
  }

  @Test func sqliteKeepsTheOutboxOverARestart() async throws {
    let path = "/tmp/denchi-pact-\(Identifier()).sqlite"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    let first = try RecordStores.open(path)
    try await queue(try ledger(first), messages: 3)
    first.close()
    let second = try RecordStores.open(path)
    let ledger = try ledger(second)
    #expect(messages(ledger).count == 3)
    try await run([ledger]) {
      _ = try await advance { messages(ledger).allSatisfy { $0.state == .delivered } }
    }
    #expect(partners.taken == ["0", "1", "2"])
    second.close()
  }

  @Test func itGivesUpAfter72Hours() async throws {
    let ledger = try ledger(MemoryStore())
    try await queue(ledger, messages: 1)
    partners.setAway(true)
    let start = clock.now
    try await run([ledger]) {
      _ = try await advance { messages(ledger).first?.state == .abandoned }
    }
    let hours = Double(clock.now.milliseconds - start.milliseconds) / 3_600_000
    #expect(hours >= 72 && hours < 73.01)
    #expect((75...200).contains(partners.attempts))
    #expect(messages(ledger).first?.outcome == "72 hours have passed without success")
  }

  @Test func whatAPartnerWillNeverTakeIsAbandonedAndTheNextGoesOn() async throws {
    let ledger = try ledger(MemoryStore())
    try await queue(ledger, messages: 2)
    partners.fail(with: [CallFailure("answered with status 400", isPermanent: true, status: 400)])
    try await run([ledger]) { _ = try await advance { messages(ledger).last?.state == .delivered } }
    #expect(messages(ledger).map(\.state) == [.abandoned, .delivered])
    #expect(partners.taken == ["1"])
  }

  @Test func partnersDoNotWaitForEachOther() async throws {
    let ledger = try ledger(MemoryStore())
    try await queue(ledger, messages: 60, partners: 20)
    try await run([ledger]) {
      _ = try await advance { messages(ledger).allSatisfy { $0.state == .delivered } }
    }
    #expect(Set(partners.taken).count == 60 && partners.mostRunning > 1)
    for partner in 0..<20 {
      let numbers = partners.taken.compactMap { Int($0) }.filter { $0 % 20 == partner }
      #expect(numbers == numbers.sorted())
    }
  }

  @Test func severalProcessesDoNotSendTwiceAtOnce() async throws {
    let store = MemoryStore()
    let ledgers = try (0..<3).map { _ in try ledger(store) }
    try await queue(ledgers[0], messages: 30, partners: 10)
    for ledger in ledgers { try await ledger.refresh() }
    try await run(ledgers, claims: true) {
      let start = clock.now
      for _ in 0..<4000 {
        for ledger in ledgers { try await ledger.refresh() }
        if messages(ledgers[0]).allSatisfy({ $0.state == .delivered }) { break }
        // Claims hold for a minute: the clock moves once, to the time of the first attempts.
        if clock.now == start { _ = clock.skip() }
        try await Task.sleep(for: .milliseconds(2))
      }
    }
    #expect(partners.taken.sorted() == (0..<30).map(String.init).sorted())
  }
}
