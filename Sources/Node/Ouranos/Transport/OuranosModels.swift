import Exchange
import Values

extension Part {
  /// A `PartsModel`.
  /// - Parameter amount: how much of it the parent needs.
  func ouranos(amount: Double?) -> JSONValue {
    [
      "traceId": .string(traceID.description), "operatorId": .string(operatorID.description),
      "plantId": .string(plantID.description), "partsName": .string(name),
      "supportPartsName": .text(supportName), "terminatedFlag": .bool(terminated),
      "amountRequired": .amount(amount), "amountRequiredUnit": .text(unit?.rawValue),
      "partsLabelName": .text(label), "partsAddInfo1": .text(info1), "partsAddInfo2": .text(info2),
      "partsAddInfo3": .text(info3),
    ]
  }
}

extension Trade {
  /// A `TradeModel`.
  var ouranos: JSONValue {
    [
      "tradeId": .string(tradeID.description),
      "downstreamOperatorId": .string(downstreamOperatorID.description),
      "downstreamTraceId": .string(downstreamTraceID.description),
      "upstreamOperatorId": .string(upstreamOperatorID.description),
      "upstreamTraceId": .id(upstreamTraceID),
    ]
  }
}

extension FootprintRequest {
  /// A `StatusModel`.
  func ouranos(_ status: JSONValue) -> JSONValue {
    [
      "statusId": .string(requestID.description), "tradeId": .string(tradeID.description),
      "requestStatus": status, "message": .text(message),
      "replyMessage": .text(replyMessage.flatMap { $0.isEmpty ? nil : $0 }), "requestType": "CFP",
      "responseDueDate": .text(responseDueDate),
    ]
  }
}

extension DataSpace {
  /// A `StatusModel` of a request, as far as it has got.
  func ouranosStatus(of request: FootprintRequest) -> JSONValue {
    let progress = requestProgress(of: request.requestID)
    let answer =
      switch request.state {
      case .open: progress?.answered == true ? "COMPLETED" : "NOT_COMPLETED"
      case .rejected: "REJECT"
      case .cancelled: "CANCEL"
      }
    // Nothing was counted yet: the time of a count of 0 is that of the request.
    let counted = progress?.tradesCountModified ?? request.created
    return request.ouranos([
      "cfpResponseStatus": .string(answer),
      "tradeTreeStatus": progress?.terminated == true ? "TERMINATED" : "UNTERMINATED",
      "completedCount": .number(Double(progress?.completedCount ?? 0)),
      "completedCountModifiedAt": .string((progress?.completedCountModified ?? counted).secondsText),
      "tradesCount": .number(Double(progress?.tradesCount ?? 0)),
      "tradesCountModifiedAt": .string(counted.secondsText),
    ])
  }
}

extension DataQuality {
  /// A `dqrValue`.
  var ouranos: JSONValue {
    ["TeR": .amount(technological), "GeR": .amount(geographical), "TiR": .amount(temporal)]
  }
}

extension FootprintKind {
  /// The `dqrType` that goes with a `cfpType`.
  var dqrType: String {
    switch self {
    case .preProduction, .preComponent: "preProcessing"
    case .mainProduction, .mainComponent: "mainProcessing"
    case .preProductionTotal, .preComponentTotal: "preProcessingTotal"
    case .mainProductionTotal, .mainComponentTotal: "mainProcessingTotal"
    case .preProductionResponse: "preProcessingResponse"
    case .mainProductionResponse: "mainProcessingResponse"
    }
  }
}

extension FootprintRow {
  /// A `CfpModel`.
  var ouranos: JSONValue {
    [
      "cfpId": .id(cfpID), "traceId": .string(traceID.description), "ghgEmission": .amount(emission),
      "ghgDeclaredUnit": .string("kgCO2e/\(unit.rawValue)"), "cfpType": .string(kind.rawValue),
      "dqrType": .string(kind.dqrType), "dqrValue": quality.ouranos,
    ]
  }
}
