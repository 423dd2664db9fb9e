import Exchange
import Logging
import Records
import Synchronization
import Values

/// What the outbox calls partners with.
public protocol PactCaller: Sendable {
  /// Sends an event to a partner's interface.
  func send(_ event: JSONValue, to partner: PactPartner, at target: String) async throws(CallFailure)
  /// Gets a footprint from it.
  func footprint(_ id: String, of partner: PactPartner, at target: String) async throws(CallFailure)
    -> JSONValue
}

/// Does what waits to be done at partners: each message at least once, those of a lane in order, lanes side by
/// side. What waits stands in the records, so that it outlives the process; attempts are counted in memory.
///
/// A message that cannot be delivered is tried again after 5 s, 10 s, 20 s ... at most an hour, each time some
/// random part shorter, and abandoned 72 hours after it was queued.
public final class PactOutbox: Sendable {
  /// A partner gets our answer to its request before it is called back.
  static let firstDelay: Duration = .milliseconds(300)
  private static let mostLanes = 32
  private static let claimTime: Duration = .seconds(60)

  private struct Schedule {
    var running: Set<String> = []
    var attempts: [String: Int] = [:]
    var next: [String: Timestamp] = [:]
    /// The earliest time at which a timer wakes the outbox.
    var timer: Timestamp?
  }

  private let ledger: Ledger<World>
  private let client: any PactCaller
  private let claims: Bool
  private let clock: any PactClock
  private let logger: Logger
  private let process = Identifier()
  private let schedule = Mutex(Schedule())
  private let signals: AsyncStream<Void>
  private let signal: AsyncStream<Void>.Continuation

  /// - Parameter claims: whether other processes work on the same records, so that a lane must be claimed first.
  public init(
    ledger: Ledger<World>, client: any PactCaller, claims: Bool,
    clock: any PactClock = SystemPactClock(), logger: Logger
  ) {
    self.ledger = ledger
    self.client = client
    self.claims = claims
    self.clock = clock
    self.logger = logger
    (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    ledger.observe { [signal] _ in signal.yield() }
  }

  /// Works until the task is cancelled.
  public func run() async {
    signal.yield()
    await withDiscardingTaskGroup { group in
      for await _ in signals {
        if Task.isCancelled { break }
        let (lanes, next) = dueLanes()
        for lane in lanes {
          group.addTask {
            await self.work(lane)
            self.schedule.withLock { _ = $0.running.remove(lane) }
            self.signal.yield()
          }
        }
        if let next, setTimer(next) {
          group.addTask {
            await self.clock.sleep(until: next)
            self.schedule.withLock { if $0.timer == next { $0.timer = nil } }
            self.signal.yield()
          }
        }
      }
      group.cancelAll()
    }
  }

  /// The lanes to work on now, marked as such, and when the next is due.
  private func dueLanes() -> (lanes: [String], next: Timestamp?) {
    let book = ledger.current.state.pact
    let now = clock.now
    return schedule.withLock { schedule in
      var due: [String] = []
      var next: Timestamp?
      for lane in book.waitingLanes where !schedule.running.contains(lane) {
        let time =
          schedule.next[lane]
          ?? book.nextMessage(lane: lane).map { $0.created + PactOutbox.firstDelay } ?? now
        if time > now {
          next = next.map { min($0, time) } ?? time
        } else if schedule.running.count < PactOutbox.mostLanes {
          schedule.running.insert(lane)
          due.append(lane)
        }
      }
      return (due, next)
    }
  }

  private func setTimer(_ time: Timestamp) -> Bool {
    schedule.withLock { schedule in
      if let timer = schedule.timer, timer <= time { return false }
      schedule.timer = time
      return true
    }
  }

  /// Does a lane's messages until there is none, or one has to wait.
  private func work(_ lane: String) async {
    while !Task.isCancelled, ledger.current.state.pact.nextMessage(lane: lane) != nil {
      do {
        guard try await claim(lane) else { return wait(lane, PactOutbox.claimTime) }
      } catch {
        logger.error("the outbox waits", metadata: ["error": "\(error)"])
        return wait(lane, .seconds(5))
      }
      // Read after the claim: another process may have been at it.
      guard let message = ledger.current.state.pact.nextMessage(lane: lane) else { return }
      do {
        if message.created + PactMessage.lifetime <= clock.now {
          try await end(message, .abandoned, "72 hours have passed without success")
        } else {
          let outcome = try await attempt(message)
          try await end(message, .delivered, outcome)
        }
        schedule.withLock {
          $0.attempts[lane] = nil
          $0.next[lane] = nil
        }
      } catch let failure as CallFailure where failure.isPermanent {
        do {
          try await end(message, .abandoned, failure.description)
        } catch {
          return wait(lane, .seconds(5))
        }
      } catch {
        if !(error is CallFailure) { logger.error("the outbox waits", metadata: ["error": "\(error)"]) }
        return postpone(lane, error)
      }
    }
  }

  private func claim(_ lane: String) async throws -> Bool {
    guard claims else { return true }
    let process = process
    return try await ledger.commit(actor: "node") {
      try $0.claimLane(lane, process: process, for: PactOutbox.claimTime)
    }
  }

  private func end(_ message: PactMessage, _ state: PactMessage.State, _ outcome: String) async throws {
    try await ledger.commit(actor: "node") {
      try $0.endMessage(message.messageID, state, outcome: outcome)
    }
  }

  private func wait(_ lane: String, _ duration: Duration) {
    let time = clock.now + duration
    schedule.withLock { $0.next[lane] = time }
  }

  private func postpone(_ lane: String, _ error: any Error) {
    let attempts = schedule.withLock { schedule in
      schedule.attempts[lane, default: 0] += 1
      return schedule.attempts[lane] ?? 1
    }
    let delay = PactOutbox.delay(afterAttempts: attempts, jitter: Double.random(in: 0.5...1))
    logger.info(
      "a partner was not reached",
      metadata: ["lane": "\(lane)", "attempts": "\(attempts)", "seconds": "\(delay)", "reason": "\(error)"])
    wait(lane, .milliseconds(Int(delay * 1000)))
  }

  /// Seconds to wait after so many attempts.
  /// - Parameter jitter: from 0.5 to 1.
  static func delay(afterAttempts attempts: Int, jitter: Double) -> Double {
    jitter * min(3600, 5 * Double(1 << min(attempts - 1, 20)))
  }

  // MARK: Messages

  /// - Returns: a sentence on what came back.
  private func attempt(_ message: PactMessage) async throws -> String {
    guard let partner = ledger.current.state.pact.partners[message.partnerID], !partner.removed else {
      throw CallFailure("it is no partner any more", isPermanent: true)
    }
    switch message.task {
    case .send(let event):
      try await client.send(event, to: partner, at: message.target)
      return "taken by \(message.target)"
    case .fetch(let ids):
      var missing: [String] = []
      for id in ids {
        do {
          try await fetch(id, of: partner, at: message.target)
        } catch let failure as CallFailure where failure.isPermanent {
          missing.append("\(id): \(failure.description)")
        }
      }
      if missing.count == ids.count, let first = missing.first { throw CallFailure(first, isPermanent: true) }
      return "\(ids.count - missing.count) footprint(s) fetched"
        + (missing.isEmpty ? "" : "; not: " + missing.joined(separator: "; "))
    }
  }

  private func fetch(_ id: String, of partner: PactPartner, at target: String) async throws {
    let document = try await client.footprint(id, of: partner, at: target)
    let host = PactAddress(target)?.host ?? target
    let carried =
      target.hasPrefix("https:")
      ? "received over TLS from \(host), certificate checked" : "received over plain HTTP from \(host)"
    let assurance = PactSignature.assurance(of: document, keys: partner.signingKeys, carried: carried)
    try await ledger.commit(actor: "partner:\(partner.partnerID)") { transaction in
      guard
        try transaction.receive(
          document, from: partner, way: .fetched, assurance: assurance.text, isForged: assurance.isWrong)
          != nil
      else { throw CallFailure("\(target): a footprint without an id", isPermanent: true) }
    }
  }
}
