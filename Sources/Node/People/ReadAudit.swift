import Exchange
import Records
import Synchronization
import Values

/// Keeps who saw what of another company's data, when, and under which rule: reads are gathered and become one
/// record, `reads.noted`, at most once a second.
public final class ReadAudit: Sendable {
  private struct Read: Hashable {
    let actor: String
    let reader: Identifier
    let owner: Identifier
    let item: String
    let basis: DisclosureBasis
    let rule: String?
  }

  private let ledger: Ledger<World>
  private let waiting = Mutex<(reads: [Read: Int], inFlight: Int)>(([:], 0))

  init(ledger: Ledger<World>) { self.ledger = ledger }

  /// Notes a read: recorded with others, at the latest within a second. Reads of one's own data are none.
  /// - Parameters:
  ///   - item: what was read, e.g. `cfp/` and a trace identifier. No value of it.
  ///   - rule: which rule released it, where there is one.
  public func note(
    reader: Caller, owner: Identifier, item: String, basis: DisclosureBasis, rule: String? = nil
  ) {
    guard reader.operatorID != owner || reader.partnerID != nil else { return }
    let read = Read(
      actor: reader.actor, reader: reader.partnerID ?? reader.operatorID, owner: owner, item: item,
      basis: basis, rule: rule)
    waiting.withLock { $0.reads[read, default: 0] += 1 }
  }

  /// Records what was noted, and returns when it is durable.
  /// - Throws: `StoreError.unavailable`; what was noted is kept for the next time.
  public func flush() async throws {
    let (reads, mustWait) = waiting.withLock { waiting in
      defer {
        if !waiting.reads.isEmpty { waiting.inFlight += 1 }
        waiting.reads = [:]
      }
      return (waiting.reads, waiting.inFlight > 0)
    }
    guard !reads.isEmpty else {
      // Another flush has taken what this caller noted: commits are in order, so an empty one waits for it.
      if mustWait { try await ledger.commit(actor: "node") { _ in } }
      return
    }
    defer { waiting.withLock { $0.inFlight -= 1 } }
    let body = JSONValue.object([
      "reads": .array(
        reads.map { read, count in
          var members: [String: JSONValue] = [
            "actor": .string(read.actor), "reader": .string(read.reader.description),
            "owner": .string(read.owner.description), "item": .string(read.item),
            "basis": .string(read.basis.rawValue), "count": .number(Double(count)),
          ]
          if let rule = read.rule { members["rule"] = .string(rule) }
          return .object(members)
        })
    ])
    do {
      try await ledger.commit(actor: "node") { try $0.record("reads.noted", body) }
    } catch {
      waiting.withLock { $0.reads.merge(reads) { $0 + $1 } }
      throw error
    }
  }
}
