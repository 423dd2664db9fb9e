import Values

extension DataSpace {
  /// The parts whose totals follow from a part's: those it is a component of, and components bought as it.
  func dependents(of part: Identifier) -> [Identifier] {
    var result = Array(parentsByPart[part])
    for id in tradesByUpstreamPart[part] {
      if let trade = trades[id], tradeByDownstream[trade.downstreamTraceID] == id {
        result.append(trade.downstreamTraceID)
      }
    }
    return result
  }

  /// A way on which one of `starts` depends on `target`: each part is made of, or bought as, the next.
  /// - Returns: from the start to the target; nil if none of them depends on it.
  func way(from starts: [Identifier], upstreamTo target: Identifier) -> [Identifier]? {
    let wanted = Set(starts.filter { $0 == target || dependsOnSomething($0) })
    if wanted.isEmpty { return nil }
    var next: [Identifier: Identifier] = [:]
    var seen: Set<Identifier> = [target]
    var waiting = [target]
    var position = 0
    while position < waiting.count {
      let part = waiting[position]
      position += 1
      if wanted.contains(part) {
        var way = [part]
        while let step = next[way[way.count - 1]] { way.append(step) }
        return way
      }
      for dependent in dependents(of: part).sorted() where seen.insert(dependent).inserted {
        next[dependent] = part
        waiting.append(dependent)
      }
    }
    return nil
  }

  private func dependsOnSomething(_ part: Identifier) -> Bool {
    structures[part]?.components.isEmpty == false || trade(downstream: part)?.upstreamTraceID != nil
  }

  /// A way as one company may know it: its own parts by name, any number of partners' parts in a row as nil.
  func told(way: [Identifier], to company: Identifier) -> [NamedPart?] {
    var told: [NamedPart?] = []
    for id in way {
      if let part = parts[id], part.operatorID == company {
        told.append(NamedPart(traceID: id, name: part.name))
      } else if told.last != .some(nil) {
        told.append(nil)
      }
    }
    return told
  }
}
