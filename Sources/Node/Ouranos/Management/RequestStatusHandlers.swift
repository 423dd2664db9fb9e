import Records
import Values

/// `/requestStatus`: what became of changes, by the `X-Track` their answers carried.
enum RequestStatusHandlers {
  @Sendable static func get(_ call: ManagementCall) async throws -> APIResponse {
    let texts = call.request.query.values("trackId")
      .flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    guard !texts.isEmpty, texts != [""] else { throw ManagementError.missing("trackId") }
    guard texts.count <= 10 else { throw ManagementError.invalid("trackId", "最大10件まで指定できます") }
    var rows: [JSONValue] = []
    for text in texts {
      guard let track = Identifier(text) else { throw ManagementError.invalid("trackId", "UUID") }
      guard let (time, summary) = try found(track, call) else { continue }
      rows.append([
        "trackId": .string(track.description), "requestCreatedAt": .string(time.secondsText),
        "acceptedRequestStatus": .string(summary), "summaryRequestStatus": .string(summary),
      ])
    }
    return .json(.ok, .array(rows))
  }

  /// A change of the caller's company: recorded, or kept in memory because it left no record.
  ///
  /// A change is durable before its answer is sent, so that none is ever found in processing.
  private static func found(
    _ track: Identifier, _ call: ManagementCall
  ) throws -> (time: Timestamp, summary: String)? {
    if let entry = call.node.ouranos.tracks[track] {
      return entry.company == call.company ? (entry.time, entry.outcome.rawValue) : nil
    }
    guard let sequence = track.sequence, sequence > 0,
      let stored = try call.node.ledger.store.records(from: sequence, limit: 1).first,
      let record = Record(stored: stored), company(of: record.actor, call) == call.company
    else { return nil }
    return (record.time, Tracks.Outcome.success.rawValue)
  }

  private static func company(of actor: String, _ call: ManagementCall) -> Identifier? {
    let parts = actor.split(separator: ":")
    guard parts.count == 2, let id = Identifier(String(parts[1])) else { return nil }
    let people = call.world.people
    return people.users[id]?.operatorID ?? people.clients[id]?.operatorID
  }
}

extension Identifier {
  /// The record that a track was made of (see `OuranosCall.change`); nil for another identifier.
  fileprivate var sequence: Int64? {
    let sequence = Int64(bitPattern: high >> 16)
    return Identifier(sequence: sequence, index: 0) == self ? sequence : nil
  }
}
