import Values

/// One entry of the log: something that happened, who did it and when. Never changed, never removed.
public struct Record: Sendable, Hashable {
  /// 1 for the first record; no number is left out.
  public let sequence: Int64
  /// When it was appended; not before the record it follows, also when the machine's clock is set back.
  public let time: Timestamp
  /// What kind of fact, e.g. `parts.put`: a name and, from its second form on, a version (`parts.put.2`).
  public let type: String
  /// Who did it: a user's, key's or partner's id, or `node`.
  public let actor: String
  /// What happened, as the type says.
  public let body: JSONValue
  /// The hash of the record before, of 32 zero bytes for the first: the chain.
  public let previous: Digest

  /// A record of its parts.
  public init(
    sequence: Int64, time: Timestamp, type: String, actor: String, body: JSONValue, previous: Digest
  ) {
    self.sequence = sequence
    self.time = time
    self.type = type
    self.actor = actor
    self.body = body
    self.previous = previous
  }

  /// What is hashed and stored: the canonical JSON (RFC 8785) of an object with the members `actor`, `body`,
  /// `previous`, `sequence`, `time` and `type`.
  public var text: [UInt8] {
    JSONValue.object([
      "actor": .string(actor), "body": body, "previous": .string(previous.description),
      "sequence": .number(Double(sequence)), "time": .string(time.description), "type": .string(type),
    ]).canonical
  }
}

extension Record {
  /// Reads a stored text back; nil if it is not one that `text` wrote.
  public init?(stored: StoredRecord) {
    guard let value = try? JSONValue(parsing: stored.text), let sequence = value["sequence"]?.number,
      let time = value["time"]?.string.flatMap({ Timestamp($0) }), let type = value["type"]?.string,
      let actor = value["actor"]?.string, let body = value["body"],
      let previous = value["previous"]?.string.flatMap({ Digest($0) })
    else { return nil }
    self.init(
      sequence: Int64(sequence), time: time, type: type, actor: actor, body: body, previous: previous)
  }
}
