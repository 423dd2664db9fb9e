import Values

/// What a program knows from its records: a value that is made by applying them one after another.
///
/// Copies must be cheap (persistent collections): the ledger keeps one for readers and works on another.
public protocol LedgerState: Sendable {
  /// The state before the first record.
  init()

  /// The state whose derived tables hold these documents.
  /// - Throws: where a document cannot be read; the ledger then replays the log instead.
  init(documents: [Document]) throws

  /// Takes a record in. It was checked before it was appended: nothing may fail here but damage.
  mutating func apply(_ record: Record) throws

  /// The documents changed by `apply` since this was last asked.
  mutating func takeChanges() -> [DocumentChange]

  /// Every document: what `takeChanges` would have given from the first record on.
  var allDocuments: [Document] { get }
}
