import Values

extension DataSpace {
  /// What one unit of a component brings to its parents: the supplier's disclosed answer, else what came from
  /// outside, else the company's own footprint of it, whichever comes first; never two of them together.
  /// Nil where nothing is known, or only for another unit than the component is counted in.
  private func currentContribution(of component: Identifier) -> Contribution? {
    let unknown = Stages(pre: DataQuality(), main: DataQuality())
    let unit = parts[component]?.unit
    func made(
      _ total: Stages<Double>, _ quality: Stages<DataQuality>, _ stated: DeclaredUnit,
      _ origin: Contribution.Origin
    ) -> Contribution? {
      guard stated == unit ?? stated else { return nil }
      return Contribution(total: total, quality: quality, origin: origin)
    }
    if let view = answer(to: component)?.view, let total = view.total {
      return made(total, view.quality ?? unknown, view.unit, .answer)
    }
    if let supply = supplies[component] { return made(supply.total, supply.quality, supply.unit, .supply) }
    return totals[component].flatMap { made($0.sum, $0.quality, $0.unit, .own) }
  }

  /// The totals of a part from its own footprint and its components' contributions; nil without any.
  ///
  /// A structure whose components are all known gives the component values; else the values the company sent
  /// stand, if it sent any; else the known part of the structure, with what is missing named. It is always one
  /// of them, so that nothing counts twice.
  func computedTotals(of traceID: Identifier) -> Totals? {
    let declaration = declarations[traceID]
    guard let unit = declaration?.unit ?? parts[traceID]?.unit else { return nil }
    let none = Stages(pre: 0.0, main: 0.0)
    let sent = declaration?.component ?? none
    var component = none
    var weighted = Stages(pre: QualitySum(), main: QualitySum())
    var missing: [Identifier] = []
    var known = 0
    for part in structures[traceID]?.components ?? [] {
      guard let contribution = contributions[part.traceID] else {
        missing.append(part.traceID)
        continue
      }
      known += 1
      let brought = Stages(
        pre: part.amount * contribution.total.pre, main: part.amount * contribution.total.main)
      component.pre += brought.pre
      component.main += brought.main
      weighted.pre.add(contribution.quality.pre, weight: brought.pre)
      weighted.main.add(contribution.quality.main, weight: brought.main)
    }
    if declaration == nil && known == 0 { return nil }
    if let declaration, sent != none, known == 0 || !missing.isEmpty {
      component = sent
      missing = []
      weighted = Stages(pre: QualitySum(), main: QualitySum())
      weighted.pre.add(declaration.quality.pre, weight: sent.pre)
      weighted.main.add(declaration.quality.main, weight: sent.main)
    }
    let production = declaration?.production ?? none
    if let declaration {
      weighted.pre.add(declaration.quality.pre, weight: production.pre)
      weighted.main.add(declaration.quality.main, weight: production.main)
    }
    let totals = Totals(
      unit: unit, production: production, component: component,
      quality: Stages(
        pre: weighted.pre.mean(otherwise: declaration?.quality.pre),
        main: weighted.main.mean(otherwise: declaration?.quality.main)), missing: missing)
    return totals.sum.pre.isFinite && totals.sum.main.isFinite ? totals : nil
  }

  /// Computes again what follows from a change at `roots`: each part once, after what it depends on, and no part
  /// that nothing it depends on has changed for.
  mutating func recompute(from roots: [Identifier], _ consequences: inout Consequences) {
    consequences.origins += roots
    var changed = Set(roots)
    for part in dependencyOrder(from: roots) where changed.contains(part) {
      let total = computedTotals(of: part)
      let old = totals[part]
      if total != old {
        let sold = tradesByUpstreamPart[part]
        for id in sold {
          guard let trade = trades[id] else { continue }
          remember(trade, &consequences)
          changed.insert(trade.downstreamTraceID)
        }
        if consequences.before[part] == nil { consequences.before[part] = .some(old) }
        totals[part] = total
      }
      let contribution = currentContribution(of: part)
      if contribution != contributions[part] {
        contributions[part] = contribution
        changed.formUnion(parentsByPart[part])
      }
    }
  }

  /// The roots and all that may depend on them, each after all that it depends on.
  private func dependencyOrder(from roots: [Identifier]) -> ReversedCollection<[Identifier]> {
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
    return order.reversed()
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
