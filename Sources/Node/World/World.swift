import Exchange
import Records
import Values

/// Everything a node knows, derived from its records. A value: copies are cheap and never change.
public struct World: LedgerState {
  public private(set) var space = DataSpace()
  public private(set) var pact = PactBook()
  public private(set) var people = People()
  public private(set) var chains = ChainBook()
  public private(set) var links = AnswerLinks()
  public private(set) var history = LogIndex()

  public init() {}

  public init(documents: [Document]) throws {
    for document in documents {
      if try space.load(kind: document.kind, key: document.key, body: document.body) { continue }
      if try pact.load(kind: document.kind, key: document.key, body: document.body) { continue }
      if try people.load(kind: document.kind, key: document.key, body: document.body) { continue }
      if try chains.load(kind: document.kind, key: document.key, body: document.body) { continue }
      if try links.load(kind: document.kind, key: document.key, body: document.body) { continue }
      if try history.load(kind: document.kind, key: document.key, body: document.body) { continue }
    }
    space.finishLoading()
    pact.finishLoading()
    people.finishLoading()
    links.finishLoading()
    history.finishLoading()
  }

  public mutating func apply(_ record: Record) throws {
    history.apply(record, space)
    let (type, body, sequence, time) = (record.type, record.body, record.sequence, record.time)
    if try space.apply(type: type, body: body, sequence: sequence, time: time) { return }
    if try pact.apply(type: type, body: body, sequence: sequence, time: time) { return }
    if try people.apply(type: type, body: body, sequence: sequence, time: time) { return }
    if try chains.apply(type: type, body: body, sequence: sequence, time: time) { return }
    if try links.apply(type: type, body: body, sequence: sequence, time: time) { return }
    // A record that no part knows, such as of reads, is evidence only.
  }

  public mutating func takeChanges() -> [DocumentChange] {
    (space.takeChanges() + pact.takeChanges() + people.takeChanges() + chains.takeChanges()
      + links.takeChanges() + history.takeChanges())
      .map { DocumentChange(kind: $0.kind, key: $0.key, body: $0.body) }
  }

  public var allDocuments: [Document] {
    (space.allRows + pact.allRows + people.allRows + chains.allRows + links.allRows + history.allRows)
      .map { Document(kind: $0.kind, key: $0.key, body: $0.body) }
  }
}

/// The durable journal of a data space: commands on it become records.
extension Transaction: DataSpaceJournal where State == World {
  public var space: DataSpace { state.space }
  public var now: Timestamp { time }

  public mutating func record(_ event: DataSpaceEvent) throws {
    try record(event.type, event.body)
  }
}
