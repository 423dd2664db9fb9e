import Values

/// A record with all it takes to check, with nothing but a log's public key, that it is in the log: its text, the
/// way to the root, the signed checkpoint. Optionally that the log only grew since an earlier checkpoint.
public struct ProofBundle: Sendable, Hashable {
  private static let format = "denchi-record-proof-1"

  /// The record's canonical text.
  public let record: String
  /// The hashes from the record to the checkpoint's root.
  public let inclusion: InclusionProof
  /// The signed note with the root.
  public let checkpoint: String
  /// The key that it is said to be signed with; whoever checks has to know it from elsewhere.
  public let verifierKey: String
  /// An earlier signed note, and the hashes that lead from its root to the later one.
  public let since: Growth?

  /// That a log grew from an earlier checkpoint.
  public struct Growth: Sendable, Hashable {
    /// The earlier signed note.
    public let checkpoint: String
    /// The hashes to both roots.
    public let consistency: ConsistencyProof
  }

  init(
    record: String, inclusion: InclusionProof, checkpoint: Checkpoint, verifierKey: VerifierKey,
    since: Growth?
  ) {
    self.record = record
    self.inclusion = inclusion
    self.checkpoint = checkpoint.note
    self.verifierKey = verifierKey.description
    self.since = since
  }

  /// The JSON that is handed over; docs/records.md tells its members.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "format": .string(ProofBundle.format), "record": .string(record),
      "leafIndex": .number(Double(inclusion.index)), "treeSize": .number(Double(inclusion.size)),
      "inclusionPath": .array(inclusion.path.map { .string($0.description) }),
      "checkpoint": .string(checkpoint), "verifierKey": .string(verifierKey),
    ]
    if let since {
      members["since"] = [
        "checkpoint": .string(since.checkpoint), "treeSize": .number(Double(since.consistency.first)),
        "consistencyPath": .array(since.consistency.path.map { .string($0.description) }),
      ]
    }
    return .object(members)
  }

  /// Reads a bundle; nothing is checked yet but its form.
  /// - Throws: `ProofError` that says what is missing.
  public init(json: JSONValue) throws {
    func number(_ value: JSONValue?) -> Int64? { value?.number.flatMap { Int64(exactly: $0) } }
    func path(_ value: JSONValue?) -> [Digest]? {
      guard let hashes = value?.array?.map({ $0.string.flatMap { Digest($0) } }), !hashes.contains(nil) else {
        return nil
      }
      return hashes.compactMap { $0 }
    }
    guard json["format"]?.string == ProofBundle.format else {
      throw ProofError("this is no proof of a record: 'format' is not '\(ProofBundle.format)'")
    }
    guard let record = json["record"]?.string, let checkpoint = json["checkpoint"]?.string,
      let verifierKey = json["verifierKey"]?.string, let index = number(json["leafIndex"]),
      let size = number(json["treeSize"]), let hashes = path(json["inclusionPath"])
    else { throw ProofError("the proof lacks a member, or one has the wrong type") }
    self.record = record
    self.checkpoint = checkpoint
    self.verifierKey = verifierKey
    inclusion = InclusionProof(index: index, size: size, path: hashes)
    if let earlier = json["since"] {
      guard let note = earlier["checkpoint"]?.string, let first = number(earlier["treeSize"]),
        let hashes = path(earlier["consistencyPath"])
      else { throw ProofError("the member 'since' of the proof lacks a member, or one has the wrong type") }
      since = Growth(
        checkpoint: note, consistency: ConsistencyProof(first: first, second: size, path: hashes))
    } else {
      since = nil
    }
  }

  /// Checks everything.
  /// - Parameter key: the log's public key, known from elsewhere.
  /// - Returns: the record and the checkpoint that it is under.
  /// - Throws: `ProofError` that says what does not hold.
  public func verify(key: VerifierKey) throws -> (record: Record, checkpoint: Checkpoint) {
    let checkpoint = try Checkpoint(note: checkpoint, key: key)
    guard checkpoint.size == inclusion.size else {
      throw ProofError("the proof is for \(inclusion.size) records, its checkpoint for \(checkpoint.size)")
    }
    let leaf = Digest.leaf(record.utf8)
    guard inclusion.root(leaf: leaf) == checkpoint.root else {
      throw ProofError("the record is not in the log, or was changed: the way from it leads to another root")
    }
    let stored = StoredRecord(sequence: inclusion.index + 1, text: Array(record.utf8), hash: leaf)
    guard let read = Record(stored: stored), read.sequence == stored.sequence else {
      throw ProofError("the record's text is not record \(stored.sequence)")
    }
    if let since {
      let earlier = try Checkpoint(note: since.checkpoint, key: key)
      guard earlier.size == since.consistency.first,
        since.consistency.holds(firstRoot: earlier.root, secondRoot: checkpoint.root)
      else {
        throw ProofError("the log does not continue the earlier checkpoint of \(earlier.size) records")
      }
    }
    return (read, checkpoint)
  }
}
