extension Survey {
  /// The answers as events of a ledger, in the layout of `plants.csv`: a row for each state that a plant came into.
  ///
  /// An answer that repeats the one before adds no row. A plant's id is that of the company and its own.
  public var ledger: String {
    let columns = [
      "plant", "name", "name_ja", "owner", "country", "use", "kind", "date", "state", "capacity_GWh_per_year",
      "start", "investment_billion_JPY", "subsidy_max_billion_JPY", "note", "source", "confidence",
    ]
    var order: [String] = []
    var plants: [String: [Entry]] = [:]
    for entry in entries {
      let id = entry.companyID + "-" + entry.plant
      if plants[id] == nil { order.append(id) }
      plants[id, default: []].append(entry)
    }
    var text = columns.joined(separator: ",") + "\n"
    for id in order {
      var before: [String]?
      for entry in (plants[id] ?? []).sorted(by: { $0.surveyDate < $1.surveyDate }) {
        func number(_ value: Double?) -> String { value.map(\.short) ?? "" }
        let facts = [
          entry.state.rawValue, number(entry.capacity), entry.start?.description ?? "",
          number(entry.investment),
          number(entry.subsidy), entry.note,
        ]
        if facts == before { continue }
        // The same state with other figures is news of the survey's date.
        let date = before?.first == facts[0] ? entry.surveyDate : entry.since
        before = facts
        let fields =
          [
            id, entry.name.en, entry.name.ja, entry.company, entry.country, entry.use.rawValue, "plant",
            date.description,
          ] + facts + ["survey of \(entry.surveyDate)", "survey"]
        text += fields.map(Self.field).joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
