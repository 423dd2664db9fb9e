import Values

/// What follows from one record.
struct Consequences {
  let sequence: Int64
  let time: Timestamp
  let cause: String
  /// The parts where the change began.
  var origins: [Identifier] = []
  private var counts: [Identifier: Int] = [:]
  /// The totals before, of every part whose totals changed.
  var before: [Identifier: Totals?] = [:]
  /// What buyers saw before, by trade, of every answer that may have changed.
  var answersBefore: [Identifier: PartView?] = [:]

  init(sequence: Int64, time: Timestamp, cause: String) {
    self.sequence = sequence
    self.time = time
    self.cause = cause
  }

  /// An identifier for something a company is told, later than those before. It does not depend on what other
  /// companies are told, which it would give away.
  mutating func nextID(for company: Identifier) -> Identifier {
    let count = counts[company, default: 0]
    counts[company] = count + 1
    let own = (company.high &* 0x9E37_79B9_7F4A_7C15 ^ company.low) << 24
    let index = (own | UInt64(count & 0xFF_FFFF)) & (1 << 62 - 1)
    return Identifier(sequence: sequence, index: Int(index))
  }
}

extension DataSpace {
  /// Keeps what the buyer sees of a trade's answer, before it may change.
  func remember(_ trade: Trade, _ consequences: inout Consequences) {
    if consequences.answersBefore[trade.tradeID] == nil {
      consequences.answersBefore[trade.tradeID] = .some(answer(of: trade))
    }
  }

  /// Tells buyers of answers that changed for them, and keeps what changed in products and answers.
  mutating func finish(_ consequences: inout Consequences) {
    var entries: [Identifier: Identifier] = [:]
    for (id, before) in consequences.answersBefore.sorted(by: { $0.key < $1.key }) {
      guard var trade = trades[id] else { continue }
      let after = answer(of: trade)
      if before == after { continue }
      entries[trade.downstreamOperatorID] = trade.downstreamTraceID
      if (after?.total != nil) != (trade.answered != nil) {
        trade.answered = after?.total == nil ? nil : consequences.time
        trades[id] = trade
      }
      guard isLive(trade) else { continue }
      let isFirst = before?.total == nil && after?.total != nil
      notify(
        isFirst ? .footprintAnswered : .footprintUpdated, trade, to: trade.downstreamOperatorID,
        from: trade.upstreamOperatorID, &consequences)
    }
    keepChanges(entries: entries, &consequences)
  }

  /// - Parameter entries: by company, a component of it whose answer changed.
  private mutating func keepChanges(
    entries: [Identifier: Identifier], _ consequences: inout Consequences
  ) {
    var items: [Identifier: [FootprintChange.Item]] = [:]
    for (part, before) in consequences.before.sorted(by: { $0.key < $1.key }) {
      let after = totals[part]?.sum
      guard let owner = parts[part]?.operatorID, before?.sum != after else { continue }
      if parentsByPart[part].isEmpty || !tradesByUpstreamPart[part].isEmpty {
        items[owner, default: []].append(.init(traceID: part, before: before?.sum, after: after))
      }
    }
    for (owner, items) in items.sorted(by: { $0.key < $1.key }) {
      let own = consequences.origins.first { parts[$0]?.operatorID == owner }
      let isOwn = own != nil && entries[owner] == nil
      let change = FootprintChange(
        changeID: consequences.nextID(for: owner), operatorID: owner, origin: isOwn ? own : entries[owner],
        cause: isOwn ? consequences.cause : FootprintChange.answerChanged,
        sequence: consequences.sequence, time: consequences.time, items: items)
      changes[change.changeID] = change
      changesByOperator[owner, default: Timeline()].append(change.changeID)
    }
  }

  mutating func notify(
    _ kind: Notification.Kind, _ trade: Trade, to: Identifier, from: Identifier,
    _ consequences: inout Consequences
  ) {
    let notification = Notification(
      notificationID: consequences.nextID(for: to), kind: kind, to: to, from: from, tradeID: trade.tradeID,
      time: consequences.time, sequence: consequences.sequence)
    notifications[notification.notificationID] = notification
    notificationsByOperator[to, default: Timeline()].append(notification.notificationID)
  }
}
