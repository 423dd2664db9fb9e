import Exchange
import Records
import Synchronization
import Values

/// Keeps who saw what of another company's data, when, and under which rule: reads are gathered and become one
/// record, `reads.noted`, at most once a second.
public final class ReadAudit: Sendable {
  private let ledger: Ledger<World>
  private let waiting = Mutex<(reads: [ReadRecord.Read: Int], inFlight: Int)>(([:], 0))

  init(ledger: Ledger<World>) { self.ledger = ledger }

  /// Notes a read: recorded with others, at the latest within a second. Reads of one's own data are none.
  /// - Parameters:
  ///   - item: what was read, e.g. `cfp/` and a trace identifier. No value of it.
  ///   - rule: which rule released it, where there is one.
  public func note(
    reader: Caller, owner: Identifier, item: String, basis: DisclosureBasis, rule: String? = nil
  ) {
    guard reader.operatorID != owner || reader.partnerID != nil else { return }
    let read = ReadRecord.Read(
      actor: reader.actor, reader: reader.partnerID ?? reader.operatorID, owner: owner, item: item,
      basis: basis, rule: rule, count: 0)
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
    let record = ReadRecord(
      reads: reads.map { read, count in
        var read = read
        read.count = count
        return read
      })
    do {
      let body = try JSONValue(encoding: record)
      try await ledger.commit(actor: "node") { try $0.record(ReadRecord.type, body) }
    } catch {
      waiting.withLock { $0.reads.merge(reads) { $0 + $1 } }
      throw error
    }
  }

  /// Each note of reads of a company's data, the latest first, read from the log itself.
  /// - Parameters:
  ///   - before: only records before this number, to go on where the last page ended.
  ///   - limit: how many at most.
  public func reads(of owner: Identifier, before: Int64 = .max, limit: Int = 100) async throws -> [NotedRead]
  {
    let store = ledger.store
    let end = min(before, ledger.current.count + 1)
    return try await Blocking.run {
      var found: [NotedRead] = []
      var last = end - 1
      while last >= 1, found.count < limit {
        let first = max(1, last - 999)
        for stored in try store.records(from: first, limit: Int(last - first + 1)).reversed() {
          guard let record = Record(stored: stored), record.type == ReadRecord.type else { continue }
          for read in try record.body.decoded(as: ReadRecord.self).reads where read.owner == owner {
            found.append(
              NotedRead(
                sequence: record.sequence,
                summary: ReadSummary(
                  owner: owner, reader: read.reader, actor: read.actor, item: read.item, basis: read.basis,
                  rule: read.rule, count: read.count, first: record.time, last: record.time)))
          }
          if found.count >= limit { break }
        }
        last = first - 1
      }
      return found
    }
  }
}

/// Reads noted in one record.
public struct NotedRead: Sendable, Hashable {
  /// The record that proves it.
  public let sequence: Int64
  /// Who saw what in the second before the record's time.
  public let summary: ReadSummary
}
