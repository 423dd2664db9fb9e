extension Ledger {
  /// Derives all documents anew from the whole log and replaces the stored ones.
  /// - Parameter progress: told how much is done, from 0 to 1.
  /// - Returns: how many documents there are, and how many were missing, changed or too many.
  /// - Throws: `StoreError.damaged` at the first record that does not follow the one before.
  public static func rebuild(
    _ store: any RecordStore, progress: (Double) -> Void = { _ in }
  ) throws -> (documents: Int, differences: Int) {
    var snapshot = Snapshot<State>()
    while true {
      let count = try store.head().count
      try store.forEachRecord(from: snapshot.count + 1, through: count) { record in
        try snapshot.take(record)
        _ = snapshot.state.takeChanges()
        if record.sequence % 1000 == 0 { progress(Double(record.sequence) / Double(count)) }
      }
      var stored: [Document] = []
      _ = try store.documents { stored.append($0) }
      let documents = snapshot.state.allDocuments
      do {
        try store.replaceDocuments(documents, at: snapshot.count)
      } catch StoreError.conflict {
        continue
      }
      progress(1)
      return (documents.count, DocumentDifference.between(stored, and: documents).count)
    }
  }
}
