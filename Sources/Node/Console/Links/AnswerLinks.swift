import Exchange
import HashTreeCollections
import Values

/// The one-time links of a node. Their tokens are kept elsewhere, as hashes.
public struct AnswerLinks: StatePart {
  /// Every link, passed-on ones too.
  public private(set) var links = Table<Identifier, AnswerLink>("links")
  private var byCompany: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]
  private var byParent: TreeDictionary<Identifier, TreeSet<Identifier>> = [:]

  /// Knows nothing yet.
  public init() {}

  /// A company's own links, newest first.
  public func links(of company: Identifier) -> [AnswerLink] {
    (byCompany[company] ?? []).compactMap { links[$0] }
      .sorted { ($1.created, $1.linkID) < ($0.created, $0.linkID) }
  }

  /// The links by which a link's supplier asks its own suppliers, oldest first.
  public func forwarded(from parent: Identifier) -> [AnswerLink] {
    (byParent[parent] ?? []).compactMap { links[$0] }.sorted {
      ($0.created, $0.linkID) < ($1.created, $1.linkID)
    }
  }

  /// How many links there are below one, itself included, and how many of them are answered.
  public func progress(of link: AnswerLink) -> (answered: Int, all: Int) {
    var (answered, all) = (0, 0)
    var waiting = [link]
    while let next = waiting.popLast() {
      if next.state == .revoked { continue }
      all += 1
      if next.state == .used { answered += 1 }
      waiting += forwarded(from: next.linkID)
    }
    return (answered, all)
  }

  private struct Used: Codable {
    var linkID: Identifier
    var answer: AnswerLink.Answer
  }

  /// The body of a record `link.used`. It names the company that asked only where the answer is for its eyes:
  /// what a supplier's supplier says is not.
  static func used(_ link: AnswerLink, _ answer: AnswerLink.Answer) throws -> JSONValue {
    guard case .object(var members) = try JSONValue(encoding: Used(linkID: link.linkID, answer: answer))
    else {
      return .null
    }
    if link.parent == nil { members["operatorID"] = .string(link.operatorID.description) }
    return .object(members)
  }

  /// Takes a record of links in; false for any other.
  /// - Throws: where the body is not what the type says.
  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    switch type {
    case "link.created":
      let link = try body.decoded(as: AnswerLink.self)
      links[link.linkID] = link
      index(link)
    case "link.used":
      let used = try body.decoded(as: Used.self)
      links[used.linkID]?.state = .used
      links[used.linkID]?.answer = used.answer
    case "link.revoked":
      guard let id = body["linkID"]?.string.flatMap({ Identifier($0) }) else { return true }
      links[id]?.state = .revoked
    default: return false
    }
    return true
  }

  private mutating func index(_ link: AnswerLink) {
    if let parent = link.parent {
      byParent[parent, default: []].insert(link.linkID)
    } else {
      byCompany[link.operatorID, default: []].insert(link.linkID)
    }
  }

  /// The rows changed since this was last asked.
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] { links.takeChanges() }

  /// Every row.
  public var allRows: [(kind: String, key: String, body: [UInt8])] { links.all }

  /// Takes a stored row in; false for one of another table.
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool {
    guard kind == links.kind else { return false }
    try links.load(key: key, body: body)
    return true
  }

  /// Makes the indexes after all rows are loaded.
  public mutating func finishLoading() { for link in links.values { index(link) } }
}
