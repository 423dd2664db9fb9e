import Values

extension DataSpace {
  /// Whether `reader` may see an item of a part, and why: nil if not. The one place that decides.
  ///
  /// A company sees its own parts. Another sees what a rule of the owner for it and this part releases; where no
  /// rule speaks of the item, the totals and their quality are disclosed to who asked for them by a request that
  /// the owner linked this part to, if the owner's answers disclose.
  public func basis(for item: DisclosureItem, of part: Identifier, to reader: Identifier) -> DisclosureBasis?
  {
    guard let owner = parts[part]?.operatorID else { return nil }
    if owner == reader { return .own }
    let rule = disclosures[CompositeKey(owner, reader, part)]
    let released: Bool?
    switch item {
    case .totalCFP: released = rule?.totalCFP
    case .totalDQR: released = rule?.totalDQR
    case .certification: released = rule?.certification
    }
    if let released { return released ? .rule : nil }
    guard item != .certification, operators[owner]?.answersDisclose == true else { return nil }
    for id in tradesByUpstreamPart[part] ?? [] {
      if let trade = trades[id], trade.downstreamOperatorID == reader, isLive(trade) { return .answer }
    }
    return nil
  }

  /// A trade whose request stands: neither cancelled nor sent back, and the latest for its component.
  func isLive(_ trade: Trade) -> Bool {
    requests[trade.requestID]?.state == .open && tradeByDownstream[trade.downstreamTraceID] == trade.tradeID
  }

  /// What the buyer of a component sees of the supplier's part: totals, quality only where that is disclosed.
  /// Nil: not answered, or not disclosed.
  public func answer(to component: Identifier) -> (totals: Totals, trade: Trade, basis: DisclosureBasis)? {
    guard let trade = trade(downstream: component), isLive(trade), let upstream = trade.upstreamTraceID,
      var totals = totals[upstream],
      let basis = basis(for: .totalCFP, of: upstream, to: trade.downstreamOperatorID)
    else { return nil }
    if self.basis(for: .totalDQR, of: upstream, to: trade.downstreamOperatorID) == nil {
      totals.quality = Stages(pre: DataQuality(), main: DataQuality())
    }
    totals.missing = []
    return (totals, trade, basis)
  }
}
