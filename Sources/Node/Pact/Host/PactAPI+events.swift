import Exchange
import HTTPTypes
import Values

extension PactAPI {
  /// POST /3/events: an event of a partner, in structured mode. What it asks for is done afterwards.
  static func takeEvent(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    let (reader, caller) = try await reader(request, node)
    guard case .partner(let partner) = reader else {
      throw PactError(.accessDenied, "Events are taken from partners' clients only.")
    }
    let type = request.headers[.contentType]?.split(separator: ";").first.map { String($0).trimmingSpaces }
    guard type?.lowercased() == "application/cloudevents+json" else {
      throw PactError(.badRequest, "Content-Type: must be application/cloudevents+json (structured mode).")
    }
    guard let event = try? JSONValue(parsing: request.body) else {
      throw PactError(.badRequest, "The body is no JSON.")
    }
    let settings = node.configuration
    let assurance = PactSignature.assurance(
      of: event, keys: partner.signingKeys,
      carried: "sent with the partner's access token "
        + (settings.isSecure ? "over TLS" : "over plain HTTP on this machine"))
    if assurance.isWrong { throw PactError(.badRequest, "/signature: is not one by a key of yours.") }
    let delivery = PactDelivery(
      base: settings.publicURL, assurance: assurance.text,
      allowsHost: { CallPolicy(settings).allowsName($0) })
    try await node.ledger.commit(actor: caller.actor) {
      _ = try $0.take(event, from: partner.partnerID, delivery)
    }
    return APIResponse(.ok)
  }
}
