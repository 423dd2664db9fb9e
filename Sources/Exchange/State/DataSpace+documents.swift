import Values

extension DataSpace {
  /// The rows changed by `apply` since this was last asked.
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] {
    operators.takeChanges() + plants.takeChanges() + parts.takeChanges() + structures.takeChanges()
      + trades.takeChanges() + requests.takeChanges() + declarations.takeChanges() + supplies.takeChanges()
      + disclosures.takeChanges() + certifications.takeChanges() + files.takeChanges()
      + notifications.takeChanges() + changes.takeChanges()
  }

  /// Every row of every table.
  public var allRows: [(kind: String, key: String, body: [UInt8])] {
    operators.all + plants.all + parts.all + structures.all + trades.all + requests.all + declarations.all
      + supplies.all + disclosures.all + certifications.all + files.all + notifications.all + changes.all
  }

  /// Takes a stored row in; false for a kind that is none of these tables.
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool {
    switch kind {
    case operators.kind: try operators.load(key: key, body: body)
    case plants.kind: try plants.load(key: key, body: body)
    case parts.kind: try parts.load(key: key, body: body)
    case structures.kind: try structures.load(key: key, body: body)
    case trades.kind: try trades.load(key: key, body: body)
    case requests.kind: try requests.load(key: key, body: body)
    case declarations.kind: try declarations.load(key: key, body: body)
    case supplies.kind: try supplies.load(key: key, body: body)
    case disclosures.kind: try disclosures.load(key: key, body: body)
    case certifications.kind: try certifications.load(key: key, body: body)
    case files.kind: try files.load(key: key, body: body)
    case notifications.kind: try notifications.load(key: key, body: body)
    case changes.kind: try changes.load(key: key, body: body)
    default: return false
    }
    return true
  }

  /// Makes the indexes and totals after all rows are loaded.
  public mutating func finishLoading() {
    for company in operators.values { index(company) }
    for plant in plants.values { index(plant) }
    for part in parts.values { index(part) }
    for structure in structures.values { index(structure) }
    for trade in trades.values { index(trade) }
    for rule in disclosures.values { index(rule) }
    for certification in certifications.values { index(certification) }
    for id in notifications.rows.keys.sorted() {
      if let to = notifications[id]?.to { notificationsByOperator[to, default: Timeline()].append(id) }
    }
    for id in changes.rows.keys.sorted() {
      if let owner = changes[id]?.operatorID { changesByOperator[owner, default: Timeline()].append(id) }
    }
    var nothing = Consequences(sequence: 0, time: Timestamp(milliseconds: 0), cause: "")
    recompute(from: Array(parts.rows.keys), &nothing)
  }
}
