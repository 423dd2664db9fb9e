import HashTreeCollections
import Values

extension DataSpace {
  /// Takes in what happened, and brings up to date what follows from it: totals, notifications, changes.
  /// - Parameters:
  ///   - sequence: the number of the record, from which identifiers of what follows are made.
  ///   - time: the time of the record.
  public mutating func apply(_ event: DataSpaceEvent, sequence: Int64, time: Timestamp) {
    var consequences = Consequences(sequence: sequence, time: time, cause: event.type)
    switch event {
    case .operatorPut(let company):
      if let old = operators[company.operatorID]?.globalOperatorID { operatorByGlobalID[old] = nil }
      operators[company.operatorID] = company
      index(company)
    case .plantPut(let plant):
      plants[plant.plantID] = plant
      index(plant)
    case .partPut(let part):
      parts[part.traceID] = part
      index(part)
      recompute(from: [part.traceID], &consequences)
    case .partDeleted(let traceID):
      if let part = parts[traceID] { partsByOperator[part.operatorID]?.remove(traceID) }
      parts[traceID] = nil
      if structures[traceID] != nil { structures[traceID] = nil }
      if declarations[traceID] != nil { declarations[traceID] = nil }
      totals[traceID] = nil
    case .structurePut(let structure):
      for component in structures[structure.parent]?.components ?? [] {
        parents[component.traceID]?.remove(structure.parent)
      }
      structures[structure.parent] = structure
      index(structure)
      recompute(from: [structure.parent], &consequences)
    case .requested(let trade, let request):
      trades[trade.tradeID] = trade
      requests[request.requestID] = request
      index(trade)
      notify(
        .requestNew, trade, to: trade.upstreamOperatorID, from: trade.downstreamOperatorID, &consequences)
      recompute(from: [trade.downstreamTraceID], &consequences)
    case .linked(let tradeID, let upstreamTraceID):
      guard var trade = trades[tradeID] else { return }
      if let old = trade.upstreamTraceID { tradesByUpstreamPart[old]?.remove(tradeID) }
      trade.upstreamTraceID = upstreamTraceID
      trade.updated = time
      trades[tradeID] = trade
      index(trade)
      recompute(from: [trade.downstreamTraceID], &consequences)
    case .requestChanged(let requestID, let state, let replyMessage):
      guard var request = requests[requestID], var trade = trades[request.tradeID] else { return }
      let kind: Notification.Kind
      switch state {
      case .cancelled: kind = .requestCancelled
      case .rejected: kind = .requestRejected
      case .open: kind = .replyMessage
      }
      request.state = state
      if let replyMessage { request.replyMessage = replyMessage }
      request.updated = time
      requests[requestID] = request
      trade.updated = time
      trades[trade.tradeID] = trade
      let byBuyer = state == .cancelled
      notify(
        kind, trade, to: byBuyer ? trade.upstreamOperatorID : trade.downstreamOperatorID,
        from: byBuyer ? trade.downstreamOperatorID : trade.upstreamOperatorID, &consequences)
      recompute(from: [trade.downstreamTraceID], &consequences)
    case .footprintDeclared(let declaration):
      declarations[declaration.traceID] = declaration
      recompute(from: [declaration.traceID], &consequences)
    case .supplied(let traceID, let supply):
      supplies[traceID] = supply
      recompute(from: [traceID], &consequences)
    case .disclosurePut(let rule):
      let key = CompositeKey(rule.from, rule.to, rule.traceID)
      disclosures[key] = rule
      disclosuresByOwner[rule.from, default: []].insert(key)
      let buyers = trades(upstream: rule.traceID).filter { $0.downstreamOperatorID == rule.to }
      recompute(from: buyers.map(\.downstreamTraceID), &consequences)
    case .certificationPut(let certification):
      certifications[certification.certificationID] = certification
      index(certification)
    case .certificationDeleted(let id):
      if let old = certifications[id] { certificationsByPart[old.traceID]?.remove(id) }
      certifications[id] = nil
    case .filePut(let file):
      files[file.fileID] = file
    case .fileDeleted(let id):
      files[id] = nil
    }
    finish(&consequences)
  }

  mutating func index(_ company: Operator) {
    operatorByOpenID[company.openOperatorID] = company.operatorID
    if let global = company.globalOperatorID, !global.isEmpty {
      operatorByGlobalID[global] = company.operatorID
    }
  }

  mutating func index(_ plant: Plant) {
    plantsByOperator[plant.operatorID, default: []].insert(plant.plantID)
  }

  mutating func index(_ part: Part) { partsByOperator[part.operatorID, default: []].insert(part.traceID) }

  mutating func index(_ structure: PartsStructure) {
    for component in structure.components { parents[component.traceID, default: []].insert(structure.parent) }
  }

  mutating func index(_ trade: Trade) {
    if let latest = tradeByDownstream[trade.downstreamTraceID].flatMap({ trades[$0] }),
      (latest.created, latest.tradeID) > (trade.created, trade.tradeID)
    {
    } else {
      tradeByDownstream[trade.downstreamTraceID] = trade.tradeID
    }
    tradesByBuyer[trade.downstreamOperatorID, default: []].insert(trade.tradeID)
    tradesBySupplier[trade.upstreamOperatorID, default: []].insert(trade.tradeID)
    if let part = trade.upstreamTraceID { tradesByUpstreamPart[part, default: []].insert(trade.tradeID) }
  }

  mutating func index(_ certification: Certification) {
    certificationsByPart[certification.traceID, default: []].insert(certification.certificationID)
  }
}
