import Values

/// Checks documents of PACT v3 by its schema and its text. Members that the schema does not name are allowed.
public enum PactCheck {
  /// Everything wrong or doubtful in a ProductFootprint, in the order of the document's schema.
  public static func footprint(_ document: JSONValue) -> [PactProblem] {
    var problems: [PactProblem] = []
    Shape.productFootprint.check(document, at: "", into: &problems)
    var rules = FootprintRules(document)
    rules.check()
    return problems + rules.problems
  }

  /// Everything wrong in an event.
  public static func event(_ document: JSONValue) -> [PactProblem] {
    var problems: [PactProblem] = []
    Shape.event.check(document, at: "", into: &problems)
    guard let name = document["type"]?.string else { return problems }
    guard let kind = PactEventKind(rawValue: name) else {
      let known = PactEventKind.allCases.map(\.rawValue).joined(separator: ", ")
      return problems + [PactProblem("/type", "'\(name.prefix(100))' is none of \(known)", .schema)]
    }
    if let data = document["data"], data.object != nil {
      Shape.data(of: kind).check(data, at: "/data", into: &problems)
    }
    if let version = document["specversion"]?.string, version != "1.0" {
      problems.append(PactProblem("/specversion", "must be 1.0 (CloudEvents)", .text))
    }
    switch kind {
    case .published where document["data"]?["pfIds"] == nil:
      problems.append(PactProblem("/data/pfIds", "is missing", .text))
    case .requestFulfilled:
      for (index, footprint) in (document["data"]?["pfs"]?.array ?? []).enumerated() {
        var rules = FootprintRules(footprint)
        rules.check()
        problems += rules.problems.map {
          PactProblem("/data/pfs/\(index)" + $0.pointer, $0.message, $0.level == .text ? .advice : $0.level)
        }
      }
    default: break
    }
    return problems
  }
}

/// The events of PACT v3.
public enum PactEventKind: String, Sendable, CaseIterable {
  case requestCreated = "org.wbcsd.pact.ProductFootprint.RequestCreatedEvent.3"
  case requestFulfilled = "org.wbcsd.pact.ProductFootprint.RequestFulfilledEvent.3"
  case requestRejected = "org.wbcsd.pact.ProductFootprint.RequestRejectedEvent.3"
  case published = "org.wbcsd.pact.ProductFootprint.PublishedEvent.3"
}

extension Shape {
  /// What every event has (CloudEvents).
  static let event: Shape = .object([
    .required("type", .text()), .required("specversion", .text()), .required("id", .text(atLeast: 1)),
    .required("source", .text(atLeast: 1, .uriReference)), .required("time", .time),
    .required("data", .object([])),
  ])

  private static let criteria: [Member] = [
    .optional("productId", .list(of: .text())), .optional("companyId", .list(of: .text())),
    .optional("geography", .list(of: .text())), .optional("classification", .list(of: .text())),
    .optional("validOn", .time), .optional("validAfter", .time), .optional("validBefore", .time),
    .optional("status", .list(of: .text(of: ["Active", "Deprecated"]))), .optional("comment", .text()),
  ]

  static func data(of kind: PactEventKind) -> Shape {
    switch kind {
    case .requestCreated:
      .object(criteria)
    case .requestFulfilled:
      .object([
        .required("requestEventId", .text()), .required("pfs", .list(of: productFootprint, atLeast: 1)),
      ])
    case .requestRejected:
      .object([
        .required("requestEventId", .text()),
        .required(
          "error",
          .object([
            .required("code", .text(of: PactError.Code.allCases.map(\.rawValue))),
            .required("message", .text()),
          ])),
      ])
    case .published: .object([.optional("pfIds", .list(of: .text(.uuid)))])
    }
  }
}
