import Values

extension DataSpace {
  /// The values of a part's footprint that a company may read, as `GET cfp` of the Ouranos interface lists them.
  ///
  /// Of its own parts: the four values it declared; the four totals of a product (a part in no other, or with
  /// components of its own); the two responses of a component that is bought or waits for a supplier, empty where
  /// nothing is known. Of a partner's part: the two responses, as far as they are disclosed. No rows for a part
  /// that is not there or not disclosed.
  public func footprint(of traceID: Identifier, for reader: Identifier) -> FootprintReading {
    guard let part = parts[traceID] else { return FootprintReading(rows: [], sightings: []) }
    guard part.operatorID == reader else { return partnersFootprint(of: traceID, for: reader) }
    let hasStructure = structures[traceID]?.components.isEmpty == false
    let isComponent = !parentsByPart[traceID].isEmpty
    var reading = FootprintReading(rows: ownRows(of: traceID), sightings: [])
    if !isComponent || hasStructure { reading.rows += totalRows(of: traceID) }
    let isBought = trade(downstream: traceID).map(isLive) == true || supplies[traceID] != nil
    let isWaiting = isComponent && !hasStructure && !part.terminated && reading.rows.isEmpty
    if isBought || isWaiting {
      let (answer, upstream) = boughtFootprint(of: part)
      reading.rows += answer
      reading.sightings = upstream
    }
    return reading
  }

  private func ownRows(of traceID: Identifier) -> [FootprintRow] {
    guard let own = declarations[traceID] else { return [] }
    let values: [(FootprintKind, Double, DataQuality)] = [
      (.preProduction, own.production.pre, own.quality.pre),
      (.mainProduction, own.production.main, own.quality.main),
      (.preComponent, own.component.pre, own.quality.pre),
      (.mainComponent, own.component.main, own.quality.main),
    ]
    return values.map {
      FootprintRow(
        cfpID: own.cfpID, traceID: traceID, kind: $0.0, emission: $0.1, unit: own.unit, quality: $0.2)
    }
  }

  private func totalRows(of traceID: Identifier) -> [FootprintRow] {
    guard let total = totals[traceID] else { return [] }
    let values: [(FootprintKind, Double, DataQuality)] = [
      (.preProductionTotal, total.production.pre, total.quality.pre),
      (.mainProductionTotal, total.production.main, total.quality.main),
      (.preComponentTotal, total.component.pre, total.quality.pre),
      (.mainComponentTotal, total.component.main, total.quality.main),
    ]
    return values.map {
      FootprintRow(
        cfpID: declarations[traceID]?.cfpID, traceID: traceID, kind: $0.0, emission: $0.1, unit: total.unit,
        quality: $0.2)
    }
  }

  /// What is known of a component from outside its company, under the component's identifier.
  private func boughtFootprint(of part: Part) -> ([FootprintRow], [Sighting]) {
    let answered = answer(to: part.traceID)
    if answered?.view.total == nil, let supply = supplies[part.traceID] {
      return (responseRows(part.traceID, supply.total, supply.quality, supply.unit), [])
    }
    guard let (view, trade) = answered, let upstream = trade.upstreamTraceID else {
      return (responseRows(part.traceID, nil, nil, part.unit ?? .unit), [])
    }
    return (
      responseRows(part.traceID, view.total, view.quality, view.unit),
      sightings(view, of: upstream, owner: trade.upstreamOperatorID)
    )
  }

  private func partnersFootprint(of traceID: Identifier, for reader: Identifier) -> FootprintReading {
    guard let view = view(of: traceID, for: reader), let owner = parts[traceID]?.operatorID else {
      return FootprintReading(rows: [], sightings: [])
    }
    return FootprintReading(
      rows: responseRows(traceID, view.total, view.quality, view.unit),
      sightings: sightings(view, of: traceID, owner: owner))
  }

  private func responseRows(
    _ traceID: Identifier, _ total: Stages<Double>?, _ quality: Stages<DataQuality>?, _ unit: DeclaredUnit
  ) -> [FootprintRow] {
    [
      FootprintRow(
        cfpID: nil, traceID: traceID, kind: .preProductionResponse, emission: total?.pre, unit: unit,
        quality: quality?.pre ?? DataQuality()),
      FootprintRow(
        cfpID: nil, traceID: traceID, kind: .mainProductionResponse, emission: total?.main, unit: unit,
        quality: quality?.main ?? DataQuality()),
    ]
  }

  private func sightings(_ view: PartView, of part: Identifier, owner: Identifier) -> [Sighting] {
    let items: [(DisclosureItem, DisclosureBasis?)] = [
      (.totalCFP, view.totalBasis), (.totalDQR, view.qualityBasis),
    ]
    return items.compactMap { item, basis in
      basis.map { Sighting(part: part, owner: owner, item: item, basis: $0) }
    }
  }
}
