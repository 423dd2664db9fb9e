import HashTreeCollections
import Values

/// Sets of identifiers by key, without empty sets: two indexes of the same rows are equal.
struct Index<Key: Hashable & Sendable, Member: Hashable & Sendable>: Sendable, Equatable {
  private var sets: TreeDictionary<Key, TreeSet<Member>> = [:]

  subscript(key: Key) -> TreeSet<Member> { sets[key] ?? [] }

  mutating func insert(_ member: Member, _ key: Key) { sets[key, default: []].insert(member) }

  mutating func remove(_ member: Member, _ key: Key) {
    sets[key]?.remove(member)
    if sets[key]?.isEmpty == true { sets[key] = nil }
  }
}

/// What names a part within its company.
struct PartKey: Hashable, Sendable {
  let plantID: Identifier
  let name: String
  let supportName: String

  init(_ part: Part) {
    plantID = part.plantID
    name = part.name
    supportName = part.supportName ?? ""
  }
}

/// A supplier's part and a company that buys it.
struct Sale: Hashable, Sendable {
  let part: Identifier
  let buyer: Identifier
}
