import Values

extension DataSpace {
  /// Whether `reader` may see an item of a part, and why: nil if not. The one place that decides.
  ///
  /// A company sees its own parts. Another sees what a rule of the owner for it and this part releases; where no
  /// rule speaks of the item, the totals and their quality are disclosed to who asked for them by a request that
  /// stands and that the owner linked this part to, if the owner's answers disclose.
  public func basis(for item: DisclosureItem, of part: Identifier, to reader: Identifier) -> DisclosureBasis?
  {
    guard let owner = parts[part]?.operatorID else { return nil }
    if owner == reader { return .own }
    let rule = disclosure(from: owner, to: reader, of: part)
    let released: Bool?
    switch item {
    case .totalCFP: released = rule?.totalCFP
    case .totalDQR: released = rule?.totalDQR
    case .certification: released = rule?.certification
    }
    if let released { return released ? .rule : nil }
    guard item != .certification, operators[owner]?.answersDisclose == true else { return nil }
    for id in tradesBySale[Sale(part: part, buyer: reader)] {
      if let trade = trades[id], isLive(trade) { return .answer }
    }
    return nil
  }

  /// A trade whose request stands: neither cancelled nor sent back, and the latest for its component.
  public func isLive(_ trade: Trade) -> Bool {
    requests[trade.requestID]?.state == .open && tradeByDownstream[trade.downstreamTraceID] == trade.tradeID
  }

  /// What a company may see of a part's footprint: never more than the totals of the two stages, and nothing
  /// of what they are made of. Nil: nothing is known, or may be seen, or the part is not there; the three look
  /// the same.
  public func view(of part: Identifier, for reader: Identifier) -> PartView? {
    guard let totals = totals[part] else { return nil }
    let total = basis(for: .totalCFP, of: part, to: reader)
    let quality = basis(for: .totalDQR, of: part, to: reader)
    if total == nil && quality == nil { return nil }
    return PartView(
      unit: totals.unit, total: total == nil ? nil : totals.sum,
      quality: quality == nil ? nil : totals.quality, totalBasis: total, qualityBasis: quality)
  }

  /// What the buyer of a component sees of the supplier's part. Nil: not asked, not answered, or not disclosed.
  public func answer(to component: Identifier) -> (view: PartView, trade: Trade)? {
    guard let trade = trade(downstream: component), let view = answer(of: trade) else { return nil }
    return (view, trade)
  }

  func answer(of trade: Trade) -> PartView? {
    guard let upstream = trade.upstreamTraceID, isLive(trade) else { return nil }
    return view(of: upstream, for: trade.downstreamOperatorID)
  }
}
