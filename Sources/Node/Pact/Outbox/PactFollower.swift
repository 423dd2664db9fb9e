import Exchange
import Logging
import Records

/// Publishes a new version of a footprint when the totals of its part have changed, for companies that have
/// chosen so.
struct PactFollower: Sendable {
  let ledger: Ledger<World>
  /// The node's public URL.
  let base: String
  let logger: Logger

  /// Works until the task is cancelled.
  func run() async {
    let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    ledger.observe { _ in signal.yield() }
    signal.yield()
    var seen: Int64 = -1
    for await _ in signals {
      let world = ledger.current.state
      guard world.dataVersion != seen else { continue }
      seen = world.dataVersion
      let parts = world.pact.outdatedParts(in: world.space).filter { part in
        world.pact.activeFootprint(of: part).flatMap { world.pact.profiles[$0.operatorID] }?.republishes
          == true
      }
      guard !parts.isEmpty else { continue }
      let base = base
      do {
        let failures = try await ledger.commit(actor: "node") { try $0.republish(parts, base: base) }
        for (part, refusal) in failures {
          logger.warning("not published anew", metadata: ["part": "\(part)", "reason": "\(refusal)"])
        }
      } catch {
        logger.error("new versions wait", metadata: ["error": "\(error)"])
        seen = -1
        try? await Task.sleep(for: .seconds(5))
        signal.yield()
      }
    }
  }
}
