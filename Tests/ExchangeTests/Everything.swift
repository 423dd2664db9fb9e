import Exchange
import Values

/// Everything that a company can read of a data space, or learn from what it is refused, as text.
struct Everything {
  private(set) var lines: [String] = []
  private let reader: Identifier

  /// - Parameter counts: with how far requests have got: these numbers tell by design whether others answered.
  init(for reader: Identifier, of journal: MemoryJournal, counts: Bool) {
    self.reader = reader
    let space = journal.space
    for part in space.parts.rows.keys.sorted() { read(part, space) }
    for trade in space.trades(buyer: reader) { read(trade, space, counts) }
    for received in space.receivedRequests(of: reader) {
      lines.append("\(received)")
      read(received.trade, space, counts)
    }
    for file in space.files.rows.keys.sorted() {
      if let (file, sighting) = space.file(file, for: reader) {
        lines.append("\(file) \(String(describing: sighting))")
      }
    }
    lines += space.notifications(to: reader).map { "\($0)" }
    lines += space.changes(of: reader).map { "\($0)" }
    for statement in space.disclosureStatements(of: reader) {
      let released = statement.released.map { "\($0)" }.sorted()
      lines.append(
        "\(statement.partner) \(statement.traceID) \(released) \(statement.withheld.map(\.rawValue).sorted())"
      )
    }
    attemptAll(journal)
  }

  private mutating func read(_ part: Identifier, _ space: DataSpace) {
    lines.append("\(part): \(space.footprint(of: part, for: reader))")
    lines.append("\(String(describing: space.view(of: part, for: reader)))")
    lines.append("\(space.certifications(of: part, for: reader))")
    guard space.parts[part]?.operatorID == reader else { return }
    lines.append("\(String(describing: space.totals[part])) \(String(describing: space.contributions[part]))")
    lines.append("\(String(describing: space.answer(to: part)))")
    lines.append("\(String(describing: space.structures[part])) \(space.parents(of: part))")
  }

  private mutating func read(_ trade: Trade, _ space: DataSpace, _ counts: Bool) {
    lines.append("\(trade) \(String(describing: space.requests[trade.requestID]))")
    guard counts else { return }
    lines.append("\(String(describing: space.requestProgress(of: trade.requestID)))")
    lines.append("\(String(describing: space.requestTree(of: trade.requestID, for: reader)))")
  }

  /// Tries commands that may be refused for what is elsewhere: only whether and why counts.
  private mutating func attemptAll(_ journal: MemoryJournal) {
    let (space, reader) = (journal.space, reader)
    for part in space.parts.rows.keys.sorted() {
      attempt(journal, "delete \(part)") { try $0.deletePart(by: reader, traceID: part) }
      for other in space.parts(of: reader).prefix(6) {
        attempt(journal, "structure \(part) \(other.traceID)") {
          try $0.structure(reader, part, [(other.traceID, 1)])
        }
      }
    }
    for trade in space.trades.rows.keys.sorted() {
      attempt(journal, "cancel \(trade)") {
        try $0.cancelRequest(by: reader, requestID: space.trades[trade]?.requestID ?? trade)
      }
      for part in space.parts(of: reader).prefix(6) {
        attempt(journal, "link \(trade) \(part.traceID)") {
          _ = try $0.linkAnswer(by: reader, tradeID: trade, traceID: part.traceID)
        }
      }
    }
  }

  private mutating func attempt(
    _ journal: MemoryJournal, _ name: String, _ command: (inout MemoryJournal) throws -> Void
  ) {
    var copy = journal
    do {
      try command(&copy)
      lines.append("\(name): done")
    } catch {
      lines.append("\(name): \(error)")
    }
  }
}
