import Values

/// What one partner sees of one part and why: enough for one sentence.
public struct DisclosureStatement: Sendable, Hashable {
  /// Who sees it.
  public var partner: Identifier
  /// The company's part.
  public var traceID: Identifier
  /// What the partner may see, and why.
  public var released: [DisclosureItem: DisclosureBasis]
  /// What a rule keeps from the partner.
  public var withheld: Set<DisclosureItem>
}

extension DataSpace {
  /// What a company discloses to whom, by rules and by answers to requests; by partner, then part.
  public func disclosureStatements(of company: Identifier) -> [DisclosureStatement] {
    var pairs: Set<Sale> = []
    for key in disclosuresByOwner[company] {
      if let rule = disclosures[key] { pairs.insert(Sale(part: rule.traceID, buyer: rule.to)) }
    }
    for id in tradesBySupplier[company] {
      if let trade = trades[id], let part = trade.upstreamTraceID, isLive(trade) {
        pairs.insert(Sale(part: part, buyer: trade.downstreamOperatorID))
      }
    }
    return pairs.sorted { ($0.buyer, $0.part) < ($1.buyer, $1.part) }.map { pair in
      statement(from: company, to: pair.buyer, of: pair.part)
    }
  }

  private func statement(
    from company: Identifier, to partner: Identifier, of part: Identifier
  ) -> DisclosureStatement {
    var statement = DisclosureStatement(partner: partner, traceID: part, released: [:], withheld: [])
    let rule = disclosure(from: company, to: partner, of: part)
    let switches: [(DisclosureItem, Bool?)] = [
      (.totalCFP, rule?.totalCFP), (.totalDQR, rule?.totalDQR), (.certification, rule?.certification),
    ]
    for (item, released) in switches {
      statement.released[item] = basis(for: item, of: part, to: partner)
      if released == false { statement.withheld.insert(item) }
    }
    return statement
  }
}
