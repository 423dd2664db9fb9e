import HashTreeCollections
import Values

/// What follows from one record.
struct Consequences {
  let sequence: Int64
  let time: Timestamp
  let cause: String
  var origins: [Identifier] = []
  var count = 0
  /// Totals before, of every part that was recomputed.
  var before: [Identifier: Totals?] = [:]
  var notified: Set<Identifier> = []

  init(sequence: Int64, time: Timestamp, cause: String) {
    self.sequence = sequence
    self.time = time
    self.cause = cause
  }

  mutating func nextID() -> Identifier {
    count += 1
    return Identifier(sequence: sequence, index: count)
  }
}

extension DataSpace {
  /// What one unit of a component brings to its parent: the supplier's disclosed answer, else what came from
  /// outside, else the company's own footprint of it.
  func contribution(of component: Identifier) -> (
    total: Stages<Double>, quality: Stages<DataQuality>, unit: DeclaredUnit
  )? {
    if let answer = answer(to: component) {
      return (answer.totals.sum, answer.totals.quality, answer.totals.unit)
    }
    if let supply = supplies[component] { return (supply.total, supply.quality, supply.unit) }
    return totals[component].map { ($0.sum, $0.quality, $0.unit) }
  }

  /// The totals of a part from its own footprint and its components' contributions; nil without any.
  ///
  /// A structure whose components are all known gives the component values; else the values the company sent
  /// stand, if it sent any; else the known part of the structure, with what is missing named.
  func computedTotals(of traceID: Identifier) -> Totals? {
    let declaration = declarations[traceID]
    let components = structures[traceID]?.components ?? []
    guard let unit = declaration?.unit ?? parts[traceID]?.unit else { return nil }
    var component = Stages(pre: 0.0, main: 0.0)
    var weighted = Stages(pre: QualitySum(), main: QualitySum())
    var missing: [Identifier] = []
    var known = 0
    for part in components {
      guard let contribution = contribution(of: part.traceID),
        contribution.unit == parts[part.traceID]?.unit ?? contribution.unit
      else {
        missing.append(part.traceID)
        continue
      }
      known += 1
      component.pre += part.amount * contribution.total.pre
      component.main += part.amount * contribution.total.main
      weighted.pre.add(contribution.quality.pre, weight: part.amount * contribution.total.pre)
      weighted.main.add(contribution.quality.main, weight: part.amount * contribution.total.main)
    }
    if declaration == nil && known == 0 { return nil }
    if let declaration, known == 0 || (!missing.isEmpty && declaration.component != Stages(pre: 0, main: 0)) {
      component = declaration.component
      weighted = Stages(pre: QualitySum(), main: QualitySum())
      weighted.pre.add(declaration.quality.pre, weight: component.pre)
      weighted.main.add(declaration.quality.main, weight: component.main)
      if component != Stages(pre: 0, main: 0) { missing = [] }
    }
    let production = declaration?.production ?? Stages(pre: 0, main: 0)
    if let declaration {
      weighted.pre.add(declaration.quality.pre, weight: production.pre)
      weighted.main.add(declaration.quality.main, weight: production.main)
    }
    return Totals(
      unit: unit, production: production, component: component,
      quality: Stages(
        pre: weighted.pre.mean(otherwise: declaration?.quality.pre),
        main: weighted.main.mean(otherwise: declaration?.quality.main)), missing: missing)
  }

  /// The parts whose totals follow from a part's: those it is a component of, and components bought as it.
  func dependents(of part: Identifier) -> [Identifier] {
    var result = Array(parents[part] ?? [])
    for id in tradesByUpstreamPart[part] ?? [] {
      if let trade = trades[id], tradeByDownstream[trade.downstreamTraceID] == id {
        result.append(trade.downstreamTraceID)
      }
    }
    return result
  }

  /// Computes the totals of `roots` and of all that depend on them, each once, after what it depends on.
  mutating func recompute(from roots: [Identifier], _ consequences: inout Consequences) {
    consequences.origins += roots
    var order: [Identifier] = []
    var seen: Set<Identifier> = []
    for root in roots where seen.insert(root).inserted {
      var stack: [(part: Identifier, next: Int, dependents: [Identifier])] = [(root, 0, dependents(of: root))]
      while let top = stack.last {
        if top.next < top.dependents.count {
          stack[stack.count - 1].next += 1
          let dependent = top.dependents[top.next]
          if seen.insert(dependent).inserted { stack.append((dependent, 0, dependents(of: dependent))) }
        } else {
          order.append(top.part)
          stack.removeLast()
        }
      }
    }
    for part in order.reversed() {
      let old = totals[part]
      let new = computedTotals(of: part)
      if consequences.before[part] == nil { consequences.before[part] = .some(old) }
      if new != old { totals[part] = new }
    }
  }

  /// Tells partners and keeps what changed, for products and answers.
  mutating func finish(_ consequences: inout Consequences) {
    var items: [Identifier: [FootprintChange.Item]] = [:]
    for (part, before) in consequences.before.sorted(by: { $0.key < $1.key }) {
      let after = totals[part]
      guard let owner = parts[part]?.operatorID else { continue }
      let linked = trades(upstream: part)
      if before?.sum != after?.sum, (parents[part] ?? []).isEmpty || !linked.isEmpty {
        items[owner, default: []].append(.init(traceID: part, before: before?.sum, after: after?.sum))
      }
      for trade in linked where isLive(trade) {
        guard basis(for: .totalCFP, of: part, to: trade.downstreamOperatorID) != nil, let after,
          before != .some(after)
        else { continue }
        notify(
          before == nil ? .footprintAnswered : .footprintUpdated, trade, to: trade.downstreamOperatorID,
          from: trade.upstreamOperatorID, &consequences)
      }
    }
    for (owner, items) in items.sorted(by: { $0.key < $1.key }) {
      let change = FootprintChange(
        changeID: consequences.nextID(), operatorID: owner,
        origin: consequences.origins.first { parts[$0]?.operatorID == owner }, cause: consequences.cause,
        sequence: consequences.sequence, time: consequences.time, items: items)
      changes[change.changeID] = change
      changesByOperator[owner, default: []].append(change.changeID)
    }
  }

  mutating func notify(
    _ kind: Notification.Kind, _ trade: Trade, to: Identifier, from: Identifier,
    _ consequences: inout Consequences
  ) {
    let notification = Notification(
      notificationID: consequences.nextID(), kind: kind, to: to, from: from, tradeID: trade.tradeID,
      time: consequences.time, sequence: consequences.sequence)
    notifications[notification.notificationID] = notification
    notificationsByOperator[to, default: []].append(notification.notificationID)
  }
}

/// The mean of data quality ratings, weighted by the emissions they stand for (PACT Methodology 4.2.3).
/// A rating that one of them lacks is not known of the mean.
private struct QualitySum {
  private var weight = 0.0
  private var sums = DataQuality(technological: 0, geographical: 0, temporal: 0)

  mutating func add(_ quality: DataQuality, weight: Double) {
    guard weight > 0 else { return }
    self.weight += weight
    func plus(_ sum: Double?, _ rating: Double?) -> Double? {
      if let sum, let rating { sum + weight * rating } else { nil }
    }
    sums.technological = plus(sums.technological, quality.technological)
    sums.geographical = plus(sums.geographical, quality.geographical)
    sums.temporal = plus(sums.temporal, quality.temporal)
  }

  /// - Parameter otherwise: what holds where nothing has a weight.
  func mean(otherwise: DataQuality?) -> DataQuality {
    guard weight > 0 else { return otherwise ?? DataQuality() }
    return DataQuality(
      technological: sums.technological.map { $0 / weight },
      geographical: sums.geographical.map { $0 / weight }, temporal: sums.temporal.map { $0 / weight })
  }
}
