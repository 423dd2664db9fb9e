import Exchange
import Records
import Values

/// Everything a node knows, derived from its records. A value: copies are cheap and never change.
public struct World: LedgerState {
  /// Companies, parts, trades, footprints, disclosure.
  public private(set) var space = DataSpace()
  /// Partners, footprints and events of PACT.
  public private(set) var pact = PactBook()
  /// Users, keys, clients.
  public private(set) var people = People()
  /// Chains that footprints are computed from.
  public private(set) var chains = ChainBook()
  /// One-time links.
  public private(set) var links = AnswerLinks()
  /// Accounts on other Ouranos platforms, and what is asked there.
  public private(set) var platforms = OuranosLinks()
  /// Which records concern which company.
  public private(set) var history = LogIndex()
  /// The last record that changed the data space, as far as this process has seen: what was derived from the
  /// data space before it may no longer hold.
  public private(set) var dataVersion: Int64 = 0

  /// Nothing known.
  public init() {}

  /// What the derived tables hold.
  public init(documents: [Document]) throws {
    for document in documents {
      let (kind, key, body) = (document.kind, document.key, document.body)
      _ =
        try space.load(kind: kind, key: key, body: body)
        || pact.load(kind: kind, key: key, body: body)
        || people.load(kind: kind, key: key, body: body)
        || chains.load(kind: kind, key: key, body: body)
        || links.load(kind: kind, key: key, body: body)
        || platforms.load(kind: kind, key: key, body: body)
        || history.load(kind: kind, key: key, body: body)
    }
    space.finishLoading()
    pact.finishLoading()
    people.finishLoading()
    chains.finishLoading()
    links.finishLoading()
    platforms.finishLoading()
    history.finishLoading()
  }

  /// Takes a record in; one that no part knows, such as of reads, is evidence only.
  public mutating func apply(_ record: Record) throws {
    history.apply(record, space, people)
    let (type, body, sequence, time) = (record.type, record.body, record.sequence, record.time)
    if try space.apply(type: type, body: body, sequence: sequence, time: time) {
      dataVersion = sequence
      return
    }
    _ =
      try pact.apply(type: type, body: body, sequence: sequence, time: time)
      || people.apply(type: type, body: body, sequence: sequence, time: time)
      || chains.apply(type: type, body: body, sequence: sequence, time: time)
      || links.apply(type: type, body: body, sequence: sequence, time: time)
      || platforms.apply(type: type, body: body, sequence: sequence, time: time)
  }

  /// The rows that records have changed since this was last asked.
  public mutating func takeChanges() -> [DocumentChange] {
    var rows = space.takeChanges()
    rows += pact.takeChanges()
    rows += people.takeChanges()
    rows += chains.takeChanges()
    rows += links.takeChanges()
    rows += platforms.takeChanges()
    rows += history.takeChanges()
    return rows.map { DocumentChange(kind: $0.kind, key: $0.key, body: $0.body) }
  }

  /// Every row.
  public var allDocuments: [Document] {
    var rows = space.allRows
    rows += pact.allRows
    rows += people.allRows
    rows += chains.allRows
    rows += links.allRows
    rows += platforms.allRows
    rows += history.allRows
    return rows.map { Document(kind: $0.kind, key: $0.key, body: $0.body) }
  }
}

/// The durable journal of a data space: commands on it become records.
extension Transaction: DataSpaceJournal where State == World {
  /// The data space with everything recorded so far.
  public var space: DataSpace { state.space }
  /// The time of this commit's records.
  public var now: Timestamp { time }

  /// Records what happened in the data space.
  public mutating func record(_ event: DataSpaceEvent) throws {
    try record(event.type, event.body)
  }
}
