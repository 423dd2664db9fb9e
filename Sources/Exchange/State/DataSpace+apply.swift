import Values

extension DataSpace {
  /// Takes in what happened, and brings up to date what follows from it: totals, notifications, changes.
  /// - Parameters:
  ///   - sequence: the number of the record, from which identifiers of what follows are made.
  ///   - time: the time of the record.
  public mutating func apply(_ event: DataSpaceEvent, sequence: Int64, time: Timestamp) {
    var consequences = Consequences(sequence: sequence, time: time, cause: event.type)
    switch event {
    case .operatorPut(let company): put(company, &consequences)
    case .plantPut(let plant):
      plants[plant.plantID] = plant
      index(plant)
    case .partPut(let part):
      if let old = parts[part.traceID], partByKey[PartKey(old)] == part.traceID {
        partByKey[PartKey(old)] = nil
      }
      parts[part.traceID] = part
      index(part)
      recompute(from: [part.traceID], &consequences)
    case .partDeleted(let traceID): delete(part: traceID)
    case .structurePut(let structure):
      for component in structures[structure.parent]?.components ?? [] {
        parentsByPart.remove(structure.parent, component.traceID)
      }
      structures[structure.parent] = structure
      index(structure)
      recompute(from: [structure.parent], &consequences)
    case .requested(let trade, let request): put(trade, request, &consequences)
    case .linked(let tradeID, let upstreamTraceID):
      guard let trade = trades[tradeID] else { return }
      remember(trade, &consequences)
      link(trade, to: upstreamTraceID, at: time)
      recompute(from: [trade.downstreamTraceID], &consequences)
    case .requestChanged(let requestID, let state, let replyMessage):
      change(requestID, state, replyMessage, &consequences)
    case .footprintDeclared(let declaration):
      declarations[declaration.traceID] = declaration
      recompute(from: [declaration.traceID], &consequences)
    case .supplied(let traceID, let supply):
      supplies[traceID] = supply
      recompute(from: [traceID], &consequences)
    case .disclosurePut(let rule):
      let sales = tradesBySale[Sale(part: rule.traceID, buyer: rule.to)].compactMap { trades[$0] }
      for trade in sales { remember(trade, &consequences) }
      disclosures[CompositeKey(rule.from, rule.to, rule.traceID)] = rule
      index(rule)
      recompute(from: sales.map(\.downstreamTraceID).sorted(), &consequences)
    case .certificationPut(let certification):
      if let old = certifications[certification.certificationID] { unindex(old) }
      certifications[certification.certificationID] = certification
      index(certification)
    case .certificationDeleted(let id):
      if let old = certifications[id] { unindex(old) }
      certifications[id] = nil
    case .filePut(let file): files[file.fileID] = file
    case .fileDeleted(let id): files[id] = nil
    }
    finish(&consequences)
  }

  private mutating func put(_ company: Operator, _ consequences: inout Consequences) {
    let old = operators[company.operatorID]
    var sales: [Trade] = []
    if let old, old.answersDisclose != company.answersDisclose {
      sales = tradesBySupplier[company.operatorID].compactMap { trades[$0] }
      for trade in sales { remember(trade, &consequences) }
    }
    if let global = old?.globalOperatorID { operatorByGlobalID[global] = nil }
    operators[company.operatorID] = company
    index(company)
    recompute(from: sales.map(\.downstreamTraceID).sorted(), &consequences)
  }

  private mutating func delete(part traceID: Identifier) {
    guard let part = parts[traceID] else { return }
    partsByOperator.remove(traceID, part.operatorID)
    if partByKey[PartKey(part)] == traceID { partByKey[PartKey(part)] = nil }
    for component in structures[traceID]?.components ?? [] {
      parentsByPart.remove(traceID, component.traceID)
    }
    for key in disclosuresByOwner[part.operatorID] where key.parts.last == traceID {
      disclosures[key] = nil
      disclosuresByOwner.remove(key, part.operatorID)
    }
    for certification in certifications(of: traceID) {
      unindex(certification)
      certifications[certification.certificationID] = nil
    }
    parts[traceID] = nil
    if structures[traceID] != nil { structures[traceID] = nil }
    if declarations[traceID] != nil { declarations[traceID] = nil }
    if supplies[traceID] != nil { supplies[traceID] = nil }
    totals[traceID] = nil
    contributions[traceID] = nil
  }

  private mutating func put(
    _ trade: Trade, _ request: FootprintRequest, _ consequences: inout Consequences
  ) {
    if let latest = self.trade(downstream: trade.downstreamTraceID) { remember(latest, &consequences) }
    var trade = trade
    trade.sequence = consequences.sequence
    trades[trade.tradeID] = trade
    requests[request.requestID] = request
    index(trade)
    notify(
      .requestNew, trade, to: trade.upstreamOperatorID, from: trade.downstreamOperatorID, &consequences)
    recompute(from: [trade.downstreamTraceID], &consequences)
  }

  private mutating func change(
    _ requestID: Identifier, _ state: FootprintRequest.State, _ replyMessage: String?,
    _ consequences: inout Consequences
  ) {
    guard var request = requests[requestID], let trade = trades[request.tradeID] else { return }
    remember(trade, &consequences)
    request.state = state
    if let replyMessage { request.replyMessage = replyMessage.isEmpty ? nil : replyMessage }
    request.updated = consequences.time
    requests[requestID] = request
    link(trade, to: state == .open ? trade.upstreamTraceID : nil, at: consequences.time)
    let kind: Notification.Kind =
      switch state {
      case .cancelled: .requestCancelled
      case .rejected: .requestRejected
      case .open: .replyMessage
      }
    let byBuyer = state == .cancelled
    notify(
      kind, trade, to: byBuyer ? trade.upstreamOperatorID : trade.downstreamOperatorID,
      from: byBuyer ? trade.downstreamOperatorID : trade.upstreamOperatorID, &consequences)
    recompute(from: [trade.downstreamTraceID], &consequences)
  }

  /// - Parameter part: nil for none, as after a request was cancelled or sent back.
  private mutating func link(_ trade: Trade, to part: Identifier?, at time: Timestamp) {
    var trade = trade
    if let old = trade.upstreamTraceID {
      tradesByUpstreamPart.remove(trade.tradeID, old)
      tradesBySale.remove(trade.tradeID, Sale(part: old, buyer: trade.downstreamOperatorID))
    }
    trade.upstreamTraceID = part
    trade.updated = time
    trades[trade.tradeID] = trade
    index(trade)
  }
}

// MARK: Indexes
extension DataSpace {
  mutating func index(_ company: Operator) {
    operatorByOpenID[company.openOperatorID] = company.operatorID
    if let global = company.globalOperatorID, !global.isEmpty {
      operatorByGlobalID[global] = company.operatorID
    }
  }

  mutating func index(_ plant: Plant) { plantsByOperator.insert(plant.plantID, plant.operatorID) }

  mutating func index(_ part: Part) {
    partsByOperator.insert(part.traceID, part.operatorID)
    partByKey[PartKey(part)] = part.traceID
  }

  mutating func index(_ structure: PartsStructure) {
    for component in structure.components { parentsByPart.insert(structure.parent, component.traceID) }
  }

  mutating func index(_ trade: Trade) {
    let latest = tradeByDownstream[trade.downstreamTraceID].flatMap { trades[$0]?.sequence }
    if (latest ?? 0) <= trade.sequence { tradeByDownstream[trade.downstreamTraceID] = trade.tradeID }
    tradesByBuyer.insert(trade.tradeID, trade.downstreamOperatorID)
    tradesBySupplier.insert(trade.tradeID, trade.upstreamOperatorID)
    if let part = trade.upstreamTraceID {
      tradesByUpstreamPart.insert(trade.tradeID, part)
      tradesBySale.insert(trade.tradeID, Sale(part: part, buyer: trade.downstreamOperatorID))
    }
  }

  mutating func index(_ rule: Disclosure) {
    disclosuresByOwner.insert(CompositeKey(rule.from, rule.to, rule.traceID), rule.from)
  }

  mutating func index(_ certification: Certification) {
    certificationsByPart.insert(certification.certificationID, certification.traceID)
    for file in certification.files {
      certificationsByFile.insert(certification.certificationID, file.fileID)
    }
  }

  private mutating func unindex(_ certification: Certification) {
    certificationsByPart.remove(certification.certificationID, certification.traceID)
    for file in certification.files {
      certificationsByFile.remove(certification.certificationID, file.fileID)
    }
  }
}
