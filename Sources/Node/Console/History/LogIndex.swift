import Exchange
import HashTreeCollections
import Records
import Values

/// Which records concern a company, and which a part: so that a history is read without reading the whole log.
public struct LogIndex: StatePart {
  /// Numbers of records, in pages of this many.
  private static let pageSize = 128

  struct Page: Codable, Sendable, Equatable {
    var sequences: [Int64] = []
  }

  /// By subject and number of page: `uuid/0`, `uuid/1` ...
  private var pages = Table<String, Page>("history")
  private var counts: TreeDictionary<Identifier, Int> = [:]

  /// Knows nothing yet.
  public init() {}

  /// How many records concern a company or part.
  public func count(of subject: Identifier) -> Int { counts[subject] ?? 0 }

  /// The numbers of the records that concern a company or part, newest first.
  /// - Parameter skipping: how many of the newest are left out.
  public func newest(of subject: Identifier, skipping: Int = 0, limit: Int) -> [Int64] {
    let count = count(of: subject)
    return stride(from: count - 1 - skipping, to: max(-1, count - 1 - skipping - limit), by: -1).compactMap {
      place in
      let page = pages["\(subject)/\(place / LogIndex.pageSize)"]?.sequences ?? []
      let index = place % LogIndex.pageSize
      return index < page.count ? page[index] : nil
    }
  }

  /// Takes a record in.
  /// - Parameters:
  ///   - space: what was known before it.
  ///   - people: likewise.
  mutating func apply(_ record: Record, _ space: DataSpace, _ people: People) {
    for subject in LogIndex.subjects(of: record, space, people) {
      let count = count(of: subject)
      let key = "\(subject)/\(count / LogIndex.pageSize)"
      var page = pages[key] ?? Page()
      page.sequences.append(record.sequence)
      pages[key] = page
      counts[subject] = count + 1
    }
  }

  /// The companies and parts that a record is about. A company that may not know of it is none.
  static func subjects(of record: Record, _ space: DataSpace, _ people: People) -> Set<Identifier> {
    let body = record.body
    func id(_ name: String, in value: JSONValue? = nil) -> Identifier? {
      (value ?? body)[name]?.string.flatMap { Identifier($0) }
    }
    func owner(_ part: Identifier?) -> Identifier? { part.flatMap { space.parts[$0]?.operatorID } }
    var subjects: [Identifier?] = []
    switch record.type {
    case "trade.requested":
      let trade = body["trade"]
      subjects = ["downstreamOperatorID", "upstreamOperatorID", "downstreamTraceID"].map { id($0, in: trade) }
    case "trade.linked":
      let trade = id("tradeID").flatMap { space.trades[$0] }
      subjects = [
        trade?.downstreamOperatorID, trade?.upstreamOperatorID, trade?.downstreamTraceID,
        id("upstreamTraceID"),
      ]
    case "request.changed":
      let trade = id("requestID").flatMap { space.requests[$0] }.flatMap { space.trades[$0.tradeID] }
      subjects = [trade?.downstreamOperatorID, trade?.upstreamOperatorID, trade?.downstreamTraceID]
    case "parts.deleted": subjects = [id("id"), owner(id("id"))]
    case "structure.put": subjects = [id("parent"), owner(id("parent"))]
    // What a supplier asks its own supplier is none of the first buyer's matter.
    case "link.created": subjects = body["parent"]?.string == nil ? [id("operatorID"), id("traceID")] : []
    case "disclosure.put": subjects = [id("from"), id("traceID")]
    case "certification.deleted":
      let part = id("id").flatMap { space.certifications[$0]?.traceID }
      subjects = [part, owner(part)]
    case "file.deleted": subjects = [id("id").flatMap { space.files[$0]?.operatorID }]
    case PeopleRecord.signedIn, PeopleRecord.secondStep:
      subjects = [id("userID").flatMap { people.users[$0]?.operatorID }]
    case "reads.noted": subjects = (body["reads"]?.array ?? []).map { id("owner", in: $0) }
    default: subjects = [id("operatorID"), id("traceID"), owner(id("traceID"))]
    }
    return Set(subjects.compactMap { $0 })
  }

  // MARK: StatePart

  /// Takes nothing: records are taken in with what was known before them.
  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) -> Bool {
    false
  }

  /// The rows changed since this was last asked.
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] { pages.takeChanges() }

  /// Every row.
  public var allRows: [(kind: String, key: String, body: [UInt8])] { pages.all }

  /// Takes a stored row in; false for one of another table.
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool {
    guard kind == pages.kind else { return false }
    try pages.load(key: key, body: body)
    return true
  }

  /// Makes the indexes after all rows are loaded.
  public mutating func finishLoading() {
    for (key, page) in pages.rows {
      let parts = key.split(separator: "/")
      guard parts.count == 2, let subject = Identifier(String(parts[0])), let number = Int(parts[1]) else {
        continue
      }
      counts[subject] = max(counts[subject] ?? 0, number * LogIndex.pageSize + page.sequences.count)
    }
  }
}
