import Values

/// What can happen in a data space: each becomes one record, its payload the record's body.
public enum DataSpaceEvent: Sendable {
  case operatorPut(Operator)
  case plantPut(Plant)
  case partPut(Part)
  case partDeleted(traceID: Identifier)
  case structurePut(PartsStructure)
  /// A buyer asks a supplier.
  case requested(Trade, FootprintRequest)
  /// A supplier says which of its parts is asked for.
  case linked(tradeID: Identifier, upstreamTraceID: Identifier)
  /// Cancelled by the buyer, rejected or replied to by the supplier.
  case requestChanged(requestID: Identifier, state: FootprintRequest.State, replyMessage: String?)
  case footprintDeclared(FootprintDeclaration)
  /// A component's footprint came from outside this node; nil takes it back.
  case supplied(traceID: Identifier, Supply?)
  case disclosurePut(Disclosure)
  case certificationPut(Certification)
  case certificationDeleted(certificationID: Identifier)
  case filePut(StoredFile)
  case fileDeleted(fileID: Identifier)
}

extension DataSpaceEvent {
  private struct Requested: Codable {
    var trade: Trade
    var request: FootprintRequest
  }
  private struct Linked: Codable {
    var tradeID: Identifier
    var upstreamTraceID: Identifier
  }
  private struct RequestChanged: Codable {
    var requestID: Identifier
    var state: FootprintRequest.State
    var replyMessage: String?
  }
  private struct Supplied: Codable {
    var traceID: Identifier
    var supply: Supply?
  }
  private struct Deleted: Codable { var id: Identifier }

  /// The record's type.
  public var type: String {
    switch self {
    case .operatorPut: "operator.put"
    case .plantPut: "plant.put"
    case .partPut: "parts.put"
    case .partDeleted: "parts.deleted"
    case .structurePut: "structure.put"
    case .requested: "trade.requested"
    case .linked: "trade.linked"
    case .requestChanged: "request.changed"
    case .footprintDeclared: "cfp.put"
    case .supplied: "cfp.supplied"
    case .disclosurePut: "disclosure.put"
    case .certificationPut: "certification.put"
    case .certificationDeleted: "certification.deleted"
    case .filePut: "file.put"
    case .fileDeleted: "file.deleted"
    }
  }

  /// The record's body.
  public var body: JSONValue {
    get throws {
      switch self {
      case .operatorPut(let value): try JSONValue(encoding: value)
      case .plantPut(let value): try JSONValue(encoding: value)
      case .partPut(let value): try JSONValue(encoding: value)
      case .partDeleted(let id): try JSONValue(encoding: Deleted(id: id))
      case .structurePut(let value): try JSONValue(encoding: value)
      case .requested(let trade, let request):
        try JSONValue(encoding: Requested(trade: trade, request: request))
      case .linked(let trade, let part):
        try JSONValue(encoding: Linked(tradeID: trade, upstreamTraceID: part))
      case .requestChanged(let request, let state, let message):
        try JSONValue(encoding: RequestChanged(requestID: request, state: state, replyMessage: message))
      case .footprintDeclared(let value): try JSONValue(encoding: value)
      case .supplied(let id, let supply): try JSONValue(encoding: Supplied(traceID: id, supply: supply))
      case .disclosurePut(let value): try JSONValue(encoding: value)
      case .certificationPut(let value): try JSONValue(encoding: value)
      case .certificationDeleted(let id): try JSONValue(encoding: Deleted(id: id))
      case .filePut(let value): try JSONValue(encoding: value)
      case .fileDeleted(let id): try JSONValue(encoding: Deleted(id: id))
      }
    }
  }

  /// The event of a record; nil for a type that is none of a data space's.
  /// - Throws: where the body is not what the type says.
  public init?(type: String, body: JSONValue) throws {
    switch type {
    case "operator.put": self = .operatorPut(try body.decoded())
    case "plant.put": self = .plantPut(try body.decoded())
    case "parts.put": self = .partPut(try body.decoded())
    case "parts.deleted": self = .partDeleted(traceID: try body.decoded(as: Deleted.self).id)
    case "structure.put": self = .structurePut(try body.decoded())
    case "trade.requested":
      let value = try body.decoded(as: Requested.self)
      self = .requested(value.trade, value.request)
    case "trade.linked":
      let value = try body.decoded(as: Linked.self)
      self = .linked(tradeID: value.tradeID, upstreamTraceID: value.upstreamTraceID)
    case "request.changed":
      let value = try body.decoded(as: RequestChanged.self)
      self = .requestChanged(requestID: value.requestID, state: value.state, replyMessage: value.replyMessage)
    case "cfp.put": self = .footprintDeclared(try body.decoded())
    case "cfp.supplied":
      let value = try body.decoded(as: Supplied.self)
      self = .supplied(traceID: value.traceID, value.supply)
    case "disclosure.put": self = .disclosurePut(try body.decoded())
    case "certification.put": self = .certificationPut(try body.decoded())
    case "certification.deleted":
      self = .certificationDeleted(certificationID: try body.decoded(as: Deleted.self).id)
    case "file.put": self = .filePut(try body.decoded())
    case "file.deleted": self = .fileDeleted(fileID: try body.decoded(as: Deleted.self).id)
    default: return nil
    }
  }
}
