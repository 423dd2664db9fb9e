import Values

/// A request as the company that it was made to sees it.
public struct ReceivedRequest: Sendable, Hashable {
  /// Who asks, and the company's part once it is linked.
  public var trade: Trade
  /// What is asked.
  public var request: FootprintRequest
  /// The buyer's component, without how much of it the buyer needs.
  public var part: Part
}

extension DataSpace {
  /// The requests made to a company, newest first; not those whose component the buyer has taken away.
  public func receivedRequests(of supplier: Identifier) -> [ReceivedRequest] {
    trades(supplier: supplier).compactMap { trade in
      guard let request = requests[trade.requestID], var part = parts[trade.downstreamTraceID] else {
        return nil
      }
      part.amountRequired = nil
      return ReceivedRequest(trade: trade, request: request, part: part)
    }
  }

  /// The certificates that a company may see of a part: of its own, with those of the supplier's part that it
  /// is bought as, and of a partner's, where they are disclosed. Empty for a part that is not there.
  public func certifications(
    of traceID: Identifier, for reader: Identifier
  ) -> (certifications: [Certification], sightings: [Sighting]) {
    var seen: [Certification] = []
    var sightings: [Sighting] = []
    var shown = [traceID]
    if parts[traceID]?.operatorID == reader, let trade = trade(downstream: traceID), isLive(trade),
      let upstream = trade.upstreamTraceID
    {
      shown.append(upstream)
    }
    for part in shown {
      guard let basis = basis(for: .certification, of: part, to: reader), let owner = parts[part]?.operatorID
      else { continue }
      let found = certifications(of: part)
      seen += found
      if owner != reader, !found.isEmpty {
        sightings.append(Sighting(part: part, owner: owner, item: .certification, basis: basis))
      }
    }
    return (seen, sightings)
  }

  /// A file that a company may fetch: its own, or of a certificate disclosed to it. Nil for any other.
  public func file(_ id: Identifier, for reader: Identifier) -> (file: StoredFile, sighting: Sighting?)? {
    guard let file = files[id] else { return nil }
    if file.operatorID == reader { return (file, nil) }
    for certification in certifications(file: id) {
      guard parts[certification.traceID]?.operatorID == file.operatorID,
        let basis = basis(for: .certification, of: certification.traceID, to: reader)
      else { continue }
      return (
        file,
        Sighting(part: certification.traceID, owner: file.operatorID, item: .certification, basis: basis)
      )
    }
    return nil
  }
}
