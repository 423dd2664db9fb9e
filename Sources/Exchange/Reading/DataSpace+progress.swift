import Values

/// A request's tree of requests further upstream: each trade once, in the tier where it is nearest.
private struct RequestWalk {
  var tiers: [[Trade]] = []
  var isTerminated = true
}

extension DataSpace {
  /// How far a request has got; nil for a request that is not there.
  public func requestProgress(of requestID: Identifier) -> RequestProgress? {
    guard let request = requests[requestID], let trade = trades[request.tradeID] else { return nil }
    let walk = walk(from: trade)
    var progress = RequestProgress(
      answered: trade.answered != nil, terminated: walk.isTerminated, completedCount: 0, tradesCount: 0)
    for trade in walk.tiers.joined() {
      progress.tradesCount += 1
      let made = requests[trade.requestID]?.created ?? trade.created
      progress.tradesCountModified = max(progress.tradesCountModified ?? made, made)
      guard let answered = trade.answered else { continue }
      progress.completedCount += 1
      progress.completedCountModified = max(progress.completedCountModified ?? answered, answered)
    }
    return progress
  }

  /// The answers to a request and to what was asked further upstream for it, as far as a company may know of
  /// them. Nil for a request that the company neither made nor received.
  public func requestTree(of requestID: Identifier, for reader: Identifier) -> RequestTree? {
    guard let request = requests[requestID], let trade = trades[request.tradeID] else { return nil }
    if trade.downstreamOperatorID == reader { return tree(trade, request, asked: []) }
    guard trade.upstreamOperatorID == reader else { return nil }
    let components = trade.upstreamTraceID.map(ownComponents) ?? []
    let asked = components.compactMap { self.trade(downstream: $0) }.compactMap { trade in
      requests[trade.requestID].map { tree(trade, $0, asked: []) }
    }
    return tree(trade, request, asked: asked.sorted { $0.trade.tradeID < $1.trade.tradeID })
  }

  private func tree(_ trade: Trade, _ request: FootprintRequest, asked: [RequestTree]) -> RequestTree {
    let walk = walk(from: trade)
    return RequestTree(
      trade: trade, request: request, terminated: walk.isTerminated, asked: asked,
      tiers: walk.tiers.dropFirst().map { tier in
        RequestTree.Tier(requests: tier.count, answered: tier.count { $0.answered != nil })
      })
  }

  private func walk(from root: Trade) -> RequestWalk {
    var walk = RequestWalk(tiers: [[root]])
    var entered: Set<Identifier> = []
    var counted: Set<Identifier> = [root.tradeID]
    while let tier = walk.tiers.last, !tier.isEmpty {
      var next: [Trade] = []
      for trade in tier {
        guard let part = trade.upstreamTraceID else {
          walk.isTerminated = false
          continue
        }
        enter(part, &entered, &counted, &next, &walk.isTerminated)
      }
      walk.tiers.append(next)
    }
    walk.tiers.removeLast()
    return walk
  }

  /// Goes through a company's own structure, and collects the trades at its ends.
  private func enter(
    _ part: Identifier, _ entered: inout Set<Identifier>, _ counted: inout Set<Identifier>,
    _ found: inout [Trade], _ isTerminated: inout Bool
  ) {
    var waiting = [part]
    while let next = waiting.popLast() {
      guard entered.insert(next).inserted, parts[next]?.terminated != true else { continue }
      let components = structures[next]?.components ?? []
      if components.isEmpty { isTerminated = false }
      for component in components {
        if let trade = trade(downstream: component.traceID), isLive(trade) {
          if counted.insert(trade.tradeID).inserted { found.append(trade) }
        } else if supplies[component.traceID] == nil {
          waiting.append(component.traceID)
        }
      }
    }
  }
}
